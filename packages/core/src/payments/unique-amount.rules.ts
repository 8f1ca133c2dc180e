import { isTellingAmount } from '../credits/evidence.rules.ts';
import type { UniqueSatangDirection } from '../merchants/merchant.entity.ts';

/** How far, and which way, an amount may be moved so that it is unlike every other. */
export interface Spread { readonly maxSatang: number; readonly direction: UniqueSatangDirection }

const signsOf = { DOWN: [-1], UP: [1], BOTH: [-1, 1] } as const satisfies Record<UniqueSatangDirection, readonly number[]>;

/** The ends of what may be asked instead of `askedSatang`. */
export const reachOf = (askedSatang: number, { maxSatang, direction }: Spread): { readonly lowSatang: number; readonly highSatang: number } => ({
  lowSatang: direction === 'UP' ? askedSatang : askedSatang - maxSatang, highSatang: direction === 'DOWN' ? askedSatang : askedSatang + maxSatang,
});

const nearest = function* (askedSatang: number, { maxSatang, direction }: Spread): Generator<number> {
  yield askedSatang;
  for (let step = 1; step <= maxSatang; step += 1) for (const sign of signsOf[direction]) yield askedSatang + sign * step;
};

/**
 * The amounts that may be asked instead of `askedSatang`, itself included: nearest first, downward before upward, and whole baht last,
 * since strangers' money comes in whole baht. Each once; none above the bound.
 */
export const nearAmounts = function* (askedSatang: number, spread: Spread): Generator<number> {
  for (const amountSatang of nearest(askedSatang, spread)) if (isTellingAmount(amountSatang)) yield amountSatang;
  for (const amountSatang of nearest(askedSatang, spread)) if (!isTellingAmount(amountSatang)) yield amountSatang;
};
