import type { Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';

/** The topic that tells workers of endpoints with something to send. */
export const DELIVERIES_DUE = 'webhooks.deliver';

/**
 * Has the workers look at the endpoints' due deliveries once this transaction has committed. No job: the deliveries themselves are the queue,
 * written in the transaction, and where the bell is not heard the sweep finds them within seconds.
 */
export const wakeEndpoints = (transaction: Transaction, { bell }: Pick<Platform, 'bell'>, endpointIds: readonly string[]): void => {
  if (endpointIds.length > 0) transaction.afterCommit(() => bell.ring(DELIVERIES_DUE, endpointIds));
};
