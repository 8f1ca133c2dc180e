import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { RETRY_DELAY_MS_MAX, retryDelayMs, stepAfter } from './retry.rules.ts';

it('waits 5 s, 30 s, 3 min, 18 min, 108 min and never more than about 10 h', () => {
  expect([1, 2, 3, 4, 5, 6, 20].map((attempt) => retryDelayMs(attempt, 0.5) / 1_000)).toEqual([5, 30, 180, 1_080, 6_480, 36_000, 36_000]);
});

it('spreads every delay by at most a fifth and never makes a later one shorter than the jitter allows', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (attempt, chance) => {
    const delay = retryDelayMs(attempt, chance);
    expect(Math.abs(delay - retryDelayMs(attempt, 0.5))).toBeLessThanOrEqual(retryDelayMs(attempt, 0.5) * 0.2 + 1);
    expect(delay).toBeLessThanOrEqual(RETRY_DELAY_MS_MAX * 1.2);
  }));
});

const after = (attempt: number) => stepAfter({ isAccepted: false, attempt, attemptsMax: 3, chance: 0.5 }).status;
it('fails after the last attempt and not before', () => {
  expect([1, 2, 3, 4].map(after)).toEqual(['PENDING', 'PENDING', 'FAILED', 'FAILED']);
  expect(stepAfter({ isAccepted: true, attempt: 3, attemptsMax: 3, chance: 0.5 })).toEqual({ status: 'DELIVERED' });
});
