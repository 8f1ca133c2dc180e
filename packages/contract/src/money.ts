/**
 * Money is integer satang (1 THB = 100 satang) held in a safe integer; this is the only file that divides or multiplies by
 * a hundred. Baht exist on the wire alone.
 */

const SATANG_PER_BAHT = 100;
const BPS_PER_ONE = 10_000;
const bahtText = /^(\d{1,12})(?:\.(\d{1,2}))?$/;

/**
 * Exact: JavaScript prints the shortest decimal that reads back to the same number, so the text of a two-decimal amount is
 * that amount. More than two decimals, zero, negatives, exponents and infinities give `undefined`, never a rounded value.
 */
export const satangFromBaht = (baht: number | string): number | undefined => {
  const match = bahtText.exec(String(baht));
  if (!match) return undefined;
  const satang = Number(match[1]) * SATANG_PER_BAHT + Number((match[2] ?? '').padEnd(2, '0'));
  return satang > 0 && Number.isSafeInteger(satang) ? satang : undefined;
};

/** The JSON number of `/api/v1`: 10037 → 100.37. Exact for every safe amount, since division rounds correctly. */
export const bahtFromSatang = (satang: number): number => satang / SATANG_PER_BAHT;

/** The two-decimal string of `copy.amount`: 10000 → "100.00". Built from the digits, never from a float. */
export const bahtCopyFromSatang = (satang: number): string => {
  const digits = String(Math.abs(satang)).padStart(3, '0');
  return `${satang < 0 ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
};

/** The trimmed string of the dashboard's REST: 120050 → "1200.5", 10000 → "100". */
export const bahtTrimmedFromSatang = (satang: number): string => bahtCopyFromSatang(satang).replace(/\.?0+$/, '');

/** Fee = amount × rate, rounded half up to a whole satang, plus a fixed part. 10037 at 200 bps → 201. */
export const feeHalfUpSatang = (amountSatang: number, rate: { readonly feeBps: number; readonly feeFixedSatang: number }): number =>
  Math.floor((amountSatang * rate.feeBps + BPS_PER_ONE / 2) / BPS_PER_ONE) + rate.feeFixedSatang;

/** The same where nothing is an amount, too: 0 → 0. */
export const satangFromBahtOrZero = (baht: number): number | undefined => (baht === 0 ? 0 : satangFromBaht(baht));

/** 2.5 (percent) → 250 bps. Exact; undefined for what is no percentage from 0 to 100 with at most 2 decimals. */
export const bpsFromPercent = (percent: number): number | undefined => {
  const bps = satangFromBahtOrZero(percent);
  return bps !== undefined && bps <= BPS_PER_ONE ? bps : undefined;
};

/** 200 bps → 2 (percent), as the profile shows it. */
export const percentFromBps = (bps: number): number => bps / SATANG_PER_BAHT;
