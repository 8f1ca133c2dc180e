import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bahtCopyFromSatang, bahtFromSatang, bahtTrimmedFromSatang, feeHalfUpSatang, satangFromBaht } from './money.ts';

const satang = fc.integer({ min: 1, max: 5_000_000_000 });

describe('money', () => {
  it('carries every amount through the wire number and back unchanged', () => {
    fc.assert(fc.property(satang, (amount) => satangFromBaht(JSON.parse(JSON.stringify(bahtFromSatang(amount))) as number) === amount), { numRuns: 20_000 });
  });
  it('reads every two-decimal text exactly', () => {
    fc.assert(fc.property(satang, (amount) => satangFromBaht(bahtCopyFromSatang(amount)) === amount), { numRuns: 5_000 });
  });
  it.each([0, -1, 0.001, 1.005, 1e21, 1e400, Number.NaN, -0, 1e-7, 1_234_567_890_123])('refuses %s rather than rounding it', (amount) => {
    expect(satangFromBaht(amount)).toBeUndefined();
  });
  it.each([[10_037, 200, 0, 201], [20_055, 200, 0, 401], [120_050, 100, 0, 1_201], [15_000, 200, 0, 300], [1, 200, 0, 0], [25, 200, 500, 501]])(
    'charges half up: %i satang at %i bps plus %i is %i', (amountSatang, feeBps, feeFixedSatang, feeSatang) => {
      expect(feeHalfUpSatang(amountSatang, { feeBps, feeFixedSatang })).toBe(feeSatang);
    });
  it('rounds the fee like exact integer arithmetic for every amount and rate', () => {
    fc.assert(fc.property(satang, fc.integer({ min: 0, max: 10_000 }), (amountSatang, feeBps) =>
      BigInt(feeHalfUpSatang(amountSatang, { feeBps, feeFixedSatang: 0 })) === (BigInt(amountSatang) * BigInt(feeBps) + 5_000n) / 10_000n), { numRuns: 20_000 });
  });
  it.each([[120_050, '1200.50', '1200.5'], [10_000, '100.00', '100'], [1, '0.01', '0.01'], [0, '0.00', '0'], [-5, '-0.05', '-0.05'], [100_000, '1000.00', '1000']])(
    'writes %i satang as %s for copying and %s trimmed', (amountSatang, copy, trimmed) => {
      expect(bahtCopyFromSatang(amountSatang)).toBe(copy);
      expect(bahtTrimmedFromSatang(amountSatang)).toBe(trimmed);
    });
});
