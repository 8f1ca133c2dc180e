import * as fc from 'fast-check'
import { generate } from 'promptparse'
import { describe, expect, it } from 'vitest'
import { crc16Hex } from './crc.ts'
import { decodeSlip, encodeSlip, slipKey, type SlipCode } from './slip.ts'

const BANK = '004000060000010103002021900021231231212000115102TH91049C30'
const TRUEMONEY = '00480002010102010203P2P0313TXN00012345670408250120249104b425'
const letters = '0123456789ABCXYZabcxyz'.split('')
const transRef = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 35 })
const sendingBank = fc.constantFrom('002', '004', '006', '011', '014', '025', '030')

function seal(body: string): string {
  return `${body}9104${crc16Hex(`${body}9104`)}`
}

function key(text: string): string {
  const decoded = decodeSlip(text)
  return decoded.ok ? slipKey(decoded.slip) : decoded.code
}

describe('decodeSlip', () => {
  it('reads a bank slip', () => {
    expect(decodeSlip(BANK)).toEqual({ ok: true, crcPadded: false, slip: { kind: 'BANK', sendingBank: '002', transRef: '0002123123121200011' } })
  })

  it('reads a TrueMoney slip with its lower-case CRC', () => {
    expect(decodeSlip(TRUEMONEY)).toEqual({
      ok: true, crcPadded: false,
      slip: { kind: 'TRUEMONEY', sendingBank: 'TRUEMONEY', transRef: 'TXN0001234567', eventType: 'P2P', paidOn: '2024-01-25' },
    })
  })

  it('pads a CRC that lost its leading zeros', () => {
    const slips = Array.from({ length: 3000 }, (_, at) => encodeSlip({ kind: 'BANK', sendingBank: '014', transRef: `A${at}` }))
    const texts = slips.flatMap(slip => slip.ok && /0[1-9A-F]..$/.test(slip.text.slice(-4)) ? [slip.text] : [])
    expect(texts.length).toBeGreaterThan(50)
    for (const text of texts) {
      expect(decodeSlip(text.slice(0, -4) + text.slice(-3))).toMatchObject({ ok: true, crcPadded: true })
    }
  })

  const refusals: [string, string, SlipCode][] = [
    ['a payment QR', '00020101021129370016A000000677010111011300668123456785802TH530376463045D82', 'SLIP_NOT_A_SLIP'],
    ['a changed reference', BANK.replace('00011', '00012'), 'SLIP_CRC_WRONG'],
    ['a slip without CRC', BANK.slice(0, -8), 'SLIP_CRC_MISSING'],
    ['a web address', 'https://example.com', 'TLV_BAD_TAG'],
    ['another API id', seal('0026000600000201030020205000015102TH'), 'SLIP_NOT_A_SLIP'],
    ['another country', seal('0026000600000101030020205000015102SG'), 'SLIP_NOT_A_SLIP'],
    ['a bank of letters', seal('002600060000010103SCB0205000015102TH'), 'SLIP_NOT_A_SLIP'],
    ['a negative length', '00-100060000', 'TLV_BAD_LENGTH'],
    ['a 10 kB text', BANK.repeat(180), 'TLV_TOO_LONG'],
    ['an empty text', '', 'TLV_EMPTY'],
  ]
  for (const [what, text, code] of refusals) {
    it(`refuses ${what}`, () => {
      expect(decodeSlip(text)).toMatchObject({ ok: false, code })
    })
  }

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789TH'.split('')), maxLength: 80 }).map(body => seal(`00${body}`))), text => {
      expect(decodeSlip(text).ok).toBe(false)
    }), { numRuns: 1000 })
  })
})

describe('encodeSlip', () => {
  it('writes what promptparse writes and decodeSlip reads it back', () => {
    fc.assert(fc.property(sendingBank, transRef, (bank, ref) => {
      const encoded = encodeSlip({ kind: 'BANK', sendingBank: bank, transRef: ref })
      if (!encoded.ok) throw new Error(encoded.code)
      expect(encoded.text).toBe(generate.slipVerify({ sendingBank: bank, transRef: ref }))
      expect(decodeSlip(encoded.text)).toMatchObject({ ok: true, slip: { sendingBank: bank, transRef: ref } })
    }))
    fc.assert(fc.property(transRef, ref => {
      const encoded = encodeSlip({ kind: 'TRUEMONEY', sendingBank: 'TRUEMONEY', transRef: ref, eventType: 'P2P', paidOn: '2024-01-25' })
      if (!encoded.ok) throw new Error(encoded.code)
      expect(encoded.text).toBe(generate.trueMoneySlipVerify({ eventType: 'P2P', transactionId: ref, date: '25012024' }))
      expect(decodeSlip(encoded.text)).toMatchObject({ ok: true, slip: { transRef: ref, paidOn: '2024-01-25' } })
    }))
  })

  it('refuses a slip it could not read back', () => {
    expect(encodeSlip({ kind: 'BANK', sendingBank: '14', transRef: 'A1' })).toMatchObject({ ok: false, code: 'SLIP_NOT_A_SLIP' })
    expect(encodeSlip({ kind: 'BANK', sendingBank: '014', transRef: 'A-1' })).toMatchObject({ ok: false, code: 'SLIP_NOT_A_SLIP' })
    expect(encodeSlip({ kind: 'TRUEMONEY', sendingBank: 'TRUEMONEY', transRef: 'A1', eventType: 'P2P' })).toMatchObject({ ok: false, code: 'SLIP_NOT_A_SLIP' })
  })
})

describe('slipKey', () => {
  it('is one for two pictures of one transfer and different for another bank or reference', () => {
    expect(key(` ${BANK.toLowerCase().replace('5102th', '5102TH')}`)).toBe(key(BANK))
    expect(key(BANK)).toBe('002:0002123123121200011')
    expect(slipKey({ sendingBank: '002', transRef: 'a1' })).not.toBe(slipKey({ sendingBank: '002', transRef: 'A1' }))
  })
})
