import { issueKey } from '@paygate/core/keys/issue-key';
import { expect, it } from 'vitest';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { SHOP_ORIGIN, startTestProduct, type TestMerchant } from '../support/test-product.ts';
import { createRequest } from './demo-shop.ts';
import { deviations } from './documented.ts';
import { paygate } from './paygate.fixture.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const create = (merchant: TestMerchant, body: object, headers: Record<string, string> = {}) => product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', body, headers);
const set = (merchant: TestMerchant, columns: string) => runSql(database.url, `update merchant set ${columns} where id = '${merchant.id}'`);
/** Keys are looked up at most once a second, so a merchant is changed before its first call. */
const merchantWith = async (columns: string): Promise<TestMerchant> => {
  const merchant = await product.addMerchant();
  await set(merchant, columns);
  return merchant;
};

it(`answers ${paygate.errorResponse.source} without a key`, async () => {
  const { status, body } = await product.call(undefined, 'GET', '/api/v1/balance');
  expect(status).toBe(401);
  expect(deviations(paygate.errorResponse.json(), body, { differs: ['message'] })).toEqual([]);
  expect(body.message).toContain('Send it via X-API-Key header.');
});

// TopfromPAY §8 "POST /api/v1/payment/create" and "GET /api/v1/payment/order/:orderId"; the first column is the body's `error`.
it.each([0, -5, 1.005, 100.123, '100', null, true])('answers 400 "Invalid amount" to the amount %j', async (amount) => {
  expect(await create(await product.addMerchant(), { amount })).toMatchObject({ status: 400, body: { error: 'Invalid amount', code: 'INVALID_AMOUNT' } });
});

it('answers 400 with the Thai sentences below the minimum and above the maximum, and takes both bounds', async () => {
  const merchant = await product.addMerchant();
  expect(await create(merchant, { amount: 0.99 })).toMatchObject({ status: 400, body: { error: 'ยอดชำระขั้นต่ำคือ 1 บาท', code: 'AMOUNT_BELOW_MINIMUM' } });
  expect(await create(merchant, { amount: 2_000_000.01 })).toMatchObject({ status: 400, body: { error: 'ยอดชำระสูงสุดคือ 2000000 บาท', code: 'AMOUNT_ABOVE_MAXIMUM' } });
  expect((await create(merchant, { amount: 1 })).status).toBe(201);
  expect((await create(merchant, { amount: 2_000_000 })).status).toBe(201);
});

it.each([60_000_000, 50_000_000.01, 8_999_999_999.99])('names the maximum to who asks for %d baht, however far above it', async (amount) => {
  const merchant = await product.addMerchant();
  const tooMuch = { status: 400, body: { error: 'ยอดชำระสูงสุดคือ 2000000 บาท', code: 'AMOUNT_ABOVE_MAXIMUM' } };
  expect(await create(merchant, { amount })).toMatchObject(tooMuch);
  expect(await product.call(merchant.publicKey, 'POST', '/api/v1/checkout/sessions', { amount }, { origin: SHOP_ORIGIN })).toMatchObject(tooMuch);
  const wish = { amount, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } };
  const [paidOut, asked, bulk] = [await product.signed(merchant.secretKey, '/api/v1/payout/create', wish), await product.signed(merchant.secretKey, '/api/v1/withdrawal/request/create', wish), await product.signed(merchant.secretKey, '/api/v1/payout/bulk', { items: [wish] })];
  for (const { status, body } of [paidOut, asked, bulk]) expect([status, body.code]).toEqual([400, 'PAYOUT_LIMIT_EXCEEDED']);
});

it.each([9_000_000_000.01, 1e12, 1e21, Number.MAX_VALUE])('answers 400 "Invalid amount" to %d baht, whose fee would not be exact', async (amount) => {
  expect((await create(await product.addMerchant(), { amount })).body.code).toBe('INVALID_AMOUNT');
});

it('answers 400 PAYMENT_CONTRACT_POLICY_VIOLATION naming what is missing', async () => {
  const merchant = await merchantWith(`policy_mode = 'enforce_all'`);
  const { metadata, ...rest } = createRequest;
  const missing = async (body: object) => (await create(merchant, body)).body.details.fields;
  expect(await create(merchant, { amount: 1 })).toMatchObject({ status: 400, body: { code: 'PAYMENT_CONTRACT_POLICY_VIOLATION' } });
  expect(await missing({ amount: 1 })).toEqual(['orderId', 'metadata.senderAccountNumber', 'metadata.senderBankCode', 'metadata.memberName']);
  expect(await missing({ ...rest, metadata: { ...metadata, senderAccountNumber: '1234567' } })).toEqual(['metadata.senderAccountNumber']);
  expect((await create(merchant, { ...rest, metadata: { ...metadata, senderAccountNumber: '12345678' } })).status).toBe(201);
});

