import { matchCredits } from '@paygate/core/credits/match-credits';
import { freeUniqueAmounts } from '@paygate/core/payments/free-amounts';
import { openPlatform } from '@paygate/core/platform';
import { readConfig } from '@paygate/core/config';
import { createPayment } from '@paygate/core/payments/create-payment';
import { keyCallerOf } from '@paygate/core/keys/key-caller';
import { keyHash } from '@paygate/core/keys/keys.rules';
import { pino } from 'pino';
import { afterAll, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { openSqlSession } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const owner = await openSqlSession(database.url);
afterAll(() => owner.close());
const rowsOf = async (...asked: Parameters<typeof owner.query>) => (await owner.query(...asked)).rows;

/** On its own accounts, so that tests do not fill each other's amounts. */
const shop = async (maxSatang: number | null, more: { readonly direction?: string; readonly whenFull?: string } = {}): Promise<TestMerchant & { readonly promptPayId: string }> => {
  const merchant = await product.addMerchant({ planCode: 'BASIC' });
  const promptPayId = `08${String(Math.trunc(Math.random() * 1e8)).padStart(8, '0')}`;
  await owner.query(`insert into receiving_account (id, merchant_id, mode, type, name, account_number, account_name, is_default) values (uuidv7(), $1, 'test', 'PROMPTPAY', 'Own', $2, 'Own', true)`, [merchant.id, promptPayId]);
  await owner.query('update merchant set unique_satang_max = $2, unique_satang_direction = $3, unique_satang_when_full = $4 where id = $1', [merchant.id, maxSatang, more.direction ?? 'DOWN', more.whenFull ?? 'REFUSE']);
  return { ...merchant, promptPayId };
};
const create = (merchant: TestMerchant, amount: number, more: object = {}, headers: Record<string, string> = {}) =>
  product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount, ...more }, headers);
const amountOf = async (...args: Parameters<typeof create>): Promise<number> => (await create(...args)).body.transaction.amount;
const end = (id: string, change: string) => owner.query(`update payment set ${change} where id = $1`, [id]);

