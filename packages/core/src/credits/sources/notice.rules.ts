/** How long the bank is asked about a transfer it does not know: it told us of it a moment ago, so it knows it now or hardly ever. */
const MISS_SECONDS = [5, 30, 120, 600] as const;
const FAILURE_SECONDS_MIN = 2;
const FAILURE_SECONDS_MAX = 600;
const ABANDON_AFTER_SECONDS = 7 * 86_400;

export interface Counted { readonly status: 'OPEN' | 'REFUTED' | 'ABANDONED'; readonly misses: number; readonly failures: number; readonly afterSeconds: number }

/** After the bank said that it knows no such transfer: asked again a few times, then refuted. */
export const afterMiss = ({ misses }: { readonly misses: number }): Counted => {
  const afterSeconds = MISS_SECONDS[misses];
  return { status: afterSeconds === undefined ? 'REFUTED' : 'OPEN', misses: misses + 1, failures: 0, afterSeconds: afterSeconds ?? 0 };
};

/** After the bank said nothing: asked again with growing pauses, up to ten minutes, for a week. */
export const afterFailure = ({ misses, failures, ageSeconds }: { readonly misses: number; readonly failures: number; readonly ageSeconds: number }): Counted => ({
  status: ageSeconds > ABANDON_AFTER_SECONDS ? 'ABANDONED' : 'OPEN', misses, failures: failures + 1, afterSeconds: Math.min(FAILURE_SECONDS_MAX, FAILURE_SECONDS_MIN * 2 ** Math.min(failures, 16)),
});

/** What may wait for a bank's answer at once: enough for hours of one that is down, and a bound on what a forger fills. */
export const OPEN_OF_ADDRESS_MAX = 10_000;
export const OPEN_MAX = 50_000;

/** Whether this address may tell us more, given how many open notices each has told. */
export const hasRoom = (address: string, open: readonly { readonly address: string; readonly count: number }[]): boolean =>
  open.reduce((sum, { count }) => sum + count, 0) < OPEN_MAX && (open.find((one) => one.address === address)?.count ?? 0) < OPEN_OF_ADDRESS_MAX;
