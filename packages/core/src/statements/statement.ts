import type { StatementFormat } from '@paygate/contract/statements';
import type { FileError } from '../batches/formats/batch-file.ts';

/** Why a line, or a whole file, is not taken: what is wrong and what to do, in both languages. */
export interface Problem extends FileError {
  /** As the bank's format calls it; null when no single field is at fault. */
  readonly field: string | null;
}
export interface RowProblem extends Problem {
  /** Line of the file, from 1. */
  readonly row: number;
}

/** One movement as the bank printed it. Money in is CREDIT, also where it takes back a debit (`isReversal`). */
export interface StatementLine {
  readonly row: number;
  /** Which of the file's statements it belongs to. */
  readonly part: number;
  readonly direction: 'CREDIT' | 'DEBIT';
  readonly isReversal: boolean;
  /** False: announced, but not yet on the account. */
  readonly isBooked: boolean;
  readonly amountSatang: number;
  /** yyyy-mm-dd, the bank's day. */
  readonly bookedOn: string;
  /** UTC instant; midnight in Bangkok where the bank tells the day alone. */
  readonly paidAt: string;
  /** The account after this line, where the bank prints it; negative when overdrawn. */
  readonly balanceSatang: number | null;
  /** The bank's own reference of this transfer; null where it gives none that names one transfer alone. */
  readonly ownReference: string | null;
  readonly payerName: string | null;
  readonly payerAccount: string | null;
  readonly payerBankCode: string | null;
  readonly ref1: string | null;
  readonly ref2: string | null;
  readonly endToEndId: string | null;
  readonly description: string | null;
  /** What a person must look at before it may count as money in. */
  readonly doubt: Problem | null;
}

/** One statement of the file: an account over a time. */
export interface StatementPart {
  /** Null where the file does not say. May be masked. */
  readonly accountNumber: string | null;
  readonly openingSatang: number | null;
  readonly closingSatang: number | null;
  /** Line of the file on which it begins. */
  readonly row: number;
}

/** A file as it was read: nothing looked up, nothing decided. */
export interface Statement {
  readonly format: StatementFormat;
  readonly parts: readonly StatementPart[];
  readonly lines: readonly StatementLine[];
  readonly rowErrors: readonly RowProblem[];
}

/** What a file is refused for as a whole. */
export interface FileProblem extends Problem {
  readonly row?: number;
  /** The numbers that do not fit, as baht with two decimals. */
  readonly numbers?: { readonly openingBalance: string; readonly linesTotal: string; readonly closingBalance: string };
  readonly rowErrors?: readonly RowProblem[];
}
export type ReadStatement<T = Statement> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: FileProblem };

/** What the line did to the account. */
export const signedSatang = ({ direction, amountSatang }: Pick<StatementLine, 'direction' | 'amountSatang'>): number => (direction === 'CREDIT' ? amountSatang : -amountSatang);
