import * as z from 'zod';
import { webhookEvent } from './kernel.ts';
import { PaymentStatus } from './payments.ts';
import { BahtOut, Instant, Uuid } from './scalars.ts';

const transactionId = '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21';
const creditId = '019aa3f0-6666-7c11-9d6e-3f2b8a6c4d21';

const data = z.object({
  id: Uuid, transactionId: Uuid, creditId: Uuid, orderId: z.string().nullable(), status: PaymentStatus.meta({ description: 'The payment’s status now' }),
  amount: BahtOut.meta({ description: 'What the payment asked for' }), receivedAmount: BahtOut.meta({ description: 'What arrived' }),
  heldAmount: BahtOut.meta({ description: 'What of it waits for a decision: it is neither yours nor the payer’s yet' }),
  outcome: z.enum(['ACCEPTED', 'IN_REVIEW']).meta({ description: 'ACCEPTED: it paid the payment, by your policy. IN_REVIEW: a person decides' }),
  receivedAt: Instant, idempotencyKey: z.string(), idempotency_key: z.string(), metadata: z.record(z.string(), z.unknown()).nullable(),
}).meta({ id: 'InexactPaymentData' });
const example = (type: string, more: object) => ({
  id: transactionId, transactionId, creditId, orderId: 'ORD-10001', status: 'PENDING', amount: 100, receivedAmount: 100, heldAmount: 100, outcome: 'IN_REVIEW',
  receivedAt: '2026-03-05T08:02:10.000Z', idempotencyKey: `${type}:${creditId}`, idempotency_key: `${type}:${creditId}`, metadata: { customerId: 'u_123' }, ...more,
});

/** Money that came for a payment and was not exact. Several credits are several events: their keys name the credit. */
export const inexactEvents = {
  'payment.underpaid': webhookEvent({
    type: 'payment.underpaid', summary: { en: 'Less arrived than a payment asked for', th: 'เมื่อยอดที่โอนมาน้อยกว่าที่เรียกเก็บ' },
    data, example: example('payment.underpaid', { receivedAmount: 99.5, heldAmount: 99.5 }),
  }),
  'payment.overpaid': webhookEvent({
    type: 'payment.overpaid', summary: { en: 'More arrived than a payment asked for', th: 'เมื่อยอดที่โอนมามากกว่าที่เรียกเก็บ' },
    data, example: example('payment.overpaid', { status: 'PAID', receivedAmount: 120, heldAmount: 20, outcome: 'ACCEPTED' }),
  }),
  'payment.duplicate_payment': webhookEvent({
    type: 'payment.duplicate_payment', summary: { en: 'A payment that was paid was paid again', th: 'เมื่อมีการโอนซ้ำสำหรับรายการที่ชำระแล้ว' },
    data, example: example('payment.duplicate_payment', { status: 'PAID' }),
  }),
  'payment.paid_after_cancel': webhookEvent({
    type: 'payment.paid_after_cancel', summary: { en: 'Money came for a payment that was cancelled or had failed', th: 'เมื่อมีเงินเข้าสำหรับรายการที่ยกเลิกหรือล้มเหลวแล้ว' },
    data, example: example('payment.paid_after_cancel', { status: 'CANCELLED' }),
  }),
  'payment.paid_after_expiry': webhookEvent({
    type: 'payment.paid_after_expiry', summary: { en: 'Money came for an expired payment, too late to pay it without a person', th: 'เมื่อมีเงินเข้าสำหรับรายการที่หมดอายุ ซึ่งต้องให้เจ้าหน้าที่ตัดสิน' },
    data, example: example('payment.paid_after_expiry', { status: 'EXPIRED' }),
  }),
};
