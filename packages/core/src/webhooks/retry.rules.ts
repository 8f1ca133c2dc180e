import type { DeliveryPolicy } from './webhook.entity.ts';

const FIRST_DELAY_MS = 5_000;
const GROWTH = 6;
/** Ten hours: the longest pause between two tries. */
export const RETRY_DELAY_MS_MAX = 36_000_000;
const JITTER = 0.2;

const [SECOND, MINUTE, HOUR] = [1_000, 60_000, 3_600_000];
/** `durable`: eight tries, 27.6 hours from the first to the last on average. */
const durableDelaysMs: readonly number[] = [5 * SECOND, 5 * MINUTE, 30 * MINUTE, 2 * HOUR, 5 * HOUR, 10 * HOUR, 10 * HOUR];

const spread = (delayMs: number, chance: number): number => Math.round(delayMs * (1 - JITTER + 2 * JITTER * chance));

/**
 * How long to wait after try number `attempt` (from 1) of the standard policy failed: 5 s, 30 s, 3 min, 18 min, 1.8 h, then 10 h, each ± 20 % so that
 * the deliveries of one outage do not return together. `chance` is in [0, 1).
 */
export const retryDelayMs = (attempt: number, chance: number): number => spread(Math.min(RETRY_DELAY_MS_MAX, FIRST_DELAY_MS * GROWTH ** (attempt - 1)), chance);

export type NextStep = { readonly status: 'DELIVERED' } | { readonly status: 'FAILED' } | { readonly status: 'PENDING'; readonly delayMs: number };
export interface Ended {
  readonly isAccepted: boolean;
  /** Number of the try that ended, from 1. */
  readonly attempt: number;
  readonly policy: DeliveryPolicy;
  /** Of the standard policy. */
  readonly attemptsMax: number;
  /** A sample is sent once: whoever asked for it is watching. */
  readonly isSample: boolean;
  readonly chance: number;
}

/** What becomes of a delivery after a try. Every failure is retried alike, 4xx too: a receiver's broken login can be mended. */
export const stepAfter = ({ isAccepted, attempt, policy, attemptsMax, isSample, chance }: Ended): NextStep => {
  if (isAccepted) return { status: 'DELIVERED' };
  if (isSample) return { status: 'FAILED' };
  if (policy === 'standard') return attempt >= attemptsMax ? { status: 'FAILED' } : { status: 'PENDING', delayMs: retryDelayMs(attempt, chance) };
  const delayMs = durableDelaysMs[attempt - 1];
  return delayMs === undefined ? { status: 'FAILED' } : { status: 'PENDING', delayMs: spread(delayMs, chance) };
};
