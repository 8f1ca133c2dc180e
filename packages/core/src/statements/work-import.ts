import { plainArray, type Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { v5 as uuidv5 } from 'uuid';
import { storeCredits, type NewCredit } from '../credits/store-credits.ts';
import { newId } from '../ids.ts';
import { compareLines, type Found } from './compare.rules.ts';
import { possibleDuplicate, referenceReused } from './problems.ts';
import type { StatementImportRow, StatementLineRow } from './statement.entity.ts';
import { advanceImport, CREDITS_COMPARED_MAX, creditsMet, decideLines, knownCredits, linesOfAmounts, lockImport, lockQueueOfImport, markImportQueued, nextImport, pendingLines } from './statements.sql.ts';

/** Lines credited in one transaction. */
export const LINES_PER_TURN = 500;
/** Far enough apart, the same reference is another transfer: banks number anew, but book a transfer within days. */
const SAME_TRANSFER_MS = 5 * 86_400_000;

const sourceOf = ({ format }: Pick<StatementImportRow, 'format'>): string => `statement:${format}`;
export const creditOf = (line: StatementLineRow, { receivingAccountId, mode, format }: StatementImportRow): NewCredit => ({
  id: newId(), receivingAccountId, mode, source: sourceOf({ format }), bankReference: line.bankReference!, amountSatang: line.amountSatang!, paidAt: line.paidAt!,
  payerName: line.payerName, payerAccount: line.payerAccount, payerBankCode: line.payerBankCode, ref1: line.ref1, ref2: line.ref2, endToEndId: line.endToEndId,
});

interface Turn { readonly platform: Platform; readonly transaction: Transaction }
interface Decided { readonly seq: number; readonly status: 'CREDITED' | 'DUPLICATE' | 'REVIEW'; readonly creditId: string | null; readonly amountSatang: number }
const decide = (transaction: Transaction, importId: string, decided: readonly (Omit<Decided, 'amountSatang'> & { readonly problem: unknown })[]) =>
  transaction.query(decideLines, [importId, plainArray(decided.map(({ seq }) => seq)), JSON.stringify(decided)]);

/** Before lines are credited: which of them, and of the others of their amounts that wait, other sources told by now under another name. */
const compare = async (transaction: Transaction, row: StatementImportRow, turn: readonly StatementLineRow[]): Promise<readonly Found[]> => {
  const amounts = plainArray([...new Set(turn.map(({ amountSatang }) => amountSatang))]);
  const credits = await transaction.query(knownCredits, [row.id, amounts]);
  // Left out, one of them could be credited a second time.
  if (credits.length >= CREDITS_COMPARED_MAX) throw new Error(`more than ${CREDITS_COMPARED_MAX} credits to compare an import with`);
  const found = credits.length === 0 ? [] : compareLines(await transaction.query(linesOfAmounts, [row.id, amounts]), credits, sourceOf(row));
  if (found.length > 0) await decide(transaction, row.id, found.map((one) => ({ ...one, problem: one.status === 'REVIEW' ? possibleDuplicate : null })));
  return found;
};

/** Stores the credits of these lines. One that meets a credit of another amount or time under its own reference is for a person. */
const credit = async ({ platform, transaction }: Turn, row: StatementImportRow, lines: readonly StatementLineRow[]): Promise<readonly Decided[]> => {
  const wanted = lines.map((line) => ({ line, credit: creditOf(line, row) }));
  const stored = await storeCredits({ sql: transaction, platform }, wanted.map((one) => one.credit));
  const metIds = [...stored.values()].filter(({ isNew }) => !isNew).map(({ id }) => id);
  const met = new Map((metIds.length === 0 ? [] : await transaction.query(creditsMet, [metIds])).map((one) => [one.id, one]));
  const decided = wanted.map(({ line, credit: { id } }): Decided => {
    const found = stored.get(id)!;
    const same = met.get(found.id);
    const agrees = same === undefined || (same.amountSatang === line.amountSatang && Math.abs(Date.parse(same.paidAt) - Date.parse(line.paidAt!)) <= SAME_TRANSFER_MS);
    return { seq: line.seq, status: found.isNew ? 'CREDITED' : agrees ? 'DUPLICATE' : 'REVIEW', creditId: agrees ? found.id : null, amountSatang: line.amountSatang! };
  });
  await decide(transaction, row.id, decided.map(({ amountSatang: _, ...one }) => ({ ...one, problem: one.status === 'REVIEW' ? referenceReused : null })));
  return decided;
};

/** The same import at the same place is the same job, so two workers that go on with it end as one. */
const JOBS_NAMESPACE = '4f0e5d1c-6c1f-4c6e-9a53-0d2f6a2b7e11';
const goOnAt = async ({ platform: { queue, bell }, transaction }: Turn, importId: string, seq: number): Promise<void> => {
  await queue.enqueue(transaction, 'statements.import', [{ payload: { importId }, id: uuidv5(`${importId} ${seq}`, JOBS_NAMESPACE) }]);
  transaction.afterCommit(() => bell.ring('statements.import'));
};
/** The next import of the account has waited: its own job found this one before it. */
const callNext = async ({ platform: { queue, bell }, transaction }: Turn, importId: string): Promise<void> => {
  const waiting = await transaction.query(nextImport, [importId]);
  await queue.enqueue(transaction, 'statements.import', waiting.map(({ id }) => ({ payload: { importId: id } })));
  transaction.afterCommit(() => bell.ring('statements.import'));
};
/** After an import has failed, and so holds nobody up. Behind the queue's lock, since whoever has just found itself behind it is to be seen. */
export const callNextAfter = (platform: Platform, importId: string): Promise<void> =>
  platform.database.transaction(async (transaction) => {
    await transaction.query(lockQueueOfImport, [importId]);
    await callNext({ platform, transaction }, importId);
  });

/**
 * Works through the next 500 lines of an import in one transaction: credits, what became of each line, counts, the place to go on and the job that
 * goes on there. Killed at any moment it has done all of them or none. Safe in several workers: one at a time holds the account's imports. Of those the
 * oldest goes on, and whatever it credits the next one compares; an import that is behind another is queued, though it had failed,
 * until that one calls it. Answers whether lines are left.
 */
export const workImport = (platform: Platform, importId: string): Promise<boolean> =>
  platform.database.transaction(async (transaction) => {
    await transaction.query(lockQueueOfImport, [importId]);
    const [row] = await transaction.query(lockImport, [importId]);
    if (!row || row.status === 'COMPLETED') return false;
    if (row.isBehind) {
      await transaction.query(markImportQueued, [importId]);
      return true;
    }
    const turn = { platform, transaction };
    const lines = await transaction.query(pendingLines, [importId, row.nextSeq, LINES_PER_TURN]);
    const found = await compare(transaction, row, lines);
    const known = new Set(found.map(({ seq }) => seq));
    const decided = [...found, ...(await credit(turn, row, lines.filter(({ seq }) => !known.has(seq))))];
    const isEnd = lines.length < LINES_PER_TURN;
    const count = (status: Decided['status']) => decided.filter((one) => one.status === status).length;
    const creditedSatang = decided.reduce((sum, one) => sum + (one.status === 'CREDITED' && 'amountSatang' in one ? one.amountSatang : 0), 0);
    const nextSeq = (lines.at(-1)?.seq ?? row.nextSeq - 1) + 1;
    await transaction.query(advanceImport, [importId, count('CREDITED'), count('DUPLICATE'), count('REVIEW'), creditedSatang, nextSeq, isEnd]);
    await (isEnd ? callNext(turn, importId) : goOnAt(turn, importId, nextSeq));
    return !isEnd;
  });
