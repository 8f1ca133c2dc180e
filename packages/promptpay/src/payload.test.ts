import { cpuMillisecondsOf } from '@paygate/test/support/cpu-milliseconds'
import * as fc from 'fast-check'
import { parse } from 'promptparse'
import { describe, expect, it } from 'vitest'
import { crc16, crc16Hex } from './crc.ts'
import { decodePayload, encodePayload, sealPayload, type PayloadCode } from './payload.ts'
import { TLV_TEXT_LENGTH_MAX } from './tlv.ts'

const STATIC = '00020101021129370016A000000677010111011300668123456785802TH530376463045D82'

/** A payload whose CRC starts with zeros, as found by counting. */
function payloadWithCrc(pattern: RegExp): string {
  for (let amount = 1; ; amount++) {
    const text = sealPayload(`000201530376454${String(String(amount).length).padStart(2, '0')}${amount}5802TH`)
    if (pattern.test(text.slice(-4))) return text
  }
}

describe('crc16', () => {
  it('gives the standard check value', () => {
    expect(crc16('123456789')).toBe(0x29b1)
    expect(crc16Hex('')).toBe('FFFF')
  })

  it('agrees with a bit-by-bit CRC over the UTF-8 bytes', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => {
      let crc = 0xffff
      for (const byte of new TextEncoder().encode(text)) {
        for (let bit = 7; bit >= 0; bit--) {
          const carry = (crc >> 15) ^ ((byte >> bit) & 1)
          crc = ((crc << 1) & 0xffff) ^ (carry ? 0x1021 : 0)
        }
      }
      expect(crc16(text)).toBe(crc)
    }))
  })
})

describe('decodePayload', () => {
  it('reads a PromptPay QR, its templates and its order', () => {
    const decoded = decodePayload(`  ${STATIC}\n`)
    expect(decoded).toMatchObject({ ok: true, text: STATIC, crcPadded: false })
    expect(decoded.ok && decoded.fields.map(f => f.tag)).toEqual(['00', '01', '29', '58', '53', '63'])
    expect(decoded.ok && decoded.fields[2]!.fields).toEqual([{ tag: '00', value: 'A000000677010111' }, { tag: '01', value: '0066812345678' }])
  })

  for (const [zeros, pattern] of [[1, /^0[1-9A-F]/], [2, /^00[1-9A-F]/], [3, /^000[1-9A-F]/]] as const) {
    it(`pads a CRC that lost ${zeros} leading zeros`, () => {
      const whole = payloadWithCrc(pattern)
      const short = whole.slice(0, -4) + whole.slice(-4 + zeros)
      expect(decodePayload(short)).toMatchObject({ ok: true, text: whole, crcPadded: true })
    })
  }

  it('does not pad its way to a wrong CRC', () => {
    expect(decodePayload(STATIC.slice(0, -1))).toMatchObject({ ok: false, code: 'PAYLOAD_CRC_WRONG' })
  })

  it('accepts a CRC in lower case', () => {
    expect(decodePayload(STATIC.slice(0, -4) + '5d82')).toMatchObject({ ok: true })
  })

  const refusals: [string, string, PayloadCode][] = [
    ['the negative length that hangs other parsers', sealPayload('00020101-4'), 'TLV_BAD_LENGTH'],
    ['a 10 kB text', STATIC.repeat(140), 'TLV_TOO_LONG'],
    ['a text that is not a payment QR', 'https://example.com/', 'TLV_BAD_TAG'],
    ['a slip', '004000060000010103002021900021231231212000115102TH91049C30', 'PAYLOAD_NOT_EMV'],
    ['an older format', sealPayload('000202'), 'PAYLOAD_NOT_EMV'],
    ['a payload whose format is not first', sealPayload('5802TH000201'), 'PAYLOAD_NOT_EMV'],
    ['a payload without CRC', '0002015802TH', 'PAYLOAD_CRC_MISSING'],
    ['fields after the CRC', `${STATIC}5802TH`, 'TLV_DUPLICATE_TAG'],
    ['a digit changed', STATIC.replace('0066812345678', '0066812345679'), 'PAYLOAD_CRC_WRONG'],
    ['a broken template', sealPayload('000201290600055802TH'), 'TLV_OVERRUN'],
  ]
  for (const [what, text, code] of refusals) {
    it(`refuses ${what}`, () => {
      expect(decodePayload(text)).toMatchObject({ ok: false, code })
    })
  }

  it('detects every single-character change of a payload', () => {
    for (let at = 0; at < STATIC.length; at++) {
      const changed = STATIC.slice(0, at) + (STATIC[at] === '7' ? '8' : '7') + STATIC.slice(at + 1)
      expect(decodePayload(changed).ok, `character ${at}`).toBe(false)
    }
  })

  it('never throws nor hangs, whatever follows a valid beginning', () => {
    const tail = fc.string({ unit: fc.constantFrom(...'0123456789-ATH.'.split('')), maxLength: 11_000 })
    fc.assert(fc.property(tail, fc.boolean(), (text, sealed) => {
      const payload = sealed ? sealPayload(`000201${text}`) : `000201${text}`
      expect(cpuMillisecondsOf(() => decodePayload(payload))).toBeLessThan(1_000)
    }), { numRuns: 2000 })
  })
})

describe('encodePayload', () => {
  const tag = fc.integer({ min: 1, max: 99 }).filter(n => ![29, 30, 31, 62, 63, 80].includes(n)).map(n => String(n).padStart(2, '0'))
  const value = fc.string({ unit: fc.constantFrom(...'ABCDEFGHIJ0123456789 .-'.split('')), minLength: 1, maxLength: 40 })
  const fields = fc.uniqueArray(fc.record({ tag, value }), { selector: f => f.tag, maxLength: 8 }).map(rest => [{ tag: '00', value: '01' }, ...rest])

  it('is undone by decodePayload and accepted by promptparse', () => {
    fc.assert(fc.property(fields, given => {
      const encoded = encodePayload(given)
      if (!encoded.ok) throw new Error(encoded.message)
      const decoded = decodePayload(encoded.text)
      expect(decoded.ok && decoded.fields.slice(0, -1)).toEqual(given)
      expect(parse(encoded.text, true)?.getTags().map(read => [read.id, read.value]).slice(0, -1)).toEqual(given.map(f => [f.tag, f.value]))
    }))
  })

  it('refuses a CRC among the fields and a text that would not fit', () => {
    expect(encodePayload([{ tag: '00', value: '01' }, { tag: '63', value: 'ABCD' }])).toMatchObject({ ok: false, code: 'TLV_DUPLICATE_TAG' })
    const many = [1, 2, 3, 4, 5].map(n => ({ tag: `0${n}`, value: 'x'.repeat(98) }))
    expect(encodePayload(many)).toMatchObject({ ok: false, code: 'TLV_TOO_LONG' })
    expect(TLV_TEXT_LENGTH_MAX).toBe(512)
  })
})
