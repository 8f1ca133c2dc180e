import * as z from 'zod';
import { PaymentAccounts, paymentAccountsExample } from './accounts.ts';
import { operation, type Text } from './kernel.ts';
import { EXPIRY_MINUTES_DEFAULT, EXPIRY_MINUTES_MAX, PaymentStatus } from './payments.ts';
import type { SlipReason, SlipStatus } from './slips.ts';
import { BahtAsked, BahtOut, Copy, Instant, line, OrderId, PathId, urlSent, Uuid } from './scalars.ts';

/** What a payer may know of a payment (decisions C10): never the member, the sender, the fee, the metadata or the order's number. */
export const PayerTransaction = z
  .object({
    id: Uuid,
    description: z.string().nullable(),
    amount: BahtOut,
    status: PaymentStatus,
    expiresAt: Instant,
    qrExpiry: Instant,
    qrPayload: z.string().nullable(),
    qrCode: z.string().nullable().meta({ description: 'PNG data URL; null when PromptPay is off or there is nothing to pay any more' }),
    copy: Copy,
  })
  .meta({ id: 'PayerTransaction', description: 'A payment as its payer sees it.' });

/**
 * What the payer page tells. Money that a person looks at: `wrong_amount`, it arrived in another amount; `money_late`, it arrived when the payment
 * was over.
 */
export type PayerState = 'pending' | 'wrong_amount' | 'money_late' | 'paid' | 'refunded' | 'expired' | 'cancelled' | 'failed';

/** Everything the payer page is drawn from; nothing else about the payment reaches the page. */
export interface PayerView {
  readonly id: string;
  readonly isTest: boolean;
  /** Whether the test buttons can pay: there is a sandbox bank. */
  readonly canPlayBank: boolean;
  readonly state: PayerState;
  readonly isOpen: boolean;
  readonly isLate: boolean;
  readonly merchantName: string;
  readonly amountSatang: number;
  readonly strayAmountSatang: number | null;
  /** What came above a payment that is paid, and waits for a person. */
  readonly excessSatang: number | null;
  readonly description: string | null;
  readonly reference: string;
  readonly expiresAt: string;
  /** By the server's clock when the page was made. */
  readonly secondsLeft: number;
  readonly paidAt: string | null;
  readonly returnUrl: string | null;
  /** Pages that may show this page in a frame. */
  readonly origins: readonly string[];
  /** Whose name the banking app shows after the scan, where we know it. */
  readonly receiverName: string | null;
  readonly qrPng: Uint8Array | null;
  readonly bankAccounts: readonly { readonly bankCode: string; readonly bankName: Text; readonly accountNumber: string; readonly accountName: string }[];
}

/** Everything the page for sending a slip is drawn from. */
export interface SlipPageView extends Pick<PayerView, 'id' | 'isTest' | 'state' | 'merchantName' | 'amountSatang' | 'origins'> {
  /** Whether there is anything left to send a slip for. */
  readonly takesSlips: boolean;
  /** What the newest slip came to. */
  readonly slip: { readonly status: SlipStatus; readonly reason: SlipReason | null } | null;
}

const id = '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21';

