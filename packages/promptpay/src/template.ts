// A merchant's own QR (ถุงเงิน, แม่มณี, K SHOP, a PromptPay id) with an amount put in.

import { AMOUNT_SATANG_MAX, amountText, isAmountSatang } from './amount.ts'
import { AID_BILL_PAYMENT } from './bill-payment.ts'
import {
  COUNTRY_TH, CURRENCY_THB, decodePayload, encodePayload, POINT_DYNAMIC, TAG_AMOUNT, TAG_BILL_PAYMENT, TAG_COUNTRY,
  TAG_CRC, TAG_CREDIT_TRANSFER, TAG_CURRENCY, TAG_FORMAT, TAG_POINT_OF_INITIATION, type Payload, type PayloadCode,
} from './payload.ts'
import { AID_CREDIT_TRANSFER } from './promptpay.ts'
import { fieldValue, type TlvField } from './tlv.ts'

/** Paid from abroad in another currency: the amount in tag 54 is not the amount that arrives. */
export const AID_CROSS_BORDER = 'A000000677012006'
/** A transfer authorised once: the QR cannot be used again. */
export const AID_ONE_TIME = 'A000000677010114'
/** Tip or fee on top of the amount (EMVCo MPM 4.7.6 to 4.7.8): the payer would pay another amount than we expect. */
export const TIP_TAGS: readonly string[] = ['55', '56', '57']

export type TemplateCode =
  | PayloadCode | 'TEMPLATE_NOT_PROMPTPAY' | 'TEMPLATE_CROSS_BORDER' | 'TEMPLATE_ONE_TIME' | 'TEMPLATE_WRONG_CURRENCY'
  | 'TEMPLATE_WRONG_COUNTRY' | 'TEMPLATE_TIPS' | 'TEMPLATE_ALTERED' | 'QR_BAD_AMOUNT'

export interface TemplateRefusal {
  readonly ok: false
  readonly code: TemplateCode
  readonly message: string
}

/** Where a template sends the money. `target` is the proxy as on the wire, or the biller id. */
export interface Template {
  readonly ok: true
  readonly payload: Payload
  readonly kind: 'CREDIT_TRANSFER' | 'BILL_PAYMENT'
  readonly target: string
  readonly ref1?: string
  readonly ref2?: string
}

export type TemplateRead = Template | TemplateRefusal
export type TemplateFilled = { readonly ok: true; readonly payload: string } | TemplateRefusal

/**
 * Reads a merchant's QR text as a template that an amount may be put into. Blanks around the text are ignored.
 * Refuses every PayloadCode (not EMV, CRC, hostile lengths …), TEMPLATE_NOT_PROMPTPAY (no tag 29 or 30 with a Thai AID and
 * a target), TEMPLATE_CROSS_BORDER, TEMPLATE_ONE_TIME, TEMPLATE_WRONG_CURRENCY, TEMPLATE_WRONG_COUNTRY, TEMPLATE_TIPS.
 */
export function readTemplate(text: string): TemplateRead {
  const payload = decodePayload(text)
  if (!payload.ok) return refusal(payload.code, payload.message)
  const { fields } = payload
  const transfer = fields.find(candidate => candidate.tag === TAG_CREDIT_TRANSFER)?.fields
  const bill = fields.find(candidate => candidate.tag === TAG_BILL_PAYMENT)?.fields
  const aids = [fieldValue(transfer, '00'), fieldValue(bill, '00')]
  if (aids.includes(AID_CROSS_BORDER)) return refusal('TEMPLATE_CROSS_BORDER', 'a cross-border QR')
  if (aids.includes(AID_ONE_TIME)) return refusal('TEMPLATE_ONE_TIME', 'a QR authorised for one transfer only')
  const currency = fieldValue(fields, TAG_CURRENCY)
  if (currency !== CURRENCY_THB) return refusal('TEMPLATE_WRONG_CURRENCY', `the currency is ${currency ?? 'missing'}, not 764`)
  const country = fieldValue(fields, TAG_COUNTRY)
  if (country !== COUNTRY_TH) return refusal('TEMPLATE_WRONG_COUNTRY', `the country is ${country ?? 'missing'}, not TH`)
  if (fields.some(candidate => TIP_TAGS.includes(candidate.tag))) return refusal('TEMPLATE_TIPS', 'the QR adds a tip or fee')
  return billTemplate(payload, bill) ?? transferTemplate(payload, transfer)
    ?? refusal('TEMPLATE_NOT_PROMPTPAY', 'neither a PromptPay transfer (tag 29) nor a Thai bill payment (tag 30)')
}

