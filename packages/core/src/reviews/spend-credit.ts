import { Refusal } from '@paygate/contract/errors';
import { bahtTrimmedFromSatang, feeHalfUpSatang } from '@paygate/contract/money';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { markPaid } from '../credits/credits.sql.ts';
import { markPaidShort, ownTerms } from '../credits/inexact.sql.ts';
import { single, type Transaction } from '../db/statement.ts';
import { coverPosting, paymentPosting, type PaymentSource } from '../ledger/ledger.rules.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import { ringPaymentsChanged } from '../payments/payment-bell.ts';
import { confirmedByHand } from '../payments/payment-events.ts';
import { PLATFORM_OWNER, type MovedPayment, type PaymentRow } from '../payments/payment.entity.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import { coverConfirmations, insertShares, lockPaymentsByIds, lockUncovered, useCredit, type ReviewRow } from './reviews.sql.ts';

/** A payment and what of the credit it gets. `isCovered`: an admin vouched for it before, and this is its money. */
export interface Use { readonly payment: PaymentRow; readonly usedSatang: number; readonly isCovered: boolean }

const needFit = (review: ReviewRow, payment: PaymentRow): void => {
  if (payment.mode !== review.mode) throw new Refusal('CREDIT_PAYMENT_MISMATCH', { what: 'mode' });
  if (payment.receivingOwnerId !== (review.ownerMerchantId ?? PLATFORM_OWNER)) throw new Refusal('CREDIT_PAYMENT_MISMATCH', { what: 'account' });
};

/**
 * Payments of any merchant that this credit may pay, taken until the transaction ends, in the order asked for. One that an admin confirmed without money
 * may be paid as well. Refuses TRANSACTION_NOT_FOUND, CREDIT_PAYMENT_MISMATCH (another mode, or another receiver), PAYMENT_NOT_PAYABLE.
 */
export const takePayments = async (transaction: Transaction, review: ReviewRow, paymentIds: readonly string[]): Promise<readonly Omit<Use, 'usedSatang'>[]> => {
  const found = new Map((await transaction.query(lockPaymentsByIds, [paymentIds])).map((payment) => [payment.id, payment]));
  const vouched = new Set((await transaction.query(lockUncovered, [paymentIds])).map(({ paymentId }) => paymentId));
  return paymentIds.map((id) => {
    const payment = found.get(id.toLowerCase());
    if (!payment) throw new Refusal('TRANSACTION_NOT_FOUND');
    needFit(review, payment);
    const isCovered = vouched.has(payment.id);
    if (!isCovered && payment.status !== 'PENDING' && payment.status !== 'EXPIRED') throw new Refusal('PAYMENT_NOT_PAYABLE', { status: payment.status, paymentId: payment.id });
    return { payment, isCovered };
  });
};

/** The fee of a payment that gets less than it asked for: today's rate on what it gets. Refuses CREDIT_NOT_ENOUGH where that is not even the fee. */
const shortFee = async (transaction: Transaction, { payment, usedSatang }: Use): Promise<number> => {
  const feeSatang = feeHalfUpSatang(usedSatang, single(await transaction.query(ownTerms, [[payment.merchantId]]), 'merchant'));
  if (feeSatang > usedSatang) throw new Refusal('CREDIT_NOT_ENOUGH', { left: bahtTrimmedFromSatang(usedSatang), needed: bahtTrimmedFromSatang(feeSatang) });
  return feeSatang;
};

/** Marks payments as paid, each with what it gets. They are taken and payable. */
const pay = async (transaction: Transaction, uses: readonly Use[]): Promise<readonly MovedPayment[]> => {
  const exact = uses.filter(({ payment, usedSatang }) => usedSatang === payment.amountSatang);
  const short: { readonly id: string; readonly amountSatang: number; readonly feeSatang: number }[] = [];
  for (const use of uses) if (!exact.includes(use)) short.push({ id: use.payment.id, amountSatang: use.usedSatang, feeSatang: await shortFee(transaction, use) });
  const paid = [
    ...(await transaction.query(markPaid, [exact.map(({ payment }) => payment.id)])),
    ...(short.length === 0 ? [] : await transaction.query(markPaidShort, [JSON.stringify(short)])),
  ];
  if (paid.length !== uses.length) throw new Error(`${uses.length - paid.length} payments moved while they were held`);
  return paid;
};

/** Marks payments as paid by a person's word and tells their merchants; the money comes from `source`. */
export const payByHand = async ({ sql, platform }: Pick<WriteCtx<SessionCaller>, 'sql' | 'platform'>, uses: readonly Use[], told: { readonly source: PaymentSource; readonly by: 'review' | 'admin' }): Promise<readonly MovedPayment[]> => {
  const paid = await pay(sql, uses);
  await postLedger(sql, paid.map((payment) => paymentPosting(payment, told.source)));
  await recordEvents(sql, platform, paid.map((payment) => confirmedByHand(payment, told.by)));
  ringPaymentsChanged(sql, platform);
  return paid;
};

/**
 * Gives parts of an open credit to payments, as a match would have: status, fee, ledger and events. On the platform's account what is left stays in suspense;
 * on a merchant's own nothing is left for anybody here. The credit and the payments must have been taken by this transaction.
 */
export const spendCredit = async (ctx: WriteCtx<SessionCaller>, review: ReviewRow, uses: readonly Use[]): Promise<void> => {
  const { sql } = ctx;
  const [toPay, covered] = [uses.filter(({ isCovered }) => !isCovered), uses.filter(({ isCovered }) => isCovered)];
  if (toPay.length > 0) await payByHand(ctx, toPay, { source: { accountKind: 'SUSPENSE', ownerId: review.receivingAccountId }, by: 'review' });
  if (covered.length > 0) {
    await sql.query(coverConfirmations, [covered.map(({ payment }) => payment.id), review.id]);
    const posted = covered.filter(({ payment }) => payment.qrMode === 'CENTRAL').map(({ payment, usedSatang }) => coverPosting({ id: payment.id, mode: review.mode, amountSatang: usedSatang, receivingAccountId: review.receivingAccountId }));
    await postLedger(sql, posted);
  }
  await sql.query(insertShares, [JSON.stringify(uses.map(({ payment, usedSatang }) => ({ paymentId: payment.id, creditId: review.id, amountSatang: usedSatang })))]);
  const usedSatang = uses.reduce((sum, use) => sum + use.usedSatang, 0);
  const only = uses.length === 1 ? uses[0]?.payment : undefined;
  single(await sql.query(useCredit, [review.id, usedSatang, 'ACCEPTED', only?.id ?? null, only?.amountSatang ?? null, !review.isHeld]), 'open credit');
};
