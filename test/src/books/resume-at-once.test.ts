import { reconcileBooks } from '@paygate/core/reports/reconcile';
import { beforeAll, expect, it } from 'vitest';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { openSqlSession, runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
let product: TestProduct;
let admin: SignedIn;
beforeAll(async () => {
  product = await startTestProduct(database);
  admin = await enter(product, database, { role: 'admin' });
});

const compare = () => reconcileBooks(product.platform, { force: 'FULL' });
const resume = () => product.call(undefined, 'POST', '/api/admin/reconcile/resume', { reason: 'mended' }, admin.headers);
const isStopped = async () => (await runSql(database.url, `select value::text = 'true' as stopped from setting where name = 'isSendingStopped'`))[0]?.['stopped'];
const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`;
const someWait = (count: number) => until(`${count} to wait`, async () => (await runSql(database.url, waiting)).length >= count);

it('does not resume sending past a comparison that is just stopping it', async () => {
  const { id } = await product.addMerchant();
  expect((await compare())?.violations).toEqual([]);
  expect((await resume()).status).toBe(200);
  await runSql(database.url, `update merchant_balance set available_satang = available_satang + 1, updated_at = now() where merchant_id = '${id}' and mode = 'test'`);
  // Whoever holds the end of the audit holds up the comparison when it has stopped sending and not yet said so.
  const holder = await openSqlSession(database.url);
  try {
    await holder.query('begin');
    await holder.query('select from audit_head for update');
    const comparison = compare();
    await someWait(1);
    const resumed = resume();
    await someWait(2);
    await holder.query('commit');
    expect((await comparison)?.violations).toHaveLength(1);
    expect(await resumed).toMatchObject({ status: 409, body: { code: 'BOOKS_DISAGREE', details: { count: 1 } } });
  } finally {
    await holder.close();
  }
  expect(await isStopped()).toBe(true);
});
