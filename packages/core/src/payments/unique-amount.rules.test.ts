import fc from 'fast-check';
import { expect, it } from 'vitest';
import { nearAmounts, reachOf } from './unique-amount.rules.ts';

const spread = fc.record({ maxSatang: fc.integer({ min: 1, max: 500 }), direction: fc.constantFrom('DOWN', 'UP', 'BOTH') });
const asked = fc.integer({ min: 1_000, max: 200_000_000 });

it('offers each amount once, the asked one among them, and none beyond the bound', () => {
  fc.assert(fc.property(asked, spread, (askedSatang, { maxSatang, direction }) => {
    const near = [...nearAmounts(askedSatang, { maxSatang, direction })];
    expect(new Set(near).size).toBe(near.length);
    expect(near).toHaveLength((direction === 'BOTH' ? 2 : 1) * maxSatang + 1);
    expect(near).toContain(askedSatang);
    expect(reachOf(askedSatang, { maxSatang, direction })).toEqual({ lowSatang: Math.min(...near), highSatang: Math.max(...near) });
    for (const amountSatang of near) expect(Math.abs(amountSatang - askedSatang)).toBeLessThanOrEqual(maxSatang);
  }));
});

it('asks for whole baht only when nothing else is left', () => {
  fc.assert(fc.property(asked, spread, (askedSatang, wanted) => {
    const areWhole = [...nearAmounts(askedSatang, wanted)].map((amountSatang) => amountSatang % 100 === 0);
    expect(areWhole.toSorted((one, other) => Number(one) - Number(other))).toEqual(areWhole);
  }));
});

it('moves an amount no further than needed, and downward first', () => {
  expect([...nearAmounts(10_037, { maxSatang: 2, direction: 'BOTH' })]).toEqual([10_037, 10_036, 10_038, 10_035, 10_039]);
  expect([...nearAmounts(10_000, { maxSatang: 2, direction: 'DOWN' })]).toEqual([9_999, 9_998, 10_000]);
});
