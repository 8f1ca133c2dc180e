// What a bank app would dislike about a QR, in words.

import { amountSatangFrom } from './amount.ts'
import { AID_BILL_PAYMENT } from './bill-payment.ts'
import { LINT_WORDS, type LintCode, type LintSeverity } from './lint-words.ts'
import {
  COUNTRY_TH, CURRENCY_THB, decodePayload, POINT_DYNAMIC, POINT_STATIC, TAG_AMOUNT, TAG_BILL_PAYMENT, TAG_COUNTRY,
  TAG_CREDIT_TRANSFER, TAG_CURRENCY, TAG_POINT_OF_INITIATION,
} from './payload.ts'
import { AID_CREDIT_TRANSFER } from './promptpay.ts'
import { hasNationalIdCheckDigit } from './proxies.ts'
import { AID_CROSS_BORDER, AID_ONE_TIME, TIP_TAGS } from './template.ts'
import { fieldValue, type TlvField } from './tlv.ts'

export interface LintFinding {
  readonly code: LintCode
  readonly severity: LintSeverity
  readonly th: string
  readonly en: string
  /** Where reading stopped, as an offset in the trimmed text; only for a QR that cannot be read. */
  readonly at?: number
}

/** PromptPay's limit for one transfer (facts F5). */
const TRANSFER_SATANG_MAX = 200_000_000
/** Beyond it the symbol is larger than version 6 at level M, 41 modules: small prints and old cameras fail. */
const EASY_LENGTH_MAX = 154

/**
 * Everything a bank app may dislike about the QR, worst first; none for a QR made by encodePromptPay or encodeBillPayment
 * of a real id. A text that cannot be read gives exactly one finding, its reason. Never throws, bounded for any text.
 */
export function lintQr(payload: string): readonly LintFinding[] {
  const decoded = decodePayload(payload)
  if (!decoded.ok) return [{ ...finding(decoded.code), at: decoded.at }]
  const { fields, text, crcPadded } = decoded
  const codes = [
    ...textCodes({ given: payload, text, crcPadded }),
    ...frameCodes(fields),
    ...amountCodes(fields),
    ...receiverCodes(fields),
  ]
  const rank: Record<LintSeverity, number> = { error: 0, warning: 1, note: 2 }
  return codes.map(finding).toSorted((a, b) => rank[a.severity] - rank[b.severity])
}

function textCodes({ given, text, crcPadded }: { given: string; text: string; crcPadded: boolean }): LintCode[] {
  const codes: LintCode[] = []
  if (given !== given.trim()) codes.push('LINT_BLANKS_AROUND')
  if (crcPadded) codes.push('LINT_CRC_PADDED')
  if (/[a-f]/.test(text.slice(-4))) codes.push('LINT_CRC_LOWER_CASE')
  if (/[^\u0020-\u007e]/.test(text)) codes.push('LINT_NOT_ASCII')
  if (text.length > EASY_LENGTH_MAX) codes.push('LINT_LONG')
  return codes
}

function frameCodes(fields: readonly TlvField[]): LintCode[] {
  const codes: LintCode[] = []
  if (fieldValue(fields, TAG_CURRENCY) !== CURRENCY_THB) codes.push('LINT_CURRENCY')
  if (fieldValue(fields, TAG_COUNTRY) !== COUNTRY_TH) codes.push('LINT_COUNTRY')
  if (fields.some(({ tag }) => TIP_TAGS.includes(tag))) codes.push('LINT_TIPS')
  const limits = [['59', 25], ['60', 15], ['61', 10]] as const
  if (limits.some(([tag, max]) => (fieldValue(fields, tag) ?? '').length > max)) codes.push('LINT_NAME_LONG')
  return codes
}

function amountCodes(fields: readonly TlvField[]): LintCode[] {
  const codes: LintCode[] = []
  const point = fieldValue(fields, TAG_POINT_OF_INITIATION)
  const amount = fieldValue(fields, TAG_AMOUNT)
  if (point === undefined) codes.push('LINT_POINT_MISSING')
  else if (point !== POINT_STATIC && point !== POINT_DYNAMIC) codes.push('LINT_POINT_UNKNOWN')
  if (point === POINT_STATIC && amount !== undefined) codes.push('LINT_STATIC_WITH_AMOUNT')
  if (point === POINT_DYNAMIC && amount === undefined) codes.push('LINT_DYNAMIC_WITHOUT_AMOUNT')
  if (amount === undefined) return codes
  const amountSatang = amountSatangFrom(amount)
  if (amountSatang === undefined) codes.push('LINT_AMOUNT_UNREADABLE')
  else {
    if (!/\.\d{2}$/.test(amount)) codes.push('LINT_AMOUNT_DECIMALS')
    if (amountSatang > TRANSFER_SATANG_MAX) codes.push('LINT_AMOUNT_ABOVE_LIMIT')
  }
  return codes
}

function receiverCodes(fields: readonly TlvField[]): LintCode[] {
  const transfer = fields.find(({ tag }) => tag === TAG_CREDIT_TRANSFER)?.fields
  const bill = fields.find(({ tag }) => tag === TAG_BILL_PAYMENT)?.fields
  const transferAid = fieldValue(transfer, '00')
  const billAid = fieldValue(bill, '00')
  const codes: LintCode[] = []
  if (transferAid === AID_CREDIT_TRANSFER && transfer) codes.push(...transferCodes(transfer))
  if (billAid === AID_BILL_PAYMENT && bill) codes.push(...billCodes(bill))
  if (transferAid === AID_ONE_TIME) codes.push('LINT_ONE_TIME')
  if (billAid === AID_CROSS_BORDER) codes.push('LINT_CROSS_BORDER')
  const known = [AID_CREDIT_TRANSFER, AID_ONE_TIME].includes(transferAid ?? '') || [AID_BILL_PAYMENT, AID_CROSS_BORDER].includes(billAid ?? '')
  if (!known) codes.push('LINT_NOT_PROMPTPAY')
  return codes
}

function transferCodes(transfer: readonly TlvField[]): LintCode[] {
  const targets = transfer.filter(({ tag }) => tag >= '01' && tag <= '04')
  if (targets.length !== 1) return ['LINT_TARGETS']
  const { tag, value } = targets[0]!
  if (tag === '01') return /^0066[689]\d{8}$/.test(value) ? [] : ['LINT_MOBILE_FORM']
  if (tag === '02' && !/^\d{13}$/.test(value)) return ['LINT_ID_FORM']
  if (tag === '02') return hasNationalIdCheckDigit(value) ? [] : ['LINT_ID_CHECK_DIGIT']
  if (tag === '03') return /^\d{15}$/.test(value) ? [] : ['LINT_EWALLET_FORM']
  return ['LINT_BANK_ACCOUNT']
}

function billCodes(bill: readonly TlvField[]): LintCode[] {
  const codes: LintCode[] = []
  if (!/^\d{15}$/.test(fieldValue(bill, '01') ?? '')) codes.push('LINT_BILLER_FORM')
  const ref1 = fieldValue(bill, '02')
  if (ref1 === undefined) codes.push('LINT_REF1_MISSING')
  const references = [ref1, fieldValue(bill, '03')].filter(reference => reference !== undefined)
  if (references.some(reference => !/^[A-Z0-9]{1,20}$/.test(reference))) codes.push('LINT_REFERENCE_FORM')
  return codes
}

function finding(code: LintCode): LintFinding {
  return { code, ...LINT_WORDS[code] }
}
