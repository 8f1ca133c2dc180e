import { events, type EventType } from '@paygate/contract/events';
import { RECOVERED_MAX } from '@paygate/contract/webhook-parts';
import { webhookOperations } from '@paygate/contract/webhooks';
import { openSqlSession } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { claimDeliveries } from './deliveries.sql.ts';
import { openDispatching, until } from './dispatch.fixture.ts';
import { getDelivery } from './get-delivery.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listEvents } from './list-events.ts';
import { pauseWebhook } from './pause-webhook.ts';
import { recordEvents } from './record-events.ts';
import { recoverDeliveries, replayDelivery, testWebhook } from './resend-deliveries.ts';
import { RECOVERY_LOOKS_AT } from './resend.sql.ts';
import { sampleOf } from './sample.rules.ts';
import { updateWebhook } from './update-webhook.ts';
import { openShop, replyWith, withKey, type Shop } from './webhook.fixture.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
const { platform, owner } = house;
const { dispatcher, receiver, log, settle } = openDispatching(house);
afterEach(settle);
afterAll(() => house.close());

const as = <T>({ caller }: Shop, work: Parameters<typeof withKey<T>>[2]) => withKey(platform, caller, work);
const since = '2020-01-01T00:00:00Z';
/** Events that no endpoint was told of, one a second from so long ago on. */
const recordUnaddressed = ({ merchantId }: Shop, { type, count, secondsAgo }: { readonly type: string; readonly count: number; readonly secondsAgo: number }) => owner.query(`
  insert into event (id, merchant_id, mode, type, object_id, data) select uuidv7(make_interval(secs => n - $4::int)), $1, 'live', $2, uuidv7(), '{}' from generate_series(1, $3::int) n`, [merchantId, type, count, secondsAgo]);
/** While somebody else's transaction has the endpoint's row. */
const holding = async (endpointId: string, work: () => Promise<void>) => {
  const holder = await openSqlSession(database.url);
  await holder.query('begin');
  await holder.query('select 1 from webhook_endpoint where id = $1 for no key update', [endpointId]);
  try {
    await work();
  } finally {
    await holder.close();
  }
};

describe('a replay', () => {
  it('is a new delivery of the same event: new id, same idempotency key and webhook-id, signed anew', async () => {
    const shop = await openShop(house);
    const merchant = await receiver();
    const { id, secret } = await shop.addEndpoint(merchant.url);
    await shop.record();
    const worker = dispatcher();
    worker.wake([id]);
    await until(() => merchant.received.length === 1);
    const [first] = await log(shop);
    const replay = await as(shop, (ctx) => replayDelivery(ctx, { id: first!.id }));
    expect(webhookOperations.replay.ok.schema.parse(replay)).toEqual(replay);
    worker.wake([id]);
    await until(() => merchant.received.length === 2);
    const [one, two] = merchant.received;
    for (const name of ['x-webhook-idempotency-key', 'webhook-id', 'x-webhook-timestamp']) expect(two?.headers[name]).toBe(one?.headers[name]);
    expect(two?.headers['x-webhook-delivery-id']).toBe(replay.id);
    expect(JSON.parse(two!.body)).toEqual({ ...JSON.parse(one!.body), deliveryId: replay.id });
    expect(new Webhook(secret).verify(two!.body, two!.headers)).toBeTruthy();
    await until(async () => (await log(shop)).every(({ status }) => status === 'DELIVERED'));
    expect((await log(shop)).map(({ kind, replay_of }) => [kind, replay_of])).toEqual([['REPLAY', first!.id], ['EVENT', null]]);
  });

  it('is one for each call, also when many come at once, and the event itself still makes one delivery only', async () => {
    const shop = await openShop(house);
    await shop.addEndpoint('http://127.0.0.1:9/');
    const [event] = await shop.record();
    const [first] = await log(shop);
    await Promise.all(Array.from({ length: 5 }, () => as(shop, (ctx) => replayDelivery(ctx, { id: first!.id }))));
    await platform.database.transaction((transaction) => recordEvents(transaction, platform, [event!]));
    const { rows } = await owner.query('select copy from delivery where event_id = $1 order by copy', [first!.event_id]);
    expect(rows.map(({ copy }) => copy)).toEqual([0, 1, 2, 3, 4, 5]);
  });
});

