import type { Mode } from '../caller.ts';
import { createCoalescer, type Coalescer } from '../db/coalescer.ts';
import type { Database } from '../db/database.ts';
import type { Executor, Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { creditsByReference, insertCredits } from './credits.sql.ts';
import { CREDITS_STORED } from './matcher.ts';

export interface NewCredit {
  readonly id: string;
  readonly receivingAccountId: string;
  readonly mode: Mode;
  readonly source: string;
  readonly bankReference: string;
  readonly amountSatang: number;
  readonly paidAt: string;
  readonly payerName: string | null;
  readonly payerAccount: string | null;
  readonly payerBankCode: string | null;
  readonly ref1: string | null;
  readonly ref2: string | null;
  readonly endToEndId: string | null;
}
type Wake = Pick<Platform, 'bell'>;
interface Way { readonly sql: Transaction; readonly platform: Wake }
interface Stored { readonly id: string; readonly isNew: boolean }
/** Per given id, the stored credit's id and whether this call stored it. */
type StoredById = ReadonlyMap<string, Stored>;

const keyOf = ({ receivingAccountId, bankReference }: Pick<NewCredit, 'receivingAccountId' | 'bankReference'>) => `${receivingAccountId} ${bankReference}`;

/** One statement, and one more where some were there already. Safe to repeat. */
const insert = async (sql: Executor, credits: readonly NewCredit[]): Promise<StoredById> => {
  const inserted = new Set((await sql.query(insertCredits, [JSON.stringify(credits)])).map(({ id }) => id));
  const repeated = credits.filter(({ id }) => !inserted.has(id));
  const found = repeated.length === 0 ? [] : await sql.query(creditsByReference, [repeated.map((credit) => credit.receivingAccountId), repeated.map((credit) => credit.bankReference)]);
  const idByKey = new Map(found.map((row) => [keyOf(row), row.id]));
  return new Map(credits.map((credit) => [credit.id, inserted.has(credit.id) ? { id: credit.id, isNew: true } : { id: idByKey.get(keyOf(credit)) ?? credit.id, isNew: false }]));
};
const wakeMatcher = ({ bell }: Wake, stored: StoredById): void => {
  const newIds = [...stored.values()].filter(({ isNew }) => isNew).map(({ id }) => id);
  if (newIds.length > 0) bell.ring(CREDITS_STORED, newIds);
};

/**
 * The one way a credit enters, whatever its source: stored once by bank reference, whichever number of its account it was told of. From then on it waits
 * for its decision, and the matcher is woken.
 */
export const storeCredits = async ({ sql, platform }: Way, credits: readonly NewCredit[]): Promise<StoredById> => {
  if (credits.length === 0) return new Map();
  const stored = await insert(sql, credits);
  sql.afterCommit(() => wakeMatcher(platform, stored));
  return stored;
};

/** The same for the credits of one call, all or none. Calls that come together leave as one statement, which is its own transaction. */
export type CreditFlush = Coalescer<readonly NewCredit[], StoredById>;

const FLUSHES_MAX = 2;
// Of up to a thousand credits each.
const CALLS_MAX = 16;
const WAITING_MAX = 1_024;
export const createCreditFlush = ({ database, bell }: Wake & { readonly database: Database }): CreditFlush =>
  createCoalescer({
    flush: async (calls) => {
      const stored = await insert(database, calls.flat());
      wakeMatcher({ bell }, stored);
      return calls.map(() => stored);
    },
    flushesMax: FLUSHES_MAX, batchMax: CALLS_MAX, waitingMax: WAITING_MAX,
  });
