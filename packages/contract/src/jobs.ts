import * as z from 'zod';
import { job } from './kernel.ts';

const DAY = 86_400;

/**
 * Queues of the worker. Expiry is short because a crash is noticed by it; every handler may run twice. What comes with every payment
 * has no job: credits and deliveries are queues themselves.
 */
export const jobs = {
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
