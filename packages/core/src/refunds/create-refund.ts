import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang, bahtTrimmedFromSatang, satangFromBaht } from '@paygate/contract/money';
import { refundableStatuses, type refundOperations } from '@paygate/contract/refunds';
import { isUuid } from '@paygate/contract/scalars';
import { newId } from '../ids.ts';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { lockBalances } from '../ledger/ledger.sql.ts';
import type { PaymentRow } from '../payments/payment.entity.ts';
import { senderOf } from '../payments/sender.rules.ts';
import { draftPayout } from '../payouts/payout-draft.ts';
import type { PayoutRow } from '../payouts/payout.entity.ts';
import { reservePayouts } from '../payouts/reserve-payouts.ts';
import { senderDestination, type RefundDestination } from './refund-destination.rules.ts';
import { viewRefund, viewRefundedPayment } from './refund.view.ts';
import { claimRefund, findRefunded, insertRefund, lockPayment, payerOfPayment, refundsOfPayment } from './refunds.sql.ts';

type Create = (typeof refundOperations)['create'];
type Ctx = WriteCtx<KeyCaller>;

/** The caller's payment, taken after the balance row: settling a payout takes them in that order, so the two never deadlock. */
const takePayment = async ({ sql, caller: { merchant, mode } }: Ctx, id: string): Promise<PaymentRow> => {
  if (!isUuid(id)) throw new Refusal('TRANSACTION_NOT_FOUND');
  await sql.query(lockBalances, [[merchant.id], [mode]]);
  const [payment] = await sql.query(lockPayment, [id, merchant.id, mode]);
  if (!payment) throw new Refusal('TRANSACTION_NOT_FOUND');
  if (payment.qrMode === 'DIRECT') throw new Refusal('PAYMENT_MONEY_NOT_HELD');
  if (!refundableStatuses.some((status) => status === payment.status)) throw new Refusal('PAYMENT_NOT_REFUNDABLE', { status: payment.status });
  return payment;
};

/** All that is left unless less is asked for. */
const amountOf = async ({ sql }: Ctx, payment: PaymentRow, amount: number | null | undefined): Promise<number> => {
  const [total] = await sql.query(findRefunded, [payment.id]);
  const leftSatang = payment.amountSatang - (total?.claimedSatang ?? 0);
  const wanted = amount === null || amount === undefined ? leftSatang : satangFromBaht(amount);
  if (wanted === undefined) throw new Refusal('VALIDATION_ERROR', { issues: [{ field: 'amount', en: 'must be baht with at most 2 decimals', th: 'ต้องเป็นบาท ทศนิยมไม่เกิน 2 ตำแหน่ง' }] });
  if (wanted > leftSatang || leftSatang === 0) throw new Refusal('REFUND_EXCEEDS_PAYMENT', { refundable: bahtTrimmedFromSatang(leftSatang) });
  return wanted;
};

/** To the sender, and to nobody else where the sender is known: a refund is no way to pay a third party. */
const destinationOf = async ({ sql }: Ctx, payment: PaymentRow, sent: Input<Create>['destination']): Promise<RefundDestination & { readonly bankName?: string | null | undefined }> => {
  const [credit] = await sql.query(payerOfPayment, [payment.id]);
  const sender = senderDestination({ credit, announced: { senderAccount: payment.senderAccount, senderBankCode: payment.senderBankCode, memberName: senderOf(payment.metadata).memberName } });
  if (sender && sent) throw new Refusal('VALIDATION_ERROR', { issues: [{ field: 'destination', en: 'is only for payments whose sender is not known; this one is', th: 'ใช้เฉพาะรายการที่ไม่ทราบผู้โอน รายการนี้ทราบแล้ว' }] });
  const destination = sender ?? sent;
  if (!destination) throw new Refusal('REFUND_DESTINATION_REQUIRED');
  return destination;
};

/** The payer gets the whole amount, so the payout's fee is the merchant's whatever its terms say; its minimum and daily limit are for orders. */
const carry = async ({ sql, platform, caller: { merchant, mode }, idempotencyKey }: Ctx, refund: { readonly id: string; readonly paymentId: string; readonly amountSatang: number }, destination: RefundDestination): Promise<PayoutRow> => {
  const terms = { ...(await platform.payoutTerms(merchant.id)), minSatang: 1, feeBearer: 'merchant' } as const;
  const wish = { amount: bahtFromSatang(refund.amountSatang), destination, metadata: { refundId: refund.id, paymentId: refund.paymentId } };
  const drafted = draftPayout(wish, { merchantId: merchant.id, mode, purpose: 'REFUND', idempotencyKey: idempotencyKey ?? null, terms });
  if (!drafted.ok) throw new Refusal(drafted.rejected.code, drafted.rejected.details);
  const [reserved] = await reservePayouts(sql, platform, { merchantId: merchant.id, mode, dailyLimitSatang: null, isAtomic: true, drafts: [drafted.draft] });
  if (!reserved?.ok) throw new Refusal(reserved!.rejected.code, reserved!.rejected.details);
  return reserved.payout;
};

/**
 * Sends money of a paid payment back to its sender, out of the merchant's balance; the collection fee is not returned. The
 * payment's status follows when the payer has the money, and a refund that fails frees its amount. However many run at once,
 * never more than the payment's amount is on its way. Refuses TRANSACTION_NOT_FOUND, PAYMENT_NOT_REFUNDABLE, PAYMENT_MONEY_NOT_HELD,
 * REFUND_EXCEEDS_PAYMENT, REFUND_DESTINATION_REQUIRED, VALIDATION_ERROR, INSUFFICIENT_BALANCE, PAYOUT_LIMIT_EXCEEDED, MERCHANT_NOT_ACTIVE.
 */
export const createRefund = async (ctx: Ctx, { id: paymentId, amount, reason, destination: sent }: Input<Create>): Promise<Answer<Create>> => {
  const { sql, caller: { merchant, mode } } = ctx;
  if (merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  const payment = await takePayment(ctx, paymentId);
  const amountSatang = await amountOf(ctx, payment, amount);
  const destination = await destinationOf(ctx, payment, sent);
  const id = newId();
  const payout = await carry(ctx, { id, paymentId: payment.id, amountSatang }, destination);
  const total = single(await sql.query(claimRefund, [payment.id, payment.amountSatang, amountSatang]), 'refunded payment');
  await sql.query(insertRefund, [id, merchant.id, mode, payment.id, payout.id, amountSatang, reason ?? null]);
  const created = (await sql.query(refundsOfPayment, [payment.id])).find((row) => row.id === id);
  if (!created) throw new Error(`refund ${id} is not there after it was made`);
  return { success: true, object: 'refund', idempotent: false, refund: viewRefund(created), payment: viewRefundedPayment(payment, total) };
};
