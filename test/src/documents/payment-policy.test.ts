import { expect, it } from 'vitest';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';
import { createRequest } from './demo-shop.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const create = (merchant: TestMerchant, body: object) => product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', body);
const setting = (name: string, value: unknown) => `insert into setting (name, value) values ('${name}', '${JSON.stringify(value)}') on conflict (name) do update set value = excluded.value`;
const seen = () => product.platform.settings().then((now) => [now.policyMode, now.enforceNewMerchantFrom]);
/** Settings may lag the database by a second. */
const set = async (mode: string, enforceNewMerchantFrom: string | null = null): Promise<void> => {
  await runSql(database.url, setting('policyMode', mode), setting('enforceNewMerchantFrom', enforceNewMerchantFrom));
  await expect.poll(seen).toEqual([mode, enforceNewMerchantFrom]);
};
const fields = (body: { integrationWarnings: { field: string }[] }): readonly string[] => body.integrationWarnings.map(({ field }) => field);
const everyField = ['orderId', 'metadata.senderAccountNumber', 'metadata.senderBankCode', 'metadata.memberName'];

it('warns by default: everything passes, and the warnings say what enforce_all would refuse', async () => {
  const { status, body } = await create(await product.addMerchant(), { amount: 1 });
  expect(status).toBe(201);
  expect(body.paymentContractPolicy).toEqual({ mode: 'warn', enforceForThisMerchant: false, reason: 'warn mode', enforceNewMerchantFrom: null });
  expect(fields(body)).toEqual(everyField);
  expect((await create(await product.addMerchant(), createRequest)).body.integrationWarnings).toEqual([]);
});

it('neither warns nor refuses when the policy is off', async () => {
  await set('off');
  const { status, body } = await create(await product.addMerchant(), { amount: 1 });
  expect(status).toBe(201);
  expect(body).toMatchObject({ paymentContractPolicy: { mode: 'off', enforceForThisMerchant: false }, integrationWarnings: [] });
});

it('refuses for every merchant under enforce_all', async () => {
  await set('enforce_all');
  expect((await create(await product.addMerchant(), { amount: 1 })).body.code).toBe('PAYMENT_CONTRACT_POLICY_VIOLATION');
  expect((await create(await product.addMerchant(), createRequest)).body.paymentContractPolicy).toEqual({ mode: 'enforce_all', enforceForThisMerchant: true, reason: 'enforce_all mode', enforceNewMerchantFrom: null });
});

it('refuses under enforce_new for merchants created since the date, and warns the older ones', async () => {
  const from = '2026-01-01T00:00:00.000Z';
  await set('enforce_new', from);
  const [old, fresh] = [await product.addMerchant(), await product.addMerchant()];
  await runSql(database.url, `update merchant set created_at = '2025-12-31T23:59:59.999Z' where id = '${old.id}'`, `update merchant set created_at = '${from}' where id = '${fresh.id}'`);
  const passed = await create(old, { amount: 1 });
  expect(passed).toMatchObject({ status: 201, body: { paymentContractPolicy: { mode: 'enforce_new', enforceForThisMerchant: false, enforceNewMerchantFrom: from } } });
  expect(fields(passed.body)).toEqual(everyField);
  expect((await create(fresh, { amount: 1 })).body.code).toBe('PAYMENT_CONTRACT_POLICY_VIOLATION');
});

it('lets a merchant\'s own mode win over the platform\'s, in both directions', async () => {
  await set('enforce_all');
  const [lenient, strict] = [await product.addMerchant(), await product.addMerchant()];
  await runSql(database.url, `update merchant set policy_mode = 'off' where id = '${lenient.id}'`, `update merchant set policy_mode = 'enforce_all' where id = '${strict.id}'`);
  expect((await create(lenient, { amount: 1 })).body.paymentContractPolicy.mode).toBe('off');
  await set('off');
  expect((await create(strict, { amount: 1 })).body.code).toBe('PAYMENT_CONTRACT_POLICY_VIOLATION');
});
