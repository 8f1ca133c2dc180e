import { runSettlementSchedules } from '@paygate/core/settlements/run-schedules';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { fund } from '../support/fund.ts';
import { enter } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant, type TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
let product: TestProduct;
beforeAll(async () => {
  product = await startTestProduct(database, { withWorker: true, withBank: true });
});
afterEach(() => expectBooksAgree(product.platform));

const MINUTE_MS = 60_000;
const DAY_MINUTES = 1_440;
const YEAR_MINUTES = 366 * DAY_MINUTES;
const post = (key: string, at: string, body: object = {}) => product.call(key, 'POST', `/api/v1/${at}`, body);
const advance = (shop: TestMerchant, minutes: number) => post(shop.secretKey, 'sandbox/clock/advance', { minutes });
const create = async (key: string, more: object = {}) => (await post(key, 'payment/create', { amount: 100, ...more })).body.transaction;
const read = async (key: string, id: string) => (await product.call(key, 'GET', `/api/v1/payment/${id}`)).body.transaction;
const becomes = (key: string, id: string, status: string) => until(`the payment to be ${status}`, async () => (await read(key, id)).status === status);
const minutesUntil = (instant: string): number => Math.round((Date.parse(instant) - Date.now()) / MINUTE_MS);

it('shows the real time until it is advanced, adds up, and goes back on reset', async () => {
  const shop = await product.addMerchant();
  const clock = async () => (await product.call(shop.secretKey, 'GET', '/api/v1/sandbox/clock')).body.clock;
  expect(await clock()).toMatchObject({ object: 'sandbox_clock', offsetMinutes: 0 });
  await advance(shop, 60);
  expect((await advance(shop, 30)).body.clock.offsetMinutes).toBe(90);
  expect(minutesUntil((await clock()).now)).toBe(90);
  expect((await advance(shop, YEAR_MINUTES)).body).toMatchObject({ code: 'CLOCK_TOO_FAR', details: { maxDays: 366, offsetMinutes: 90 } });
  expect((await post(shop.secretKey, 'sandbox/clock/reset')).body.clock.offsetMinutes).toBe(0);
  for (const minutes of [0, -5, 1.5, '60', YEAR_MINUTES + 1]) expect((await post(shop.secretKey, 'sandbox/clock/advance', { minutes })).status).toBe(400);
  for (const at of ['advance', 'reset']) expect((await post(shop.liveSecretKey, `sandbox/clock/${at}`, { minutes: 5 })).body.code).toBe('TEST_KEY_REQUIRED');
});

it('expires test payments when their time has come by it, and nobody else\'s, and nothing live', async () => {
  const [shop, neighbour] = [await product.addMerchant(), await product.addMerchant()];
  const [short, long] = [await create(shop.secretKey), await create(shop.secretKey, { expiryMinutes: 120 })];
  const [theirs, live] = [await create(neighbour.secretKey), await create(shop.liveSecretKey)];
  await advance(shop, 20);
  await becomes(shop.secretKey, short.id, 'EXPIRED');
  expect(await runSql(database.url, `select count(*)::int as count from event where object_id = '${short.id}' and type = 'payment.expired'`)).toEqual([{ count: 1 }]);
  expect([(await read(shop.secretKey, long.id)).status, (await read(neighbour.secretKey, theirs.id)).status, (await read(shop.liveSecretKey, live.id)).status]).toEqual(['PENDING', 'PENDING', 'PENDING']);
});

it('gives new test payments their deadline by it, live ones by the real time', async () => {
  const shop = await product.addMerchant();
  await advance(shop, DAY_MINUTES);
  const made = await until('the key to know the clock', async () => {
    const payment = await create(shop.secretKey);
    return minutesUntil(payment.expiresAt) > 60 && payment;
  });
  expect(minutesUntil(made.expiresAt)).toBe(DAY_MINUTES + 15);
  expect(Math.abs(minutesUntil(made.createdAt))).toBe(0);
  expect(minutesUntil((await create(shop.liveSecretKey)).expiresAt)).toBe(15);
  expect(await runSql(database.url, `select status from payment where id = '${made.id}'`)).toEqual([{ status: 'PENDING' }]);
  await advance(shop, 16);
  await becomes(shop.secretKey, made.id, 'EXPIRED');
});

it('lets late money pay within the grace of the test clock, and no longer after it', async () => {
  const shop = await product.addMerchant();
  const [within, beyond] = [await create(shop.secretKey, { amount: 511.07 }), await create(shop.secretKey, { amount: 512.07 })];
  await advance(shop, 15 + 23 * 60);
  await becomes(shop.secretKey, beyond.id, 'EXPIRED');
  await post(shop.secretKey, `sandbox/payments/${within.id}/pay`);
  await becomes(shop.secretKey, within.id, 'PAID');
  await advance(shop, 120);
  const { body } = await post(shop.secretKey, `sandbox/payments/${beyond.id}/pay`);
  const [credit] = await until('the transfer to be decided', async () => {
    const rows = await runSql(database.url, `select status from bank_credit where bank_reference = '${body.bankReference}' and status <> 'RECEIVED'`);
    return rows.length > 0 && rows;
  });
  expect(credit).toEqual({ status: 'REVIEW' });
  expect((await read(shop.secretKey, beyond.id)).status).toBe('EXPIRED');
});

it('brings the daily settlement of test money', async () => {
  const shop = await product.addMerchant();
  await fund(product.platform, shop.id, 500_000);
  const owner = await enter(product, database, { merchantId: shop.id });
  const ask = (at: string, body: object) => product.call(undefined, 'POST', at, body, owner.headers);
  await ask('/api/settlement/account', { bankCode: 'SCB', accountNumber: '1234567890', accountName: 'Demo Store' });
  const set = await ask('/api/settlement/schedule', { isActive: true, atTime: '00:00', minAmount: 100, mode: 'test' });
  expect(set.body).toMatchObject({ schedule: { mode: 'test', isActive: true } });
  const runs = () => runSql(database.url, `select settlement_id is not null as settled from settlement_run where merchant_id = '${shop.id}'`);
  expect(await runs()).toEqual([]);
  await advance(shop, DAY_MINUTES);
  await runSettlementSchedules(product.platform);
  expect(await runs()).toEqual([{ settled: true }]);
  await runSettlementSchedules(product.platform);
  expect(await runs()).toHaveLength(1);
  await advance(shop, DAY_MINUTES);
  await runSettlementSchedules(product.platform);
  expect(await runs()).toHaveLength(2);
});

it('shows the payer the time that is left by it', async () => {
  const shop = await product.addMerchant();
  const payment = await create(shop.secretKey, { expiryMinutes: 120 });
  await advance(shop, 90);
  const page = await (await fetch(`${product.baseUrl}/pay/${payment.id}`)).text();
  const [, seconds] = /data-left="(\d+)"/.exec(page) ?? [];
  expect(Number(seconds)).toBeGreaterThan(28 * 60);
  expect(Number(seconds)).toBeLessThanOrEqual(30 * 60);
});
