import type { Transaction } from '../db/statement.ts';
import type { Posting } from './ledger.rules.ts';
import { insertPostings, lockBalances } from './ledger.sql.ts';

const balanceKinds = new Set(['MERCHANT_AVAILABLE', 'MERCHANT_RESERVED']);

/**
 * Writes postings and moves the stored balances with them, all or nothing. Balance rows are taken in id order. Throws when a
 * cause has posted before, when a balance would fall below zero, or when a merchant has no balance row.
 */
export const postLedger = async (transaction: Transaction, postings: readonly Posting[]): Promise<void> => {
  if (postings.length === 0) return;
  const entries = postings.flatMap(({ transactionId, mode, entries: own }) => own.map((entry) => ({ ...entry, transactionId, mode })));
  const balances = new Map(entries.flatMap(({ accountKind, ownerId, mode }) => (balanceKinds.has(accountKind) ? [[`${ownerId} ${mode}`, { ownerId, mode }] as const] : [])));
  const owners = [...balances.values()];
  const locked = await transaction.query(lockBalances, [owners.map(({ ownerId }) => ownerId), owners.map(({ mode }) => mode)]);
  if (locked.length !== balances.size) throw new Error(`${balances.size - locked.length} merchants have no balance row`);
  const transactions = postings.map(({ entries: _, ...cause }) => cause);
  await transaction.query(insertPostings, [JSON.stringify(transactions), JSON.stringify(entries)]);
};
