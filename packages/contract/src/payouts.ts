import * as z from 'zod';
import { operation } from './kernel.ts';
import { BahtAsked, BahtOut, Instant, line, optionalMetadata, optionalText, PageLimit, PageNumber, Pagination, PathId, Uuid } from './scalars.ts';

export const PayoutStatus = z.enum(['QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED', 'CANCELLED', 'UNKNOWN', 'REVERSED']);
export type PayoutStatus = z.output<typeof PayoutStatus>;
interface Move { readonly from: readonly PayoutStatus[]; readonly to: PayoutStatus }
/** Decisions F6. UNKNOWN leaves only by the bank's word, SUCCESS only when the bank returns the money. */
export const payoutMoves = {
  claim: { from: ['QUEUED'], to: 'PROCESSING' },
  cancel: { from: ['QUEUED'], to: 'CANCELLED' },
  succeed: { from: ['PROCESSING', 'UNKNOWN'], to: 'SUCCESS' },
  fail: { from: ['PROCESSING', 'UNKNOWN'], to: 'FAILED' },
  loseSight: { from: ['PROCESSING'], to: 'UNKNOWN' },
  reverse: { from: ['SUCCESS'], to: 'REVERSED' },
} as const satisfies Record<string, Move>;

export const BULK_PAYOUTS_MAX = 500;
/** 2 kB for each of the 500: Thai names, also escaped as PHP writes them, and some metadata. All of it comes back in one answer and is kept for repeats. */
export const BULK_BODY_BYTES_MAX = 1_048_576;
export const merchantRefPattern = /^[A-Z0-9]{3,6}-[A-Z0-9]{3,13}$/;

/** Family casing of payouts and withdrawals is snake_case, as the document has it. */
export const Destination = z
  .object({ bank_code: z.string(), bank_name: z.string(), account_number: z.string(), account_name: z.string() })
  .meta({ id: 'PayoutDestinationAnswer' });
export const CopyPayout = z.object({ amount: z.string(), account_number: z.string() }).meta({ id: 'CopyPayout' });
export const Payout = z
  .object({
    object: z.literal('payout'),
    id: Uuid,
    merchant_id: Uuid,
    merchant_ref: z.string(),
    amount: BahtOut,
    fee: BahtOut,
    net_amount: BahtOut.meta({ description: 'What the beneficiary receives' }),
    currency: z.literal('THB'),
    destination: Destination,
    status: PayoutStatus,
    status_reason: z.string().nullable(),
    external_ref: z.string().nullable(),
    requested_at: Instant,
    processed_at: Instant.nullable(),
    created_at: Instant,
    metadata: z.record(z.string(), z.unknown()).nullable(),
    copy: CopyPayout,
  })
  .meta({ id: 'Payout', description: 'Money from the merchant’s balance to a bank account.' });

export const PayoutDestination = z
  .object({
    bankCode: line(20).meta({ description: 'SCB, KBANK … in any case, or the 3-digit code' }),
    bankName: optionalText(line(120)).meta({ description: 'Needed only for a 3-digit code we do not know; empty counts as none' }),
    accountNumber: z.string().regex(/^\d{8,20}$/, { error: 'accountNumber' }),
    accountName: line(140),
  })
  .meta({ id: 'PayoutDestination' });
const wish = { amount: BahtAsked, destination: PayoutDestination, merchantRef: z.string().regex(merchantRefPattern).nullish(), metadata: optionalMetadata() };
export const CreatePayoutBody = z.object({ ...wish, idempotencyKey: z.string().min(1).max(255).nullish() }).meta({ id: 'CreatePayoutRequest' });
export const PayoutWish = z.object(wish).meta({ id: 'PayoutWish' });
const bulkWish = { mode: z.enum(['atomic', 'partial']).nullish(), idempotencyKey: z.string().min(1).max(255).nullish() };

const payoutExample = {
  object: 'payout', id: '019aa3f0-7777-7c11-9d6e-3f2b8a6c4d21', merchant_id: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', merchant_ref: 'M01-WD240001',
  amount: 100, fee: 0, net_amount: 100, currency: 'THB',
  destination: { bank_code: '014', bank_name: 'ธนาคารไทยพาณิชย์', account_number: '4190621964', account_name: 'เจษฎา' },
  status: 'QUEUED', status_reason: null, external_ref: null, requested_at: '2026-03-05T08:05:00.000Z', processed_at: null, created_at: '2026-03-05T08:05:00.000Z',
  metadata: { sourceSystem: 'merchant-backoffice' }, copy: { amount: '100.00', account_number: '4190621964' },
} as const;
const bodyExample = {
  amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, merchantRef: 'M01-WD240001', metadata: { sourceSystem: 'merchant-backoffice' },
} as const;
export { payoutExample };

