// Tag 54: the amount as decimal text, made from integer satang by moving the dot, never through a float.

/** 13 characters, two of them decimals (EMVCo MPM 4.7.5): 9,999,999,999.99 baht. */
export const AMOUNT_SATANG_MAX = 999_999_999_999

/** True for what a QR can ask for: a whole number of satang from 1 to AMOUNT_SATANG_MAX. */
export function isAmountSatang(amountSatang: number): boolean {
  return Number.isSafeInteger(amountSatang) && amountSatang > 0 && amountSatang <= AMOUNT_SATANG_MAX
}

/** `10037` to `100.37`, `1` to `0.01`. The caller has proved isAmountSatang. */
export function amountText(amountSatang: number): string {
  const digits = amountSatang < 100 ? String(amountSatang).padStart(3, '0') : String(amountSatang)
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * The satang a tag 54 spells (`100`, `100.`, `100.3`, `100.37`), or undefined when it is not an amount a QR can ask for.
 * EMVCo allows fewer decimals than the currency has.
 */
export function amountSatangFrom(text: string): number | undefined {
  const match = /^(\d{1,10})(?:\.(\d{0,2}))?$/.exec(text)
  if (!match) return undefined
  const amountSatang = Number(match[1]! + (match[2] ?? '').padEnd(2, '0'))
  return isAmountSatang(amountSatang) ? amountSatang : undefined
}
