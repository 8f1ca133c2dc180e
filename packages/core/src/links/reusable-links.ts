import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang, satangFromBaht } from '@paygate/contract/money';
import { EXPIRY_MINUTES_DEFAULT } from '@paygate/contract/payments';
import type { ReusableLink, reusableLinkOperations } from '@paygate/contract/reusable-links';
import { isUuid } from '@paygate/contract/scalars';
import { newId } from '../ids.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import type { Config } from '../config.ts';
import { single } from '../db/statement.ts';
import { findPage, prepared } from '../numbered-page.ts';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import { linkMerchantOf } from './links.rules.ts';
import { linkStatusOf } from './reusable-links.rules.ts';
import { countLinks, disableLink, findLink, insertLink, listLinks, type LinkSeen } from './reusable-links.sql.ts';

type Create = (typeof reusableLinkOperations)['create'];
type List = (typeof reusableLinkOperations)['list'];
type Disable = (typeof reusableLinkOperations)['disable'];

const bahtOrNull = (satang: number | null): string | null => (satang === null ? null : bahtTrimmedFromSatang(satang));
const viewLink = (link: LinkSeen, { checkoutBaseUrl }: Pick<Config, 'checkoutBaseUrl'>): ReusableLink => ({
  id: link.id, mode: link.mode, title: link.title, description: link.description, status: linkStatusOf(link), url: `${checkoutBaseUrl}/l/${link.id}`,
  amount: bahtOrNull(link.amountSatang), minAmount: bahtOrNull(link.minAmountSatang), maxAmount: bahtOrNull(link.maxAmountSatang), maxUses: link.usesMax, maxTotal: bahtOrNull(link.totalMaxSatang),
  paymentMinutes: link.paymentMinutes, expiresAt: link.expiresAt, disabledAt: link.disabledAt, createdAt: link.createdAt,
  uses: { paid: link.paidCount, pending: link.pendingCount, paidAmount: bahtTrimmedFromSatang(link.paidSatang) },
});

const unfit = (reason: string, reasonTh: string) => new Refusal('LINK_BOUNDS_INVALID', { reason, reasonTh });
const satangOf = (baht: number | null | undefined): number | null => (typeof baht === 'number' ? (satangFromBaht(baht) ?? null) : null);

/** The amounts of a link, each within what a payment may have and in order. Refuses LINK_BOUNDS_INVALID. */
const amountsOf = ({ amount, minAmount, maxAmount, maxTotal }: Input<Create>, { minPaymentSatang, maxPaymentSatang }: PlatformSettings) => {
  const [amountSatang, minAmountSatang, maxAmountSatang, totalMaxSatang] = [amount, minAmount, maxAmount, maxTotal].map(satangOf) as [number | null, number | null, number | null, number | null];
  if (amountSatang !== null && (minAmountSatang ?? maxAmountSatang) !== null) throw unfit('send either amount, or minAmount and maxAmount.', 'ส่ง amount หรือ minAmount กับ maxAmount อย่างใดอย่างหนึ่ง');
  const [min, max] = [bahtTrimmedFromSatang(minPaymentSatang), bahtTrimmedFromSatang(maxPaymentSatang)];
  for (const satang of [amountSatang, minAmountSatang, maxAmountSatang]) {
    if (satang !== null && (satang < minPaymentSatang || satang > maxPaymentSatang)) throw unfit(`a payment has ${min} to ${max} baht.`, `รายการหนึ่งมียอด ${min} ถึง ${max} บาท`);
  }
  if (minAmountSatang !== null && maxAmountSatang !== null && minAmountSatang > maxAmountSatang) throw unfit('maxAmount is below minAmount.', 'maxAmount ต่ำกว่า minAmount');
  if (totalMaxSatang !== null && totalMaxSatang < (amountSatang ?? minAmountSatang ?? minPaymentSatang)) throw unfit('maxTotal does not cover one payment.', 'maxTotal ไม่พอสำหรับหนึ่งรายการ');
  return { amountSatang, minAmountSatang, maxAmountSatang, totalMaxSatang };
};

/**
 * Makes a page of the merchant where anybody can make payments. Live unless the mode says otherwise. Refuses FORBIDDEN without a merchant,
 * MERCHANT_NOT_ACTIVE, LINK_BOUNDS_INVALID. Amounts in baht.
 */
export const createReusableLink = async ({ sql, caller, platform }: WriteCtx<SessionCaller>, wish: Input<Create>): Promise<Answer<Create>> => {
  const merchant = linkMerchantOf(caller);
  if (merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  const amounts = amountsOf(wish, await platform.settings());
  const id = newId();
  const row = {
    id, merchantId: merchant.id, mode: wish.mode ?? 'live', title: wish.title, description: wish.description ?? null, ...amounts, usesMax: wish.maxUses ?? null, expiresAt: wish.expiresAt ?? null,
    paymentMinutes: wish.paymentMinutes ?? EXPIRY_MINUTES_DEFAULT,
  };
  await sql.query(insertLink, [JSON.stringify(row)]);
  const link = single(await sql.query(findLink, [id]), 'link');
  if (link.isExpired) throw unfit('expiresAt is over.', 'expiresAt ผ่านไปแล้ว');
  return { success: true, link: viewLink(link, platform.config) };
};

/** The merchant's reusable links of one mode (live unless said otherwise) with their uses, newest first. Refuses FORBIDDEN without a merchant. */
export const listReusableLinks = async ({ sql, caller, platform }: Ctx<SessionCaller>, { mode = 'live', ...page }: Input<List>): Promise<Answer<List>> => {
  const merchant = linkMerchantOf(caller);
  const { rows, pagination } = await findPage(sql, page, prepared(listLinks, countLinks, [merchant.id, mode]));
  return { links: rows.map((link) => viewLink(link, platform.config)), pagination };
};

/** Switches the merchant's own link off; safe to repeat. What it has made can still be paid. Refuses FORBIDDEN without a merchant, LINK_NOT_FOUND. */
export const disableReusableLink = async ({ sql, caller, platform }: WriteCtx<SessionCaller>, { id }: Input<Disable>): Promise<Answer<Disable>> => {
  const [disabled] = isUuid(id) ? await sql.query(disableLink, [id, linkMerchantOf(caller).id]) : [];
  if (!disabled) throw new Refusal('LINK_NOT_FOUND');
  return { success: true, link: viewLink(single(await sql.query(findLink, [disabled.id]), 'link'), platform.config) };
};
