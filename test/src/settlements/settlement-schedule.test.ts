import type { Database } from '@paygate/core/db/database';
import { openPlatform } from '@paygate/core/platform';
import { runSettlementSchedules } from '@paygate/core/settlements/run-schedules';
import { afterAll, describe, expect, it } from 'vitest';
import { fund } from '../support/fund.ts';
import { enter } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';
import { openSettlementHouse, type Shop } from './settlement-house.ts';

const database = await createTestDatabase();
const { product, call, shop, ask } = await openSettlementHouse(database);
// The platform of another worker.
const neighbour = await openPlatform(product.platform.config, { log: product.platform.log, role: 'worker' });
afterAll(() => neighbour.close());

const set = (merchant: Shop, body: object = {}) => call(merchant.owner, 'POST /api/settlement/schedule', { isActive: true, atTime: '00:00', minAmount: 1_000, ...body });
/** As if it had been set on an earlier day. */
const age = ({ id }: Shop) => runSql(database.url, `update settlement_schedule set updated_at = now() - interval '2 days' where merchant_id = '${id}'`);
const runsOf = ({ id }: Shop) => runSql(database.url, `select business_day = (now() at time zone 'Asia/Bangkok')::date as today, settlement_id, skipped_because from settlement_run where merchant_id = '${id}'`);
// Days that have not come yet, by test clocks: how late it is while the test runs does not matter.
const [firstDay] = await runSql(database.url, `select ((now() at time zone 'Asia/Bangkok')::date + 1)::text as day`);
const dayZero = `date '${String(firstDay!['day'])}'`;
/** `when`: "day 1 02:00" is two in the morning in Bangkok, the day after day 0. */
const setClock = ({ id }: Shop, when: string) => {
  const [, days, time] = when.split(' ');
  return runSql(database.url, `update merchant set test_clock_offset_seconds = ceil(extract(epoch from (${dayZero} + ${days} + time '${time}') at time zone 'Asia/Bangkok' - now()))::integer where id = '${id}'`);
};
const testMoney = ({ id }: Shop) => fund(product.platform, id, 500_000, 'test');
/** A merchant with test money that set its schedule for 20:00 then. */
const atEight = async (when: string): Promise<Shop> => {
  const merchant = await shop();
  await testMoney(merchant);
  await setClock(merchant, when);
  expect((await set(merchant, { mode: 'test', atTime: '20:00' })).status).toBe(200);
  return merchant;
};
/** How many settlements come of it, with money to settle. */
const runs = async (merchant: Shop): Promise<number> => {
  await testMoney(merchant);
  return runSettlementSchedules(product.platform);
};
const daysOf = async ({ id }: Shop) => (await runSql(database.url, `select business_day - ${dayZero} as day from settlement_run where merchant_id = '${id}' order by 1`)).map(({ day }) => day);
const settlementsOf = async (merchant: Shop) => (await call(merchant.owner, 'GET /api/settlement')).body.settlements;

