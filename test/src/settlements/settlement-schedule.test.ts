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
const settlementsOf = async (merchant: Shop) => (await call(merchant.owner, 'GET /api/settlement')).body.settlements;

describe('the daily schedule', () => {
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
  it('begins tomorrow when it is set after its time, and does nothing before its time or switched off', async () => {
    const [late, early, off] = [await shop(), await shop(), await shop()];
    await set(late);
    await set(early, { atTime: '23:59' });
    await age(early);
    await set(off, { isActive: false });
    await age(off);
    const [clock] = await runSql(database.url, `select to_char(now() at time zone 'Asia/Bangkok', 'HH24:MI') = '23:59' as "isLastMinute"`);
    await runSettlementSchedules(product.platform);
    expect([await settlementsOf(late), await settlementsOf(off)]).toEqual([[], []]);
    if (clock!['isLastMinute'] === false) expect(await settlementsOf(early)).toEqual([]);
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
