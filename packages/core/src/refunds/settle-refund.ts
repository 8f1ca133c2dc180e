import { bahtFromSatang } from '@paygate/contract/money';
import { refundMoves } from '@paygate/contract/refunds';
import { single, type Transaction } from '../db/statement.ts';
import type { PaymentRow } from '../payments/payment.entity.ts';
import type { PayoutRow } from '../payouts/payout.entity.ts';
import type { Platform } from '../platform.ts';
import { recordEvents, type NewEvent } from '../webhooks/record-events.ts';
import type { RefundedPaymentRow, RefundRow } from './refund.entity.ts';
import { countRefund, followRefunds, moveRefund } from './refunds.sql.ts';

const moveNames: Readonly<Partial<Record<PayoutRow['status'], keyof typeof refundMoves>>> = { SUCCESS: 'succeed', FAILED: 'fail', CANCELLED: 'fail', REVERSED: 'reverse' };
/** Per satang of the refund: what each move changes of what is claimed and of what has arrived. */
const effects = { succeed: { claimed: 0, refunded: 1 }, fail: { claimed: -1, refunded: 0 }, reverse: { claimed: -1, refunded: -1 } } as const;

const eventOf = (refund: RefundRow, payment: PaymentRow, { refundedSatang }: RefundedPaymentRow): NewEvent => {
  const { merchantId, mode, id: objectId } = refund;
  const common = (type: string) => ({
    id: payment.id, transactionId: payment.id, refundId: refund.id, orderId: payment.orderId, amount: bahtFromSatang(payment.amountSatang),
    refundAmount: bahtFromSatang(refund.amountSatang), refundedTotal: bahtFromSatang(refundedSatang), reason: refund.reason,
    idempotencyKey: `${type}:${refund.id}`, idempotency_key: `${type}:${refund.id}`, metadata: payment.metadata,
  });
  const { status } = payment;
  if (status !== 'PAID' && status !== 'PARTIALLY_REFUNDED' && status !== 'REFUNDED') throw new Error(`payment ${payment.id} is ${status} after a refund`);
  if (refund.status === 'SUCCESS' && status !== 'PAID') {
    return { merchantId, mode, objectId, type: 'payment.refunded', data: { ...common('payment.refunded'), status, refundedAt: refund.completedAt ?? refund.updatedAt } };
  }
  return { merchantId, mode, objectId, type: 'payment.refund_failed', data: { ...common('payment.refund_failed'), status, errorMessage: refund.statusReason ?? refund.status } };
};

/**
 * A refund ends as its payout does: refund, totals, payment and event move with it, in its transaction and under the balance
 * lock that its posting took. Nothing while the payout is under way.
 */
export const settleRefund = async (transaction: Transaction, platform: Pick<Platform, 'queue' | 'bell'>, payout: PayoutRow): Promise<void> => {
  const name = moveNames[payout.status];
  if (!name) return;
  const { from, to } = refundMoves[name];
  const refund = single(await transaction.query(moveRefund, [payout.id, from, to, payout.statusReason]), 'refund of the payout');
  const { claimed, refunded } = effects[name];
  const total = single(await transaction.query(countRefund, [refund.paymentId, claimed * refund.amountSatang, refunded * refund.amountSatang]), 'refunded payment');
  const payment = single(await transaction.query(followRefunds, [refund.paymentId, total.refundedSatang]), 'payment of the refund');
  await recordEvents(transaction, platform, [eventOf(refund, payment, total)]);
};
