import * as z from 'zod';
import { inexactEvents } from './inexact-events.ts';
import { webhookEvent } from './kernel.ts';
import { BahtOut, Instant, Uuid } from './scalars.ts';

/** Facts about the payer as the merchant sent them, each under both spellings; absent where the merchant sent none. */
const sender = {
  customerId: z.string().optional(), customer_id: z.string().optional(),
  memberName: z.string().optional(), member_name: z.string().optional(),
  senderAccountNumber: z.string().optional(), sender_account_number: z.string().optional(),
  senderAccountLast4: z.string().optional(), sender_account_last4: z.string().optional(),
  senderBankCode: z.string().optional(), sender_bank_code: z.string().optional(),
};
const common = {
  id: Uuid, transactionId: Uuid, orderId: z.string().nullable(), amount: BahtOut, requestedAmount: BahtOut.optional(), fee: BahtOut, netAmount: BahtOut,
  idempotencyKey: z.string(), idempotency_key: z.string(), ...sender,
  metadata: z.record(z.string(), z.unknown()).nullable(),
};

const ids = { id: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', transactionId: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21' };
const example = (type: string, more: object) => ({
  ...ids, orderId: 'ORD-10001', amount: 100, fee: 2, netAmount: 98, ...more,
  idempotencyKey: `${type}:${ids.id}`, idempotency_key: `${type}:${ids.id}`, customerId: 'u_123', customer_id: 'u_123', metadata: { customerId: 'u_123' },
});

export const paymentEvents = {
  'payment.created': webhookEvent({
    type: 'payment.created', summary: { en: 'A payment was created', th: 'เมื่อสร้างรายการชำระเงินใหม่' },
    data: z.object({ ...common, status: z.literal('PENDING'), createdAt: Instant, expiresAt: Instant }).meta({ id: 'PaymentCreatedData' }),
    example: example('payment.created', { status: 'PENDING', createdAt: '2026-03-05T08:00:00.000Z', expiresAt: '2026-03-05T08:15:00.000Z' }),
  }),
  'payment.success': webhookEvent({
    type: 'payment.success', summary: { en: 'A payment was paid', th: 'เมื่อชำระเงินสำเร็จ' },
    data: z.object({ ...common, status: z.literal('PAID'), paidAt: Instant, late: z.boolean(), confirmedBy: z.enum(['review', 'admin']).optional().meta({ description: 'Only where a person decided: who reviewed its money, or an admin without any' }) }).meta({ id: 'PaymentSuccessData' }),
    example: example('payment.success', { status: 'PAID', paidAt: '2026-03-05T08:02:10.000Z', late: false }),
  }),
  'payment.failed': webhookEvent({
    type: 'payment.failed', summary: { en: 'A payment failed or was cancelled', th: 'เมื่อชำระเงินล้มเหลวหรือถูกยกเลิก' },
    data: z.object({ ...common, status: z.enum(['FAILED', 'CANCELLED']), errorMessage: z.string() }).meta({ id: 'PaymentFailedData' }),
    example: example('payment.failed', { status: 'CANCELLED', errorMessage: 'Cancelled by merchant' }),
  }),
  'payment.expired': webhookEvent({
    type: 'payment.expired', summary: { en: 'A payment expired', th: 'เมื่อรายการหมดอายุ' },
    data: z.object({ ...common, status: z.literal('EXPIRED') }).meta({ id: 'PaymentExpiredData' }),
    example: example('payment.expired', { status: 'EXPIRED' }),
  }),
};

const payoutCommon = {
  id: Uuid, payoutId: Uuid, merchant_ref: z.string(), merchantRef: z.string(), idempotency_key: z.string().nullable(), idempotencyKey: z.string().nullable(),
  amount: BahtOut, external_ref: z.string().nullable(), externalRef: z.string().nullable(),
};
const payoutId = '019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21';
const payoutEventExample = (more: object) => ({
  id: payoutId, payoutId, merchant_ref: 'M01-WD240001', merchantRef: 'M01-WD240001', idempotency_key: 'withdrawal-request:req_123', idempotencyKey: 'withdrawal-request:req_123',
  amount: 100, external_ref: null, externalRef: null, ...more,
});