describe('the daily schedule', () => {
  it('is audited with who set it and what it was before', async () => {
    const merchant = await shop();
    await set(merchant);
    await set(merchant, { isActive: false });
    const on = { isActive: true, atTime: '00:00', minSatang: 100_000 };
    expect(await runSql(database.url, `select m.role, m.merchant_id, a.details::json as details from audit a join member m on m.id::text = a.actor_id::text where a.object_id = '${merchant.id}' and a.action = 'settlement.setSchedule' order by a.seq`)).toEqual([
      { role: 'owner', merchant_id: merchant.id, details: { mode: 'live', before: null, after: on } },
      { role: 'owner', merchant_id: merchant.id, details: { mode: 'live', before: on, after: { ...on, isActive: false } } },
    ]);
  });
  it('settles everything available once a Bangkok day, whatever number of workers', async () => {
    const merchant = await shop();
    expect((await set(merchant)).body).toMatchObject({ success: true, schedule: { isActive: true, atTime: '00:00', minAmount: '1000', mode: 'live' } });
    await age(merchant);
    const rounds = await Promise.all(Array.from({ length: 6 }, (_, index) => runSettlementSchedules(index % 2 === 0 ? product.platform : neighbour)));
    expect(rounds.reduce((sum, made) => sum + made, 0)).toBe(1);
    expect(await settlementsOf(merchant)).toMatchObject([{ amount: '10000', fee: '100', netAmount: '9900', source: 'SCHEDULE', status: 'PENDING' }]);
    await fund(product.platform, merchant.id, 500_000, 'live');
    expect(await runSettlementSchedules(product.platform)).toBe(0);
    expect(await runsOf(merchant)).toMatchObject([{ today: true, skipped_because: null }]);
    // The next day it runs again.
    await runSql(database.url, `update settlement_run set business_day = business_day - 1 where merchant_id = '${merchant.id}'`);
    expect(await runSettlementSchedules(neighbour)).toBe(1);
    expect((await settlementsOf(merchant))[0]).toMatchObject({ amount: '5000' });
  });
  it('writes down why a day had no settlement, and asks no more that day', async () => {
    const merchant = await shop(99_999);
    await set(merchant);
    await age(merchant);
    expect(await runSettlementSchedules(product.platform)).toBe(0);
    await fund(product.platform, merchant.id, 500_000, 'live');
    expect(await runSettlementSchedules(product.platform)).toBe(0);
    expect(await runsOf(merchant)).toEqual([{ today: true, settlement_id: null, skipped_because: 'SETTLEMENT_BELOW_MINIMUM' }]);
  });
  it('begins tomorrow when it is set after its time, and does nothing switched off', async () => {
    const [late, off] = [await shop(), await shop()];
    await set(late);
    await set(off, { isActive: false });
    await age(off);
    await runSettlementSchedules(product.platform);
    expect([await settlementsOf(late), await settlementsOf(off)]).toEqual([[], []]);
  });

  describe('at eight in the evening', () => {
    it('settles for its day though its turn comes after midnight', async () => {
      const merchant = await atEight('day 0 10:00');
      await setClock(merchant, 'day 0 21:00');
      const query: Database['query'] = async (statement, values) => {
        const rows = await product.platform.database.query(statement, values);
        await setClock(merchant, 'day 1 01:00');
        return rows;
      };
      expect(await runSettlementSchedules({ ...product.platform, database: { ...product.platform.database, query } })).toBe(1);
      await setClock(merchant, 'day 1 21:00');
      expect(await runs(merchant)).toBe(1);
      expect(await daysOf(merchant)).toEqual([0, 1]);
    });
    it('settles for a day whose time nobody was there for, once', async () => {
      const merchant = await atEight('day 0 10:00');
      expect(await runs(merchant)).toBe(0);
      await setClock(merchant, 'day 1 02:00');
      expect([await runs(merchant), await runs(merchant)]).toEqual([1, 0]);
      await setClock(merchant, 'day 1 21:00');
      expect(await runs(merchant)).toBe(1);
      await setClock(merchant, 'day 4 19:00');
      expect([await runs(merchant), await runs(merchant)]).toEqual([1, 0]);
      expect(await daysOf(merchant)).toEqual([0, 1, 3]);
    });
    it('does nothing for a time before it was set or changed', async () => {
      const merchant = await atEight('day 0 21:00');
      expect(await runs(merchant)).toBe(0);
      await setClock(merchant, 'day 1 02:00');
      expect(await runs(merchant)).toBe(0);
      await setClock(merchant, 'day 1 21:00');
      await set(merchant, { mode: 'test', atTime: '19:00' });
      expect(await runs(merchant)).toBe(0);
      await setClock(merchant, 'day 2 19:30');
      expect(await runs(merchant)).toBe(1);
      expect(await daysOf(merchant)).toEqual([2]);
    });
    it('goes on when the test clock it was set by is set back', async () => {
      const merchant = await atEight('day 30 10:00');
      await setClock(merchant, 'day 0 21:00');
      expect(await runs(merchant)).toBe(1);
      expect(await daysOf(merchant)).toEqual([0]);
    });
  });

  it('is an owner\'s to read and set, and needs an account', async () => {
    const merchant = await shop();
    expect((await call(merchant.owner, 'GET /api/settlement/schedule')).body).toEqual({ schedule: null });
    await runSql(database.url, `delete from settlement_account where merchant_id = '${merchant.id}'`);
    expect(await set(merchant)).toMatchObject({ status: 409, body: { code: 'SETTLEMENT_ACCOUNT_REQUIRED' } });
    expect(await set(merchant, { atTime: '24:00' })).toMatchObject({ status: 400 });
    const staff = await enter(product, database, { role: 'staff', merchantId: merchant.id });
    expect((await call(staff, 'GET /api/settlement/schedule')).status).toBe(403);
  });
  it('is refused for a merchant that is no longer ACTIVE, by hand and by schedule', async () => {
    const merchant = await shop();
    await call(merchant.owner, 'POST /api/settlement/schedule', { isActive: true, atTime: '00:00', minAmount: 100 });
    await runSql(database.url, `update merchant set status = 'SUSPENDED' where id = '${merchant.id}'`);
    await until('the suspension to be noticed', async () => (await ask(merchant, 500)).status >= 401);
    await age(merchant);
    await runSettlementSchedules(product.platform);
    expect(await runSql(database.url, `select skipped_because from settlement_run where merchant_id = '${merchant.id}'`)).toEqual([{ skipped_because: 'MERCHANT_NOT_ACTIVE' }]);
  });
});