export const payoutRefusals = [
  'VALIDATION_ERROR', 'INVALID_MERCHANT_REF_FORMAT', 'INSUFFICIENT_BALANCE', 'PAYOUT_LIMIT_EXCEEDED', 'DUPLICATE_PAYOUT_REQUEST', 'NONCE_REUSED', 'MERCHANT_NOT_ACTIVE',
] as const;
const v1 = { surface: 'v1', tag: 'Payouts' } as const;
const reading = { ...v1, method: 'GET', auth: 'secretKey', scope: 'read', rate: 'read' } as const;
const moving = { ...v1, method: 'POST', auth: 'signed', scope: 'payout', rate: 'write', invalidCode: 'VALIDATION_ERROR', invalidFields: { merchantRef: 'INVALID_MERCHANT_REF_FORMAT' } } as const;

export const payoutOperations = {
  create: operation({
    ...moving, id: 'payouts.create', path: '/api/v1/payout/create', idempotency: 'required',
    summary: { en: 'Pay out to a bank account', th: 'สร้างคำสั่งถอน 1 รายการ' },
    description: {
      en: '`amount` is what the beneficiary gets; the fee is on top (or comes out of it, by your fee bearer setting). Amount and fee are reserved at once.',
      th: '`amount` คือยอดที่ผู้รับได้ ค่าธรรมเนียมคิดเพิ่ม (หรือหักจากยอดตามการตั้งค่า) ระบบกันยอดทันที',
    },
    body: CreatePayoutBody,
    ok: { status: 201, schema: z.object({ success: z.literal(true), object: z.literal('payout'), idempotent: z.boolean(), payout: Payout }).meta({ id: 'CreatePayoutAnswer' }) },
    errors: payoutRefusals,
    examples: [{ name: 'To SCB', body: bodyExample, answer: { success: true, object: 'payout', idempotent: false, payout: payoutExample } }],
  }),
  bulk: operation({
    ...moving, id: 'payouts.bulk', path: '/api/v1/payout/bulk', idempotency: 'required', bodyBytesMax: BULK_BODY_BYTES_MAX,
    summary: { en: 'Pay out to many bank accounts', th: 'สร้างคำสั่งถอนหลายรายการ' },
    description: {
      en: '`atomic` (default): all or nothing. `partial`: what can be accepted is; items that are malformed are listed in `errors` like those that are refused.',
      th: '`atomic` (ค่าเริ่มต้น): ทั้งหมดหรือไม่เลย `partial`: รับเฉพาะรายการที่ผ่าน รายการที่รูปแบบผิดจะอยู่ใน `errors` เช่นเดียวกับรายการที่ถูกปฏิเสธ',
    },
    body: z.object({ items: z.array(PayoutWish).min(1).max(BULK_PAYOUTS_MAX), ...bulkWish }).meta({ id: 'BulkPayoutRequest' }),
    bodyTaken: z.object({ items: z.array(z.unknown()).min(1).max(BULK_PAYOUTS_MAX), ...bulkWish }),
    ok: {
      status: 201,
      schema: z.object({
        success: z.boolean(), object: z.literal('payout_bulk'), idempotent: z.boolean(), total: z.int(), accepted: z.int(), rejected: z.int(), payouts: z.array(Payout),
        errors: z.array(z.object({ index: z.int(), code: z.string(), error: z.string(), details: z.record(z.string(), z.unknown()).nullable() })),
      }).meta({ id: 'BulkPayoutAnswer' }),
    },
    errors: payoutRefusals,
    examples: [{
      name: 'Two, one refused', body: { mode: 'partial', items: [bodyExample, { ...bodyExample, merchantRef: 'M01-WD240002', amount: 999_999 }] },
      answer: {
        success: true, object: 'payout_bulk', idempotent: false, total: 2, accepted: 1, rejected: 1, payouts: [payoutExample],
        errors: [{ index: 1, code: 'INSUFFICIENT_BALANCE', error: 'Insufficient balance', details: { available: 900, required: 999_999 } }],
      },
    }],
  }),
  getByRef: operation({
    ...reading, id: 'payouts.getByRef', path: '/api/v1/payout/ref/{merchantRef}',
    summary: { en: 'Get a payout by merchantRef', th: 'เช็กสถานะ payout จาก merchantRef' },
    params: z.object({ merchantRef: z.string().max(64) }), ok: { status: 200, schema: z.object({ payout: Payout }).meta({ id: 'PayoutAnswer' }) }, errors: ['PAYOUT_NOT_FOUND'],
    examples: [{ name: 'Paid', params: { merchantRef: 'M01-WD240001' }, answer: { payout: { ...payoutExample, status: 'SUCCESS', external_ref: 'SCB202603050001', processed_at: '2026-03-05T08:06:10.000Z' } } }],
  }),
  cancel: operation({
    ...v1, method: 'POST', auth: 'secretKey', scope: 'payout', rate: 'write', id: 'payouts.cancel', path: '/api/v1/payout/{id}/cancel',
    summary: { en: 'Cancel a queued payout', th: 'ยกเลิกคำสั่งถอนที่ยังรอคิว' },
    params: z.object({ id: PathId }), ok: { status: 200, schema: z.object({ success: z.literal(true), payout: Payout }).meta({ id: 'CancelPayoutAnswer' }) },
    errors: ['PAYOUT_NOT_FOUND', 'PAYOUT_NOT_CANCELLABLE'],
    examples: [{ name: 'Cancelled', params: { id: payoutExample.id }, answer: { success: true, payout: { ...payoutExample, status: 'CANCELLED', status_reason: 'Cancelled by merchant' } } }],
  }),
  list: operation({
    ...reading, id: 'payouts.list', path: '/api/v1/payouts',
    summary: { en: 'List payouts, newest first', th: 'ดูรายการถอนเงิน' },
    query: z.object({ page: PageNumber, limit: PageLimit(20), status: line(20, 0).optional().meta({ description: 'One status, any case; `all` for every status' }) }),
    ok: { status: 200, schema: z.object({ object: z.literal('list'), payouts: z.array(Payout), pagination: Pagination }).meta({ id: 'PayoutList' }) }, errors: [],
    examples: [{ name: 'First page', query: { page: '1' }, answer: { object: 'list', payouts: [payoutExample], pagination: { page: 1, limit: 20, total: 1, totalPages: 1 } } }],
  }),
  signatureSettings: operation({
    ...reading, id: 'payouts.signatureSettings', path: '/api/v1/payout/signature-settings',
    summary: { en: 'How payout calls are signed here', th: 'ดูกติกา signature ปัจจุบัน' },
    ok: {
      status: 200,
      schema: z.object({
        object: z.literal('payout_signature_settings'), mode: z.enum(['required', 'optional', 'off']), algorithm: z.literal('HMAC-SHA256'), encoding: z.literal('hex'),
        payload_format: z.literal('<timestamp>.<raw_body>'), timestamp_tolerance_seconds: z.int(), nonce: z.object({ required: z.boolean(), ttl_seconds: z.int() }),
        headers: z.object({ timestamp: z.string(), signature: z.string(), nonce: z.string(), idempotency_key: z.string() }),
        idempotency: z.object({ required: z.boolean(), header: z.string(), body_field: z.string() }), min_payout_amount: BahtOut,
        runtime: z.object({ mode: z.enum(['development', 'production']), allowed_key_modes: z.array(z.string()), blocked_key_modes: z.array(z.string()) }),
      }).meta({ id: 'PayoutSignatureSettings' }),
    },
    errors: [],
    examples: [{
      name: 'Development',
      answer: {
        object: 'payout_signature_settings', mode: 'required', algorithm: 'HMAC-SHA256', encoding: 'hex', payload_format: '<timestamp>.<raw_body>', timestamp_tolerance_seconds: 300,
        nonce: { required: false, ttl_seconds: 600 }, headers: { timestamp: 'X-Signature-Timestamp', signature: 'X-Signature', nonce: 'X-Signature-Nonce', idempotency_key: 'Idempotency-Key' },
        idempotency: { required: true, header: 'Idempotency-Key', body_field: 'idempotencyKey' }, min_payout_amount: 1,
        runtime: { mode: 'development', allowed_key_modes: ['live', 'test', 'legacy'], blocked_key_modes: [] },
      },
    }],
  }),
};

export const bankOperations = {
  list: operation({
    ...reading, id: 'banks.list', path: '/api/v1/banks',
    summary: { en: 'List the banks money can be sent to', th: 'ดูรายชื่อธนาคารปลายทาง' },
    ok: {
      status: 200,
      schema: z.object({
        object: z.literal('list'), banks: z.array(z.object({ code: z.string(), aliases: z.array(z.string()), name_th: z.string(), name_en: z.string(), is_payout_destination: z.boolean() })),
      }).meta({ id: 'BankList' }),
    },
    errors: [],
    examples: [{ name: 'One of them', answer: { object: 'list', banks: [{ code: '014', aliases: ['SCB'], name_th: 'ธนาคารไทยพาณิชย์', name_en: 'Siam Commercial Bank', is_payout_destination: true }] } }],
  }),
};
