import { beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';
import { runSql } from '../support/sql-session.ts';
import { addDemoShop, createRequest, nameAccounts } from './demo-shop.ts';
import { deviations } from './documented.ts';
import { paygate } from './paygate.fixture.ts';
import { topfrompay } from './topfrompay.fixture.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let demo: TestMerchant;
beforeAll(async () => {
  await nameAccounts(database);
  demo = await addDemoShop(product, database);
});
const create = (merchant: TestMerchant, body: object) => product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', body);

it(`answers ${topfrompay.createPayment.source} to the request of ${topfrompay.createPaymentRequest.source}`, async () => {
  const { status, body } = await create(demo, createRequest);
  expect(status).toBe(201);
  expect(deviations(topfrompay.createPayment.json(), body)).toEqual([]);
  expect(body.transaction).toMatchObject({ fee: 2.01, netAmount: 98.36, copy: { amount: '100.37' }, expiresAt: body.transaction.qrExpiry });
  expect(Date.parse(body.transaction.qrExpiry) - Date.parse(body.transaction.createdAt)).toBe(15 * 60_000);
});

it(`answers ${topfrompay.createPaymentWithoutQr.source} when PromptPay is off for the merchant`, async () => {
  const merchant = await product.addMerchant();
  await runSql(database.url, `update merchant set prompt_pay_enabled = false where id = '${merchant.id}'`);
  const { status, body } = await create(merchant, { amount: 200.55, orderId: 'ORD-10002' });
  expect(status).toBe(201);
  expect(deviations(topfrompay.createPaymentWithoutQr.json(), body)).toEqual([]);
});

it(`answers ${paygate.createPayment.source} to PayGate's request`, async () => {
  const merchant = await product.addMerchant();
  const { status, body } = await create(merchant, { amount: 150.0, orderId: 'ORDER-12345', description: 'Premium Subscription', metadata: { customerId: 'CUST-01' } });
  expect(status).toBe(201);
  expect(deviations(paygate.createPayment.json(), body)).toEqual([]);
});

it('takes PayGate\'s smallest request, amount alone, also with the key as Bearer', async () => {
  const merchant = await product.addMerchant();
  expect((await create(merchant, { amount: 150 })).status).toBe(201);
  const bearer = await product.call(undefined, 'POST', '/api/v1/payment/create', { amount: 150 }, { authorization: `Bearer ${merchant.secretKey}` });
  expect(bearer).toMatchObject({ status: 201, body: { success: true, transaction: { orderId: null, amount: 150, fee: 3, netAmount: 147 } } });
});

it('fills senderAccountLast4 in and keeps one that was sent', async () => {
  const merchant = await product.addMerchant();
  const metadataOf = async (metadata: object) => (await create(merchant, { amount: 1, metadata })).body.transaction.metadata;
  expect(await metadataOf({ senderAccountNumber: '167-3-58548-1' })).toEqual({ senderAccountNumber: '167-3-58548-1', senderAccountLast4: '5481' });
  expect(await metadataOf({ senderAccountNumber: '1673585481', senderAccountLast4: '9999' })).toEqual({ senderAccountNumber: '1673585481', senderAccountLast4: '9999' });
});

it('takes an orderId of 200 characters in any script, and finds it, once', async () => {
  const merchant = await product.addMerchant();
  const orderId = `คำสั่งซื้อ-${'ก'.repeat(189)}`;
  const { status, body } = await create(merchant, { amount: 1, orderId });
  expect([orderId.length, status]).toEqual([200, 201]);
  const found = async (path: string) => (await product.call(merchant.secretKey, 'GET', path)).body;
  expect((await found(`/api/v1/payment/order/${encodeURIComponent(orderId)}`)).transaction.id).toBe(body.transaction.id);
  expect((await found(`/api/v1/transactions?orderId=${encodeURIComponent(orderId)}`)).transactions).toMatchObject([{ id: body.transaction.id, orderId }]);
  expect((await create(merchant, { amount: 1, orderId })).body.code).toBe('ORDER_ID_EXISTS');
  expect((await create(merchant, { amount: 1, orderId: `${orderId}ก` })).body.code).toBe('INVALID_REQUEST');
});
