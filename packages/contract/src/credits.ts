import * as z from 'zod';
import { operation } from './kernel.ts';
import { Baht, InstantSent, line, PathId, Uuid } from './scalars.ts';
import { Transaction } from './payments.ts';

export const CREDITS_PER_CALL_MAX = 1_000;

/** One incoming line on a receiving account, as a bank or a feed tells it. Its reference is unique on that account. */
export const CreditNotice = z
  .object({
    bankReference: line(64), accountNumber: line(40), amount: Baht, paidAt: InstantSent,
    payerName: line(200).nullish(), payerAccount: line(40).nullish().meta({ description: 'In full or masked (xxx-x-x3585-x)' }), payerBankCode: line(10).nullish(),
    ref1: line(40).nullish(), ref2: line(40).nullish(), endToEndId: line(40).nullish(),
  })
  .meta({ id: 'CreditNotice' });

const CreditResult = z
  .object({ index: z.int(), bankReference: z.string(), status: z.enum(['ACCEPTED', 'DUPLICATE', 'REJECTED']), creditId: Uuid.nullable(), error: z.string().nullable() })
  .meta({ id: 'CreditResult' });

export const creditOperations = {
  report: operation({
    id: 'credits.report', method: 'POST', path: '/api/bank/credits', surface: 'bank', auth: 'bankFeed', rate: 'write', tag: 'Bank',
    summary: { en: 'Report money that arrived', th: 'แจ้งยอดเงินเข้า' },
    description: {
      en: 'Send X-Feed-Id, X-Signature-Timestamp and X-Signature = hex(HMAC_SHA256(feed secret, "<timestamp>.<raw body>")). The same bankReference on one account changes nothing.',
      th: 'ส่ง X-Feed-Id, X-Signature-Timestamp และ X-Signature = hex(HMAC_SHA256(feed secret, "<timestamp>.<raw body>")) การส่งซ้ำ bankReference เดิมไม่มีผล',
    },
    body: z.strictObject({ credits: z.array(CreditNotice).min(1).max(CREDITS_PER_CALL_MAX) }).meta({ id: 'ReportCreditsRequest' }),
    ok: {
      status: 200,
      schema: z.object({ object: z.literal('bank_credits'), accepted: z.int(), duplicates: z.int(), rejected: z.int(), results: z.array(CreditResult) }).meta({ id: 'ReportCreditsAnswer' }),
    },
    errors: ['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID', 'SIGNATURE_EXPIRED'],
    examples: [{
      name: 'One credit',
      body: { credits: [{ bankReference: '202603050802100001', accountNumber: '0812345678', amount: 100.37, paidAt: '2026-03-05T15:02:10+07:00', payerName: 'นาย ทองดี ใจงาม', payerAccount: 'xxx-x-x3585-x', payerBankCode: '030' }] },
      answer: { object: 'bank_credits', accepted: 1, duplicates: 0, rejected: 0, results: [{ index: 0, bankReference: '202603050802100001', status: 'ACCEPTED', creditId: '019aa3f0-6666-7c11-9d6e-3f2b8a6c4d21', error: null }] },
    }],
  }),
};

const transactionAnswer = z.object({ success: z.literal(true), transaction: Transaction }).meta({ id: 'SandboxAnswer' });
const exampleTransaction = {
  id: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', merchantId: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', orderId: 'ORD-10001', description: null, amount: 100.37, fee: 2.01, netAmount: 98.36,
  status: 'PENDING', paymentMethod: 'PROMPTPAY', qrPayload: null, qrExpiry: '2026-03-05T08:15:00.000Z', expiresAt: '2026-03-05T08:15:00.000Z',
  checkoutUrl: 'https://pay.example.com/pay/019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', paidAt: null, late: false, errorMessage: null, metadata: null,
  createdAt: '2026-03-05T08:00:00.000Z', updatedAt: '2026-03-05T08:00:00.000Z', copy: { amount: '100.37' },
} as const;
const sandbox = { method: 'POST', surface: 'v1', auth: 'secretKey', scope: 'collect', rate: 'write', sandbox: true, tag: 'Sandbox', params: z.object({ id: PathId }) } as const;

export const sandboxOperations = {
  pay: operation({
    ...sandbox, id: 'sandbox.pay', path: '/api/v1/sandbox/payments/{id}/pay',
    summary: { en: 'Pay a test payment at the sandbox bank', th: 'จำลองการจ่ายที่ธนาคารทดสอบ' },
    description: {
      en: 'The sandbox bank books the transfer and notifies us as a real bank would; read the payment or wait for the webhook to see it PAID.',
      th: 'ธนาคารทดสอบบันทึกการโอนแล้วแจ้งระบบเหมือนธนาคารจริง ดูสถานะ PAID ได้จากรายการหรือ webhook',
    },
    body: z.object({
      amount: Baht.nullish().meta({ description: 'Another amount than asked for' }),
      senderName: line(200).nullish(), senderAccountNumber: line(40).nullish(), senderBankCode: line(10).nullish(),
      times: z.int().min(1).max(5).nullish().meta({ description: 'How often the bank notifies us of this one transfer (default 1)' }),
    }).meta({ id: 'SandboxPayRequest' }),
    ok: { status: 200, schema: transactionAnswer.extend({ bankReference: z.string() }).meta({ id: 'SandboxPayAnswer' }) },
    errors: ['TRANSACTION_NOT_FOUND', 'TEST_KEY_REQUIRED', 'INVALID_AMOUNT', 'SERVICE_UNAVAILABLE'], invalidFields: { amount: 'INVALID_AMOUNT' },
    examples: [{ name: 'Paid in full', params: { id: exampleTransaction.id }, body: {}, answer: { success: true, transaction: exampleTransaction, bankReference: 'SBX20260305080210000001' } }],
  }),
  fail: operation({
    ...sandbox, id: 'sandbox.fail', path: '/api/v1/sandbox/payments/{id}/fail',
    summary: { en: 'Let a test payment fail', th: 'จำลองการชำระล้มเหลว' },
    ok: { status: 200, schema: transactionAnswer }, errors: ['TRANSACTION_NOT_FOUND', 'TEST_KEY_REQUIRED', 'PAYMENT_NOT_PENDING'],
    examples: [{ name: 'Failed', params: { id: exampleTransaction.id }, answer: { success: true, transaction: { ...exampleTransaction, status: 'FAILED', errorMessage: 'Failed in the sandbox' } } }],
  }),
  expire: operation({
    ...sandbox, id: 'sandbox.expire', path: '/api/v1/sandbox/payments/{id}/expire',
    summary: { en: 'Let a test payment expire now', th: 'จำลองการหมดอายุทันที' },
    ok: { status: 200, schema: transactionAnswer }, errors: ['TRANSACTION_NOT_FOUND', 'TEST_KEY_REQUIRED', 'PAYMENT_NOT_PENDING'],
    examples: [{ name: 'Expired', params: { id: exampleTransaction.id }, answer: { success: true, transaction: { ...exampleTransaction, status: 'EXPIRED' } } }],
  }),
};
