import { satangFromBaht } from '@paygate/contract/money';

const grouped = /^\d{1,3}(?:,\d{3})+(?=\.|$)/;
const zero = /^0+(?:\.0*)?$/;
/** Zeros beyond the second decimal say nothing; anything else there is money we cannot hold, and is refused. */
const idleZeros = /(\.\d\d)0+$/;

/** A positive amount: "1,234.50", "100", "100.50000". Undefined for zero, signs, other separators and a third significant decimal. */
export const amountOfText = (text: string): number | undefined => {
  const trimmed = text.trim();
  const plain = grouped.test(trimmed) ? trimmed.replaceAll(',', '') : trimmed;
  return satangFromBaht(plain.replace(idleZeros, '$1').replace(/\.$/, ''));
};

/** The same, with zero. */
export const amountOrZeroOfText = (text: string): number | undefined => (zero.test(text.trim()) ? 0 : amountOfText(text));

/** SWIFT writes a comma that is always there: "100,", "100,3", "100,37". Zero is read, for balances. */
export const amountOfSwiftText = (text: string): number | undefined => (/^\d{1,12},\d{0,2}$/.test(text) ? amountOrZeroOfText(text.replace(',', '.').replace(/\.$/, '')) : undefined);

/** A signed amount as spreadsheets write it: "-100.37", "100.37-", "(100.37)", "+100.37". */
export const signedOfText = (text: string): number | undefined => {
  const trimmed = text.trim();
  const parts = /^(?:([+-])\s*(\S+)|(\S+?)\s*-|\(\s*(\S+?)\s*\)|(\S+))$/.exec(trimmed);
  if (!parts) return undefined;
  const [, sign, signed, trailing, bracketed, plain] = parts;
  const satang = amountOrZeroOfText(signed ?? trailing ?? bracketed ?? plain ?? '');
  const isNegative = sign === '-' || trailing !== undefined || bracketed !== undefined;
  return satang === undefined || satang === 0 ? satang : isNegative ? -satang : satang;
};
