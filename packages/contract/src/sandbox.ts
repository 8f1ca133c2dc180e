import * as z from 'zod';
import { operation, type Text } from './kernel.ts';
import { Transaction } from './payments.ts';
import { Payout, payoutExample } from './payouts.ts';
import { incomingSentinels, outgoingSentinels, sentinelText } from './sandbox-sentinels.ts';
import { Baht, Instant, line, PathId } from './scalars.ts';

const transactionAnswer = z.object({ success: z.literal(true), transaction: Transaction }).meta({ id: 'SandboxAnswer' });
const exampleTransaction = {
  id: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', merchantId: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', orderId: 'ORD-10001', description: null, amount: 100.37, fee: 2.01, netAmount: 98.36,
  status: 'PENDING', paymentMethod: 'PROMPTPAY', qrPayload: null, qrExpiry: '2026-03-05T08:15:00.000Z', expiresAt: '2026-03-05T08:15:00.000Z',
  checkoutUrl: 'https://pay.example.com/pay/019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', paidAt: null, late: false, errorMessage: null, metadata: null,
  createdAt: '2026-03-05T08:00:00.000Z', updatedAt: '2026-03-05T08:00:00.000Z', copy: { amount: '100.37' },
} as const;
const sandbox = { method: 'POST', surface: 'v1', auth: 'secretKey', scope: 'collect', rate: 'write', sandbox: true, tag: 'Sandbox' } as const;
const ofPayment = { ...sandbox, params: z.object({ id: PathId }) } as const;

const withTable = (said: Text, sentinels: Parameters<typeof sentinelText>[0]): Text => {
  const table = sentinelText(sentinels);
  return { en: `${said.en} ${table.en}`, th: `${said.th} ${table.th}` };
};

export const CLOCK_MINUTES_MAX = 527_040;
const Clock = z
  .object({
    object: z.literal('sandbox_clock'),
    now: Instant.meta({ description: 'What your test clock shows' }),
    offsetMinutes: z.int().meta({ description: 'How far it is ahead of the real one' }),
  })
  .meta({ id: 'SandboxClock' });
const clockAnswer = z.object({ success: z.literal(true), clock: Clock }).meta({ id: 'SandboxClockAnswer' });
const clockExample = { object: 'sandbox_clock', now: '2026-03-06T08:00:00.000Z', offsetMinutes: 1_440 } as const;

