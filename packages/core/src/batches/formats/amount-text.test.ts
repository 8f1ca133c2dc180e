import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bahtText, satangOfBahtText } from './amount-text.ts'

describe('amount text', () => {
  it('comes back as the same satang for any amount', () => {
    fc.assert(fc.property(fc.nat(Number.MAX_SAFE_INTEGER), (amountSatang) => {
      const text = bahtText(amountSatang)
      expect(text).toMatch(/^(0|[1-9][0-9]*)\.[0-9]{2}$/)
      expect(BigInt(text.replace('.', ''))).toBe(BigInt(amountSatang))
      if (amountSatang < 1e15) expect(satangOfBahtText(text)).toBe(amountSatang)
    }))
  })

  it('refuses to write what is not whole satang', () => {
    for (const amountSatang of [-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53]) expect(() => bahtText(amountSatang)).toThrow('satang')
  })

  it('reads decimal text exactly and nothing else', () => {
    expect(['100', '100.3', '100.37', '0.01', '100.37000'].map(satangOfBahtText)).toEqual([10_000, 10_030, 10_037, 1, 10_037])
    for (const text of ['', '.5', '1.', '-1', '+1', '1e3', '1,000.00', '100.375', ' 1', '๑๐', '0x10', '99999999999999']) expect(satangOfBahtText(text), text).toBeNull()
  })
})