export const payoutEvents = {
  'payout.success': webhookEvent({
    type: 'payout.success', summary: { en: 'A payout reached the beneficiary', th: 'เมื่อโอนเงินให้ลูกค้าสำเร็จ' },
    data: z.object({ ...payoutCommon, status: z.literal('SUCCESS') }).meta({ id: 'PayoutSuccessData' }),
    example: payoutEventExample({ status: 'SUCCESS', external_ref: 'SCB202603050001', externalRef: 'SCB202603050001' }),
  }),
  'payout.failed': webhookEvent({
    type: 'payout.failed', summary: { en: 'A payout failed or was cancelled', th: 'เมื่อโอนเงินให้ลูกค้าล้มเหลว หรือยกเลิกการถอน' },
    data: z.object({ ...payoutCommon, status: z.enum(['FAILED', 'CANCELLED']), errorMessage: z.string() }).meta({ id: 'PayoutFailedData' }),
    example: payoutEventExample({ status: 'CANCELLED', errorMessage: 'Cancelled by merchant' }),
  }),
  'payout.reversed': webhookEvent({
    type: 'payout.reversed', summary: { en: 'The receiving bank returned a payout', th: 'เมื่อธนาคารปลายทางคืนเงิน' },
    data: z.object({ ...payoutCommon, status: z.literal('REVERSED'), errorMessage: z.string() }).meta({ id: 'PayoutReversedData' }),
    example: payoutEventExample({ status: 'REVERSED', external_ref: 'SCB202603050001', externalRef: 'SCB202603050001', errorMessage: 'AC04: returned by the receiving bank' }),
  }),
};

const settlementCommon = { id: Uuid, settlementId: Uuid, amount: BahtOut, fee: BahtOut, netAmount: BahtOut, note: z.string().nullable() };
const settlementId = '019aa3f0-9999-7c11-9d6e-3f2b8a6c4d21';
const settlementEventExample = (more: object) => ({ id: settlementId, settlementId, amount: 500, fee: 8, netAmount: 492, note: null, ...more });

export const settlementEvents = {
  'settlement.created': webhookEvent({
    type: 'settlement.created', summary: { en: 'A settlement was asked for', th: 'เมื่อสร้างรายการถอนเงิน' },
    data: z.object({ ...settlementCommon, status: z.literal('PENDING'), createdAt: Instant }).meta({ id: 'SettlementCreatedData' }),
    example: settlementEventExample({ status: 'PENDING', createdAt: '2026-03-05T08:40:00.000Z' }),
  }),
  'settlement.completed': webhookEvent({
    type: 'settlement.completed', summary: { en: 'A settlement was paid', th: 'เมื่อถอนเงินสำเร็จ' },
    data: z.object({ ...settlementCommon, status: z.literal('COMPLETED'), processedAt: Instant, reference: z.string() }).meta({ id: 'SettlementCompletedData' }),
    example: settlementEventExample({ status: 'COMPLETED', processedAt: '2026-03-05T09:15:20.000Z', reference: 'RID-202603050001', note: 'Batch #B20260305-001' }),
  }),
  'settlement.failed': webhookEvent({
    type: 'settlement.failed', summary: { en: 'A settlement failed or was cancelled', th: 'เมื่อถอนเงินไม่สำเร็จหรือถูกยกเลิก' },
    data: z.object({ ...settlementCommon, status: z.enum(['FAILED', 'CANCELLED']), processedAt: Instant, errorMessage: z.string() }).meta({ id: 'SettlementFailedData' }),
    example: settlementEventExample({ status: 'FAILED', processedAt: '2026-03-05T09:15:20.000Z', errorMessage: 'Account closed', note: 'Account closed' }),
  }),
};

const refundCommon = {
  id: Uuid, transactionId: Uuid, refundId: Uuid, orderId: z.string().nullable(), amount: BahtOut, refundAmount: BahtOut, refundedTotal: BahtOut, reason: z.string().nullable(),
  idempotencyKey: z.string(), idempotency_key: z.string(), metadata: z.record(z.string(), z.unknown()).nullable(),
};
const refundId = '019aa3f0-aaaa-7c11-9d6e-3f2b8a6c4d21';
const refundEventExample = (type: string, more: object) => ({
  ...ids, refundId, orderId: 'ORD-10001', amount: 100, refundAmount: 40, refundedTotal: 40, reason: 'One of two items is out of stock',
  idempotencyKey: `${type}:${refundId}`, idempotency_key: `${type}:${refundId}`, metadata: { customerId: 'u_123' }, ...more,
});

