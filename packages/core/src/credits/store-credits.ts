import type { Mode } from '../caller.ts';
import type { Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { creditsByReference, insertCredits } from './credits.sql.ts';
import { enqueueMatch } from './match-waiting.ts';

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
interface Way { readonly sql: Transaction; readonly platform: Pick<Platform, 'queue' | 'bell'> }
interface Stored { readonly id: string; readonly isNew: boolean }

const keyOf = ({ receivingAccountId, bankReference }: Pick<NewCredit, 'receivingAccountId' | 'bankReference'>) => `${receivingAccountId} ${bankReference}`;

/**
 * The one way a credit enters, whatever its source: stored once by (receiving account, bank reference), with its matching
 * job in the same transaction. Answers, per given id, the stored credit's id and whether this call stored it.
 */
export const storeCredits = async ({ sql, platform }: Way, credits: readonly NewCredit[]): Promise<ReadonlyMap<string, Stored>> => {
  if (credits.length === 0) return new Map();
  const inserted = new Set((await sql.query(insertCredits, [JSON.stringify(credits)])).map(({ id }) => id));
  const repeated = credits.filter(({ id }) => !inserted.has(id));
  const found = repeated.length === 0 ? [] : await sql.query(creditsByReference, [repeated.map((credit) => credit.receivingAccountId), repeated.map((credit) => credit.bankReference)]);
  const idByKey = new Map(found.map((row) => [keyOf(row), row.id]));
  await enqueueMatch(sql, platform.queue, [...inserted]);
  if (inserted.size > 0) sql.afterCommit(() => platform.bell.ring('credits.match'));
  return new Map(credits.map((credit) => [credit.id, inserted.has(credit.id) ? { id: credit.id, isNew: true } : { id: idByKey.get(keyOf(credit)) ?? credit.id, isNew: false }]));
};
