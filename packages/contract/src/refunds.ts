import * as z from 'zod';
import { operation } from './kernel.ts';
import { PaymentStatus } from './payments.ts';
import { Destination, PayoutDestination } from './payouts.ts';
import { Baht, BahtOut, Instant, line, PathId, Uuid } from './scalars.ts';

export const RefundStatus = z.enum(['PENDING', 'SUCCESS', 'FAILED', 'REVERSED']);
export type RefundStatus = z.output<typeof RefundStatus>;
interface Move { readonly from: readonly RefundStatus[]; readonly to: RefundStatus }
/** A refund ends as its payout does. FAILED and REVERSED free the amount for another try. */
export const refundMoves = {
  succeed: { from: ['PENDING'], to: 'SUCCESS' },
  fail: { from: ['PENDING'], to: 'FAILED' },
  reverse: { from: ['SUCCESS'], to: 'REVERSED' },
} as const satisfies Record<string, Move>;
/** Where a payment must stand to be refunded; where it then goes depends on what is left of its amount (decisions C9). */
export const refundableStatuses = ['PAID', 'PARTIALLY_REFUNDED'] as const satisfies readonly PaymentStatus[];

const Refund = z
  .object({
    object: z.literal('refund'),
    id: Uuid,
    merchant_id: Uuid,
    payment_id: Uuid,
    payout_id: Uuid,
    amount: BahtOut.meta({ description: 'What the payer gets back, in full' }),
    fee_returned: z.literal(0).meta({ description: 'The collection fee stays with the platform' }),
    payout_fee: BahtOut.meta({ description: 'What sending it costs, on top of the amount, from your balance' }),
    currency: z.literal('THB'),
    destination: Destination,
    status: RefundStatus,
    status_reason: z.string().nullable(),
    reason: z.string().nullable(),
    external_ref: z.string().nullable(),
    created_at: Instant,
    completed_at: Instant.nullable(),
    copy: z.object({ amount: z.string(), account_number: z.string() }),
  })
  .meta({ id: 'Refund', description: 'Money of a payment on its way back to the payer.' });
export type Refund = z.input<typeof Refund>;
const RefundedPayment = z
  .object({
    id: Uuid, status: PaymentStatus, amount: BahtOut,
    refunded_amount: BahtOut.meta({ description: 'Has reached the payer' }), refundable_amount: BahtOut.meta({ description: 'Neither refunded nor on its way' }),
  })
  .meta({ id: 'RefundedPayment' });
export type RefundedPayment = z.input<typeof RefundedPayment>;

const paymentId = '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21';
const refundExample = {
  object: 'refund', id: '019aa3f0-aaaa-7c11-9d6e-3f2b8a6c4d21', merchant_id: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', payment_id: paymentId, payout_id: '019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21',
  amount: 40, fee_returned: 0, payout_fee: 0, currency: 'THB',
  destination: { bank_code: '030', bank_name: 'ธนาคารออมสิน', account_number: '1673585481', account_name: 'นาย ทองดี ใจงาม' },
  status: 'PENDING', status_reason: null, reason: 'One of two items is out of stock', external_ref: null, created_at: '2026-03-06T08:00:00.000Z', completed_at: null,
  copy: { amount: '40.00', account_number: '1673585481' },
} as const;
const ById = z.object({ id: PathId });

export const refundOperations = {
  create: operation({
    id: 'refunds.create', method: 'POST', path: '/api/v1/payment/{id}/refund', surface: 'v1', auth: 'signed', scope: 'payout', rate: 'write', tag: 'Payments',
    idempotency: 'required', invalidCode: 'VALIDATION_ERROR',
    summary: { en: 'Refund a payment, in full or in part', th: 'คืนเงินรายการชำระ ทั้งหมดหรือบางส่วน' },
    description: {
      en: 'Paid to the account the money came from. Without `amount`: all that is left. The collection fee is not returned; the payout’s fee is on top. The payment’s status follows when the payer has the money.',
      th: 'คืนเข้าบัญชีที่โอนเงินมา ไม่ส่ง `amount` คือคืนยอดที่เหลือทั้งหมด ไม่คืนค่าธรรมเนียมรับชำระ และคิดค่าธรรมเนียมโอนเพิ่ม สถานะรายการเปลี่ยนเมื่อผู้จ่ายได้รับเงินแล้ว',
    },
    params: ById,
    body: z.object({
      amount: Baht.nullish(), reason: line(200).nullish(), idempotencyKey: z.string().min(1).max(255).nullish(),
      destination: PayoutDestination.nullish().meta({ description: 'Only where the sender’s account is not known (REFUND_DESTINATION_REQUIRED)' }),
    }).meta({ id: 'CreateRefundRequest' }),
    ok: { status: 201, schema: z.object({ success: z.literal(true), object: z.literal('refund'), idempotent: z.boolean(), refund: Refund, payment: RefundedPayment }).meta({ id: 'CreateRefundAnswer' }) },
    errors: [
      'TRANSACTION_NOT_FOUND', 'PAYMENT_NOT_REFUNDABLE', 'PAYMENT_MONEY_NOT_HELD', 'REFUND_EXCEEDS_PAYMENT', 'REFUND_DESTINATION_REQUIRED', 'VALIDATION_ERROR', 'INSUFFICIENT_BALANCE',
      'PAYOUT_LIMIT_EXCEEDED', 'DUPLICATE_PAYOUT_REQUEST', 'MERCHANT_NOT_ACTIVE',
    ],
    examples: [{
      name: 'A part', params: { id: paymentId }, body: { amount: 40, reason: 'One of two items is out of stock' },
      answer: { success: true, object: 'refund', idempotent: false, refund: refundExample, payment: { id: paymentId, status: 'PAID', amount: 100, refunded_amount: 0, refundable_amount: 60 } },
    }],
  }),
  list: operation({
    id: 'refunds.list', method: 'GET', path: '/api/v1/payment/{id}/refunds', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Payments',
    summary: { en: 'List the refunds of a payment', th: 'ดูรายการคืนเงินของรายการชำระ' },
    params: ById, ok: { status: 200, schema: z.object({ object: z.literal('list'), refunds: z.array(Refund), payment: RefundedPayment }).meta({ id: 'RefundList' }) }, errors: ['TRANSACTION_NOT_FOUND'],
    examples: [{
      name: 'One that arrived', params: { id: paymentId },
      answer: {
        object: 'list', refunds: [{ ...refundExample, status: 'SUCCESS', external_ref: 'SCB202603060001', completed_at: '2026-03-06T08:00:02.000Z' }],
        payment: { id: paymentId, status: 'PARTIALLY_REFUNDED', amount: 100, refunded_amount: 40, refundable_amount: 60 },
      },
    }],
  }),
};
