import { cpuMillisecondsOf } from '@paygate/test/support/cpu-milliseconds'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeTlv, encodeTlv, TLV_DEPTH_MAX, TLV_TEXT_LENGTH_MAX, type TlvCode, type TlvField } from './tlv.ts'

const digitPair = fc.integer({ min: 0, max: 99 }).map(n => String(n).padStart(2, '0'))
const printable = fc.string({ unit: fc.mapToConstant({ num: 95, build: n => String.fromCharCode(0x20 + n) }, { num: 40, build: n => String.fromCharCode(0xe01 + n) }), minLength: 1, maxLength: 60 })
const flatFields = fc.uniqueArray(fc.record({ tag: digitPair, value: printable }), { selector: f => f.tag, minLength: 1, maxLength: 7 })

describe('decodeTlv', () => {
  const refusals: [string, string, TlvCode, number][] = [
    ['an empty text', '', 'TLV_EMPTY', 0],
    ['a text of 10 kB', '0002'.padEnd(10_240, '01'), 'TLV_TOO_LONG', TLV_TEXT_LENGTH_MAX],
    ['a negative length', '00020101-4', 'TLV_BAD_LENGTH', 8],
    ['a length with a plus sign', '00+2AB', 'TLV_BAD_LENGTH', 2],
    ['a length with a blank', '00 2AB', 'TLV_BAD_LENGTH', 2],
    ['a length in exponent form', '001e0123456789', 'TLV_BAD_LENGTH', 2],
    ['a length in Thai digits', '00๐๒01', 'TLV_BAD_LENGTH', 2],
    ['a missing length', '000201015', 'TLV_BAD_LENGTH', 8],
    ['a tag of letters', 'AA0201', 'TLV_BAD_TAG', 0],
    ['a value beyond the end', '000501', 'TLV_OVERRUN', 0],
    ['an empty value', '0000', 'TLV_EMPTY_VALUE', 2],
    ['a tag twice', '5406100.375406200.00', 'TLV_DUPLICATE_TAG', 10],
    ['a control character', '0002\u00001', 'TLV_BAD_CHARACTER', 4],
    ['half an emoji', '0002\ud83d1', 'TLV_BAD_CHARACTER', 4],
  ]
  for (const [what, text, code, at] of refusals) {
    it(`refuses ${what} and says where`, () => {
      expect(decodeTlv(text)).toMatchObject({ ok: false, code, at })
    })
  }

  it('refuses an overrun inside a template at its place in the whole text', () => {
    expect(decodeTlv('0002012906000501', path => path === '29')).toMatchObject({ ok: false, code: 'TLV_OVERRUN', at: 10 })
  })

  it('refuses templates nested deeper than the limit', () => {
    let text = '000201'
    for (let depth = 0; depth < 20; depth++) text = `62${String(text.length).padStart(2, '0')}${text}`
    expect(decodeTlv(text, () => true)).toMatchObject({ ok: false, code: 'TLV_TOO_DEEP' })
    expect(decodeTlv(text, path => path.split('.').length < TLV_DEPTH_MAX)).toMatchObject({ ok: true })
  })

  it('never throws and answers at once for any text', () => {
    const hostile = fc.oneof(fc.string({ unit: 'binary', maxLength: 600 }), fc.string({ unit: fc.constantFrom(...'0123456789-+ eA'.split('')), maxLength: 520 }))
    fc.assert(fc.property(hostile, fc.boolean(), (text, deep) => {
      expect(cpuMillisecondsOf(() => decodeTlv(text, () => deep))).toBeLessThan(1_000)
      const decoded = decodeTlv(text, () => deep)
      if (decoded.ok) expect(encodeTlv(decoded.fields)).toEqual({ ok: true, text })
      else expect(decoded.at).toBeLessThanOrEqual(text.length)
    }), { numRuns: 3000 })
  })
})

describe('encodeTlv', () => {
  it('is undone by decodeTlv, templates and Thai names included', () => {
    fc.assert(fc.property(flatFields, flatFields, (outer, inner) => {
      const flat = encodeTlv(inner)
      fc.pre(flat.ok && flat.text.length <= 99 && !outer.some(f => f.tag === '62'))
      const fields: TlvField[] = [...outer, { tag: '62', value: flat.ok ? flat.text : '', fields: inner }]
      const encoded = encodeTlv(fields)
      if (encoded.ok) expect(decodeTlv(encoded.text, path => path === '62')).toEqual({ ok: true, fields })
      else expect(encoded.code).toBe('TLV_TOO_LONG')
    }))
  })

  const refusals: [string, TlvField[], TlvCode][] = [
    ['no fields', [], 'TLV_EMPTY'],
    ['a tag of one digit', [{ tag: '1', value: 'x' }], 'TLV_BAD_TAG'],
    ['an empty value', [{ tag: '01', value: '' }], 'TLV_EMPTY_VALUE'],
    ['a value of 100 characters', [{ tag: '01', value: 'x'.repeat(100) }], 'TLV_BAD_LENGTH'],
    ['a tag twice', [{ tag: '01', value: 'x' }, { tag: '01', value: 'y' }], 'TLV_DUPLICATE_TAG'],
    ['a control character', [{ tag: '01', value: 'x\ny' }], 'TLV_BAD_CHARACTER'],
    ['more text than a QR may hold', [1, 2, 3, 4, 5, 6].map(n => ({ tag: `0${n}`, value: 'x'.repeat(99) })), 'TLV_TOO_LONG'],
  ]
  for (const [what, fields, code] of refusals) {
    it(`refuses ${what}`, () => {
      expect(encodeTlv(fields)).toMatchObject({ ok: false, code })
    })
  }
})