describe('recovering', () => {
  it('sends every failed event once more, and calling it again sends nothing', async () => {
    const shop = await openShop(house);
    let isBroken = true;
    const merchant = await receiver((response, count) => replyWith(isBroken && count > 3 ? 500 : 200)(response, count));
    const { id } = await shop.addEndpoint(merchant.url);
    await shop.record(8);
    const worker = dispatcher();
    worker.wake([id]);
    await until(async () => {
      await worker.sweep();
      return (await log(shop, { status: 'FAILED' })).length === 5;
    });
    isBroken = false;
    const answers = await Promise.all([1, 2, 3].map(() => as(shop, (ctx) => recoverDeliveries(ctx, { id, since }))));
    expect(answers.map(({ recovered }) => recovered).toSorted((one, other) => one - other)).toEqual([0, 0, 5]);
    worker.wake([id]);
    await until(async () => {
      await worker.sweep();
      return (await log(shop, { status: 'DELIVERED' })).length === 8;
    });
    expect((await as(shop, (ctx) => recoverDeliveries(ctx, { id, since }))).recovered).toBe(0);
    expect(new Set((await log(shop, { status: 'DELIVERED' })).map(({ event_id }) => event_id)).size).toBe(8);
  });

  it('brings what was never addressed while the endpoint was off, if asked, and only what it subscribes to', async () => {
    const shop = await openShop(house);
    const { id } = await shop.addEndpoint('http://127.0.0.1:9/', ['payment.success']);
    await as(shop, (ctx) => updateWebhook(ctx, { id, active: false }));
    await shop.record(4);
    await shop.record(2, 'payment.created');
    await expect(as(shop, (ctx) => recoverDeliveries(ctx, { id, since, missed: true }))).rejects.toMatchObject({ code: 'WEBHOOK_NOT_ACTIVE', details: { status: 'INACTIVE' } });
    await as(shop, (ctx) => updateWebhook(ctx, { id, active: true }));
    expect(await as(shop, (ctx) => recoverDeliveries(ctx, { id, since }))).toMatchObject({ recovered: 0 });
    expect(await as(shop, (ctx) => recoverDeliveries(ctx, { id, since, missed: true }))).toMatchObject({ recovered: 4, has_more: false });
    expect(await as(shop, (ctx) => recoverDeliveries(ctx, { id, since, missed: true }))).toMatchObject({ recovered: 0 });
    expect(await as(shop, (ctx) => recoverDeliveries(ctx, { id, since: new Date(Date.now() + 60_000).toISOString(), missed: true }))).toMatchObject({ recovered: 0 });
    expect((await log(shop)).every(({ kind, event }) => kind === 'EVENT' && event === 'payment.success')).toBe(true);
  });

  it('looks at a bounded stretch of time, and gets through all of it when called again from where it ended', async () => {
    const shop = await openShop(house);
    const { id } = await shop.addEndpoint('http://127.0.0.1:9/', ['payment.success']);
    await recordUnaddressed(shop, { type: 'payment.created', count: RECOVERY_LOOKS_AT, secondsAgo: 1_000_000 });
    await recordUnaddressed(shop, { type: 'payment.success', count: RECOVERED_MAX + 5, secondsAgo: 100_000 });
    const answers: Awaited<ReturnType<typeof recoverDeliveries>>[] = [];
    for (let from: string | null = since; from !== null; from = answers.at(-1)!.next_since) {
      const asked = { id, since: from, missed: true };
      answers.push(await as(shop, (ctx) => recoverDeliveries(ctx, asked)));
    }
    expect(answers.map(({ recovered, has_more }) => [recovered, has_more])).toEqual([[0, true], [RECOVERED_MAX, true], [5, false]]);
    expect(await as(shop, (ctx) => recoverDeliveries(ctx, { id, since: answers[1]!.since, missed: true }))).toMatchObject({ recovered: 0, has_more: false, next_since: null });
  });

  it('sends what failed and what was missed in one call, each as its next copy', async () => {
    const shop = await openShop(house);
    const { id } = await shop.addEndpoint('http://127.0.0.1:9/');
    await recordUnaddressed(shop, { type: 'payment.success', count: 2, secondsAgo: 100 });
    await shop.record(2);
    await owner.query(`update delivery set status = 'FAILED' where endpoint_id = $1`, [id]);
    expect(await as(shop, (ctx) => recoverDeliveries(ctx, { id, since, missed: true }))).toMatchObject({ recovered: 4, has_more: false, next_since: null });
    const { rows } = await owner.query(`select copy, replay_of is null as is_first from delivery where endpoint_id = $1 and status = 'PENDING' order by event_id`, [id]);
    expect(rows.map(({ copy, is_first }) => [copy, is_first])).toEqual([[0, true], [0, true], [1, false], [1, false]]);
  });

  it('takes the endpoint only when there is something to send', async () => {
    const shop = await openShop(house);
    const { id } = await shop.addEndpoint('http://127.0.0.1:9/');
    await shop.record(3);
    await holding(id, async () => {
      expect(await as(shop, (ctx) => recoverDeliveries(ctx, { id, since, missed: true }))).toMatchObject({ recovered: 0, has_more: false });
    });
  });
});