export const checkoutOperations = {
  get: operation({
    id: 'checkout.get', method: 'GET', path: '/api/payment/pay/{transactionId}', surface: 'public', auth: 'public', rate: 'read', tag: 'Checkout',
    summary: { en: 'What the payer sees of a payment', th: 'ดึงข้อมูลหน้าชำระเงิน (QR และบัญชีธนาคาร)' },
    description: {
      en: 'For a payment page of your own: no key needed, nothing of the payer or the fee in it. QR and accounts are there only while the payment can be paid.',
      th: 'สำหรับทำหน้าชำระเงินเอง ไม่ต้องใช้คีย์ และไม่มีข้อมูลผู้จ่ายหรือค่าธรรมเนียม QR และบัญชีจะแสดงเฉพาะขณะที่ยังชำระได้',
    },
    params: z.object({ transactionId: PathId }),
    ok: {
      status: 200,
      schema: z
        .object({ success: z.literal(true), transaction: PayerTransaction, merchant: z.object({ name: z.string() }), paymentAccounts: PaymentAccounts })
        .meta({ id: 'CheckoutAnswer' }),
    },
    errors: ['TRANSACTION_NOT_FOUND'],
    examples: [{
      name: 'Waiting to be paid', params: { transactionId: id },
      answer: {
        success: true,
        transaction: {
          id, description: 'Topup', amount: 100.37, status: 'PENDING', expiresAt: '2026-03-05T08:15:00.000Z', qrExpiry: '2026-03-05T08:15:00.000Z',
          qrPayload: '00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE', qrCode: 'data:image/png;base64,iVBORw0KGgo=', copy: { amount: '100.37' },
        },
        merchant: { name: 'Demo Store' }, paymentAccounts: paymentAccountsExample,
      },
    }],
  }),
  createSession: operation({
    id: 'checkout.createSession', method: 'POST', path: '/api/v1/checkout/sessions', surface: 'v1', auth: 'publicKey', rate: 'checkout', tag: 'Checkout',
    summary: { en: 'Open a payment from a page of the shop, with a public key', th: 'เปิดรายการชำระเงินจากเว็บของร้านด้วย public key' },
    description: {
      en: 'What `PayGate.renderButton` of /paygate-widget.js calls. Works on the pages listed with the key, for amounts within its bounds. The same orderId and amount opens the same payment again.',
      th: 'ปุ่ม `PayGate.renderButton` จาก /paygate-widget.js เรียกใช้คำสั่งนี้ ใช้ได้บนเว็บและช่วงยอดเงินที่กำหนดไว้กับคีย์ หากส่ง orderId และยอดเดิมจะเปิดรายการเดิม',
    },
    body: z
      .object({
        amount: BahtAsked, orderId: OrderId, description: line(500, 0).nullish(),
        expiryMinutes: z.int().min(1).max(EXPIRY_MINUTES_MAX).nullish().meta({ description: `Minutes until the QR expires (default ${EXPIRY_MINUTES_DEFAULT})` }),
        returnUrl: urlSent({ protocol: /^https?$/ }).nullish().meta({ description: 'Where the payer page leads back to; on a page that the key allows' }),
      })
      .meta({ id: 'CreateCheckoutSessionRequest' }),
    ok: {
      status: 201,
      schema: z
        .object({
          success: z.literal(true),
          transaction: z
            .object({ id: Uuid, orderId: z.string().nullable(), amount: BahtOut, requestedAmount: BahtOut.optional(), description: z.string().nullable(), status: PaymentStatus, expiresAt: Instant, checkoutUrl: z.url(), copy: Copy })
            .meta({ id: 'CheckoutSessionTransaction' }),
        })
        .meta({ id: 'CheckoutSessionAnswer' }),
    },
    errors: ['INVALID_AMOUNT', 'AMOUNT_BELOW_MINIMUM', 'AMOUNT_ABOVE_MAXIMUM', 'ORDER_ID_EXISTS', 'NO_PAYMENT_CHANNEL', 'UNIQUE_AMOUNT_UNAVAILABLE', 'MERCHANT_NOT_ACTIVE'],
    invalidFields: { amount: 'INVALID_AMOUNT' }, failureText: 'Failed to create payment',
    examples: [{
      name: 'From a button', body: { amount: 150, orderId: 'ORDER-12345', description: 'Payment via widget' },
      answer: {
        success: true,
        transaction: { id, orderId: 'ORDER-12345', amount: 150, description: 'Payment via widget', status: 'PENDING', expiresAt: '2026-03-05T08:15:00.000Z', checkoutUrl: `https://pay.example.com/pay/${id}`, copy: { amount: '150.00' } },
      },
    }],
  }),
};
