import { Refusal } from '@paygate/contract/errors';
import { bahtFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { LinkPageView } from '@paygate/contract/reusable-links';
import { isUuid } from '@paygate/contract/scalars';
import { single } from '../db/statement.ts';
import { findMerchant } from '../merchants/merchants.sql.ts';
import { storePayment } from '../payments/create-payment.ts';
import { draftPayment } from '../payments/payment-draft.ts';
import type { Platform } from '../platform.ts';
import { leftSatangOf, linkStatusOf, satangOfTyped } from './reusable-links.rules.ts';
import { findLinkLimits, insertLinkUse, lockLink, type LinkSeen } from './reusable-links.sql.ts';

const find = async ({ database }: Platform, id: string): Promise<LinkSeen | undefined> => (isUuid(id) ? (await database.query(findLinkLimits, [id]))[0] : undefined);

/** What may be paid now: the link's own bounds within the platform's, and never more than is left of its total. */
const boundsOf = async (platform: Platform, link: LinkSeen): Promise<{ readonly minAmountSatang: number; readonly maxAmountSatang: number }> => {
  const { minPaymentSatang, maxPaymentSatang } = await platform.settings();
  const left = leftSatangOf(link);
  return { minAmountSatang: Math.max(link.minAmountSatang ?? 0, minPaymentSatang), maxAmountSatang: Math.min(link.maxAmountSatang ?? maxPaymentSatang, maxPaymentSatang, left ?? maxPaymentSatang) };
};

/** Everything the link's public page shows; nothing of how often it was used or what is left. Undefined when there is no such link. */
export const readLinkView = async (platform: Platform, id: string): Promise<LinkPageView | undefined> => {
  const link = await find(platform, id);
  if (!link) return undefined;
  const merchant = single(await platform.database.query(findMerchant, [link.merchantId]), 'merchant of a link');
  return {
    id: link.id, isTest: link.mode === 'test', merchantName: merchant.businessName, title: link.title, description: link.description, amountSatang: link.amountSatang, ...(await boundsOf(platform, link)),
    status: merchant.status === 'ACTIVE' ? linkStatusOf(link) : 'DISABLED',
  };
};

const amountOf = async (platform: Platform, link: LinkSeen, typed: string): Promise<number> => {
  if (link.amountSatang !== null) return link.amountSatang;
  const amountSatang = satangOfTyped(typed);
  if (amountSatang === undefined) throw new Refusal('INVALID_AMOUNT');
  const { minAmountSatang, maxAmountSatang } = await boundsOf(platform, link);
  if (amountSatang < minAmountSatang) throw new Refusal('AMOUNT_BELOW_MINIMUM', { min: bahtTrimmedFromSatang(minAmountSatang) });
  if (amountSatang > maxAmountSatang) throw new Refusal('AMOUNT_ABOVE_MAXIMUM', { max: bahtTrimmedFromSatang(maxAmountSatang) });
  return amountSatang;
};

/**
 * Makes a payment through a link and answers its id. Uses of one link are counted one after the other, so its limits hold however many press at
 * once; a payment that runs out unpaid gives its place back. `typed` is what the payer wrote, and counts only where the link has no amount.
 * Refuses LINK_NOT_FOUND (none, or it makes no payments now), INVALID_AMOUNT, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM and what `draftPayment` and
 * `storePayment` refuse.
 */
export const useLink = async (platform: Platform, id: string, typed: string): Promise<string> => {
  const link = await find(platform, id);
  if (!link || linkStatusOf(link) !== 'ACTIVE') throw new Refusal('LINK_NOT_FOUND');
  const amountSatang = await amountOf(platform, link, typed);
  const merchant = single(await platform.database.query(findMerchant, [link.merchantId]), 'merchant of a link');
  const wish = { amount: bahtFromSatang(amountSatang), description: link.title, expiryMinutes: link.paymentMinutes };
  const drafted = await draftPayment(platform, { merchant, mode: link.mode, source: 'REUSABLE_LINK' }, wish);
  return platform.database.transaction(async (transaction) => {
    await transaction.query(lockLink, [link.id]);
    const now = single(await transaction.query(findLinkLimits, [link.id]), 'link');
    const left = leftSatangOf(now);
    if (linkStatusOf(now) !== 'ACTIVE') throw new Refusal('LINK_NOT_FOUND');
    if (left !== null && amountSatang > left) throw new Refusal('AMOUNT_ABOVE_MAXIMUM', { max: bahtTrimmedFromSatang(left) });
    const payment = await storePayment({ platform, transaction }, drafted);
    await transaction.query(insertLinkUse, [payment.id, link.id]);
    return payment.id;
  }, { whose: merchant.id });
};
