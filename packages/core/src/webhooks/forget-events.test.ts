import { createTestDatabase } from '@paygate/test/support/test-database';
import { openSqlSession } from '@paygate/test/support/sql-session';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import { openHouse } from '../sessions/session.fixture.ts';
import { forgetEvents } from './forget-events.ts';
import { getDelivery } from './get-delivery.ts';
import { getEvent, listEvents } from './list-events.ts';
import { recoverDeliveries, replayDelivery } from './resend-deliveries.ts';
import { openShop, withKey, type Shop } from './webhook.fixture.ts';

const { url } = await createTestDatabase();
const house = await openHouse(url);
const { platform, owner } = house;
afterAll(() => house.close());

let shop: Shop;
let endpointId: string;
beforeEach(async () => {
  await owner.query('truncate event, delivery, delivery_attempt');
  shop = await openShop(house);
  ({ id: endpointId } = await shop.addEndpoint('http://127.0.0.1:9/'));
});

interface Past { readonly days: number; readonly count?: number; readonly status?: 'DELIVERED' | 'FAILED' | 'PENDING' | 'CANCELLED'; readonly endedHoursAgo?: number }
interface Told { readonly eventId: string; readonly deliveryId: string }
/** Events of so many days ago, each with a delivery and a try. */
const tell = async ({ days, count = 1, status = 'DELIVERED', endedHoursAgo = 25 }: Past): Promise<readonly Told[]> => (await owner.query(`
  with told as (
    insert into event (id, merchant_id, mode, type, object_id, data) select uuidv7(make_interval(days => -$2::int)), $1, 'live', 'payment.success', uuidv7(), '{}' from generate_series(1, $3::int) returning id
  ), addressed as (
    insert into delivery (endpoint_id, event_id, merchant_id, status, next_attempt_at, delivered_at)
    select $4, id, $1, $5, now() - make_interval(hours => $6), case when $5 = 'DELIVERED' then now() end from told returning id, event_id
  ), tried as (insert into delivery_attempt (delivery_id, attempt, duration_ms) select id, 1, 12 from addressed)
  select event_id as "eventId", id as "deliveryId" from addressed order by 1`, [shop.merchantId, days, count, endpointId, status, endedHoursAgo])).rows as unknown as readonly Told[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- as selected
/** What there is of the shop: events, deliveries, tries. */
const left = async (): Promise<readonly number[]> => (await owner.query(`
  select (select count(*)::int from event where merchant_id = $1) as events, (select count(*)::int from delivery where merchant_id = $1) as deliveries,
    (select count(*)::int from delivery_attempt a join delivery d on d.id = a.delivery_id where d.merchant_id = $1) as tries`, [shop.merchantId])).rows.flatMap((row) => Object.values(row) as number[]);
const as = <T>(work: Parameters<typeof withKey<T>>[2]) => withKey(platform, shop.caller, work);

describe('events are forgotten', () => {
  it('when they are older than the days they are kept, with their deliveries and tries, and no younger one is', async () => {
    await tell({ days: 91, count: 2 });
    await tell({ days: 91, status: 'FAILED' });
    await tell({ days: 91, status: 'CANCELLED' });
    await tell({ days: 89, count: 3 });
    expect(await forgetEvents(platform)).toBe(4);
    expect(await left()).toEqual([3, 3, 3]);
    expect(await forgetEvents({ ...platform, config: { ...platform.config, eventDays: 88 } })).toBe(3);
    expect(await left()).toEqual([0, 0, 0]);
  });

  it('not while a delivery of them waits, nor on the day after its end', async () => {
    const [{ deliveryId }] = await tell({ days: 400, status: 'PENDING', endedHoursAgo: 9_000 }) as [Told];
    await tell({ days: 400, endedHoursAgo: 23 });
    expect(await forgetEvents(platform)).toBe(0);
    await owner.query(`update delivery set status = 'DELIVERED', next_attempt_at = now() - interval '25 hours' where id = $1`, [deliveryId]);
    expect(await forgetEvents(platform)).toBe(1);
    expect(await left()).toEqual([1, 1, 1]);
  });

  it('not while another delivery of the same event waits', async () => {
    const [{ eventId }] = await tell({ days: 400 }) as [Told];
    const other = await shop.addEndpoint('http://127.0.0.1:9/other');
    await owner.query(`insert into delivery (endpoint_id, event_id, merchant_id, status) values ($1, $2, $3, 'PENDING')`, [other.id, eventId, shop.merchantId]);
    expect(await forgetEvents(platform)).toBe(0);
    expect(await left()).toEqual([1, 2, 1]);
  });

  it('so that nobody finds, replays or recovers them any more', async () => {
    const [{ eventId, deliveryId }] = await tell({ days: 91, status: 'FAILED' }) as [Told];
    const [young] = await tell({ days: 1, status: 'FAILED' });
    await forgetEvents(platform);
    await expect(as((ctx) => getEvent(ctx, { id: eventId }))).rejects.toMatchObject({ code: 'EVENT_NOT_FOUND' });
    await expect(as((ctx) => getDelivery(ctx, { id: deliveryId }))).rejects.toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
    await expect(as((ctx) => replayDelivery(ctx, { id: deliveryId }))).rejects.toMatchObject({ code: 'DELIVERY_NOT_FOUND' });
    expect((await as((ctx) => listEvents(ctx, { limit: 50 }))).events.map(({ id }) => id)).toEqual([young!.eventId]);
    expect(await as((ctx) => recoverDeliveries(ctx, { id: endpointId, since: '2020-01-01T00:00:00Z', missed: true }))).toMatchObject({ recovered: 1 });
  });
});

it('refuses to keep events for less than a week, in one sentence', () => {
  expect(() => readConfig({ DATABASE_URL: url, EVENT_DAYS: '6' })).toThrow('The configuration does not let PayGate start: EVENT_DAYS is not usable (must be a whole number from 7 to 3650).');
});

describe('forgetting', () => {
  it('is done once by several workers at once, and none waits or fails', async () => {
    await tell({ days: 91, count: 1_700 });
    const neighbour = await house.openNeighbour();
    const rounds = await Promise.all([forgetEvents(platform), forgetEvents(neighbour), forgetEvents(platform), forgetEvents(neighbour)]);
    // Who came while another forgot has left it to that one, which may itself have met a third.
    const rest = await forgetEvents(platform);
    expect(rounds.reduce((sum, count) => sum + count, rest)).toBe(1_700);
    expect(await left()).toEqual([0, 0, 0]);
  });

  it.each([['event', 'eventId', 'key share'], ['delivery', 'deliveryId', 'key share'], ['delivery', 'deliveryId', 'update']] as const)('passes over a held %s and takes it the next time', async (table, id, strength) => {
    const [held] = await tell({ days: 91 });
    await tell({ days: 91, count: 2 });
    const holder = await openSqlSession(url);
    await holder.query('begin');
    await holder.query(`select 1 from ${table} where id = $1 for ${strength}`, [held![id]]);
    expect(await forgetEvents(platform)).toBe(2);
    await holder.query('commit');
    await holder.close();
    expect(await forgetEvents(platform)).toBe(1);
  });

  it('leaves the event of a replay that has not committed yet, and the replay is sent', async () => {
    const [{ deliveryId }] = await tell({ days: 91 }) as [Told];
    const replay = await as(async (ctx) => {
      const made = await replayDelivery(ctx, { id: deliveryId });
      expect(await forgetEvents(platform)).toBe(0);
      return made;
    });
    expect(await forgetEvents(platform)).toBe(0);
    expect(await as((ctx) => getDelivery(ctx, { id: replay.id }))).toMatchObject({ status: 'PENDING', kind: 'REPLAY' });
  });

  it('leaves the events of a recovery that has not committed yet', async () => {
    await tell({ days: 91, status: 'FAILED' });
    await owner.query(`insert into event (id, merchant_id, mode, type, object_id, data) values (uuidv7(interval '-91 days'), $1, 'live', 'payment.success', $2, '{}')`, [shop.merchantId, uuidv7()]);
    await as(async (ctx) => {
      expect(await recoverDeliveries(ctx, { id: endpointId, since: '2020-01-01T00:00:00Z', missed: true })).toMatchObject({ recovered: 2 });
      expect(await forgetEvents(platform)).toBe(0);
    });
    expect(await left()).toEqual([2, 3, 1]);
  });

  it('goes on where a worker was killed, in or between batches', async () => {
    await tell({ days: 91, count: 1_700 });
    let batches = 0;
    const dying: Database = {
      ...platform.database,
      transaction: (work, plans) => platform.database.transaction(async (transaction) => {
        const answer = await work(transaction);
        batches += 1;
        if (batches === 3) throw new Error('killed before its commit');
        return answer;
      }, plans),
    };
    await expect(forgetEvents({ ...platform, database: dying })).rejects.toThrow('killed');
    expect(await left()).toEqual([700, 700, 700]);
    expect(await forgetEvents(platform)).toBe(700);
  });

  it('ends after a batch when the worker stops', async () => {
    await tell({ days: 91, count: 600 });
    const stopping = new AbortController();
    const round = forgetEvents(platform, stopping.signal);
    stopping.abort();
    expect(await round).toBe(500);
    expect(await forgetEvents(platform)).toBe(100);
  });
});
