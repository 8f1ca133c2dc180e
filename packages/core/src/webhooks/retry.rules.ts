const FIRST_DELAY_MS = 5_000;
const GROWTH = 6;
/** Ten hours: the longest pause between two tries. */
export const RETRY_DELAY_MS_MAX = 36_000_000;
const JITTER = 0.2;

/**
 * How long to wait after try number `attempt` (from 1) failed: 5 s, 30 s, 3 min, 18 min, 1.8 h, then 10 h, each ± 20 % so that
 * the deliveries of one outage do not return together. `chance` is in [0, 1).
 */
export const retryDelayMs = (attempt: number, chance: number): number => {
  const delay = Math.min(RETRY_DELAY_MS_MAX, FIRST_DELAY_MS * GROWTH ** (attempt - 1));
  return Math.round(delay * (1 - JITTER + 2 * JITTER * chance));
};

export type NextStep = { readonly status: 'DELIVERED' } | { readonly status: 'FAILED' } | { readonly status: 'PENDING'; readonly delayMs: number };

/** What becomes of a delivery after a try. Every failure is retried alike, 4xx too: a receiver's broken login can be mended. */
export const stepAfter = ({ isAccepted, attempt, attemptsMax, chance }: { readonly isAccepted: boolean; readonly attempt: number; readonly attemptsMax: number; readonly chance: number }): NextStep => {
  if (isAccepted) return { status: 'DELIVERED' };
  return attempt >= attemptsMax ? { status: 'FAILED' } : { status: 'PENDING', delayMs: retryDelayMs(attempt, chance) };
};
