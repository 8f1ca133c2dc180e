import { setTimeout as delay } from 'node:timers/promises';
import { operations } from '@paygate/contract';
import type { Answer } from '@paygate/contract/kernel';
import { qrTerminal } from '@paygate/promptpay/qr-image';
import type { ApiClient } from './api-client.ts';
import { hasDocumentedSignature, hasStandardSignature, type Callback, type DemoReceiver } from './demo-receiver.ts';
import { bahtText, dim, satangOf, say, sayDone, sayHeading, sayQr } from './terminal.ts';

interface Demo { readonly api: ApiClient; readonly receiver: DemoReceiver; readonly webhookSecret: string }
type Created = Answer<(typeof operations)['payments']['create']>['transaction'];

const AMOUNT_BAHT = 100.37;
const PATIENCE_MS = 20_000;
const POLL_MS = 20;

/**
 * One payment from QR to balance, each step through the public API as a merchant would take it. Answers the payment's id;
 * throws with a sentence at the first step that does not hold.
 */
export const showOnePayment = async ({ api, receiver, webhookSecret }: Demo): Promise<string> => {
  sayHeading('One payment, from QR to balance', 'รับเงินหนึ่งรายการ ตั้งแต่คิวอาร์จนเข้ายอดเงิน');
  const before = await api.call(operations.merchants.balance);
  const { payment, receivingAccount } = await createPayment(api);
  const callback = receiver.expect('payment.success', payment.id, PATIENCE_MS);
  callback.catch(() => undefined);

  const startedAt = performance.now();
  const { bankReference } = await api.call(operations.sandbox.pay, { params: { id: payment.id }, body: {} });
  sayDone('Paid', `at the sandbox bank, to PromptPay ${receivingAccount} · ${bankReference}`, performance.now() - startedAt);
  await untilPaid(api, payment.id);
  sayDone('Matched', 'the bank told of the transfer, the payment is PAID', performance.now() - startedAt);
  const received = await callback;
  sayDone('Webhook', `payment.success at ${new URL(receiver.url).host}`, received.receivedAt - startedAt);
  verifySignature(received, webhookSecret);

  const after = await api.call(operations.merchants.balance);
  // At least: money that an earlier run left under way may arrive meanwhile.
  const expectedSatang = satangOf(before.balance) + satangOf(payment.netAmount);
  if (satangOf(after.balance) < expectedSatang) throw new Error(`the balance is ${bahtText(after.balance)} THB, less than before and the payment together`);
  sayDone('Balance', `${bahtText(after.balance)} THB, ${bahtText(payment.netAmount)} more: ${bahtText(payment.amount)} less ${bahtText(payment.fee)} fee`);
  return payment.id;
};

const createPayment = async (api: ApiClient): Promise<{ readonly payment: Created; readonly receivingAccount: string }> => {
  const startedAt = performance.now();
  const body = { amount: AMOUNT_BAHT, orderId: `DEMO-${Date.now().toString(36).toUpperCase()}`, description: 'Demo', metadata: demoPayer };
  const { transaction: payment, paymentAccounts } = await api.call(operations.payments.create, { body });
  sayDone('Created', `${bahtText(payment.amount)} THB · ${payment.orderId ?? ''} · ${payment.id}`, performance.now() - startedAt);
  if (payment.qrPayload === null) throw new Error('the payment has no QR: PromptPay is switched off');
  sayQr(qrTerminal(payment.qrPayload));
  say(`  ${dim('A test QR: no account belongs to it. คิวอาร์ทดสอบ ไม่มีบัญชีจริง')}`);
  return { payment, receivingAccount: paymentAccounts.promptPay?.accountNumber ?? 'no account' };
};

const demoPayer = { customerId: 'demo-1', memberName: 'นาย ทองดี ใจงาม', memberNameEn: 'THONGDEE JAINGAM', senderAccountNumber: '1673585481', senderBankCode: 'GSB' };

const untilPaid = async (api: ApiClient, id: string): Promise<void> => {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const { transaction } = await api.call(operations.payments.get, { params: { id } });
    if (transaction.status === 'PAID') return;
    if (performance.now() > deadline) throw new Error(`the payment is still ${transaction.status} ${PATIENCE_MS} ms after the transfer`);
    await delay(POLL_MS);
  }
};

/** Both signatures must hold for what came, and neither for the same bytes with one changed. */
const verifySignature = (callback: Callback, secret: string): void => {
  const raw = Buffer.from(callback.raw);
  raw[raw.length - 2] = (raw.at(-2) ?? 0) + 1;
  const forged = { headers: callback.headers, raw };
  if (!hasDocumentedSignature(callback, secret)) throw new Error('X-Webhook-Signature does not fit the callback');
  if (!hasStandardSignature(callback, secret)) throw new Error('webhook-signature (Standard Webhooks) does not fit the callback');
  if (hasDocumentedSignature(forged, secret) || hasStandardSignature(forged, secret)) throw new Error('a changed callback passed as genuine');
  sayDone('Signature', 'X-Webhook-Signature and Standard Webhooks verified, a changed byte refused');
};
