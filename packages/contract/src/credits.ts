import * as z from 'zod';
import { operation } from './kernel.ts';
import { Baht, InstantSent, line, Uuid } from './scalars.ts';

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
