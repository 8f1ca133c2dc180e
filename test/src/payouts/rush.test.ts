import { afterEach, expect, it } from 'vitest';
import { openSqlSession } from '../support/sql-session.ts';
import type { Answer, TestMerchant } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { openPayoutHouse } from './payout-house.ts';

// PAYOUT_RUSH=1000 for the larger rush.
const RUSH = Number(process.env['PAYOUT_RUSH'] ?? 200);
const AT_ONCE = 50;
const MS_EACH_MAX = 200;

const house = await openPayoutHouse();
const { product, sql } = house;
afterEach(() => house.expectBooksRight());

const order = { amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } };
const create = (merchant: TestMerchant, key: string, more: object = {}) => product.signed(merchant.secretKey, '/api/v1/payout/create', { ...order, ...more }, { 'idempotency-key': key });
const balanceOf = async ({ secretKey }: TestMerchant) => (await product.call(secretKey, 'GET', '/api/v1/balance')).body;
/** As a client does that is told to come back: the same call under the same key until it is decided. */
const decided = async (merchant: TestMerchant, key: string, more: object): Promise<Answer & { readonly tries: number }> => {
  for (let tries = 1; ; tries += 1) {
    const answer = await create(merchant, key, more);
    if (answer.status !== 503 && answer.body.code !== 'IDEMPOTENCY_IN_PROGRESS') return { ...answer, tries };
  }
};

it('is executed once when its key is used fifty times at once and the winner dies before its commit', async () => {
  const merchant = await house.fundedMerchant(500);
  const other = await openSqlSession(house.databaseUrl);
  await other.query('begin');
  await other.query('select 1 from merchant_balance where merchant_id = $1 for update', [merchant.id]);
  const calls = Array.from({ length: AT_ONCE }, () => create(merchant, 'same'));
  const waitingFor = (words: string) => sql(`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%${words}%'`);
  const winner = await until('the winner to wait for the balance', async () => (await waitingFor('merchant_balance'))[0]);
  await until('the others to wait for the winner', async () => (await waitingFor('insert into idempotency')).length > 0);
  await sql('select pg_terminate_backend($1)', winner['pid']);
  await other.close();

  const answers = await Promise.all(calls);
  const executed = answers.filter(({ body }) => body.idempotent === false);
  expect(answers.filter(({ status }) => status !== 201)).toHaveLength(1);
  expect(executed).toHaveLength(1);
  const id = executed[0]!.body.payout.id;
  expect(answers.filter(({ status, body }) => status === 201 && body.payout.id === id)).toHaveLength(AT_ONCE - 1);
  expect((await create(merchant, 'same')).body).toMatchObject({ idempotent: true, payout: { id } });
  expect(await balanceOf(merchant)).toMatchObject({ balance: 400, reserved: 100 });
});

it(`accepts exactly half when ${RUSH} orders at once meet cover for half of them`, { timeout: 20_000 + RUSH * MS_EACH_MAX }, async () => {
  const merchant = await house.fundedMerchant((RUSH / 2) * order.amount);
  const startedAt = performance.now();
  const answers = await Promise.all(Array.from({ length: RUSH }, (_, index) => decided(merchant, `rush-${index}`, { merchantRef: `RUSH-${10_000 + index}` })));
  const seconds = (performance.now() - startedAt) / 1_000;
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(RUSH / 2);
  expect(answers.filter(({ body }) => body.code === 'INSUFFICIENT_BALANCE')).toHaveLength(RUSH / 2);
  expect(await balanceOf(merchant)).toMatchObject({ balance: 0, reserved: (RUSH / 2) * order.amount });
  process.stdout.write(`${RUSH} orders in ${Math.round(seconds * 10) / 10} s, ${answers.filter(({ tries }) => tries > 1).length} told to come back\n`);
});
