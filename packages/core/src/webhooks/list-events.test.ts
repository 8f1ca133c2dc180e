import { eventFeedOperations } from '@paygate/contract/event-feed';
import { openSqlSession } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { until } from '@paygate/test/support/until';
import { afterAll, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { EVENTS_LOOKED_AT, eventsPage, settledBefore } from './events.sql.ts';
import { getEvent, listEvents } from './list-events.ts';
import { openShop, withKey, type Shop } from './webhook.fixture.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
afterAll(() => house.close());
const { platform, owner } = house;

type Query = Parameters<typeof listEvents>[1];
const list = async ({ caller }: Shop, query: Partial<Query>) => {
  const answer = await withKey(platform, caller, (ctx) => listEvents(ctx, { limit: 50, ...query }));
  expect(eventFeedOperations.list.ok.schema.parse(answer)).toEqual(answer);
  return answer;
};
const walk = async (shop: Shop, query: Partial<Query>): Promise<{ readonly objects: string[]; readonly pages: number }> => {
  const objects: string[] = [];
  let cursor: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await list(shop, { ...query, ...(cursor !== undefined && { cursor }) });
    objects.push(...page.events.map(({ object_id }) => object_id));
    if (page.next_cursor === null || page.next_cursor === cursor) return { objects, pages };
    cursor = page.next_cursor;
  }
};

it('reads back in time or forward, every event once, whatever the page', async () => {
  const shop = await openShop(house);
  const written = [...(await shop.record(11)), ...(await shop.record(12, 'payment.created'))].map(({ objectId }) => objectId);
  for (const limit of [1, 7, 23, 100]) {
    expect((await walk(shop, { limit })).objects).toEqual(written.toReversed());
    expect((await walk(shop, { limit, order: 'oldest' })).objects).toEqual(written);
  }
  expect((await list(shop, { limit: 23 })).next_cursor).toBeNull();
});

it('shows with or without a webhook what happened, its data as webhooks carry it, to its own merchant and mode', async () => {
  const [shop, stranger] = [await openShop(house), await openShop(house)];
  const [written] = await shop.record();
  const { events: [event] } = await list(shop, { objectId: written!.objectId });
  expect(event).toMatchObject({ type: 'payment.success', object_id: written!.objectId, idempotency_key: `payment.success:${written!.objectId}`, data: written!.data });
  expect(await withKey(platform, shop.caller, (ctx) => getEvent(ctx, { id: event!.id }))).toEqual(event);
  await expect(withKey(platform, stranger.caller, (ctx) => getEvent(ctx, { id: event!.id }))).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' });
  expect((await list(stranger, {})).events).toEqual([]);
  expect((await list(stranger, { objectId: written!.objectId })).events).toEqual([]);
});

it('filters by type and since', async () => {
  const shop = await openShop(house);
  await shop.record(5);
  const created = (await shop.record(3, 'payment.created')).map(({ objectId }) => objectId);
  await shop.record(5);
  expect((await walk(shop, { type: 'payment.created', limit: 2, order: 'oldest' })).objects).toEqual(created);
  expect((await walk(shop, { type: 'payment.created', limit: 2 })).objects).toEqual(created.toReversed());
  expect((await list(shop, { type: 'payout.failed' })).events).toEqual([]);
  expect((await list(shop, { since: new Date(Date.now() + 60_000).toISOString() })).events).toEqual([]);
  expect((await list(shop, { since: '2020-01-01T00:00:00+07:00' })).events).toHaveLength(13);
});

it('looks at a bounded number of events for one page, and goes on from there', async () => {
  const shop = await openShop(house);
  const [rare] = await shop.record(1, 'payment.created');
  await owner.query(
    `insert into event (id, merchant_id, mode, type, object_id, data) select uuidv7(), $1, 'live', 'payment.success', gen_random_uuid(), '{}' from generate_series(1, $2::int)`,
    [shop.merchantId, EVENTS_LOOKED_AT + 10],
  );
  const first = await list(shop, { type: 'payment.created' });
  expect([first.events.length, first.next_cursor === null]).toEqual([0, false]);
  expect(await walk(shop, { type: 'payment.created' })).toEqual({ objects: [rare!.objectId], pages: 2 });
});

it('skips nothing that commits late: a reader that catches up waits for it', async () => {
  const shop = await openShop(house);
  const late = await openSqlSession(database.url);
  await late.query('begin', []);
  await late.query(`insert into event (id, merchant_id, mode, type, object_id, data) values (uuidv7(), $1, 'live', 'payment.success', gen_random_uuid(), '{}')`, [shop.merchantId]);
  await shop.record(3);
  const before = await list(shop, { order: 'oldest' });
  expect(before.events).toEqual([]);
  expect((await list(shop, {})).events).toHaveLength(3);
  await late.query('commit', []);
  await late.close();
  const { objects } = await walk(shop, { order: 'oldest', ...(before.next_cursor !== null && { cursor: before.next_cursor }) });
  expect(objects).toHaveLength(4);
});

it('takes for settled nothing that came after it began to look who is writing', async () => {
  const holder = await openSqlSession(database.url);
  // Whoever reads the activity waits for the holder.
  for (const statement of ['set allow_system_table_mods = on', 'begin', 'alter view pg_catalog.pg_stat_activity set (security_barrier = false)']) await holder.query(statement);
  const looking = platform.database.query(settledBefore, []);
  await until('the look to wait', async () => (await holder.query(`select from pg_locks where not granted and relation = 'pg_stat_activity'::regclass and database = (select oid from pg_database where datname = current_database())`)).rows.length > 0);
  const { rows: [now] } = await holder.query(`select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`);
  await holder.query('rollback');
  await holder.close();
  expect(Date.parse((await looking)[0]!.before)).toBeLessThan(Number(now!['ms']));
});

it('reads a page at any depth from the index, without looking at what lies before', async () => {
  const shop = await openShop(house);
  await shop.record(2);
  const page = eventsPage({ merchantId: shop.merchantId, mode: 'live', order: 'oldest', limit: 20, since: '2020-01-01T00:00:00Z', afterId: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', before: '2199-01-01T00:00:00Z' });
  await owner.query('set enable_seqscan = off', []);
  const { rows } = await owner.query(`explain (format json) ${page.statement.text}`, [...page.values]);
  await owner.query('reset enable_seqscan', []);
  const plan = JSON.stringify(rows);
  expect(plan).toContain('event_newest');
  expect(plan).toMatch(/"Index Cond":"[^"]*merchant_id[^"]*mode[^"]*id < [^"]*id >/);
});
