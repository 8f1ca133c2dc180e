// PromptPay proxies: what a payer's bank can look up (BOT Thai QR, tag 29 sub-tags 01 to 04).

export type ProxyType = 'MOBILE' | 'NATIONAL_ID' | 'EWALLET' | 'BANK_ACCOUNT'

/**
 * A proxy in its one normal form: MOBILE ten digits from 0, NATIONAL_ID thirteen digits (a person's or a tax id),
 * EWALLET fifteen digits, BANK_ACCOUNT three digits of bank code and then the account.
 */
export interface Proxy {
  readonly type: ProxyType
  readonly value: string
}

export type ProxyCode = 'PROXY_NOT_RECOGNISED' | 'PROXY_NOT_MOBILE' | 'PROXY_BAD_BANK_ACCOUNT'
export type ProxyParsed =
  | { readonly ok: true; readonly proxy: Proxy }
  | { readonly ok: false; readonly code: ProxyCode; readonly message: string }

const TEXT_LENGTH_MAX = 40
/** What people put between digits; anything else in the text is refused rather than dropped. */
const SEPARATORS = /[\s().-]/g
/** Thai mobile numbers start 06, 08 or 09 (NBTC numbering plan). */
const MOBILE = /^0[689]\d{8}$/
const MOBILE_ABROAD = /^(?:\+|00)?660?([689]\d{8})$/
/** Facts F1: 3-digit bank code + account, 43 characters in all. */
const BANK_ACCOUNT = /^\d{3}[0-9A-Z]{4,40}$/

const WIRE_FORMS: Record<ProxyType, RegExp> = {
  MOBILE,
  NATIONAL_ID: /^\d{13}$/,
  EWALLET: /^\d{15}$/,
  BANK_ACCOUNT,
}

/**
 * Reads what a merchant typed as a mobile number (0812345678, +66 81-234-5678, 0066812345678), a national or tax id
 * (13 digits) or an e-wallet id (15 digits). 0066… with a mobile behind it is a mobile: no Thai id begins with 00.
 * Refuses PROXY_NOT_MOBILE (ten digits that no mobile has) and PROXY_NOT_RECOGNISED (anything else). Bank accounts have
 * no form of their own among these: bankAccountProxy.
 */
export function parseProxy(text: string): ProxyParsed {
  if (text.length > TEXT_LENGTH_MAX) return refusal('PROXY_NOT_RECOGNISED', `longer than ${TEXT_LENGTH_MAX} characters`)
  const compact = text.replace(SEPARATORS, '')
  if (MOBILE.test(compact)) return accepted('MOBILE', compact)
  const abroad = MOBILE_ABROAD.exec(compact)
  if (abroad) return accepted('MOBILE', `0${abroad[1]!}`)
  if (/^\d{10}$/.test(compact) || compact.startsWith('+')) {
    return refusal('PROXY_NOT_MOBILE', 'a Thai mobile number has ten digits and starts 06, 08 or 09')
  }
  if (WIRE_FORMS.NATIONAL_ID.test(compact)) return accepted('NATIONAL_ID', compact)
  if (WIRE_FORMS.EWALLET.test(compact)) return accepted('EWALLET', compact)
  return refusal('PROXY_NOT_RECOGNISED', 'not a mobile number (10 digits), national or tax id (13) or e-wallet id (15)')
}

/**
 * A bank account as a proxy (tag 29.04, reserved in the BOT standard: try it with the payers' apps before relying on it).
 * Refuses PROXY_BAD_BANK_ACCOUNT: bank code not three digits, or the account not 4 to 40 digits or capital letters.
 */
export function bankAccountProxy(bankCode: string, accountNumber: string): ProxyParsed {
  const value = `${bankCode}${accountNumber.replace(SEPARATORS, '')}`
  if (/^\d{3}$/.test(bankCode) && BANK_ACCOUNT.test(value)) return accepted('BANK_ACCOUNT', value)
  return refusal('PROXY_BAD_BANK_ACCOUNT', 'a bank code has three digits, an account 4 to 40 digits or capital letters')
}

/** True when the value is in the normal form of its type. */
export function isProxy(proxy: Proxy): boolean {
  return WIRE_FORMS[proxy.type].test(proxy.value)
}

/**
 * True when the 13th digit is the mod-11 check digit of the first twelve, as in every id the Department of Provincial
 * Administration or the Revenue Department has issued. Not a condition of parseProxy: banks route, they do not check.
 */
export function hasNationalIdCheckDigit(value: string): boolean {
  if (!WIRE_FORMS.NATIONAL_ID.test(value)) return false
  let sum = 0
  for (let at = 0; at < 12; at++) sum += (13 - at) * Number(value[at])
  return (11 - (sum % 11)) % 10 === Number(value[12])
}

/** The proxy as people write it: 081-234-5678, 1-2345-67890-12-3; others as they are. */
export function formatProxy({ type, value }: Proxy): string {
  if (type === 'MOBILE') return `${value.slice(0, 3)}-${value.slice(3, 6)}-${value.slice(6)}`
  if (type === 'NATIONAL_ID') {
    return [value.slice(0, 1), value.slice(1, 5), value.slice(5, 10), value.slice(10, 12), value.slice(12)].join('-')
  }
  return value
}

function accepted(type: ProxyType, value: string): ProxyParsed {
  return { ok: true, proxy: { type, value } }
}

function refusal(code: ProxyCode, message: string): ProxyParsed {
  return { ok: false, code, message }
}
