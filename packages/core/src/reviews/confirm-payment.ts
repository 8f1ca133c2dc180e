import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { reviewActOperations } from '@paygate/contract/review-acts';
import { isUuid } from '@paygate/contract/scalars';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import type { Transaction } from '../db/statement.ts';
import type { MovedPayment, PaymentRow } from '../payments/payment.entity.ts';
import { viewProposal } from './review.view.ts';
import { insertConfirmation, lockPaymentsByIds, pendingForPayment } from './reviews.sql.ts';
import { propose } from './second-person.ts';
import { payByHand } from './spend-credit.ts';

type Confirm = (typeof reviewActOperations)['confirmPayment'];
type Ctx = WriteCtx<SessionCaller>;

/** The payment, taken until the transaction ends. Refuses TRANSACTION_NOT_FOUND, PAYMENT_NOT_PAYABLE. */
export const takeUnpaid = async (transaction: Transaction, id: string): Promise<PaymentRow> => {
  const [payment] = isUuid(id) ? await transaction.query(lockPaymentsByIds, [[id]]) : [];
  if (!payment) throw new Refusal('TRANSACTION_NOT_FOUND');
  if (payment.status !== 'PENDING' && payment.status !== 'EXPIRED') throw new Refusal('PAYMENT_NOT_PAYABLE', { status: payment.status, paymentId: payment.id });
  return payment;
};

/** Pays a taken payment out of an adjustment of the platform's own, which its credit makes up for when it is found. */
export const performConfirm = async (ctx: Ctx, payment: PaymentRow, { reason }: Omit<Input<Confirm>, 'id'>): Promise<MovedPayment> => {
  const [paid] = await payByHand(ctx, [{ payment, usedSatang: payment.amountSatang, isCovered: false }], { source: { accountKind: 'ADJUSTMENT', ownerId: null }, by: 'admin' });
  await ctx.sql.query(insertConfirmation, [payment.id, reason, payment.amountSatang, ctx.caller.memberId]);
  await recordAudit(ctx.sql, {
    actor: actorOf(ctx.caller), action: 'payment.confirm', objectKind: 'payment', objectId: payment.id, details: { reason, amountSatang: payment.amountSatang, merchantId: payment.merchantId, mode: payment.mode, was: payment.status },
  });
  return paid!;
};

const view = (row: MovedPayment): Answer<Confirm>['payment'] => ({
  id: row.id, orderId: row.orderId, status: row.status, amount: bahtTrimmedFromSatang(row.amountSatang), fee: bahtTrimmedFromSatang(row.feeSatang),
  netAmount: bahtTrimmedFromSatang(row.amountSatang - row.feeSatang), late: row.isLate, paidAt: row.paidAt,
});

/**
 * Marks a payment as paid on an admin's word (decisions D1), or proposes it above the limit. Whoever comes second, admin, match or expiry, finds it decided.
 * Refuses TRANSACTION_NOT_FOUND, PAYMENT_NOT_PAYABLE, CREDIT_PROPOSAL_PENDING.
 */
export const confirmPayment = async (ctx: Ctx, { id, reason }: Input<Confirm>): Promise<Answer<Confirm>> => {
  const payment = await takeUnpaid(ctx.sql, id);
  const [waiting] = await ctx.sql.query(pendingForPayment, [payment.id]);
  if (waiting) throw new Refusal('CREDIT_PROPOSAL_PENDING', { by: `${waiting.proposerName} <${waiting.proposerEmail}>`, proposalId: waiting.id });
  const { reviewCheckAboveSatang } = await ctx.platform.settings();
  if (payment.amountSatang > reviewCheckAboveSatang) {
    const proposal = await propose(ctx, { act: 'confirm', creditId: null, paymentId: payment.id, amountSatang: payment.amountSatang, input: { reason } });
    return { success: true, outcome: 'PROPOSED', payment: view(payment), proposal: viewProposal(proposal) };
  }
  return { success: true, outcome: 'DONE', payment: view(await performConfirm(ctx, payment, { reason })), proposal: null };
};