export const sandboxOperations = {
  pay: operation({
    ...ofPayment, id: 'sandbox.pay', path: '/api/v1/sandbox/payments/{id}/pay',
    summary: { en: 'Pay a test payment at the sandbox bank', th: 'จำลองการจ่ายที่ธนาคารทดสอบ' },
    description: withTable({
      en: 'The sandbox bank books the transfer and notifies us as a real bank would; read the payment or wait for the webhook to see it PAID. Without a named sender it comes from whom you announced and carries the payment’s own reference.',
      th: 'ธนาคารทดสอบบันทึกการโอนแล้วแจ้งระบบเหมือนธนาคารจริง ดูสถานะ PAID ได้จากรายการหรือ webhook หากไม่ระบุผู้โอน ระบบใช้ผู้โอนที่ร้านแจ้งไว้พร้อมเลขอ้างอิงของรายการ',
    }, incomingSentinels),
    body: z.object({
      amount: Baht.nullish().meta({ description: 'Another amount than asked for' }),
      senderName: line(200).nullish(), senderAccountNumber: line(40).nullish(), senderBankCode: line(10).nullish(),
      times: z.int().min(1).max(5).nullish().meta({ description: 'How often the bank notifies us of this one transfer (default 1)' }),
      masked: z.boolean().nullish().meta({ description: 'The bank shows four digits of the sender’s account: xxx-x-x3585-x' }),
      late: z.boolean().nullish().meta({ description: 'The payment expires first, then the transfer comes, within the grace' }),
      twice: z.boolean().nullish().meta({ description: 'The payer transfers twice: two transfers for one payment' }),
    }).meta({ id: 'SandboxPayRequest' }),
    ok: { status: 200, schema: transactionAnswer.extend({ bankReference: z.string(), bankReferences: z.array(z.string()) }).meta({ id: 'SandboxPayAnswer' }) },
    errors: ['TRANSACTION_NOT_FOUND', 'TEST_KEY_REQUIRED', 'INVALID_AMOUNT', 'PAYMENT_NOT_PENDING', 'SERVICE_UNAVAILABLE'], invalidFields: { amount: 'INVALID_AMOUNT' },
    examples: [{ name: 'Paid in full', params: { id: exampleTransaction.id }, body: {}, answer: { success: true, transaction: exampleTransaction, bankReference: 'SBX20260305080210000001', bankReferences: ['SBX20260305080210000001'] } }],
  }),
  fail: operation({
    ...ofPayment, id: 'sandbox.fail', path: '/api/v1/sandbox/payments/{id}/fail',
    summary: { en: 'Let a test payment fail', th: 'จำลองการชำระล้มเหลว' },
    ok: { status: 200, schema: transactionAnswer }, errors: ['TRANSACTION_NOT_FOUND', 'TEST_KEY_REQUIRED', 'PAYMENT_NOT_PENDING'],
    examples: [{ name: 'Failed', params: { id: exampleTransaction.id }, answer: { success: true, transaction: { ...exampleTransaction, status: 'FAILED', errorMessage: 'Failed in the sandbox' } } }],
  }),
  expire: operation({
    ...ofPayment, id: 'sandbox.expire', path: '/api/v1/sandbox/payments/{id}/expire',
    summary: { en: 'Let a test payment expire now', th: 'จำลองการหมดอายุทันที' },
    ok: { status: 200, schema: transactionAnswer }, errors: ['TRANSACTION_NOT_FOUND', 'TEST_KEY_REQUIRED', 'PAYMENT_NOT_PENDING'],
    examples: [{ name: 'Expired', params: { id: exampleTransaction.id }, answer: { success: true, transaction: { ...exampleTransaction, status: 'EXPIRED' } } }],
  }),
  bounce: operation({
    ...sandbox, scope: 'payout', id: 'sandbox.bounce', path: '/api/v1/sandbox/payouts/{id}/bounce',
    summary: { en: 'Let the other bank return a test payout', th: 'จำลองธนาคารปลายทางตีเงินคืน' },
    description: withTable({
      en: 'A payout that is SUCCESS becomes REVERSED: amount and fee are back in your balance, and payout.reversed tells those who subscribed to it.',
      th: 'รายการที่ SUCCESS จะเปลี่ยนเป็น REVERSED คืนยอดและค่าธรรมเนียมเข้ายอดคงเหลือ และแจ้ง payout.reversed แก่ผู้ที่สมัครรับ',
    }, outgoingSentinels),
    params: z.object({ id: PathId }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), payout: Payout }).meta({ id: 'SandboxBounceAnswer' }) },
    errors: ['PAYOUT_NOT_FOUND', 'TEST_KEY_REQUIRED', 'PAYOUT_NOT_RETURNABLE'],
    examples: [{
      name: 'Returned', params: { id: payoutExample.id },
      answer: { success: true, payout: { ...payoutExample, status: 'REVERSED', status_reason: 'AC04: returned by the receiving bank', external_ref: 'SBX20260305080500000002', processed_at: '2026-03-05T08:06:00.000Z' } },
    }],
  }),
  clock: operation({
    ...sandbox, method: 'GET', rate: 'read', scope: 'read', id: 'sandbox.clock', path: '/api/v1/sandbox/clock',
    summary: { en: 'What your test clock shows', th: 'ดูเวลาของนาฬิกาทดสอบ' },
    ok: { status: 200, schema: clockAnswer }, errors: ['TEST_KEY_REQUIRED'], examples: [{ name: 'A day ahead', answer: { success: true, clock: clockExample } }],
  }),
  advanceClock: operation({
    ...sandbox, id: 'sandbox.advanceClock', path: '/api/v1/sandbox/clock/advance',
    summary: { en: 'Advance your test clock', th: 'เลื่อนนาฬิกาทดสอบไปข้างหน้า' },
    description: {
      en: 'Deadlines of your test objects are judged by your test clock: payments expire, new ones get their expiresAt by it, the grace for late money ends, the daily settlement comes due. Created and paid instants stay real, and so does everything live. Works within a second; at most 366 days in all.',
      th: 'กำหนดเวลาของรายการทดสอบนับตามนาฬิกาทดสอบของร้าน: รายการหมดอายุ expiresAt ของรายการใหม่ ช่วงรับเงินล่าช้า และรอบถอนอัตโนมัติรายวัน เวลาสร้างและเวลาชำระยังเป็นเวลาจริง รายการจริงไม่เปลี่ยน มีผลภายในหนึ่งวินาที เลื่อนรวมได้ไม่เกิน 366 วัน',
    },
    body: z.object({ minutes: z.int().min(1).max(CLOCK_MINUTES_MAX) }).meta({ id: 'SandboxAdvanceClockRequest' }),
    ok: { status: 200, schema: clockAnswer }, errors: ['TEST_KEY_REQUIRED', 'CLOCK_TOO_FAR'], examples: [{ name: 'A day', body: { minutes: 1_440 }, answer: { success: true, clock: clockExample } }],
  }),
  resetClock: operation({
    ...sandbox, id: 'sandbox.resetClock', path: '/api/v1/sandbox/clock/reset',
    summary: { en: 'Set your test clock to the real time', th: 'ตั้งนาฬิกาทดสอบกลับเป็นเวลาจริง' },
    description: { en: 'What has expired stays so, and payments keep the expiresAt they were given.', th: 'รายการที่หมดอายุแล้วไม่เปลี่ยนกลับ และรายการคง expiresAt เดิม' },
    ok: { status: 200, schema: clockAnswer }, errors: ['TEST_KEY_REQUIRED'],
    examples: [{ name: 'Real time', answer: { success: true, clock: { ...clockExample, now: '2026-03-05T08:00:00.000Z', offsetMinutes: 0 } } }],
  }),
};
