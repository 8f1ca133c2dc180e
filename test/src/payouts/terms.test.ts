import { afterEach, beforeAll, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestProduct } from '../support/test-product.ts';
import { fund } from '../support/fund.ts';

const database = await createTestDatabase();
let product: TestProduct;
beforeAll(async () => {
  product = await startTestProduct(database);
});
afterEach(() => expectBooksAgree(product.platform));

const merchantWith = async (columns: string, values: string) => {
  const merchant = await product.addMerchant();
  await fund(product.platform, merchant.id, 100_000);
  await runSql(database.url, `insert into payout_terms (merchant_id, ${columns}) values ('${merchant.id}', ${values})`);
  return {
    pay: (amount: number) => product.signed(merchant.secretKey, '/api/v1/payout/create', { amount, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } }),
    balance: async () => (await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body,
  };
};

it('charges the merchant on top when the merchant bears the fee', async () => {
  const { pay, balance } = await merchantWith('fee_bps, fee_fixed_satang, fee_bearer', "100, 500, 'merchant'");
  expect((await pay(200)).body.payout).toMatchObject({ amount: 200, fee: 7, net_amount: 200 });
  expect(await balance()).toMatchObject({ balance: 793, reserved: 207 });
});
it('takes the fee out of the amount when the beneficiary bears it', async () => {
  const { pay, balance } = await merchantWith('fee_fixed_satang, fee_bearer', "500, 'beneficiary'");
  expect((await pay(200)).body.payout).toMatchObject({ amount: 200, fee: 5, net_amount: 195 });
  expect(await balance()).toMatchObject({ balance: 800, reserved: 200 });
});
it('keeps to the merchant’s smallest, largest and daily amounts', async () => {
  const { pay, balance } = await merchantWith('min_satang, max_satang, daily_limit_satang', '10000, 30000, 50000');
  expect((await pay(99)).body.code).toBe('VALIDATION_ERROR');
  expect((await pay(301)).body.code).toBe('PAYOUT_LIMIT_EXCEEDED');
  expect((await pay(300)).status).toBe(201);
  expect((await pay(201)).body).toMatchObject({ code: 'PAYOUT_LIMIT_EXCEEDED', details: { reason: 'daily limit', leftToday: 200 } });
  expect((await pay(200)).status).toBe(201);
  expect(await balance()).toMatchObject({ balance: 500, reserved: 500 });
});
