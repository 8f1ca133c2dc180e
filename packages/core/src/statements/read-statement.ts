import type { StatementFormat, StatementMapping } from '@paygate/contract/statements';
import { STATEMENT_BYTES_MAX } from '@paygate/contract/statements';
import { compareMasked, maskOf } from '../credits/accounts-masked.ts';
import { checkBalances, type Balances } from './balance.rules.ts';
import { nameLines, type Named } from './bank-reference.rules.ts';
import { readCamt } from './formats/camt.ts';
import { readStatementCsv } from './formats/csv.ts';
import { readMt940 } from './formats/mt940.ts';
import { fileProblems } from './problems.ts';
import type { ReadStatement, RowProblem, Statement } from './statement.ts';

/** For whom a file is read. */
export interface Reader {
  readonly accountId: string;
  /** The bank account whose statements these are. */
  readonly accountNumber: string;
  /** As the sender named it; null: found out. */
  readonly format: StatementFormat | null;
  readonly mapping: StatementMapping | null;
}
export interface CheckedStatement extends Balances {
  readonly format: StatementFormat;
  readonly lines: readonly Named[];
  readonly rowErrors: readonly RowProblem[];
}

const digits = (account: string): string => account.replaceAll(/[\s./-]/g, '');
/** In full or masked; a file that names no account is taken at the word of who sent it. */
const isOf = (told: string | null, own: string): boolean => {
  if (told === null) return true;
  const mask = maskOf(told);
  return mask === null ? digits(told) === digits(own) : compareMasked(mask, digits(own)).kind === 'AGREE';
};

const SNIFF_BYTES = 1_024;
/** XML begins with an angle bracket, MT940 with a block or a first tag; anything else can only be CSV. */
export const sniff = (bytes: Uint8Array): 'xml' | 'mt940' | 'csv' => {
  const start = Buffer.from(bytes.subarray(0, SNIFF_BYTES)).toString('latin1').replace(/^\u00EF\u00BB\u00BF/, '').trimStart();
  if (start.startsWith('<')) return 'xml';
  return /^(?:\{1:|:20:)/m.test(start) ? 'mt940' : 'csv';
};
const readers = { xml: readCamt, mt940: readMt940, csv: readStatementCsv } as const;

const sortedOut = (statement: Statement, { accountId, accountNumber, format }: Reader): ReadStatement<CheckedStatement> => {
  if (format !== null && format !== statement.format) return { ok: false, error: fileProblems.OTHER_FORMAT };
  if (statement.lines.length === 0) return { ok: false, error: { ...fileProblems.EMPTY, ...(statement.rowErrors.length > 0 && { rowErrors: statement.rowErrors }) } };
  const strange = statement.parts.find((part) => !isOf(part.accountNumber, accountNumber));
  if (strange) return { ok: false, error: { ...fileProblems.OTHER_ACCOUNT, row: strange.row } };
  const balances = checkBalances(statement);
  if (!balances.ok) return balances;
  return { ok: true, value: { ...balances.value, format: statement.format, lines: nameLines(statement.lines, accountId), rowErrors: statement.rowErrors } };
};

/**
 * A whole file, or a reason to refuse it whole: what its format refuses, another account than the reader's, balances that do not add up, no line at all.
 * Pure: nothing is looked up. Row errors come along, since lines that can be read count where nothing contradicts them.
 */
export const readStatement = (bytes: Uint8Array, reader: Reader): ReadStatement<CheckedStatement> => {
  if (bytes.length > STATEMENT_BYTES_MAX) return { ok: false, error: fileProblems.TOO_LARGE };
  const read = readers[sniff(bytes)](bytes, reader.mapping);
  return read.ok ? sortedOut(read.value, reader) : read;
};