/** Several refunds of one payment are several events: their keys name the refund. */
export const refundEvents = {
  'payment.refunded': webhookEvent({
    type: 'payment.refunded', summary: { en: 'A refund reached the payer', th: 'เมื่อคืนเงินถึงผู้จ่ายแล้ว' },
    data: z.object({ ...refundCommon, status: z.enum(['PARTIALLY_REFUNDED', 'REFUNDED']), refundedAt: Instant }).meta({ id: 'PaymentRefundedData' }),
    example: refundEventExample('payment.refunded', { status: 'PARTIALLY_REFUNDED', refundedAt: '2026-03-06T08:00:02.000Z' }),
  }),
  'payment.refund_failed': webhookEvent({
    type: 'payment.refund_failed', summary: { en: 'A refund did not reach the payer, or came back', th: 'เมื่อคืนเงินไม่สำเร็จหรือถูกตีกลับ' },
    data: z.object({ ...refundCommon, status: z.enum(['PAID', 'PARTIALLY_REFUNDED', 'REFUNDED']), errorMessage: z.string() }).meta({ id: 'PaymentRefundFailedData' }),
    example: refundEventExample('payment.refund_failed', { status: 'PAID', refundedTotal: 0, errorMessage: 'AC04: account closed' }),
  }),
};

const noticeData = { id: Uuid, webhookId: Uuid, url: z.string(), failingSince: Instant, failuresInRow: z.int() };
const noticeEventExample = {
  id: '019aa3f0-6666-7c11-9d6e-3f2b8a6c4d21', webhookId: '019aa3f0-3333-7c11-9d6e-3f2b8a6c4d21', url: 'https://merchant.example.com/api/paygate/webhook',
  failingSince: '2026-03-05T08:00:00.000Z', failuresInRow: 40,
};

/** About one of the merchant's webhooks, for the others. `id` is the notice's, so that each warning is an event of its own. */
export const noticeEvents = {
  'webhook.failing': webhookEvent({
    type: 'webhook.failing', summary: { en: 'A webhook has been failing for hours', th: 'เมื่อ webhook ส่งไม่สำเร็จต่อเนื่องหลายชั่วโมง' },
    data: z.object(noticeData).meta({ id: 'WebhookFailingData' }), example: noticeEventExample,
  }),
  'webhook.disabled': webhookEvent({
    type: 'webhook.disabled', summary: { en: 'A webhook failed for days and was switched off', th: 'เมื่อ webhook ส่งไม่สำเร็จหลายวันและถูกปิดใช้งาน' },
    data: z.object(noticeData).meta({ id: 'WebhookDisabledData' }), example: noticeEventExample,
  }),
};

export const events = { ...paymentEvents, ...payoutEvents, ...settlementEvents, ...refundEvents, ...inexactEvents, ...noticeEvents };
export type EventType = keyof typeof events;
export type EventData<T extends EventType> = z.input<(typeof events)[T]['data']>;

/** Names an endpoint may subscribe to although nothing fires them yet: the documents list them, so a subscription must not fail. */
export const documentedEventNames = [
  'payment.created', 'payment.success', 'payment.failed', 'payment.expired',
  'settlement.created', 'settlement.completed', 'payout.success', 'payout.failed',
] as const;
const inexactEventNames = ['payment.underpaid', 'payment.overpaid', 'payment.duplicate_payment', 'payment.paid_after_cancel', 'payment.paid_after_expiry'] as const;
/** Newer than the documents, so `*` does not mean them (decisions G7): an endpoint names them, or is of version 2. */
export const optInEventNames = ['payout.reversed', 'settlement.failed', 'payment.refunded', 'payment.refund_failed', ...inexactEventNames, 'webhook.failing', 'webhook.disabled'] as const;
export const subscribableEvents = [...documentedEventNames, '*', ...optInEventNames] as const;

/** The order of `GET /webhook/events` and its sentences are the document's. */
export const eventDescriptions: Readonly<Record<(typeof documentedEventNames)[number] | '*', string>> = {
  'payment.created': 'เมื่อสร้างรายการชำระเงินใหม่',
  'payment.success': 'เมื่อชำระเงินสำเร็จ',
  'payment.failed': 'เมื่อชำระเงินล้มเหลวหรือถูกยกเลิก',
  'payment.expired': 'เมื่อรายการหมดอายุ',
  'settlement.created': 'เมื่อสร้างรายการถอนเงิน',
  'settlement.completed': 'เมื่อถอนเงินสำเร็จ',
  'payout.success': 'เมื่อโอนเงินให้ลูกค้าสำเร็จ',
  'payout.failed': 'เมื่อโอนเงินให้ลูกค้าล้มเหลว หรือยกเลิกการถอน (status=CANCELLED)',
  '*': 'รับทุก event',
};
