import type { Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';

/** Has a worker look at the endpoint's due deliveries once this transaction has committed. */
export const wakeEndpoint = async (transaction: Transaction, { queue, bell }: Pick<Platform, 'queue' | 'bell'>, endpointId: string): Promise<void> => {
  await queue.enqueue(transaction, 'webhooks.deliver', [{ payload: { endpointId } }]);
  transaction.afterCommit(() => bell.ring('webhooks.deliver'));
};
