// PromptPay credit transfer QR (BOT Thai QR, tag 29).

import { AMOUNT_SATANG_MAX, amountText, isAmountSatang } from './amount.ts'
import { sealPayload } from './payload.ts'
import { isProxy, type Proxy, type ProxyType } from './proxies.ts'
import { field } from './tlv.ts'

/** The AID every Thai bank app looks for in tag 29. */
export const AID_CREDIT_TRANSFER = 'A000000677010111'

export interface PromptPayQr {
  /** In its normal form: parseProxy makes one. */
  readonly proxy: Proxy
  /** Whole satang; without it the QR is static and the payer types the amount. */
  readonly amountSatang?: number | undefined
}

export type PromptPayCode = 'QR_BAD_AMOUNT' | 'QR_BAD_PROXY'
export type PromptPayEncoded =
  | { readonly ok: true; readonly payload: string }
  | { readonly ok: false; readonly code: PromptPayCode; readonly message: string }

const SUB_TAGS: Record<ProxyType, string> = { MOBILE: '01', NATIONAL_ID: '02', EWALLET: '03', BANK_ACCOUNT: '04' }
const STATIC_HEAD = '000201010211'
const DYNAMIC_HEAD = '000201010212'
const AID_FIELD = field('00', AID_CREDIT_TRANSFER)
const COUNTRY_AND_CURRENCY = '5802TH5303764'

/**
 * The payload of a PromptPay QR: fields 00, 01, 29, 58, 53, 54, 63, byte for byte as promptpay-qr writes them.
 * Refuses QR_BAD_AMOUNT (not a whole number of satang from 1 to AMOUNT_SATANG_MAX; zero is never a static QR by accident)
 * and QR_BAD_PROXY (not in its normal form).
 */
export function encodePromptPay({ proxy, amountSatang }: PromptPayQr): PromptPayEncoded {
  if (!isProxy(proxy)) return { ok: false, code: 'QR_BAD_PROXY', message: 'the PromptPay id is not in its normal form' }
  const target = field('29', AID_FIELD + field(SUB_TAGS[proxy.type], wireValue(proxy)))
  if (amountSatang === undefined) {
    return { ok: true, payload: sealPayload(STATIC_HEAD + target + COUNTRY_AND_CURRENCY) }
  }
  if (!isAmountSatang(amountSatang)) {
    return { ok: false, code: 'QR_BAD_AMOUNT', message: `the amount is not 1 to ${AMOUNT_SATANG_MAX} whole satang` }
  }
  const amount = field('54', amountText(amountSatang))
  return { ok: true, payload: sealPayload(DYNAMIC_HEAD + target + COUNTRY_AND_CURRENCY + amount) }
}

/** A mobile goes out as 13 digits: 0066 and the number without its leading zero. */
function wireValue({ type, value }: Proxy): string {
  return type === 'MOBILE' ? `0066${value.slice(1)}` : value
}
