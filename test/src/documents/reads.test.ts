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
