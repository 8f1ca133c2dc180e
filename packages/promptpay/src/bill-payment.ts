// PromptPay bill payment QR (BOT Thai QR, tag 30).

import { AMOUNT_SATANG_MAX, amountText, isAmountSatang } from './amount.ts'
import { sealPayload } from './payload.ts'
import { field } from './tlv.ts'

/** Domestic bill payment. The cross-border one is A000000677012006. */
export const AID_BILL_PAYMENT = 'A000000677010112'

export interface BillPaymentQr {
  /** Fifteen digits: tax id and two digits of suffix. */
  readonly billerId: string
  /** One to twenty of A-Z and 0-9 (SCB, KBank); the same for ref2. */
  readonly ref1: string
  /** Only when the biller's profile has two references. */
  readonly ref2?: string | undefined
  /** Tag 62.07, which Thai banks read as a third reference: one to twenty-five of A-Z and 0-9. */
  readonly terminalLabel?: string | undefined
  /** Whole satang; without it the QR is static and the payer types the amount. */
  readonly amountSatang?: number | undefined
}

export type BillPaymentCode = 'BILL_BAD_BILLER' | 'BILL_BAD_REF1' | 'BILL_BAD_REF2' | 'BILL_BAD_TERMINAL' | 'QR_BAD_AMOUNT'
export type BillPaymentEncoded =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly code: BillPaymentCode; readonly message: string }

const BILLER_ID = /^\d{15}$/
const REFERENCE = /^[A-Z0-9]{1,20}$/
const TERMINAL_LABEL = /^[A-Z0-9]{1,25}$/
const AID_FIELD = field('00', AID_BILL_PAYMENT)
const CURRENCY_AND_COUNTRY = '53037645802TH'

/**
 * The payload of a bill payment QR: fields 00, 01, 30, 53, 58, 54, 62, 63, byte for byte as promptparse writes them.
 * Refuses every BillPaymentCode; see BillPaymentQr for the forms.
 */
export function encodeBillPayment(bill: BillPaymentQr): BillPaymentEncoded {
  const { billerId, ref1, ref2, terminalLabel, amountSatang } = bill
  if (!BILLER_ID.test(billerId)) return refusal('BILL_BAD_BILLER', 'a biller id has fifteen digits')
  if (!REFERENCE.test(ref1)) return refusal('BILL_BAD_REF1', 'ref1 is 1 to 20 of A-Z and 0-9')
  if (ref2 !== undefined && !REFERENCE.test(ref2)) return refusal('BILL_BAD_REF2', 'ref2 is 1 to 20 of A-Z and 0-9')
  if (terminalLabel !== undefined && !TERMINAL_LABEL.test(terminalLabel)) {
    return refusal('BILL_BAD_TERMINAL', 'the terminal label is 1 to 25 of A-Z and 0-9')
  }
  if (amountSatang !== undefined && !isAmountSatang(amountSatang)) {
    return refusal('QR_BAD_AMOUNT', `the amount is not 1 to ${AMOUNT_SATANG_MAX} whole satang`)
  }
  const second = ref2 === undefined ? '' : field('03', ref2)
  const biller = field('30', AID_FIELD + field('01', billerId) + field('02', ref1) + second)
  const head = amountSatang === undefined ? '000201010211' : '000201010212'
  const amount = amountSatang === undefined ? '' : field('54', amountText(amountSatang))
  const terminal = terminalLabel === undefined ? '' : field('62', field('07', terminalLabel))
  return { ok: true, payload: sealPayload(head + biller + CURRENCY_AND_COUNTRY + amount + terminal) }
}

function refusal(code: BillPaymentCode, message: string): BillPaymentEncoded {
  return { ok: false, code, message }
}
