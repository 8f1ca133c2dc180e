import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePayload, sealPayload } from './payload.ts'
import { fillTemplate, readTemplate, type TemplateCode } from './template.ts'

const TUNGNGERN = '00020101021130740016A000000677010112011501075370008820502192A000000TB0000000PG0308DEMOSHOP53037645802TH6208070400006304167B'
const MAE_MANEE = '00020101021130650016A000000677010112011501075360001028602150140000000000000303SCB5802TH53037646220071600000000000000006304F9D9'
const K_SHOP = '00020101021130810016A00000067701011201150107536000315010214KB0000000000000320KPS004KB00000000000031690016A00000067701011301030040214KB0000000000000420KPS004KB00000000000053037645802TH63049507'
const FILLED = {
  TUNGNGERN: '00020101021230740016A000000677010112011501075370008820502192A000000TB0000000PG0308DEMOSHOP53037645406100.375802TH6208070400006304355A',
  MAE_MANEE: '00020101021230650016A000000677010112011501075360001028602150140000000000000303SCB5802TH53037645406100.3762200716000000000000000063049D3D',
  K_SHOP: '00020101021230810016A00000067701011201150107536000315010214KB0000000000000320KPS004KB00000000000031690016A00000067701011301030040214KB0000000000000420KPS004KB00000000000053037645406100.375802TH63047667',
}
const TRANSFER = '29370016A00000067701011101130066812345678'

