import * as z from 'zod';
import { PaymentAccounts, paymentAccountsExample } from './accounts.ts';
import { operation } from './kernel.ts';
import { BahtAsked, BahtOut, Copy, Instant, InstantSent, line, Metadata, optionalMetadata, optionalText, ORDER_ID_MAX, OrderId, PageLimit, PageNumber, Pagination, PathId, urlSent, Uuid } from './scalars.ts';

export const PaymentStatus = z.enum(['PENDING', 'PAID', 'FAILED', 'CANCELLED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED']);
export type PaymentStatus = z.output<typeof PaymentStatus>;
interface Move { readonly from: readonly PaymentStatus[]; readonly to: PaymentStatus }
/** What may happen from where. Core enforces it; the dashboard greys out buttons with it. */
export const paymentMoves = {
  confirm: { from: ['PENDING'], to: 'PAID' },
  confirmLate: { from: ['EXPIRED'], to: 'PAID' },
  fail: { from: ['PENDING'], to: 'FAILED' },
  cancel: { from: ['PENDING'], to: 'CANCELLED' },
  expire: { from: ['PENDING'], to: 'EXPIRED' },
} as const satisfies Record<string, Move>;

export const EXPIRY_MINUTES_DEFAULT = 15;
export const EXPIRY_MINUTES_MAX = 43_200;

/** A picture that somebody sends: the file, the same as base64 in lines under a data URL's head, and a call that carries it. */
export const QR_IMAGE_BYTES_MAX = 2_097_152;
export const QR_IMAGE_TEXT_MAX = 2_900_000;
export const QR_IMAGE_BODY_BYTES_MAX = 3_145_728;

/** One request for money, as every read answers it. The wire's word for a payment is `transaction`. */
export const Transaction = z
  .object({
    id: Uuid,
    merchantId: Uuid,
    orderId: z.string().nullable(),
    description: z.string().nullable(),
    amount: BahtOut,
    requestedAmount: BahtOut.optional().meta({ description: 'What was asked, only where the amount to pay was moved by a few satang so that it is nobody else’s' }),
    fee: BahtOut,
    netAmount: BahtOut,
    status: PaymentStatus,
    paymentMethod: z.literal('PROMPTPAY'),
    qrPayload: z.string().nullable(),
    qrExpiry: Instant,
    expiresAt: Instant,
    checkoutUrl: z.url(),
    paidAt: Instant.nullable(),
    late: z.boolean(),
    errorMessage: z.string().nullable(),
    metadata: z.record(z.string(), z.unknown()).nullable(),
    createdAt: Instant,
    updatedAt: Instant,
    copy: Copy,
  })
  .meta({ id: 'Transaction', description: 'One request for money from a payer.' });

export const ContractPolicy = z
  .object({
    mode: z.enum(['off', 'warn', 'enforce_new', 'enforce_all']),
    enforceForThisMerchant: z.boolean(),
    reason: z.string(),
    enforceNewMerchantFrom: Instant.nullable(),
  })
  .meta({ id: 'PaymentContractPolicy', description: 'Which fields this merchant must send, and why.' });

export const IntegrationWarning = z
  .object({ code: z.string(), field: z.string(), message: z.string() })
  .meta({ id: 'IntegrationWarning', description: 'What enforce_all would have refused.' });

/** Facts about the payer make matching exact; every other key is kept and comes back. */
export const PaymentMetadata = Metadata.meta({
  id: 'PaymentMetadata',
  description: 'senderAccountNumber (8 digits or more), senderBankCode, memberName, memberNameEn and customerId help to match the transfer; every other key comes back as sent. An empty list counts as none.',
  examples: [{ customerId: 'u_123', senderAccountNumber: '1673585481', senderBankCode: 'GSB', memberName: 'นาย ทองดี ใจงาม', memberNameEn: 'THONGDEE JAINGAM' }],
});

