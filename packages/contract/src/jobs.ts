import * as z from 'zod';
import { job } from './kernel.ts';

/** Credits that are decided together, and one job's. */
export const CREDITS_MATCHED_MAX = 500;

/** Queues of the worker. Expiry is short because a crash is noticed by it; every handler may run twice. */
export const jobs = {
  'credits.match': job({
    queue: 'credits.match', payload: z.object({ creditIds: z.array(z.uuid()).min(1).max(CREDITS_MATCHED_MAX) }),
    batchSizeMax: 40, retryLimit: 8, retryDelaySeconds: 1, retryDelaySecondsMax: 60, expireSeconds: 15,
  }),
  'notices.inquire': job({
    queue: 'notices.inquire', payload: z.object({ noticeId: z.uuid() }),
    batchSizeMax: 20, retryLimit: 8, retryDelaySeconds: 2, retryDelaySecondsMax: 60, expireSeconds: 60,
  }),
  'slips.verify': job({
    queue: 'slips.verify', payload: z.object({ slipId: z.uuid() }),
    batchSizeMax: 10, retryLimit: 8, retryDelaySeconds: 2, retryDelaySecondsMax: 60, expireSeconds: 60,
  }),
  'webhooks.deliver': job({
    queue: 'webhooks.deliver', payload: z.object({ endpointId: z.uuid() }),
    batchSizeMax: 200, retryLimit: 8, retryDelaySeconds: 1, retryDelaySecondsMax: 60, expireSeconds: 15,
  }),
  'payouts.send': job({
    queue: 'payouts.send', payload: z.object({ payoutId: z.uuid() }),
    batchSizeMax: 20, retryLimit: 8, retryDelaySeconds: 2, retryDelaySecondsMax: 60, expireSeconds: 30,
  }),
  'statements.import': job({
    queue: 'statements.import', payload: z.object({ importId: z.uuid() }),
    batchSizeMax: 4, retryLimit: 8, retryDelaySeconds: 1, retryDelaySecondsMax: 60, expireSeconds: 30,
  }),
};
export type Jobs = typeof jobs;
export type JobPayload<Q extends keyof Jobs> = z.output<Jobs[Q]['payload']>;
