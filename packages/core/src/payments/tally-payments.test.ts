import { openSqlSession } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { paymentsCount } from './payments.sql.ts';
import { tallyPayments } from './tally-payments.ts';

const { url } = await createTestDatabase();
const owner = await openSqlSession(url);
const database = await openDatabase({ url, connectionsMax: 6, applicationName: 'test' });
afterAll(async () => {
  await database.close();
  await owner.close();
});

const merchant = async (): Promise<string> => {
  const id = uuidv7();
  await owner.query(`insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code) values ($1, $2, 'shop@example.com', 'Shop', 'Owner', '0812345678', 'ACTIVE', 'FREE')`, [id, `m_${id.slice(-12)}`]);
  return id;
};
/** Payments made one a millisecond, the latest so long ago. */
const add = (merchantId: string, count: number, ago: string, mode = 'test') =>
  owner.query(`insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, expires_at)
    select uuidv7(-$3::interval - n * interval '1 millisecond'), $1, $4, replace(uuidv7()::text, '-', ''), 'API', 10000, 0, 'CENTRAL', case when n % 2 = 0 then 'CANCELLED' else 'EXPIRED' end, $1, now() from generate_series(1, $2::int) n`, [merchantId, count, ago, mode]);
const countOf = async (merchantId: string, more: { readonly status?: string } = {}) => {
  const { statement, values, totalMax } = paymentsCount({ merchantId, mode: 'test', ...more });
  return { total: (await database.query(statement, values))[0]?.total, totalMax };
};

it('counts every payment once, tallied or not, whoever tallies and however often', async () => {
  const [one, other] = [await merchant(), await merchant()];
  await add(one, 1_000, '1 hour');
  await add(one, 7, '1 hour', 'live');
  await add(other, 30, '2 hours');
  await add(one, 20, '10 seconds');
  expect(await Promise.all([countOf(one), countOf(other)])).toMatchObject([{ total: 1_020 }, { total: 30 }]);
  const tallied = await Promise.all([tallyPayments(database), tallyPayments(database), tallyPayments(database)]);
  expect(tallied.reduce((sum, count) => sum + count, 0)).toBe(1_037);
  expect(await Promise.all([countOf(one), countOf(other)])).toMatchObject([{ total: 1_020 }, { total: 30 }]);
  await add(one, 5, '1 second');
  expect(await tallyPayments(database)).toBe(0);
  expect(await countOf(one)).toEqual({ total: 1_025, totalMax: Infinity });
});

it('counts what a filter finds to 10,000 and says when there is more', async () => {
  const id = await merchant();
  await add(id, 20_004, '10 seconds');
  expect(await countOf(id, { status: 'CANCELLED' })).toEqual({ total: 10_001, totalMax: 10_000 });
  expect(await countOf(id, { status: 'PAID' })).toEqual({ total: 0, totalMax: 10_000 });
  expect(await countOf(id)).toMatchObject({ total: 20_004 });
});
