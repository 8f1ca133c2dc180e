import { defineEntity } from '@mikro-orm/postgresql';
import type { RefundStatus } from '@paygate/contract/refunds';
import { column, type RowOf } from '../db/entity.ts';

/** Money of a payment on its way back to the payer, carried by a payout of purpose REFUND. */
export const RefundEntity = defineEntity({
  name: 'Refund', tableName: 'refund',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    paymentId: column.uuid(),
    payoutId: column.uuid(),
    amountSatang: column.satang(),
    reason: column.text().nullable(),
    status: column.text().$type<RefundStatus>(),
    statusReason: column.text().nullable(),
    completedAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type RefundRow = RowOf<typeof RefundEntity>;

/** Of a payment's amount: `claimedSatang` is on its way back or there, `refundedSatang` is there. A CHECK keeps both within the amount. */
export const RefundedPaymentEntity = defineEntity({
  name: 'RefundedPayment', tableName: 'refunded_payment',
  properties: {
    paymentId: column.uuid().primary(),
    amountSatang: column.satang(),
    claimedSatang: column.satang(),
    refundedSatang: column.satang(),
    updatedAt: column.instant(),
  },
});
export type RefundedPaymentRow = RowOf<typeof RefundedPaymentEntity>;