describe('fillTemplate', () => {
  it('puts an amount into a TungNgern, a Mae Manee and a K SHOP QR byte for byte', () => {
    expect(fillTemplate(TUNGNGERN, 10_037)).toEqual({ ok: true, payload: FILLED.TUNGNGERN })
    expect(fillTemplate(MAE_MANEE, 10_037)).toEqual({ ok: true, payload: FILLED.MAE_MANEE })
    expect(fillTemplate(K_SHOP, 10_037)).toEqual({ ok: true, payload: FILLED.K_SHOP })
  })

  it('replaces the amount of a QR that had one, wherever it stood', () => {
    expect(fillTemplate(FILLED.K_SHOP, 10_037)).toEqual({ ok: true, payload: FILLED.K_SHOP })
    const amountFirst = sealPayload(`0002010102125406999.99${TRANSFER}53037645802TH`)
    expect(fillTemplate(amountFirst, 1)).toEqual({ ok: true, payload: sealPayload(`000201010212${TRANSFER}530376454040.015802TH`) })
  })

  it('adds the point of initiation after the format when the QR has none', () => {
    const without = sealPayload(`000201${TRANSFER}53037645802TH`)
    expect(fillTemplate(without, 100)).toEqual({ ok: true, payload: sealPayload(`000201010212${TRANSFER}530376454041.005802TH`) })
  })

  it('keeps card slots, names, Thai text and unknown tags as they were, in any order', () => {
    const extras = '02164000000000000000520458125912DEMO SHOP TH6007BANGKOK64200002TH0110ร้านกาแฟดี9904TEST'
    const text = sealPayload(`000201010211${extras}5802TH5303764${TRANSFER}`)
    const filled = fillTemplate(text, 12_345)
    expect(filled).toEqual({ ok: true, payload: sealPayload(`000201010212${extras}5802TH53037645406123.45${TRANSFER}`) })
  })

  it('changes nothing but 01, 54 and 63, for any order of fields and any amount', () => {
    const blocks = ['010211', TRANSFER, '5802TH', '5303764', '5909DEMO SHOP', '62110707T000001', '51260016A00000000000000002020', '540510.00']
    fc.assert(fc.property(fc.shuffledSubarray(blocks, { minLength: 5 }), fc.integer({ min: 1, max: 999_999_999_999 }), (order, amountSatang) => {
      fc.pre([TRANSFER, '5802TH', '5303764'].every(needed => order.includes(needed)) && order.every(block => decodePayload(sealPayload(`000201${block}`)).ok))
      const text = sealPayload(`000201${order.join('')}`)
      const filled = fillTemplate(text, amountSatang)
      if (!filled.ok) throw new Error(filled.code)
      const kept = order.filter(block => !block.startsWith('01') && !block.startsWith('54'))
      const rest = decodePayload(filled.payload)
      expect(rest.ok && rest.fields.filter(f => !['00', '01', '54', '63'].includes(f.tag)).map(f => f.tag + String(f.value.length).padStart(2, '0') + f.value)).toEqual(kept)
      expect(rest.ok && rest.fields.find(f => f.tag === '01')?.value).toBe('12')
    }))
  })

  const refusals: [string, string, TemplateCode][] = [
    ['a changed CRC', TUNGNGERN.slice(0, -1) + '0', 'PAYLOAD_CRC_WRONG'],
    ['dollars', sealPayload(`000201${TRANSFER}53038405802TH`), 'TEMPLATE_WRONG_CURRENCY'],
    ['a QR without currency', sealPayload(`000201${TRANSFER}5802TH`), 'TEMPLATE_WRONG_CURRENCY'],
    ['another country', sealPayload(`000201${TRANSFER}53037645802SG`), 'TEMPLATE_WRONG_COUNTRY'],
    ['a cross-border QR', sealPayload('00020101021130390016A000000677012006011501055360001020053037645802TH'), 'TEMPLATE_CROSS_BORDER'],
    ['a one-time QR', sealPayload('00020129340016A0000006770101140510123456789053037645802TH'), 'TEMPLATE_ONE_TIME'],
    ['a tip prompt', sealPayload(`000201${TRANSFER}53037645502015802TH`), 'TEMPLATE_TIPS'],
    ['a fixed fee', sealPayload(`000201${TRANSFER}530376455020256041.005802TH`), 'TEMPLATE_TIPS'],
    ['a QR of another scheme', sealPayload('00020126220018SG.PAYNOW.0000000053037645802TH'), 'TEMPLATE_NOT_PROMPTPAY'],
    ['a foreign AID in tag 29', sealPayload('00020129370016A0000006200101110113006681234567853037645802TH'), 'TEMPLATE_NOT_PROMPTPAY'],
    ['a biller id of 13 digits', sealPayload('00020130370016A0000006770101120113010553600010253037645802TH'), 'TEMPLATE_NOT_PROMPTPAY'],
    ['a web address', 'https://example.com/pay', 'TLV_BAD_TAG'],
    ['a slip', '004000060000010103002021900021231231212000115102TH91049C30', 'PAYLOAD_NOT_EMV'],
    ['a negative length', sealPayload('00020101-4'), 'TLV_BAD_LENGTH'],
    ['a 10 kB text', '0'.repeat(10_240), 'TLV_TOO_LONG'],
    ['a template without room for an amount', sealPayload(`000201${TRANSFER}53037645802TH` + ['81', '82', '83', '84'].map(tag => `${tag}99${'x'.repeat(99)}`).join('') + `8516${'y'.repeat(16)}`), 'TLV_TOO_LONG'],
  ]
  for (const [what, text, code] of refusals) {
    it(`refuses ${what}`, () => {
      expect(fillTemplate(text, 10_037)).toMatchObject({ ok: false, code })
    })
  }

  it('refuses zero, negative and fractional amounts', () => {
    for (const amountSatang of [0, -1, 0.5, Number.NaN]) expect(fillTemplate(TUNGNGERN, amountSatang)).toMatchObject({ ok: false, code: 'QR_BAD_AMOUNT' })
  })

  it('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.string({ unit: fc.constantFrom(...'0123456789THA.-'.split('')), maxLength: 300 }).map(sealPayload)), text => {
      expect(fillTemplate(text, 100).ok).toBe(false)
    }), { numRuns: 1000 })
  })
})

describe('readTemplate', () => {
  it('says where the money goes', () => {
    expect(readTemplate(` ${K_SHOP}\n`)).toMatchObject({ ok: true, kind: 'BILL_PAYMENT', target: '010753600031501', ref1: 'KB000000000000', ref2: 'KPS004KB000000000000' })
    expect(readTemplate(sealPayload(`000201${TRANSFER}53037645802TH`))).toMatchObject({ ok: true, kind: 'CREDIT_TRANSFER', target: '0066812345678' })
  })
})
