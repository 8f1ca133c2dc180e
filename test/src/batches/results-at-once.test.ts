import { afterEach, beforeAll, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { fund } from '../support/fund.ts';
import { openSqlSession, runSql } from '../support/sql-session.ts';
import type { SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';
import { openBatchHouse, resultCsv, type BatchHouse } from './batch-house.ts';

const database = await createTestDatabase();
let house: BatchHouse;
let one: SignedIn;
let other: SignedIn;
beforeAll(async () => {
  house = await openBatchHouse(database, false);
  [one, other] = [await house.operator(), await house.operator()];
});
afterEach(() => expectBooksAgree(house.product.platform));

const waiting = `select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and (query like '%merchant_balance%' or query like '%payout%')`;
const someWait = (count: number) => until(`${count} to wait`, async () => (await runSql(database.url, waiting)).length >= count);

it('settles a batch once and refuses nobody when a part of its result is imported beside the whole', async () => {
  const merchant = await house.product.addMerchant({ feeBps: 0 });
  await fund(house.product.platform, merchant.id, 1_000_000, 'test');
  const ids = (await house.queue(merchant, [20, 30, 40])).toSorted();
  const { id, references } = await house.exported(one, ids);
  const csv = (some: readonly string[]) => resultCsv(...some.map((payoutId) => [references.get(payoutId), 'SUCCESS'] as const));
  // Whoever holds the balance here makes the first import stop between two of its payouts, if it takes them one by one.
  const holder = await openSqlSession(database.url);
  try {
    await holder.query('begin');
    await holder.query(`select from merchant_balance where merchant_id = $1 for update`, [merchant.id]);
    const whole = house.result(one, id, csv(ids));
    await someWait(1);
    const part = house.result(other, id, csv(ids.slice(-1)));
    await someWait(2);
    await holder.query('commit');
    const [first, second] = await Promise.all([whole, part]);
    expect([first, second]).toMatchObject([
      { status: 200, body: { result: { succeeded: 3, unchanged: 0, rowErrors: [] } } },
      { status: 200, body: { batch: { status: 'COMPLETED' }, result: { succeeded: 0, unchanged: 1, rowErrors: [] } } },
    ]);
  } finally {
    await holder.close();
  }
});