export const CreatePaymentBody = z
  .object({
    amount: BahtAsked,
    orderId: OrderId,
    description: line(500, 0).nullish(),
    metadata: optionalMetadata(PaymentMetadata),
    expiryMinutes: z.int().min(1).max(EXPIRY_MINUTES_MAX).nullish().meta({ description: `Minutes until the QR expires, 1–43,200 (default ${EXPIRY_MINUTES_DEFAULT})` }),
    returnUrl: urlSent({ protocol: /^https?$/ }).nullish().meta({ description: 'Where the payer page leads back to' }),
    qrTemplatePayload: optionalText(z.string().min(1).max(512)).meta({ description: 'Text of a static Thai shop QR; rebuilt with this amount' }),
    qrTemplateImageBase64: optionalText(z.string().min(1).max(QR_IMAGE_TEXT_MAX)).meta({ description: 'Picture of a static Thai shop QR instead of its text: PNG, JPEG or WebP as data URL or base64, at most 2 MB' }),
  })
  .meta({ id: 'CreatePaymentRequest' });

export const CreatedTransaction = Transaction.extend({
  qrCode: z.string().nullable().meta({ description: 'PNG data URL; null when PromptPay is off' }),
}).meta({ id: 'CreatedTransaction' });

const ById = z.object({ id: PathId });
const transactionExample = {
  id: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', merchantId: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', orderId: 'ORD-10001', description: 'Topup',
  amount: 100.37, fee: 2.01, netAmount: 98.36, status: 'PENDING', paymentMethod: 'PROMPTPAY',
  qrPayload: '00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE',
  qrExpiry: '2026-03-05T08:15:00.000Z', expiresAt: '2026-03-05T08:15:00.000Z', checkoutUrl: 'https://pay.example.com/pay/019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21',
  paidAt: null, late: false, errorMessage: null,
  metadata: { customerId: 'u_123', senderAccountNumber: '1673585481', senderAccountLast4: '5481', senderBankCode: 'GSB', memberName: 'นาย ทองดี ใจงาม', memberNameEn: 'THONGDEE JAINGAM' },
  createdAt: '2026-03-05T08:00:00.000Z', updatedAt: '2026-03-05T08:00:00.000Z', copy: { amount: '100.37' },
} as const;
const paidExample = { ...transactionExample, status: 'PAID', paidAt: '2026-03-05T08:02:10.000Z', updatedAt: '2026-03-05T08:02:10.000Z' } as const;
const AnswerTransaction = z.object({ transaction: Transaction }).meta({ id: 'TransactionAnswer' });

