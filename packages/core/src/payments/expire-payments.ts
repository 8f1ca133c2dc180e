import type { Platform } from '../platform.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import { paymentEvent } from './payment-events.ts';
import { ringPaymentsChanged } from './payment-bell.ts';
import { expireDue, expireDueByTestClock, walkTheIndex } from './payments.sql.ts';

// Large enough for 40,000 rows a second, small enough that a statement holds its locks for under 100 ms (performance §7).
const CHUNK = 2_000;
const CHUNKS_AT_ONCE = 2;

/**
 * Expires everything due by the database's clock, and test payments by their merchant's test clock, in chunks of their own transactions, and answers how
 * many. Safe to run in several workers: locked rows are left to whoever holds them, and a payment paid meanwhile is no longer PENDING.
 */
export const expirePayments = async (platform: Platform): Promise<number> =>
  await expireAll(platform, expireDue) + await expireAll(platform, expireDueByTestClock);

/** One chunk; where that was full there is much to do, and two at a time keep this process busy while the database works. */
const expireAll = async (platform: Platform, due: typeof expireDue): Promise<number> => {
  const first = await expireChunk(platform, due);
  if (first < CHUNK) return first;
  const rest = await Promise.all(Array.from({ length: CHUNKS_AT_ONCE }, () => expireRest(platform, due)));
  return rest.reduce((sum, expired) => sum + expired, first);
};

const expireRest = async (platform: Platform, due: typeof expireDue): Promise<number> => {
  for (let expired = 0; ;) {
    const chunk = await expireChunk(platform, due);
    expired += chunk;
    if (chunk < CHUNK) return expired;
  }
};

const expireChunk = (platform: Platform, due: typeof expireDue): Promise<number> =>
  platform.database.transaction(async (transaction) => {
    await transaction.query(walkTheIndex, []);
    const rows = await transaction.query(due, [CHUNK]);
    await recordEvents(transaction, platform, rows.map(paymentEvent));
    if (rows.length > 0) ringPaymentsChanged(transaction, platform);
    return rows.length;
  });
