import { plainArray, type Transaction } from '../db/statement.ts';
import type { Posting } from './ledger.rules.ts';
import { insertPostings, lockBalances, moveBalances } from './ledger.sql.ts';

/**
 * Writes postings and moves the stored balances by the sums of their entries, all or nothing. Balance rows are taken last, so that a merchant's
 * other postings wait for little, and in id order. Throws when a cause has posted before, when a balance would fall below zero, or when
 * a merchant has no balance row.
 */
export const postLedger = async (transaction: Transaction, postings: readonly Posting[]): Promise<void> => {
  if (postings.length === 0) return;
  const entries = postings.flatMap(({ transactionId, mode, entries: own }) => own.map(({ accountKind, ownerId, amountSatang }) => ({ transactionId, mode, accountKind, ownerId, amountSatang })));
  const changes = await transaction.query(insertPostings, [
    plainArray(postings.map(({ transactionId }) => transactionId)), plainArray(postings.map(({ mode }) => mode)),
    plainArray(postings.map(({ causeKind }) => causeKind)), plainArray(postings.map(({ causeId }) => causeId)),
    plainArray(entries.map(({ transactionId }) => transactionId)), plainArray(entries.map(({ mode }) => mode)), plainArray(entries.map(({ accountKind }) => accountKind)),
    plainArray(entries.map(({ ownerId }) => ownerId)), plainArray(entries.map(({ amountSatang }) => amountSatang)),
  ]);
  if (changes.length === 0) return;
  const [merchants, modes] = [changes.map(({ merchantId }) => merchantId), changes.map(({ mode }) => mode)];
  // One row alone cannot be taken in the wrong order.
  if (changes.length > 1) await transaction.query(lockBalances, [merchants, modes]);
  const moved = await transaction.query(moveBalances, [merchants, modes, changes.map(({ availableSatang }) => availableSatang), changes.map(({ reservedSatang }) => reservedSatang)]);
  if (moved.length !== changes.length) throw new Error(`${changes.length - moved.length} merchants have no balance row`);
};