it('answers 400 "Order ID already exists" within one merchant and mode, and nowhere else', async () => {
  const [merchant, other] = [await product.addMerchant(), await product.addMerchant()];
  const body = { amount: 1, orderId: 'ORD-10001' };
  expect((await create(merchant, body)).status).toBe(201);
  expect(await create(merchant, body)).toMatchObject({ status: 400, body: { error: 'Order ID already exists', code: 'ORDER_ID_EXISTS' } });
  expect((await create(other, body)).status).toBe(201);
  expect((await product.call(merchant.liveSecretKey, 'POST', '/api/v1/payment/create', body)).status).toBe(201);
});

it('answers 403 "Forbidden" to a public key', async () => {
  const { id } = await product.addMerchant();
  const { key } = await issueKey(product.platform.database, { merchantId: id, kind: 'public', mode: 'test', name: 'widget', scopes: ['collect'] });
  expect(await product.call(key, 'POST', '/api/v1/payment/create', { amount: 1 })).toMatchObject({ status: 403, body: { error: 'Forbidden' } });
});

it('answers 404 "Transaction not found" to an order that this merchant does not have', async () => {
  const [merchant, other] = [await product.addMerchant(), await product.addMerchant()];
  await create(other, { amount: 1, orderId: 'THEIRS' });
  for (const orderId of ['NOBODYS', 'THEIRS']) {
    expect(await product.call(merchant.secretKey, 'GET', `/api/v1/payment/order/${orderId}`)).toMatchObject({ status: 404, body: { error: 'Transaction not found', code: 'TRANSACTION_NOT_FOUND' } });
  }
});

it('answers 500 "Failed to create payment" and "Failed to get payment" when the database fails, and recovers', async () => {
  const merchant = await product.addMerchant();
  await runSql(database.url, 'alter table payment rename to payment_away');
  const created = await create(merchant, { amount: 1 });
  const got = await product.call(merchant.secretKey, 'GET', '/api/v1/payment/order/ORD-1');
  await runSql(database.url, 'alter table payment_away rename to payment');
  expect(created).toMatchObject({ status: 500, body: { error: 'Failed to create payment', code: 'SERVER_ERROR', details: null } });
  expect(got).toMatchObject({ status: 500, body: { error: 'Failed to get payment', code: 'SERVER_ERROR', details: null } });
  expect((await create(merchant, { amount: 1 })).status).toBe(201);
});

it('answers NO_PAYMENT_CHANNEL when both channels are off, and shows no QR but bank accounts when PromptPay alone is', async () => {
  const none = await merchantWith('prompt_pay_enabled = false, bank_transfer_enabled = false');
  expect(await create(none, { amount: 1 })).toMatchObject({ status: 400, body: { code: 'NO_PAYMENT_CHANNEL' } });
  const banksOnly = (await create(await merchantWith('prompt_pay_enabled = false'), { amount: 1 })).body;
  expect(banksOnly.transaction.qrCode).toBeNull();
  expect(banksOnly.paymentAccounts.bankAccounts).toHaveLength(1);
  const qrOnly = (await create(await merchantWith('bank_transfer_enabled = false'), { amount: 1 })).body;
  expect(qrOnly).toMatchObject({ transaction: { qrCode: expect.stringMatching(/^data:image\/png;base64,/) }, paymentAccounts: { channels: { promptPayEnabled: true, bankTransferEnabled: false }, bankAccounts: [] } });
});

it('takes expiryMinutes from 1 to 43,200 and nothing else', async () => {
  const merchant = await product.addMerchant();
  const minutesOf = async (expiryMinutes: number) => {
    const { transaction } = (await create(merchant, { amount: 1, expiryMinutes })).body;
    return (Date.parse(transaction.expiresAt) - Date.parse(transaction.createdAt)) / 60_000;
  };
  expect(await minutesOf(1)).toBe(1);
  expect(await minutesOf(43_200)).toBe(43_200);
  for (const expiryMinutes of [0, -1, 43_201, 1.5, '15']) expect((await create(merchant, { amount: 1, expiryMinutes })).body.code).toBe('INVALID_REQUEST');
});