describe('while somebody holds an endpoint', () => {
  it('what is due for others is claimed, although the endpoint\'s breaker may let one through', async () => {
    const [slow, quick] = [await openShop(house), await openShop(house)];
    const [held, other] = [await slow.addEndpoint('http://127.0.0.1:9/'), await quick.addEndpoint('http://127.0.0.1:9/')];
    await owner.query('update webhook_endpoint set breaker_until = now() where id = any($1)', [[held.id, other.id]]);
    await Promise.all([slow.record(), quick.record()]);
    const claim = async () => (await platform.database.query(claimDeliveries, [[held.id, other.id], [8, 8], 30])).map(({ endpointId }) => endpointId);
    await holding(held.id, async () => expect(await claim()).toEqual([other.id]));
    expect(await claim()).toEqual([held.id]);
  });

  it('what came of tries is written down, its own as well, and its health is left for the next try', async () => {
    const [slow, quick] = [await openShop(house), await openShop(house)];
    const [broken, merchant] = [await receiver(replyWith(500)), await receiver()];
    const [held, other] = [await slow.addEndpoint(broken.url), await quick.addEndpoint(merchant.url)];
    await Promise.all([slow.record(), quick.record()]);
    await owner.query('update webhook_endpoint set failures_in_row = 3, failing_since = now() where id = any($1)', [[held.id, other.id]]);
    const worker = dispatcher({ backoffScale: 1 });
    await holding(held.id, async () => {
      worker.wake([held.id, other.id]);
      await until(async () => (await log(quick))[0]?.status === 'DELIVERED' && (await log(slow))[0]?.attempts === 1);
    });
    const { rows } = await owner.query('select failures_in_row from webhook_endpoint where id = any($1) order by id', [[held.id, other.id]]);
    expect(rows.map((row) => row['failures_in_row'])).toEqual([3, 0]);
  });

  it('a replay that waits for it keeps no try of its delivery from being written down', async () => {
    const shop = await openShop(house);
    const { id } = await shop.addEndpoint('http://127.0.0.1:9/');
    await shop.record();
    const [delivery] = await log(shop);
    let replay: Promise<unknown> | undefined;
    await holding(id, async () => {
      replay = as(shop, (ctx) => replayDelivery(ctx, { id: delivery!.id }));
      await until(async () => (await owner.query(`select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rows.length > 0);
      expect((await owner.query('select id from delivery where id = $1 for update nowait', [delivery!.id])).rows).toHaveLength(1);
    });
    await expect(replay).resolves.toMatchObject({ kind: 'REPLAY', replay_of: delivery!.id });
  });
});

describe('a test', () => {
  it.each(Object.keys(events) as EventType[])('sends a %s that fits its schema and names no real object', (type) => {
    const objectId = '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d99';
    const sample = sampleOf(type, objectId);
    expect(events[type].data.safeParse(sample)).toMatchObject({ success: true });
    expect(JSON.stringify(sample)).not.toMatch(/019aa3f0-(?!5b7e-7c11-9d6e-3f2b8a6c4d99)|ORD-10001|u_123|M01-WD/);
  });

  it('is marked in body and header, signed, first in line, sent once, and no event of the merchant\'s', async () => {
    const shop = await openShop(house);
    const merchant = await receiver(replyWith(500));
    const { id, secret } = await shop.addEndpoint(merchant.url);
    await shop.record(5);
    const sent = await as(shop, (ctx) => testWebhook(ctx, { id, event: 'payout.success' }));
    dispatcher({ inFlightMax: 1, backoffScale: 1 }).wake([id]);
    await until(() => merchant.received.length >= 6);
    const { body, headers } = merchant.received[0]!;
    expect(headers).toMatchObject({ 'x-webhook-delivery-id': sent.id, 'x-webhook-event': 'payout.success', 'x-webhook-test': 'true' });
    expect(JSON.parse(body)).toMatchObject({ event: 'payout.success', test: true });
    expect(JSON.stringify(JSON.parse(body))).toBe(body);
    expect(new Webhook(secret).verify(body, headers)).toBeTruthy();
    await until(async () => (await as(shop, (ctx) => getDelivery(ctx, { id: sent.id }))).status === 'FAILED');
    expect(await as(shop, (ctx) => getDelivery(ctx, { id: sent.id }))).toMatchObject({ kind: 'TEST', attempts: 1, request: { body, headers: { 'x-webhook-test': 'true' } } });
    expect((await withKey(platform, shop.caller, (ctx) => listEvents(ctx, { limit: 50 }))).events).toHaveLength(5);
    expect((await as(shop, (ctx) => recoverDeliveries(ctx, { id, since, missed: true }))).recovered).toBe(0);
    await as(shop, (ctx) => pauseWebhook(ctx, { id }));
    await expect(as(shop, (ctx) => testWebhook(ctx, { id, event: 'payment.success' }))).rejects.toMatchObject({ code: 'WEBHOOK_NOT_ACTIVE', details: { status: 'PAUSED' } });
  });
});

it('shows a delivery with the bytes it sent and every try with its answer', async () => {
  const shop = await openShop(house);
  const merchant = await receiver((response, count) => replyWith(count === 1 ? 503 : 200)(response, count));
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record();
  dispatcher().wake([id]);
  await until(async () => (await log(shop))[0]?.status === 'DELIVERED');
  const delivery = await as(shop, async (ctx) => getDelivery(ctx, { id: (await log(shop))[0]!.id }));
  expect(webhookOperations.delivery.ok.schema.parse(delivery)).toEqual(delivery);
  expect(delivery.request).toMatchObject({ method: 'POST', url: merchant.url, body: merchant.received[0]!.body });
  expect(merchant.received[1]!.headers).toMatchObject(delivery.request.headers);
  expect(delivery.tries.map(({ attempt, status_code, error, response_body, url }) => [attempt, status_code, error, response_body, url])).toEqual([[1, 503, 'answered 503', 'noted', merchant.url], [2, 200, null, 'noted', merchant.url]]);
  expect(delivery.tries.every(({ duration_ms }) => duration_ms >= 0)).toBe(true);
});

it('pages through every delivery once, in order, replays beside what they repeat, endpoints mixed', async () => {
  const shop = await openShop(house);
  for (const path of ['a', 'b', 'c']) await shop.addEndpoint(`http://127.0.0.1:9/${path}`);
  await shop.record(7);
  const whole = await log(shop);
  for (const { id } of whole.slice(0, 5)) await as(shop, (ctx) => replayDelivery(ctx, { id }));
  const paged: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await as(shop, (ctx) => listDeliveries(ctx, { limit: 4, ...(cursor !== undefined && { cursor }) }));
    paged.push(...page.deliveries.map(({ id }) => id));
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  expect(paged).toEqual((await log(shop)).map(({ id }) => id));
  expect(new Set(paged).size).toBe(26);
  const byEvent = (await log(shop)).map(({ event_id }) => event_id);
  expect(byEvent).toEqual(byEvent.toSorted().toReversed());
});
