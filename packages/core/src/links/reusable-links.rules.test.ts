import { bahtCopyFromSatang } from '@paygate/contract/money';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { satangOfTyped } from './reusable-links.rules.ts';

describe('satangOfTyped', () => {
  it.each([['150', 15_000], ['150.5', 15_050], ['1,234.56', 123_456], ['฿ 20', 2_000], ['๑๕๐.๒๕', 15_025], ['100 บาท', 10_000], ['5.', 500], ['１２', 1_200]])('understands %s', (text, satang) => {
    expect(satangOfTyped(text)).toBe(satang);
  });
  it.each(['', '0', '-5', '1.005', '1,5', '12,34', '1e3', '0x10', '1.2.3', 'ห้าสิบ', 'Infinity', '9'.repeat(20), '1,2345'])('does not guess at %s', (text) => {
    expect(satangOfTyped(text)).toBeUndefined();
  });
  it('reads every amount as it is shown, to the satang', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5_000_000_000 }), (satang) => {
      const text = bahtCopyFromSatang(satang);
      expect(satangOfTyped(text)).toBe(satang);
      expect(satangOfTyped(text.replaceAll(/\B(?=(\d{3})+\.)/g, ','))).toBe(satang);
    }));
  });
});
