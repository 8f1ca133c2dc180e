import { beforeAll, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';
import { runSql } from '../support/sql-session.ts';
import { addDemoShop, nameAccounts } from './demo-shop.ts';
import { deviations, type Documented } from './documented.ts';
import { topfrompay } from './topfrompay.fixture.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let demo: TestMerchant;
const setBalance = (merchantId: string, satang: number) => runSql(database.url, `update merchant_balance set available_satang = ${satang} where merchant_id = '${merchantId}' and mode = 'live'`);
const read = (path: string) => product.call(demo.liveSecretKey, 'GET', `/api/v1/${path}`);
const expectDocumented = async (example: Documented, path: string, differs: readonly string[] = []) => {
  const { status, body } = await read(path);
  expect(status).toBe(200);
  expect(deviations(example.json({ merchant_uuid: demo.id }), body, { differs })).toEqual([]);
};

beforeAll(async () => {
  await nameAccounts(database);
  demo = await addDemoShop(product, database);
  await setBalance(demo.id, 1_523_450);
});

it(`answers ${topfrompay.balance.source}`, () => expectDocumented(topfrompay.balance, 'balance'));
it(`answers ${topfrompay.paymentAccounts.source}`, () => expectDocumented(topfrompay.paymentAccounts, 'payment/accounts'));
it(`answers ${topfrompay.webhookEvents.source}, every sentence in the document's order`, async () => {
  expect((await read('webhook/events')).body).toEqual(topfrompay.webhookEvents.json());
});

it(`answers ${topfrompay.webhooks.source} and ${topfrompay.profile.source} once a webhook is there`, async () => {
  const { url, events } = topfrompay.webhooks.json().webhooks[0];
  const created = await product.call(demo.liveSecretKey, 'POST', '/api/v1/webhooks', { url, events });
  expect(created.status).toBe(201);
  await expectDocumented(topfrompay.webhooks, 'webhooks');
  await expectDocumented(topfrompay.profile, 'profile');
});

it('says in the profile which kind of key asks', async () => {
  const modeOf = async (key: string) => (await product.call(key, 'GET', '/api/v1/profile')).body.authenticated_with_mode;
  expect(await modeOf(demo.secretKey)).toBe('test');
  expect(await modeOf(await product.addKey(demo.id, 'legacy'))).toBe('legacy');
});

it(`answers ${topfrompay.paymentAccountsWithoutQr.source} when PromptPay is off for the merchant`, async () => {
  const merchant = await product.addMerchant();
  await runSql(database.url, `update merchant set prompt_pay_enabled = false where id = '${merchant.id}'`);
  const { body } = await product.call(merchant.secretKey, 'GET', '/api/v1/payment/accounts');
  expect(deviations(topfrompay.paymentAccountsWithoutQr.json({ merchant_uuid: merchant.id }), body, { differs: ['merchant.username', 'merchant.business_name'] })).toEqual([]);
});

it(`answers ${topfrompay.lineSummary.source} for a line of seven, of which two are direct children`, async () => {
  const children = [await product.addMerchant({ parentMerchantId: demo.id }), await product.addMerchant({ parentMerchantId: demo.id })];
  const parents = [children[0]!, children[0]!, children[1]!];
  const grandchildren = await Promise.all(parents.map(({ id }) => product.addMerchant({ parentMerchantId: id })));
  const deepest = await product.addMerchant({ parentMerchantId: grandchildren[0]!.id });
  await setBalance(children[1]!.id, 4_000_000);
  await setBalance(grandchildren[2]!.id, 876_549);
  await setBalance(deepest.id, 1);
  await expectDocumented(topfrompay.lineSummary, 'balance/line-summary');
});

it('leads to the last payment that a filter finds, by page and by cursor, also where there are more than are counted', async () => {
  const { id, secretKey } = await product.addMerchant();
  await runSql(database.url, `insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, paid_at, expires_at)
    select uuidv7(), '${id}', 'test', replace(uuidv7()::text, '-', ''), 'API', 10000, 0, 'CENTRAL', 'PAID', '${id}', now(), now() from generate_series(1, 10250)`);
  const page = async (query: string) => (await product.call(secretKey, 'GET', `/api/v1/transactions?status=PAID&limit=100&${query}`)).body;
  const first = await page('page=1');
  expect(first.pagination).toEqual({ page: 1, limit: 100, total: 10_001, totalPages: 101, isTotalExact: false });
  const seen: string[] = [];
  let last;
  for (let at = 100; at <= (last?.pagination.totalPages ?? at); at += 1) {
    last = await page(`page=${at}`);
    seen.push(...last.transactions.map((payment: { id: string }) => payment.id));
    if (at === 101) expect((await page(`cursor=${last.nextCursor}`)).transactions[0].id).toBe((await page('page=102')).transactions[0].id);
  }
  expect(new Set(seen).size).toBe(350);
  expect(last).toMatchObject({ pagination: { page: 103, total: 10_250, totalPages: 103, isTotalExact: false }, nextCursor: null });
  expect(await page('page=104')).toMatchObject({ transactions: [], pagination: { isTotalExact: false }, nextCursor: null });
});

it('ends pages and cursor together where the last page is full', async () => {
  const { secretKey } = await product.addMerchant();
  for (const amount of [1, 2]) await product.call(secretKey, 'POST', '/api/v1/payment/create', { amount });
  const page = async (query: string) => (await product.call(secretKey, 'GET', `/api/v1/transactions?limit=1&${query}`)).body;
  for (const filter of ['', 'status=pending&']) {
    expect(await page(`${filter}page=1`)).toMatchObject({ pagination: { total: 2, totalPages: 2, isTotalExact: true }, nextCursor: expect.any(String) });
    expect(await page(`${filter}page=2`)).toMatchObject({ pagination: { total: 2, totalPages: 2, isTotalExact: true }, nextCursor: null });
  }
});
