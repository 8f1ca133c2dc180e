import type { inexactEvents } from '@paygate/contract/inexact-events';
import type { Inexact } from '@paygate/contract/inexact';
import { bahtFromSatang } from '@paygate/contract/money';
import type { PaymentRow } from '../payments/payment.entity.ts';
import type { NewEvent } from '../webhooks/record-events.ts';
import type { CreditReviewRow } from './credit-review.entity.ts';

const types: Readonly<Partial<Record<Inexact, keyof typeof inexactEvents>>> = {
  UNDERPAID: 'payment.underpaid', OVERPAID: 'payment.overpaid', DUPLICATE_PAYMENT: 'payment.duplicate_payment', PAID_AFTER_CANCEL: 'payment.paid_after_cancel',
  PAID_AFTER_GRACE: 'payment.paid_after_expiry', LATE: 'payment.paid_after_expiry',
};
type Told = Pick<CreditReviewRow, 'creditId' | 'inexact' | 'askedSatang' | 'amountSatang' | 'leftSatang'>;

/** What a merchant hears of money that named its payment and was not exact: once for each credit. */
export const inexactEvent = ({ creditId, inexact, askedSatang, amountSatang, leftSatang }: Told, payment: PaymentRow, receivedAt: string): readonly NewEvent[] => {
  const type = types[inexact];
  if (!type) return [];
  const { id, merchantId, mode, orderId, status, metadata } = payment;
  const key = `${type}:${creditId}`;
  return [{
    merchantId, mode, type, objectId: creditId,
    data: {
      id, transactionId: id, creditId, orderId, status, amount: bahtFromSatang(askedSatang ?? payment.amountSatang), receivedAmount: bahtFromSatang(amountSatang),
      heldAmount: bahtFromSatang(leftSatang), outcome: leftSatang === amountSatang ? 'IN_REVIEW' : 'ACCEPTED', receivedAt, idempotencyKey: key, idempotency_key: key, metadata,
    },
  }];
};
