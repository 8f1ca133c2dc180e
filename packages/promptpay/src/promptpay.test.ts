import * as fc from 'fast-check'
import { generate } from 'promptparse'
import generatePayload from 'promptpay-qr'
import { describe, expect, it } from 'vitest'
import { AMOUNT_SATANG_MAX, amountSatangFrom, amountText } from './amount.ts'
import { encodeBillPayment, type BillPaymentQr } from './bill-payment.ts'
import { decodePayload } from './payload.ts'
import { encodePromptPay } from './promptpay.ts'
import { bankAccountProxy, formatProxy, hasNationalIdCheckDigit, isProxy, parseProxy, type Proxy, type ProxyCode } from './proxies.ts'

const digitsOf = (length: number) => fc.string({ unit: fc.constantFrom(...'0123456789'.split('')), minLength: length, maxLength: length })
const mobile = fc.tuple(fc.constantFrom('06', '08', '09'), digitsOf(8)).map(parts => parts.join(''))
const proxies: fc.Arbitrary<Proxy> = fc.oneof(
  mobile.map(value => ({ type: 'MOBILE' as const, value })),
  digitsOf(13).filter(value => !value.startsWith('0066')).map(value => ({ type: 'NATIONAL_ID' as const, value })),
  digitsOf(15).map(value => ({ type: 'EWALLET' as const, value })),
)
/** Amounts whose float is exact enough for the oracles to print: below 10 million baht. */
const oracleAmount = fc.integer({ min: 1, max: 999_999_999 })
const reference = fc.string({ unit: fc.constantFrom(...'ABCXYZ0189'.split('')), minLength: 1, maxLength: 20 })

function payload(encoded: { ok: true; payload: string } | { ok: false; code: string }): string {
  if (!encoded.ok) throw new Error(encoded.code)
  return encoded.payload
}

describe('encodePromptPay', () => {
  const golden: [Proxy, number | undefined, string][] = [
    [{ type: 'MOBILE', value: '0812345678' }, undefined, '00020101021129370016A000000677010111011300668123456785802TH530376463045D82'],
    [{ type: 'MOBILE', value: '0812345678' }, 10_037, '00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE'],
    [{ type: 'NATIONAL_ID', value: '1234567890123' }, 10_037, '00020101021229370016A000000677010111021312345678901235802TH53037645406100.3763041258'],
    [{ type: 'EWALLET', value: '004999000288505' }, 10_037, '00020101021229390016A00000067701011103150049990002885055802TH53037645406100.37630437B9'],
  ]
  for (const [proxy, amountSatang, expected] of golden) {
    it(`writes the golden vector of ${proxy.type} ${amountSatang ?? 'without amount'} byte for byte`, () => {
      expect(encodePromptPay({ proxy, amountSatang })).toEqual({ ok: true, payload: expected })
    })
  }

  it('writes what promptpay-qr writes, with and without amount', () => {
    fc.assert(fc.property(proxies, fc.option(oracleAmount, { nil: undefined }), (proxy, amountSatang) => {
      const options = amountSatang === undefined ? {} : { amount: Number(amountText(amountSatang)) }
      expect(payload(encodePromptPay({ proxy, amountSatang }))).toBe(generatePayload(proxy.value, options))
    }), { numRuns: 1000 })
  })

  it('holds the fields promptparse writes, bank accounts included', () => {
    const bank = digitsOf(10).map(account => ({ type: 'BANK_ACCOUNT' as const, value: `014${account}` }))
    const types = { MOBILE: 'MSISDN', NATIONAL_ID: 'NATID', EWALLET: 'EWALLETID', BANK_ACCOUNT: 'BANKACC' } as const
    fc.assert(fc.property(fc.oneof(proxies, bank), oracleAmount, (proxy, amountSatang) => {
      const theirs = decodePayload(generate.anyId({ type: types[proxy.type], target: proxy.value, amount: Number(amountText(amountSatang)) }))
      const ours = decodePayload(payload(encodePromptPay({ proxy, amountSatang })))
      if (!theirs.ok || !ours.ok) throw new Error('unreadable')
      const withoutCrc = (fields: typeof ours.fields) => fields.filter(f => f.tag !== '63').toSorted((a, b) => a.tag.localeCompare(b.tag))
      expect(withoutCrc(ours.fields)).toEqual(withoutCrc(theirs.fields))
    }))
  })

  for (const amountSatang of [0, -1, -500, 0.5, 100.37, Number.NaN, Infinity, AMOUNT_SATANG_MAX + 1, 2 ** 53]) {
    it(`refuses an amount of ${amountSatang} satang`, () => {
      expect(encodePromptPay({ proxy: { type: 'MOBILE', value: '0812345678' }, amountSatang })).toMatchObject({ ok: false, code: 'QR_BAD_AMOUNT' })
    })
  }

  it('refuses a proxy that is not in its normal form', () => {
    for (const proxy of [{ type: 'MOBILE', value: '+66812345678' }, { type: 'NATIONAL_ID', value: '12345678901234' }, { type: 'EWALLET', value: '1' }] as const) {
      expect(encodePromptPay({ proxy })).toMatchObject({ ok: false, code: 'QR_BAD_PROXY' })
    }
  })
})

