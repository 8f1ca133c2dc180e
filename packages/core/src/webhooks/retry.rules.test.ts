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

const failed = { isAccepted: false, policy: 'standard', attemptsMax: 3, isSample: false, chance: 0.5 } as const;
const after = (attempt: number) => stepAfter({ ...failed, attempt }).status;
it('fails after the last attempt and not before', () => {
  expect([1, 2, 3, 4].map(after)).toEqual(['PENDING', 'PENDING', 'FAILED', 'FAILED']);
  expect(stepAfter({ ...failed, isAccepted: true, attempt: 3 })).toEqual({ status: 'DELIVERED' });
});

it('tries eight times over about 27 hours under the durable policy, whatever the standard one does', () => {
  const steps = [1, 2, 3, 4, 5, 6, 7, 8].map((attempt) => stepAfter({ ...failed, policy: 'durable', attempt }));
  expect(steps.map(({ status }) => status)).toEqual([...Array.from({ length: 7 }, () => 'PENDING'), 'FAILED']);
  const hours = steps.reduce((total, step) => total + (step.status === 'PENDING' ? step.delayMs : 0), 0) / 3_600_000;
  expect(hours).toBeGreaterThan(27);
  expect(hours).toBeLessThan(28);
});

it('sends a sample once', () => {
  expect(stepAfter({ ...failed, policy: 'durable', isSample: true, attempt: 1 })).toEqual({ status: 'FAILED' });
});
