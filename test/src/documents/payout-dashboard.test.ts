import { beforeAll, expect, it } from 'vitest';
import { openBatchHouse, resultCsv, type BatchHouse } from '../batches/batch-house.ts';
import { runSql } from '../support/sql-session.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestMerchant } from '../support/test-product.ts';
import { deviations } from './documented.ts';
import { topfrompay } from './topfrompay.fixture.ts';

const database = await createTestDatabase();
let house: BatchHouse;
let merchant: TestMerchant;
let owner: SignedIn;
let operator: SignedIn;
let payoutId: string;
beforeAll(async () => {
  house = await openBatchHouse(database);
  merchant = await house.fundedMerchant(10_000);
  await runSql(database.url, `update merchant set username = 'merchant_demo', business_name = 'Demo Store' where id = '${merchant.id}'`);
  owner = await enter(house.product, database, { merchantId: merchant.id });
  operator = await house.operator();
  const body = { amount: 100, merchantRef: 'M01-WD240001', destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } };
  payoutId = (await house.product.signed(merchant.secretKey, '/api/v1/payout/create', body)).body.payout.id;
});

const stands = () => ({ po_001: payoutId, m_123: merchant.id });
const box = (count: number, amount: string, copy: string) => ({ count, amount, copy: { amount: copy } });
const none = box(0, '0', '0.00');

it(`answers ${topfrompay.payouts.source}`, async () => {
  const { status, body } = await house.get(owner, '/api/payout');
  expect(status).toBe(200);
  expect(deviations(topfrompay.payouts.json(stands()), body)).toEqual([]);
});

it(`answers ${topfrompay.adminPayouts.source}`, async () => {
  const { status, body } = await house.get(operator, '/api/admin/payouts');
  expect(status).toBe(200);
  expect(deviations(topfrompay.adminPayouts.json(stands()), body)).toEqual([]);
});

it(`answers ${topfrompay.adminBankAccounts.source}`, async () => {
  await runSql(database.url, `update receiving_account set name = 'SCB Debit Main', usage = 'PAYOUT' where mode = 'live' and type = 'BANK'`);
  const { status, body } = await house.get(operator, '/api/admin/bank-accounts?mode=live');
  expect(status).toBe(200);
  const [documented] = topfrompay.adminBankAccounts.json().data;
  expect(deviations(documented, body.data.find(({ type }: { type: string }) => type === 'BANK'))).toEqual([]);
  expect(body.success).toBe(true);
});

it('filters by status in any case and echoes it: `all` to merchants, `ALL` and `q` to operators', async () => {
  for (const status of ['queued', 'QUEUED', 'Queued']) expect((await house.get(owner, `/api/payout?status=${status}`)).body).toMatchObject({ filters: { status: 'QUEUED' }, pagination: { total: 1 } });
  expect((await house.get(owner, '/api/payout?status=ALL')).body.filters).toEqual({ status: 'all' });
  expect((await house.get(owner, '/api/payout?status=failed')).body).toMatchObject({ payouts: [], filters: { status: 'FAILED' }, pagination: { total: 0, totalPages: 0 } });
  expect((await house.get(owner, '/api/payout?mode=live')).body.payouts).toEqual([]);
  expect((await house.get(operator, '/api/admin/payouts?status=all')).body.filters).toEqual({ status: 'ALL', q: '' });
  for (const q of ['M01-WD', 'merchant_demo', payoutId]) expect((await house.get(operator, `/api/admin/payouts?q=${q}`)).body).toMatchObject({ payouts: [{ id: payoutId }], filters: { q } });
  expect((await house.get(operator, '/api/admin/payouts?q=WD24')).body.payouts).toEqual([]);
});

const limitOf = async (who: SignedIn, path: string) => (await house.get(who, path)).body.pagination.limit;
it('pages 20 a time to merchants, 100 to operators, 100 at most', async () => {
  expect([await limitOf(owner, '/api/payout'), await limitOf(operator, '/api/admin/payouts'), await limitOf(operator, '/api/admin/payouts/batches')]).toEqual([20, 100, 20]);
  expect([await limitOf(owner, '/api/payout?limit=1000'), await limitOf(owner, '/api/payout?limit=0')]).toEqual([100, 1]);
});

it('shows a merchant nothing of another’s', async () => {
  const stranger = await enter(house.product, database, { merchantId: (await house.product.addMerchant()).id });
  expect((await house.get(stranger, '/api/payout')).body.payouts).toEqual([]);
  expect((await house.get(stranger, '/api/payout/summary')).body.total).toEqual(none);
  expect((await house.get(operator, '/api/payout')).status).toBe(403);
});

it('sums by status, to the operator under `summary`, and shows batches with copy fields (§4.5)', async () => {
  await house.set('minPayoutSatang', 100);
  const [paid] = await house.queue(merchant, [2_500.5, 1]);
  const queuedOnly = { queued: box(3, '2601.5', '2601.50'), inProgress: none, success: none, failed: none, cancelled: none, total: box(3, '2601.5', '2601.50') };
  expect((await house.get(owner, '/api/payout/summary')).body).toEqual(queuedOnly);
  expect((await house.get(operator, '/api/admin/payouts/summary')).body).toEqual({ summary: queuedOnly });

  const { id, references } = await house.exported(operator, [paid!, payoutId]);
  expect((await house.get(owner, '/api/payout/summary')).body).toMatchObject({ queued: box(1, '1', '1.00'), inProgress: box(2, '2600.5', '2600.50') });
  await house.result(operator, id, resultCsv([references.get(paid!), 'SUCCESS'], [references.get(payoutId), 'FAILED', '', 'AC01']));
  expect((await house.get(owner, '/api/payout/summary?mode=test')).body).toEqual({
    queued: box(1, '1', '1.00'), inProgress: none, success: box(1, '2500.5', '2500.50'), failed: box(1, '100', '100.00'), cancelled: none, total: box(3, '2601.5', '2601.50'),
  });

  const { body: listed } = await house.get(operator, '/api/admin/payouts/batches');
  expect(listed).toMatchObject({ batches: [{ id, amount: '2600.5', copy: { amount: '2600.50' } }], pagination: { total: 1 }, filters: { status: 'ALL' } });
  const { body: one } = await house.get(operator, `/api/admin/payouts/batches/${id}`);
  expect(one.batch).toMatchObject({ copy: { amount: '2600.50' }, payouts: [{ copy: { amount: '100.00', account_number: '4190621964' } }, { copy: { amount: '2500.50', account_number: '4190621964' } }] });
  expect((await house.get(operator, '/api/admin/payouts?status=success')).body.payouts[0].batch).toMatchObject({ id, status: 'COMPLETED' });
});
