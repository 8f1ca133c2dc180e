import { createHmac, timingSafeEqual } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';
import { createRequest } from './demo-shop.ts';
import { deviations, type Documented } from './documented.ts';
import { paygate } from './paygate.fixture.ts';
import { openReceiver, type Callback, type Receiver } from './receiver.ts';
import { topfrompay, webhookHeaders } from './topfrompay.fixture.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true });
interface Shop extends TestMerchant { readonly receiver: Receiver; readonly webhookId: string; readonly webhookSecret: string }
/** A merchant that is called back about everything that ends a payment. */
const openShop = async (): Promise<Shop> => {
  const [merchant, receiver] = [await product.addMerchant(), await openReceiver()];
  const { body } = await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: receiver.url, events: ['payment.success', 'payment.failed', 'payment.expired'] });
  return { ...merchant, receiver, webhookId: body.id, webhookSecret: body.secret };
};
const create = async (shop: Shop, body: object): Promise<{ readonly id: string; readonly qrPayload: string }> =>
  (await product.call(shop.secretKey, 'POST', '/api/v1/payment/create', body)).body.transaction;
const pay = (amount: number, bankReference: string) => product.reportCredits([{
  bankReference, accountNumber: product.promptPayId, amount, paidAt: new Date().toISOString(), payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030',
}]);
const standsFor = (shop: Pick<Shop, 'id' | 'webhookId'>, id: string) => ({ tx_123: id, tx_124: id, tx_125: id, m_123: shop.id, wh_123456: shop.webhookId, wh_123: shop.webhookId });

/** TopfromPAY §6 "Webhook Verify Example (Node.js)", as printed. */
function verifyWebhook(rawBody: string, signatureHeader: string | string[] | undefined, webhookSecret: string): boolean {
  const expected = createHmac('sha256', webhookSecret).update(rawBody).digest('hex');
  const a = Buffer.from(expected, 'utf8');
  const b = Buffer.from(String(signatureHeader || ''), 'utf8');
  return a.length === b.length && timingSafeEqual(a, b);
}
/** PayGate "verify-webhook.js", as printed: it signs what it parsed, printed again. */
function verifyWebhookSignature(payload: unknown, signature: unknown, secret: string): boolean {
  const expectedSignature = createHmac('sha256', secret).update(JSON.stringify(payload)).digest('hex');
  return signature === expectedSignature;
}

const expectCallback = ({ webhookSecret, ...shop }: Shop, { headers, raw, rawHeaders }: Callback, { id, example }: { readonly id: string; readonly example: Documented }): void => {
  const body = JSON.parse(raw);
  expect(deviations(example.json(standsFor(shop, id)), body)).toEqual([]);
  const [, ...names] = webhookHeaders.split('\n').map((line) => line.split(': ')[0]!.toLowerCase());
  for (const name of names) expect(rawHeaders.map((header) => header.toLowerCase())).toContain(name);
  expect(headers).toMatchObject({
    'x-webhook-event': body.event, 'x-webhook-timestamp': body.timestamp, 'x-webhook-delivery-id': body.deliveryId, 'x-webhook-id': shop.webhookId,
    'x-webhook-idempotency-key': `${body.event}:${id}`, 'x-webhook-version': '1', 'content-type': 'application/json',
  });
  expect(verifyWebhook(raw, headers['x-webhook-signature'], webhookSecret)).toBe(true);
  expect(verifyWebhook(`${raw} `, headers['x-webhook-signature'], webhookSecret)).toBe(false);
  expect(verifyWebhookSignature(body, headers['x-webhook-signature'], webhookSecret)).toBe(true);
};

let shop: Shop;
let paidId: string;
let success: Callback;
beforeAll(async () => {
  shop = await openShop();
  paidId = (await create(shop, { ...createRequest, amount: 100 })).id;
  expect(await pay(100, 'DOC-1')).toMatchObject({ status: 200, body: { accepted: 1 } });
  success = await shop.receiver.next();
});

it(`sends ${topfrompay.webhookPaymentSuccess.source}, with the documented headers, verified as both documents verify`, () => {
  expectCallback(shop, success, { id: paidId, example: topfrompay.webhookPaymentSuccess });
});
it(`sends ${topfrompay.receivedWebhook.source}`, () => {
  expectCallback(shop, success, { id: paidId, example: topfrompay.receivedWebhook });
});

it(`answers ${topfrompay.paymentOrder.source}`, async () => {
  const { status, body } = await product.call(shop.secretKey, 'GET', '/api/v1/payment/order/ORD-10001');
  expect(status).toBe(200);
  expect(deviations(topfrompay.paymentOrder.json(standsFor(shop, paidId)), body)).toEqual([]);
});

it(`sends ${paygate.webhookPayload.source} with the metadata, and answers ${paygate.getPayment.source}`, async () => {
  const other = await openShop();
  const { id } = await create(other, { amount: 150, orderId: 'ORDER-12345', description: 'Premium Subscription', metadata: { customerId: 'CUST-01' } });
  await pay(150, 'DOC-2');
  const callback = await other.receiver.next();
  const stands = { 'd5c0c8b0-xxxx-xxxx-xxxx-4c1a0f26cb25': id, wh_123456: other.webhookId };
  expect(deviations(paygate.webhookPayload.json(stands), JSON.parse(callback.raw))).toEqual([]);
  expect(JSON.parse(callback.raw)).toMatchObject({ data: { metadata: { customerId: 'CUST-01' } } });
  const { status, body } = await product.call(other.secretKey, 'GET', `/api/v1/payment/${id}`);
  expect(status).toBe(200);
  expect(deviations(paygate.getPayment.json(stands), body)).toEqual([]);
});

it(`sends ${topfrompay.webhookPaymentFailed.source} when the merchant cancels`, async () => {
  const other = await openShop();
  const { id } = await create(other, { amount: 100, orderId: 'ORD-10001' });
  expect((await product.call(other.secretKey, 'POST', `/api/v1/payment/${id}/cancel`)).body).toMatchObject({ success: true, transaction: { status: 'CANCELLED' } });
  expectCallback(other, await other.receiver.next(), { id: id, example: topfrompay.webhookPaymentFailed });
});

it(`sends ${topfrompay.webhookPaymentExpired.source} when a payment expires`, async () => {
  const other = await openShop();
  const { id } = await create(other, { amount: 100, orderId: 'ORD-10001' });
  expect((await product.call(other.secretKey, 'POST', `/api/v1/sandbox/payments/${id}/expire`)).status).toBe(200);
  expectCallback(other, await other.receiver.next(), { id: id, example: topfrompay.webhookPaymentExpired });
});