describe('a merchant whose amounts are nobody else\'s', () => {
  it('asks the payer for an amount of their own, in the answer, the QR, the payer page and the webhook', async () => {
    const merchant = await shop(99);
    await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: 'https://shop.example/hook', events: ['payment.created'] });
    const { status, body } = await create(merchant, 100, { orderId: 'A-1' });
    expect(status).toBe(201);
    expect(body.transaction).toMatchObject({ amount: 99.99, requestedAmount: 100, fee: 2, netAmount: 97.99, copy: { amount: '99.99' } });
    expect(body.transaction.qrPayload).toContain('540599.99');
    const { id } = body.transaction;
    expect((await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${id}`)).body.transaction).toMatchObject({ amount: 99.99, requestedAmount: 100 });
    expect((await product.call(undefined, 'GET', `/api/payment/pay/${id}`)).body.transaction).toMatchObject({ amount: 99.99, copy: { amount: '99.99' } });
    const [event] = await rowsOf('select data::json as data from event where object_id = $1', [id]);
    expect(event?.['data']).toMatchObject({ amount: 99.99, requestedAmount: 100 });
  });
  it('is paid by a stranger\'s transfer of just that amount', async () => {
    const merchant = await shop(99);
    const first = (await create(merchant, 250)).body.transaction;
    const second = (await create(merchant, 250)).body.transaction;
    expect([first.amount, second.amount]).toEqual([249.99, 249.98]);
    const told = await product.reportCredits([{ bankReference: `U-${second.id}`, accountNumber: merchant.promptPayId, amount: second.amount, paidAt: second.createdAt, payerName: 'นาย ไม่รู้จัก ใครเลย' }]);
    await matchCredits(product.platform, told.body.results.map(({ creditId }: { creditId: string }) => creditId));
    const statusOf = async (id: string) => (await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${id}`)).body.transaction.status;
    expect([await statusOf(first.id), await statusOf(second.id)]).toEqual(['PENDING', 'PAID']);
    await expectBooksAgree(product.platform);
  });
  it('keeps clear of open payments that were made before amounts were moved', async () => {
    const merchant = await shop(null);
    expect(await amountOf(merchant, 59.99)).toBe(59.99);
    await owner.query('update merchant set unique_satang_max = 5 where id = $1', [merchant.id]);
    await expect.poll(() => amountOf(merchant, 60)).toBe(59.98);
  });
  it('is told apart from every other also where a bank tells of PromptPay money under the account behind it', async () => {
    const merchant = await shop(99);
    await owner.query(`update merchant set account_rotation = 'round_robin' where id = $1`, [merchant.id]);
    // Of two banks and two ids that pay into them, a payment by turns is given an id of the one beside the other, in every combination.
    const add = async (type: string, number: string, paysInto: unknown = null) => (await rowsOf(`insert into receiving_account (id, merchant_id, mode, type, name, account_number, account_name, bank_code, is_default, pays_into_account_id)
      values (uuidv7(), $1, 'test', $2, 'Own', $3, 'Own', case $2 when 'BANK' then '014' end, false, $4) returning id`, [merchant.id, type, number, paysInto]))[0]!['id'];
    const number = () => String(Math.trunc(Math.random() * 1e10)).padStart(10, '7');
    const banks = [number(), number()] as const;
    const [one, other] = [await add('BANK', banks[0]), await add('BANK', banks[1])];
    await owner.query('update receiving_account set pays_into_account_id = $2 where account_number = $1', [merchant.promptPayId, other]);
    await add('PROMPTPAY', `08${number().slice(2)}`, one);
    const made = [(await create(merchant, 250)).body.transaction, (await create(merchant, 250)).body.transaction];
    expect(made.map(({ amount }) => amount)).toEqual([249.99, 249.98]);
    const given = await rowsOf(`select via.pays_into_account_id as behind, p.bank_account_id as bank from payment p join receiving_account via on via.id = p.receiving_account_id where p.merchant_id = $1 order by p.id`, [merchant.id]);
    expect(given).toEqual([{ behind: other, bank: one }, { behind: one, bank: other }]);
    const told = await product.reportCredits([{ bankReference: `L-${made[0].id}`, accountNumber: banks[1], amount: made[0].amount, paidAt: made[0].createdAt, payerName: 'นาย ไม่รู้จัก ใครเลย' }]);
    await matchCredits(product.platform, told.body.results.map(({ creditId }: { creditId: string }) => creditId));
    expect((await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${made[0].id}`)).body.transaction.status).toBe('PAID');
  });
  it('opens an order of its button again under the amount that was asked', async () => {
    const merchant = await shop(9);
    const press = async () => (await product.call(merchant.publicKey, 'POST', '/api/v1/checkout/sessions', { amount: 70, orderId: 'B-1' }, { origin: 'https://shop.example' })).body.transaction;
    const [first, again] = [await press(), await press()];
    expect(first).toMatchObject({ amount: 69.99, requestedAmount: 70 });
    expect(again.id).toBe(first.id);
  });
  it('holds no amount for an order id that was taken', async () => {
    const merchant = await shop(9);
    await create(merchant, 80, { orderId: 'C-1' });
    expect((await create(merchant, 80, { orderId: 'C-1' })).body.code).toBe('ORDER_ID_EXISTS');
    expect(await amountOf(merchant, 80)).toBe(79.98);
  });
  it('says so when every amount is taken, or asks as it was told', async () => {
    const [strict, easy] = [await shop(1), await shop(1, { whenFull: 'AS_ASKED' })];
    expect([await amountOf(strict, 30), await amountOf(strict, 30)]).toEqual([29.99, 30]);
    expect(await create(strict, 30)).toMatchObject({ status: 409, body: { code: 'UNIQUE_AMOUNT_UNAVAILABLE', details: { amount: '30' } } });
    await create(easy, 30);
    await create(easy, 30);
    expect(await amountOf(easy, 30)).toBe(30);
  });
});

describe('an amount', () => {
  it('is free again when its payment has ended and its grace is over, not before', async () => {
    const merchant = await shop(1);
    const [paid, expired] = [(await create(merchant, 40)).body.transaction, (await create(merchant, 40)).body.transaction];
    const free = async () => {
      await freeUniqueAmounts(product.platform);
      return (await rowsOf('select h.amount_satang::int as amount from amount_hold h join payment p on p.id = h.payment_id where p.merchant_id = $1 order by 1', [merchant.id])).map((row) => row['amount']);
    };
    await end(paid.id, `status = 'CANCELLED', updated_at = now() - interval '59 minutes'`);
    await end(expired.id, `status = 'EXPIRED', expires_at = now() - interval '23 hours'`);
    expect(await free()).toEqual([3_999, 4_000]);
    await end(paid.id, `updated_at = now() - interval '61 minutes'`);
    expect(await free()).toEqual([4_000]);
    await end(expired.id, `expires_at = now() - interval '25 hours'`);
    expect(await free()).toEqual([]);
    expect(await amountOf(merchant, 40)).toBe(39.99);
  });
});

it('gives 1,000 payments created at once, by two processes and under keys of their own, 1,000 amounts', async () => {
  const merchant = await shop(500, { direction: 'BOTH', whenFull: 'REFUSE' });
  const other = await openPlatform(readConfig({ DATABASE_URL: database.url }), { log: pino({ level: 'silent' }), role: 'api' });
  const caller = (await keyCallerOf(other.database, keyHash(merchant.secretKey).toString('base64')))!;
  const ctx = { platform: other, caller, sql: other.database, requestId: 'test', transaction: undefined };
  const began = performance.now();
  const elsewhere = Array.from({ length: 500 }, () => createPayment(ctx, { amount: 500 }).then(({ transaction }) => transaction.amount));
  const here = Array.from({ length: 450 }, () => amountOf(merchant, 500));
  const keyed = Array.from({ length: 50 }, (_, at) => amountOf(merchant, 500, {}, { 'idempotency-key': `unique-${at}` }));
  const amounts = await Promise.all([...elsewhere, ...here, ...keyed]);
  if (process.env['TEST_FIGURES']) process.stdout.write(`1,000 unique amounts in ${Math.round(performance.now() - began)} ms\n`);
  await other.close();
  expect(new Set(amounts).size).toBe(1_000);
  expect(Math.min(...amounts)).toBeGreaterThanOrEqual(495);
  expect(Math.max(...amounts)).toBeLessThanOrEqual(505);
  const [stored] = await rowsOf('select count(distinct amount_satang)::int as amounts, count(*)::int as payments from payment where merchant_id = $1', [merchant.id]);
  expect(stored).toEqual({ amounts: 1_000, payments: 1_000 });
}, 30_000);
