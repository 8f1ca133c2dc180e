/**
 * Writes satang as baht with exactly two decimals: 10037 → "100.37". No division, so nothing can be rounded.
 * Takes a non-negative safe integer.
 */
export function bahtText(amountSatang: number): string {
  if (!Number.isSafeInteger(amountSatang) || amountSatang < 0) throw new Error('An amount in satang is a safe integer, zero or more.')
  const digits = String(amountSatang).padStart(3, '0')
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`
}

/**
 * Reads a baht amount into satang from its decimal text: "100.37", "100", "100.50000" → 10037, 10000, 10050.
 * Null for anything else: signs, separators, exponents, a third significant decimal, more than 13 digits of baht.
 */
export function satangOfBahtText(text: string): number | null {
  const parts = /^([0-9]{1,13})(?:\.([0-9]{1,2})0*)?$/.exec(text)
  if (parts === null) return null
  return Number(`${parts[1] ?? ''}${(parts[2] ?? '').padEnd(2, '0')}`)
}