/**
 * The template's payload asking for this amount: tag 01 is 12, tag 54 stands right after 53, the CRC is new; every other
 * field keeps its bytes and its place, proved by reading the result again.
 * Refuses what readTemplate refuses, QR_BAD_AMOUNT, and TLV_TOO_LONG when the amount no longer fits.
 * The payer's app may let the amount be changed: what was paid is what the bank says, never what was asked.
 */
export function fillTemplate(text: string, amountSatang: number): TemplateFilled {
  if (!isAmountSatang(amountSatang)) {
    return refusal('QR_BAD_AMOUNT', `the amount is not 1 to ${AMOUNT_SATANG_MAX} whole satang`)
  }
  const template = readTemplate(text)
  if (!template.ok) return template
  const filled = encodePayload(withAmount(template.payload.fields, amountText(amountSatang)))
  if (!filled.ok) return refusal(filled.code, filled.message)
  const again = decodePayload(filled.text)
  if (!again.ok || untouched(again.fields) !== untouched(template.payload.fields)) {
    return refusal('TEMPLATE_ALTERED', 'a field other than 01, 54 and 63 would have changed')
  }
  return { ok: true, payload: filled.text }
}

function withAmount(fields: readonly TlvField[], amount: string): TlvField[] {
  const point = { tag: TAG_POINT_OF_INITIATION, value: POINT_DYNAMIC }
  const hasPoint = fields.some(candidate => candidate.tag === TAG_POINT_OF_INITIATION)
  return fields.flatMap(({ tag, value }) => {
    // `fields` of templates are left out on purpose: their value goes out as it came in
    if (tag === TAG_AMOUNT || tag === TAG_CRC) return []
    if (tag === TAG_POINT_OF_INITIATION) return [point]
    if (tag === TAG_FORMAT && !hasPoint) return [{ tag, value }, point]
    if (tag === TAG_CURRENCY) return [{ tag, value }, { tag: TAG_AMOUNT, value: amount }]
    return [{ tag, value }]
  })
}

/** Everything that must not change, as text: JSON keeps the borders between values. */
function untouched(fields: readonly TlvField[]): string {
  const changing = [TAG_POINT_OF_INITIATION, TAG_AMOUNT, TAG_CRC]
  return JSON.stringify(fields.filter(({ tag }) => !changing.includes(tag)).map(({ tag, value }) => [tag, value]))
}

function billTemplate(payload: Payload, bill: readonly TlvField[] | undefined): Template | undefined {
  const billerId = fieldValue(bill, '01')
  if (fieldValue(bill, '00') !== AID_BILL_PAYMENT || billerId === undefined || !/^\d{15}$/.test(billerId)) return undefined
  const ref1 = fieldValue(bill, '02')
  const ref2 = fieldValue(bill, '03')
  return {
    ok: true, payload, kind: 'BILL_PAYMENT', target: billerId,
    ...(ref1 === undefined ? {} : { ref1 }), ...(ref2 === undefined ? {} : { ref2 }),
  }
}

function transferTemplate(payload: Payload, transfer: readonly TlvField[] | undefined): Template | undefined {
  if (fieldValue(transfer, '00') !== AID_CREDIT_TRANSFER) return undefined
  const target = transfer?.find(({ tag }) => tag >= '01' && tag <= '04')?.value
  return target === undefined ? undefined : { ok: true, payload, kind: 'CREDIT_TRANSFER', target }
}

function refusal(code: TemplateCode, message: string): TemplateRefusal {
  return { ok: false, code, message }
}