describe('encodeBillPayment', () => {
  const bill: BillPaymentQr = { billerId: '099999999999901', ref1: 'ORD10001', ref2: 'M01', amountSatang: 10_037 }

  it('writes the golden vector byte for byte', () => {
    expect(encodeBillPayment(bill)).toEqual({ ok: true, payload: '00020101021230580016A00000067701011201150999999999999010208ORD100010303M0153037645802TH5406100.376304ABAF' })
  })

  it('writes what promptparse writes, with and without second reference, terminal and amount', () => {
    const bills = fc.record({ billerId: digitsOf(15), ref1: reference }, { requiredKeys: ['billerId', 'ref1'] })
    const optional = fc.record({ ref2: reference, ref3: reference, amountSatang: oracleAmount }, { requiredKeys: [] })
    fc.assert(fc.property(bills, optional, (required, { ref2, ref3, amountSatang }) => {
      const theirs = generate.billPayment({ ...required, ...(ref2 ? { ref2 } : {}), ...(ref3 ? { ref3 } : {}), ...(amountSatang ? { amount: Number(amountText(amountSatang)) } : {}) })
      expect(payload(encodeBillPayment({ ...required, ref2, terminalLabel: ref3, amountSatang }))).toBe(theirs)
    }), { numRuns: 500 })
  })

  const refusals: [string, Partial<BillPaymentQr>, string][] = [
    ['a biller of 13 digits', { billerId: '0999999999999' }, 'BILL_BAD_BILLER'],
    ['a lower-case reference', { ref1: 'ord10001' }, 'BILL_BAD_REF1'],
    ['a reference with a dash', { ref1: 'ORD-10001' }, 'BILL_BAD_REF1'],
    ['an empty second reference', { ref2: '' }, 'BILL_BAD_REF2'],
    ['a second reference of 21 characters', { ref2: 'A'.repeat(21) }, 'BILL_BAD_REF2'],
    ['a terminal label of 26 characters', { terminalLabel: 'A'.repeat(26) }, 'BILL_BAD_TERMINAL'],
    ['an amount of zero', { amountSatang: 0 }, 'QR_BAD_AMOUNT'],
    ['a fraction of a satang', { amountSatang: 1.5 }, 'QR_BAD_AMOUNT'],
  ]
  for (const [what, change, code] of refusals) {
    it(`refuses ${what}`, () => {
      expect(encodeBillPayment({ ...bill, ...change })).toMatchObject({ ok: false, code })
    })
  }
})

