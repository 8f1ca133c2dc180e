import { satangFromBaht } from '@paygate/contract/money';
import type { LinkStatus } from '@paygate/contract/reusable-links';
import type { LinkSeen } from './reusable-links.sql.ts';

type Limits = Pick<LinkSeen, 'disabledAt' | 'isExpired' | 'usesMax' | 'totalMaxSatang' | 'paidCount' | 'pendingCount' | 'paidSatang' | 'pendingSatang' | 'amountSatang' | 'minAmountSatang'>;

/** What of the total is not paid and not waiting to be; null without a total. */
export const leftSatangOf = ({ totalMaxSatang, paidSatang, pendingSatang }: Pick<Limits, 'totalMaxSatang' | 'paidSatang' | 'pendingSatang'>): number | null =>
  totalMaxSatang === null ? null : totalMaxSatang - paidSatang - pendingSatang;

/** Whether the link makes payments now. One that cannot take its smallest amount any more is used up. */
export const linkStatusOf = (link: Limits): LinkStatus => {
  if (link.disabledAt !== null) return 'DISABLED';
  if (link.isExpired) return 'EXPIRED';
  const left = leftSatangOf(link);
  const isFull = (link.usesMax !== null && link.paidCount + link.pendingCount >= link.usesMax) || (left !== null && left < (link.amountSatang ?? link.minAmountSatang ?? 1));
  return isFull ? 'USED_UP' : 'ACTIVE';
};

const THAI_ZERO = '๐'.codePointAt(0) ?? 0;
/** What a payer types, in satang: Thai digits, a baht sign and thousands' commas are understood, nothing is rounded. Undefined for anything else. */
export const satangOfTyped = (text: string): number | undefined => {
  const plain = text.normalize('NFKC').replaceAll(/[๐-๙]/g, (digit) => String((digit.codePointAt(0) ?? 0) - THAI_ZERO)).replaceAll(/[฿\s]|บาท|baht|thb/gi, '');
  if (!/^(\d{1,3}(,\d{3})+|\d+)(\.\d{0,2})?$/.test(plain)) return undefined;
  return satangFromBaht(plain.replaceAll(',', '').replace(/\.$/, ''));
};