export const paymentOperations = {
  create: operation({
    id: 'payments.create', method: 'POST', path: '/api/v1/payment/create', surface: 'v1', auth: 'secretKey', scope: 'collect', rate: 'write', tag: 'Payments', bodyBytesMax: QR_IMAGE_BODY_BYTES_MAX,
    summary: { en: 'Create a payment and its QR', th: 'สร้างรายการรับชำระพร้อมคิวอาร์' },
    description: {
      en: 'Show `transaction.qrCode` to the payer, or send them to `transaction.checkoutUrl`. Where `qrCode` is null, show `paymentAccounts.bankAccounts`.',
      th: 'แสดง `transaction.qrCode` ให้ผู้จ่าย หรือส่งไปที่ `transaction.checkoutUrl` หาก `qrCode` เป็น null ให้แสดง `paymentAccounts.bankAccounts`',
    },
    body: CreatePaymentBody,
    ok: {
      status: 201,
      schema: z
        .object({
          success: z.literal(true), transaction: CreatedTransaction, paymentAccounts: PaymentAccounts,
          paymentContractPolicy: ContractPolicy, integrationWarnings: z.array(IntegrationWarning),
        })
        .meta({ id: 'CreatePaymentAnswer' }),
    },
    errors: ['INVALID_AMOUNT', 'AMOUNT_BELOW_MINIMUM', 'AMOUNT_ABOVE_MAXIMUM', 'ORDER_ID_EXISTS', 'PAYMENT_CONTRACT_POLICY_VIOLATION', 'NO_PAYMENT_CHANNEL', 'UNIQUE_AMOUNT_UNAVAILABLE', 'QR_TEMPLATE_INVALID', 'MERCHANT_NOT_ACTIVE'],
    invalidFields: { amount: 'INVALID_AMOUNT' },
    failureText: 'Failed to create payment',
    examples: [{
      name: 'Top-up by a known member',
      body: { amount: 100.37, orderId: 'ORD-10001', description: 'Topup', metadata: { customerId: 'u_123', senderAccountNumber: '1673585481', senderBankCode: 'GSB', memberName: 'นาย ทองดี ใจงาม', memberNameEn: 'THONGDEE JAINGAM' } },
      answer: {
        success: true, transaction: { ...transactionExample, qrCode: 'data:image/png;base64,iVBORw0KGgo=' }, paymentAccounts: paymentAccountsExample,
        paymentContractPolicy: { mode: 'warn', enforceForThisMerchant: false, reason: 'warn mode', enforceNewMerchantFrom: null }, integrationWarnings: [],
      },
    }],
  }),
  get: operation({
    id: 'payments.get', method: 'GET', path: '/api/v1/payment/{id}', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Payments',
    summary: { en: 'Get a payment by id', th: 'ตรวจสอบสถานะจาก id' },
    params: ById, ok: { status: 200, schema: AnswerTransaction }, errors: ['TRANSACTION_NOT_FOUND'], failureText: 'Failed to get payment',
    examples: [{ name: 'A paid payment', params: { id: paidExample.id }, answer: { transaction: paidExample } }],
  }),
  getByOrder: operation({
    id: 'payments.getByOrder', method: 'GET', path: '/api/v1/payment/order/{orderId}', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Payments',
    summary: { en: 'Get a payment by orderId', th: 'ตรวจสอบสถานะจาก orderId' },
    params: z.object({ orderId: z.string().max(ORDER_ID_MAX) }), ok: { status: 200, schema: AnswerTransaction }, errors: ['TRANSACTION_NOT_FOUND'], failureText: 'Failed to get payment',
    examples: [{ name: 'A paid payment', params: { orderId: 'ORD-10001' }, answer: { transaction: paidExample } }],
  }),
  cancel: operation({
    id: 'payments.cancel', method: 'POST', path: '/api/v1/payment/{id}/cancel', surface: 'v1', auth: 'secretKey', scope: 'collect', rate: 'write', tag: 'Payments',
    summary: { en: 'Cancel a pending payment', th: 'ยกเลิกรายการที่รอชำระ' },
    params: ById, body: z.object({ reason: line(200).nullish() }).meta({ id: 'CancelPaymentRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), transaction: Transaction }).meta({ id: 'CancelPaymentAnswer' }) },
    errors: ['TRANSACTION_NOT_FOUND', 'PAYMENT_NOT_CANCELLABLE'],
    examples: [{ name: 'Cancelled', params: { id: transactionExample.id }, body: {}, answer: { success: true, transaction: { ...transactionExample, status: 'CANCELLED', errorMessage: 'Cancelled by merchant' } } }],
  }),
  list: operation({
    id: 'payments.list', method: 'GET', path: '/api/v1/transactions', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Payments',
    summary: { en: 'List payments, newest first', th: 'ดูรายการธุรกรรมย้อนหลัง' },
    description: {
      en: 'By `page` and `limit`, or by `cursor`: send `cursor=` (empty) first, then each `nextCursor`; its cost does not grow with depth.',
      th: 'ใช้ `page` กับ `limit` หรือใช้ `cursor`: ครั้งแรกส่ง `cursor=` ว่าง แล้วส่ง `nextCursor` ต่อไป ความเร็วไม่ลดลงตามความลึก',
    },
    query: z.object({
      page: PageNumber, limit: PageLimit(20), cursor: z.string().max(200).optional(),
      status: line(30, 0).optional().meta({ description: 'One status, any case; `all` for every status' }),
      from: InstantSent.optional(), to: InstantSent.optional(),
      orderId: line(ORDER_ID_MAX, 0).optional(), q: line(100).optional().meta({ description: 'Start of an orderId, or an id' }),
      minAmount: z.string().regex(/^\d{1,8}(\.\d{1,2})?$/).optional(), maxAmount: z.string().regex(/^\d{1,8}(\.\d{1,2})?$/).optional(),
    }),
    ok: {
      status: 200,
      schema: z.object({ transactions: z.array(Transaction), pagination: z.union([Pagination.extend({ isTotalExact: z.boolean().meta({ description: 'false: a filter finds more than 10,000. `total` is then what is known of at least, and grows as you page on' }) }).meta({ id: 'PaginationOfPayments' }), z.null()]), nextCursor: z.string().nullable() }).meta({ id: 'TransactionList' }),
    },
    errors: [],
    examples: [{ name: 'First page', query: { page: '1', limit: '20' }, answer: { transactions: [paidExample], pagination: { page: 1, limit: 20, total: 1, totalPages: 1, isTotalExact: true }, nextCursor: null } }],
  }),
};
