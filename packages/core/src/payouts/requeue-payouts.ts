import type { Platform } from '../platform.ts';
import { stalledPayouts } from './payouts.sql.ts';

/** Longer than the longest pause between two looks, so that only payouts whose job was lost are found. */
const STALLED_SECONDS = 900;

/** Gives every open payout that nothing has touched for long a job again; also what waited while sending was stopped. Answers how many. */
export const requeuePayouts = async (platform: Platform): Promise<number> => {
  let requeued = 0;
  for (const mode of ['live', 'test'] as const) {
    if (!platform.bankFor(mode)) continue;
    requeued += await platform.database.transaction(async (transaction) => {
      const stalled = await transaction.query(stalledPayouts, [mode, STALLED_SECONDS]);
      await platform.queue.enqueue(transaction, 'payouts.send', stalled.map(({ id }) => ({ payload: { payoutId: id } })));
      return stalled.length;
    });
  }
  return requeued;
};