describe('parseProxy', () => {
  const accepted: [string, Proxy][] = [
    ['0812345678', { type: 'MOBILE', value: '0812345678' }],
    [' 081-234-5678 ', { type: 'MOBILE', value: '0812345678' }],
    ['+66812345678', { type: 'MOBILE', value: '0812345678' }],
    ['+66 (0) 81 234 5678', { type: 'MOBILE', value: '0812345678' }],
    ['66812345678', { type: 'MOBILE', value: '0812345678' }],
    ['0066812345678', { type: 'MOBILE', value: '0812345678' }],
    ['1-2345-67890-12-3', { type: 'NATIONAL_ID', value: '1234567890123' }],
    ['0105500000001', { type: 'NATIONAL_ID', value: '0105500000001' }],
    ['004999000288505', { type: 'EWALLET', value: '004999000288505' }],
  ]
  for (const [text, proxy] of accepted) {
    it(`reads ${text} as ${proxy.type} ${proxy.value}`, () => {
      expect(parseProxy(text)).toEqual({ ok: true, proxy })
    })
  }

  const refused: [string, ProxyCode][] = [
    ['', 'PROXY_NOT_RECOGNISED'], ['081234567', 'PROXY_NOT_RECOGNISED'], ['12345678901234', 'PROXY_NOT_RECOGNISED'],
    ['0812345678x', 'PROXY_NOT_RECOGNISED'], ['๐๘๑๒๓๔๕๖๗๘', 'PROXY_NOT_RECOGNISED'], ['0812345678/0', 'PROXY_NOT_RECOGNISED'],
    ['merchant@example.com', 'PROXY_NOT_RECOGNISED'], [' '.repeat(100_000), 'PROXY_NOT_RECOGNISED'],
    ['0212345678', 'PROXY_NOT_MOBILE'], ['1234567890', 'PROXY_NOT_MOBILE'], ['+65812345678', 'PROXY_NOT_MOBILE'],
  ]
  for (const [text, code] of refused) {
    it(`refuses "${text.slice(0, 24)}"`, () => {
      expect(parseProxy(text)).toMatchObject({ ok: false, code })
    })
  }

  it('gives back every proxy from its printed form', () => {
    fc.assert(fc.property(proxies, proxy => {
      expect(parseProxy(formatProxy(proxy))).toEqual({ ok: true, proxy })
    }))
  })

  it('never throws and only ever gives proxies in normal form', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789+- 6'.split('')), maxLength: 20 })), text => {
      const parsed = parseProxy(text)
      if (parsed.ok) expect(isProxy(parsed.proxy)).toBe(true)
    }), { numRuns: 2000 })
  })

  it('knows the check digit of a national id', () => {
    expect(hasNationalIdCheckDigit('1234567890121')).toBe(true)
    expect(hasNationalIdCheckDigit('1234567890123')).toBe(false)
    expect(hasNationalIdCheckDigit('0107536000102')).toBe(true)
  })

  it('makes a proxy of a bank account and refuses half of one', () => {
    expect(bankAccountProxy('014', '123-4-56789-0')).toEqual({ ok: true, proxy: { type: 'BANK_ACCOUNT', value: '0141234567890' } })
    expect(bankAccountProxy('SCB', '1234567890')).toMatchObject({ ok: false, code: 'PROXY_BAD_BANK_ACCOUNT' })
    expect(bankAccountProxy('014', '')).toMatchObject({ ok: false, code: 'PROXY_BAD_BANK_ACCOUNT' })
    expect(bankAccountProxy('014', '1'.repeat(41))).toMatchObject({ ok: false, code: 'PROXY_BAD_BANK_ACCOUNT' })
  })
})

describe('amount text', () => {
  it('is read back to the same satang, up to the largest amount', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: AMOUNT_SATANG_MAX }), amountSatang => {
      expect(amountText(amountSatang)).toMatch(/^\d{1,10}\.\d{2}$/)
      expect(amountSatangFrom(amountText(amountSatang))).toBe(amountSatang)
    }))
    expect([1, 10, 99, 100, AMOUNT_SATANG_MAX].map(amountText)).toEqual(['0.01', '0.10', '0.99', '1.00', '9999999999.99'])
  })

  it('reads fewer decimals and refuses everything else', () => {
    expect(['100', '100.', '100.3'].map(amountSatangFrom)).toEqual([10_000, 10_000, 10_030])
    for (const text of ['', '-5.00', '0.00', '1e3', '1.005', '1,000.00', ' 1', '.50']) expect(amountSatangFrom(text), text).toBeUndefined()
  })
})
