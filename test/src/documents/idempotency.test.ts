import { beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let merchant: TestMerchant;
beforeAll(async () => {
  merchant = await product.addMerchant();
});
const create = (key: string, body: unknown, secret = merchant.secretKey) => product.call(secret, 'POST', '/api/v1/payment/create', body, { 'idempotency-key': key });
const total = async () => (await product.call(merchant.secretKey, 'GET', '/api/v1/transactions')).body.pagination.total;

it('answers a repeat with the first answer and Idempotent-Replayed, and creates nothing', async () => {
  const [first, again] = [await create('key-1', { amount: 1, orderId: 'A' }), await create('key-1', { amount: 1, orderId: 'A' })];
  expect(first.status).toBe(201);
  expect(first.headers.get('idempotent-replayed')).toBeNull();
  expect(again.status).toBe(201);
  expect(again.headers.get('idempotent-replayed')).toBe('true');
  expect(again.body).toEqual(first.body);
  expect(await total()).toBe(1);
});

it('answers 409 to another body under the same key, even one other byte', async () => {
  await create('key-2', '{"amount":1}');
  for (const body of ['{"amount":2}', '{"amount": 1}']) expect(await create('key-2', body)).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
});

it('keeps keys apart by merchant and mode', async () => {
  await create('key-3', { amount: 1 });
  const other = await product.addMerchant();
  for (const secret of [merchant.liveSecretKey, other.secretKey]) expect((await create('key-3', { amount: 2 }, secret)).headers.get('idempotent-replayed')).toBeNull();
});

it('creates one payment when ten same calls arrive at once', async () => {
  const before = await total();
  const answers = await Promise.all(Array.from({ length: 10 }, () => create('key-4', { amount: 1 })));
  const made = answers.filter(({ status }) => status === 201);
  expect(answers.every(({ status }) => status === 201 || status === 409)).toBe(true);
  expect(new Set(made.map(({ body }) => body.transaction.id)).size).toBe(1);
  expect(await total()).toBe(before + 1);
});

it('does not remember a refusal: the mended call works under the same key', async () => {
  expect((await create('key-5', { amount: -1 })).status).toBe(400);
  expect((await create('key-5', { amount: 1 })).status).toBe(201);
});

it('refuses a key that is too long or not visible ASCII', async () => {
  for (const key of ['x'.repeat(256), 'with space', 'naïve']) expect(await create(key, { amount: 1 })).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
});
