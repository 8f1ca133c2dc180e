import type { Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';

/**
 * Has a worker look at the endpoints' due deliveries once this transaction has committed.
 *
 * Each endpoint gets one wake-up job per call. The job has no fixed id on purpose: a job that is active while this commits
 * may have looked already, and one that is done stays in the queue's table for days, so a repeat that the queue dropped would
 * be a wake-up lost. Callers write many events in one call instead.
 */
export const wakeEndpoints = async (transaction: Transaction, { queue, bell }: Pick<Platform, 'queue' | 'bell'>, endpointIds: readonly string[]): Promise<void> => {
  if (endpointIds.length === 0) return;
  await queue.enqueue(transaction, 'webhooks.deliver', endpointIds.map((endpointId) => ({ payload: { endpointId } })));
  transaction.afterCommit(() => bell.ring('webhooks.deliver'));
};
