import { createHash } from 'node:crypto';
import type { StatementLine } from './statement.ts';

/**
 * OWN: the bank named the transfer. Else a fingerprint that every file of the account gives the same transfer: BALANCE of the balance that the bank
 * printed beside it, which no other movement has; ORDINAL of everything told of it and its place among lines that tell the same.
 */
export type ReferenceKind = 'OWN' | 'BALANCE' | 'ORDINAL';
export interface Named { readonly line: StatementLine; readonly bankReference: string }

const prefixes = { BALANCE: 'FPB-', ORDINAL: 'FPO-' } as const;
export const kindOf = (bankReference: string): ReferenceKind => (bankReference.startsWith(prefixes.BALANCE) ? 'BALANCE' : bankReference.startsWith(prefixes.ORDINAL) ? 'ORDINAL' : 'OWN');

const HASH_CHARACTERS = 32;
const fingerprint = (kind: keyof typeof prefixes, parts: readonly (string | number | null)[]): string =>
  `${prefixes[kind]}${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, HASH_CHARACTERS).toUpperCase()}`;

const moved = ({ bookedOn, direction, amountSatang, isBooked, isReversal }: StatementLine) => [bookedOn, direction, amountSatang, ...(isBooked ? [] : ['announced']), ...(isReversal ? ['reversal'] : [])];
const told = ({ paidAt, payerName, payerAccount, payerBankCode, ref1, ref2, endToEndId }: StatementLine) => [paidAt, payerName, payerAccount, payerBankCode, ref1, ref2, endToEndId];
/** A line that claims to be a credit of its own; only among these must a reference be unique: a bank's reversal repeats the reference it takes back. */
export const isCredit = ({ direction, isReversal, isBooked }: StatementLine): boolean => direction === 'CREDIT' && isBooked && !isReversal;

/**
 * Names every line: by the bank's own reference where it names one credit of the file alone, else by fingerprint within the account. A reference
 * that comes twice names nothing, and is left out. The same file, or one that overlaps it, gives the same names; equal transfers of a day keep
 * different ones.
 */
export const nameLines = (lines: readonly StatementLine[], accountId: string): readonly Named[] => {
  const seen = new Map<string, number>();
  for (const line of lines) if (isCredit(line) && line.ownReference !== null) seen.set(line.ownReference, (seen.get(line.ownReference) ?? 0) + 1);
  const ordinals = new Map<string, number>();
  return lines.map((line) => {
    if (line.ownReference !== null && (!isCredit(line) || seen.get(line.ownReference) === 1)) return { line, bankReference: line.ownReference };
    const kind = line.balanceSatang === null ? 'ORDINAL' : 'BALANCE';
    const parts = [accountId, ...moved(line), ...(kind === 'BALANCE' ? [line.balanceSatang] : told(line))];
    const key = JSON.stringify([kind, ...parts]);
    const ordinal = (ordinals.get(key) ?? 0) + 1;
    ordinals.set(key, ordinal);
    return { line, bankReference: fingerprint(kind, [...parts, ordinal]) };
  });
};
