import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeBillPayment } from './bill-payment.ts'
import { lintQr } from './lint.ts'
import { LINT_WORDS, type LintCode } from './lint-words.ts'
import { sealPayload } from './payload.ts'
import { encodePromptPay } from './promptpay.ts'

const TRANSFER = '29370016A00000067701011101130066812345678'
const TAIL = '5802TH5303764'
const STATIC = sealPayload(`000201010211${TRANSFER}${TAIL}`)

function codes(text: string): LintCode[] {
  return lintQr(text).map(finding => finding.code)
}

function bill(sub: string): string {
  const inner = `0016A000000677010112${sub}`
  return sealPayload(`00020101021130${inner.length}${inner}${TAIL}`)
}

/** A tag 29 with these sub-fields behind the AID. */
function transfer(sub: string): string {
  const inner = `0016A000000677010111${sub}`
  return sealPayload(`00020101021129${inner.length}${inner}${TAIL}`)
}

describe('lintQr', () => {
  it('finds nothing wrong with what we write for real receivers', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 200_000_000 }), amountSatang => {
      for (const proxy of [{ type: 'MOBILE', value: '0812345678' }, { type: 'NATIONAL_ID', value: '0107536000102' }, { type: 'EWALLET', value: '004999000288505' }] as const) {
        const encoded = encodePromptPay({ proxy, amountSatang })
        expect(encoded.ok && lintQr(encoded.payload)).toEqual([])
      }
      const encoded = encodeBillPayment({ billerId: '010753600010286', ref1: 'ORD1', ref2: 'M01', terminalLabel: 'T1', amountSatang })
      expect(encoded.ok && lintQr(encoded.payload)).toEqual([])
    }))
    expect(lintQr(STATIC)).toEqual([])
  })

  const found: [LintCode, string][] = [
    ['TLV_EMPTY', ''],
    ['TLV_TOO_LONG', '0'.repeat(10_240)],
    ['TLV_BAD_CHARACTER', '0002\u000701'],
    ['TLV_BAD_TAG', 'https://example.com'],
    ['TLV_BAD_LENGTH', sealPayload('00020101-4')],
    ['TLV_EMPTY_VALUE', sealPayload('0002010100')],
    ['TLV_OVERRUN', STATIC.slice(0, 40)],
    ['TLV_DUPLICATE_TAG', sealPayload('0002015802TH5802TH')],
    ['PAYLOAD_NOT_EMV', '004000060000010103002021900021231231212000115102TH91049C30'],
    ['PAYLOAD_CRC_MISSING', '0002015802TH'],
    ['PAYLOAD_CRC_WRONG', `${STATIC.slice(0, -4)}0000`],
    ['LINT_BLANKS_AROUND', `${STATIC}\n`],
    ['LINT_CRC_LOWER_CASE', STATIC.slice(0, -4) + STATIC.slice(-4).toLowerCase()],
    ['LINT_NOT_ASCII', sealPayload(`000201010211${TRANSFER}${TAIL}5904ร้าน`)],
    ['LINT_LONG', sealPayload(`000201010211${TRANSFER}${TAIL}9999${'X'.repeat(99)}`)],
    ['LINT_POINT_MISSING', sealPayload(`000201${TRANSFER}${TAIL}`)],
    ['LINT_POINT_UNKNOWN', sealPayload(`000201010213${TRANSFER}${TAIL}`)],
    ['LINT_STATIC_WITH_AMOUNT', sealPayload(`000201010211${TRANSFER}${TAIL}54041.00`)],
    ['LINT_DYNAMIC_WITHOUT_AMOUNT', sealPayload(`000201010212${TRANSFER}${TAIL}`)],
    ['LINT_CURRENCY', sealPayload(`000201010211${TRANSFER}5802TH5303840`)],
    ['LINT_COUNTRY', sealPayload(`000201010211${TRANSFER}5802SG5303764`)],
    ['LINT_AMOUNT_UNREADABLE', sealPayload(`000201010212${TRANSFER}${TAIL}5405-5.00`)],
    ['LINT_AMOUNT_DECIMALS', sealPayload(`000201010212${TRANSFER}${TAIL}5403100`)],
    ['LINT_AMOUNT_ABOVE_LIMIT', sealPayload(`000201010212${TRANSFER}${TAIL}54102000000.01`)],
    ['LINT_NOT_PROMPTPAY', sealPayload(`000201010211${TAIL}`)],
    ['LINT_CROSS_BORDER', bill('0115010753600010286').replace('A000000677010112', 'A000000677012006').replace(/.{4}$/, '')],
    ['LINT_ONE_TIME', sealPayload(`00020101021129340016A00000067701011405101234567890${TAIL}`)],
    ['LINT_TARGETS', transfer('')],
    ['LINT_TARGETS', transfer('0113006681234567802131234567890121')],
    ['LINT_MOBILE_FORM', transfer('01100812345678')],
    ['LINT_ID_FORM', transfer('021412345678901234')],
    ['LINT_ID_CHECK_DIGIT', transfer('02131234567890123')],
    ['LINT_EWALLET_FORM', transfer('031400499900028850')],
    ['LINT_BANK_ACCOUNT', transfer('04130141234567890')],
    ['LINT_BILLER_FORM', bill('011301075360001020203ABC')],
    ['LINT_REF1_MISSING', bill('0115010753600010286')],
    ['LINT_REFERENCE_FORM', bill('01150107536000102860203abc')],
    ['LINT_TIPS', sealPayload(`000201010211${TRANSFER}${TAIL}550201`)],
    ['LINT_NAME_LONG', sealPayload(`000201010211${TRANSFER}${TAIL}5926${'N'.repeat(26)}`)],
  ]
  for (const [code, text] of found) {
    it(`finds ${code} and nothing else`, () => {
      const whole = code === 'LINT_CROSS_BORDER' ? sealPayload(text.slice(0, -4)) : text
      expect(codes(whole)).toEqual([code])
    })
  }

  it('finds a CRC that lost its zeros', () => {
    const texts = Array.from({ length: 200 }, (_, at) => sealPayload(`000201010212${TRANSFER}${TAIL}5406${100 + at}.00`))
    const text = texts.find(candidate => candidate.at(-4) === '0')!
    expect(codes(text.slice(0, -4) + text.slice(-3))).toEqual(['LINT_CRC_PADDED'])
  })

  it('puts errors before warnings before notes', () => {
    const many = sealPayload(`000201010211${transfer('01100812345678').slice(12, -21)}5802SG530384054031009999${'X'.repeat(99)}`)
    const severities = lintQr(many).map(finding => finding.severity)
    expect(severities).toEqual(severities.toSorted((a, b) => ['error', 'warning', 'note'].indexOf(a) - ['error', 'warning', 'note'].indexOf(b)))
    expect(new Set(severities)).toEqual(new Set(['error', 'warning', 'note']))
  })

  it('says where a text that cannot be read stops', () => {
    expect(lintQr(sealPayload('00020101-4'))).toMatchObject([{ code: 'TLV_BAD_LENGTH', at: 8 }])
  })

  it('has Thai words in Thai and English words in English', () => {
    for (const [code, { th, en }] of Object.entries(LINT_WORDS)) {
      expect(th, code).toMatch(/[ก-๙]/)
      expect(en, code).toMatch(/^[\u0020-\u007e]+\.$/)
    }
  })

  it('never throws and always has words, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom(...'0123456789TH'.split('')), maxLength: 100 }).map(sealPayload)), text => {
      for (const finding of lintQr(text)) expect(finding.th.length * finding.en.length).toBeGreaterThan(0)
    }), { numRuns: 1000 })
  })
})
