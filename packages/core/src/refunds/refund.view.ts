import { bahtCopyFromSatang, bahtFromSatang } from '@paygate/contract/money';
import type { Refund, RefundedPayment } from '@paygate/contract/refunds';
import type { PaymentRow } from '../payments/payment.entity.ts';
import type { RefundedPaymentRow } from './refund.entity.ts';
import type { CarriedRefundRow } from './refunds.sql.ts';

export const viewRefund = (row: CarriedRefundRow): Refund => ({
  object: 'refund',
  id: row.id,
  merchant_id: row.merchantId,
  payment_id: row.paymentId,
  payout_id: row.payoutId,
  amount: bahtFromSatang(row.amountSatang),
  fee_returned: 0,
  payout_fee: bahtFromSatang(row.payoutFeeSatang),
  currency: 'THB',
  destination: { bank_code: row.bankCode, bank_name: row.bankName, account_number: row.accountNumber, account_name: row.accountName },
  status: row.status,
  status_reason: row.statusReason,
  reason: row.reason,
  external_ref: row.externalRef,
  created_at: row.createdAt,
  completed_at: row.completedAt,
  copy: { amount: bahtCopyFromSatang(row.amountSatang), account_number: row.accountNumber },
});

const refundable: readonly PaymentRow['status'][] = ['PAID', 'PARTIALLY_REFUNDED'];
/** What of a payment has gone back and what still may: nothing of one that was never paid or whose money the platform never had. */
export const viewRefundedPayment = ({ id, status, amountSatang, qrMode }: PaymentRow, total: RefundedPaymentRow | undefined): RefundedPayment => ({
  id, status, amount: bahtFromSatang(amountSatang), refunded_amount: bahtFromSatang(total?.refundedSatang ?? 0),
  refundable_amount: refundable.includes(status) && qrMode === 'CENTRAL' ? bahtFromSatang(amountSatang - (total?.claimedSatang ?? 0)) : 0,
});
