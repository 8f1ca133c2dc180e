import * as z from 'zod';
import { job } from './kernel.ts';

/** Credits that are decided together, and one job's. */
export const CREDITS_MATCHED_MAX = 500;

const [MINUTE, DAY] = [60, 86_400];

/**
 * Queues of the worker. Expiry is short because a crash is noticed by it; every handler may run twice. Wake-ups come with every payment and are of no use
 * when done, and the queue's supervision counts all that is kept every second, so they are kept for minutes.
 */
export const jobs = {
  'credits.match': job({
    queue: 'credits.match', payload: z.object({ creditIds: z.array(z.uuid()).min(1).max(CREDITS_MATCHED_MAX) }),
    batchSizeMax: 40, retryLimit: 8, retryDelaySeconds: 1, retryDelaySecondsMax: 60, expireSeconds: 15, keptSeconds: 5 * MINUTE,
  }),
  'notices.inquire': job({
    queue: 'notices.inquire', payload: z.object({ noticeId: z.uuid() }),
    batchSizeMax: 20, retryLimit: 8, retryDelaySeconds: 2, retryDelaySecondsMax: 60, expireSeconds: 60, keptSeconds: DAY,
  }),
  'slips.verify': job({
    queue: 'slips.verify', payload: z.object({ slipId: z.uuid() }),
    batchSizeMax: 10, retryLimit: 8, retryDelaySeconds: 2, retryDelaySecondsMax: 60, expireSeconds: 60, keptSeconds: DAY,
  }),
  'payouts.send': job({
    queue: 'payouts.send', payload: z.object({ payoutId: z.uuid() }),
    batchSizeMax: 20, retryLimit: 8, retryDelaySeconds: 2, retryDelaySecondsMax: 60, expireSeconds: 30, keptSeconds: DAY,
  }),
  // Its ids name a file's parts, and a file may be resumed for days.
  'statements.import': job({
    queue: 'statements.import', payload: z.object({ importId: z.uuid() }),
    batchSizeMax: 4, retryLimit: 8, retryDelaySeconds: 1, retryDelaySecondsMax: 60, expireSeconds: 30, keptSeconds: 7 * DAY,
  }),
};
export type Jobs = typeof jobs;
export type JobPayload<Q extends keyof Jobs> = z.output<Jobs[Q]['payload']>;
