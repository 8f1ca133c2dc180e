import { createTestDatabase } from '@paygate/test/support/test-database';
import { afterAll, afterEach, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { claimDeliveries } from './deliveries.sql.ts';
import { openDispatching, until } from './dispatch.fixture.ts';
import { getWebhook } from './get-webhook.ts';
import { BREAKER_OPENS_AFTER } from './health.rules.ts';
import { listNotices } from './list-notices.ts';
import { testWebhook } from './resend-deliveries.ts';
import { updateWebhook } from './update-webhook.ts';
import { watchHealth } from './watch-health.ts';
import { openShop, replyWith, withKey, type Shop } from './webhook.fixture.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
const { platform, owner } = house;
const { dispatcher, receiver, log, settle } = openDispatching(house);
afterEach(settle);
afterAll(() => house.close());

const as = <T>({ caller }: Shop, work: Parameters<typeof withKey<T>>[2]) => withKey(platform, caller, work);
const healthOf = async (shop: Shop, id: string) => (await as(shop, (ctx) => getWebhook(ctx, { id }))).health;
const failFor = (id: string, hours: number, failures = 40) =>
  owner.query(`update webhook_endpoint set failures_in_row = $3, failing_since = now() - make_interval(hours => $2), last_failure_at = now() where id = $1`, [id, hours, failures]);

it('opens the breaker after ten failures in a row: a dead receiver is hardly asked, what waits loses no try, and all of it arrives when it is back', async () => {
  const shop = await openShop(house);
  let isDead = true;
  const merchant = await receiver((response, count) => replyWith(isDead ? 503 : 200)(response, count));
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record(60);
  const worker = dispatcher({ backoffScale: 1 });
  worker.wake([id]);
  await until(async () => (await healthOf(shop, id)).breaker === 'OPEN');
  await until(async () => (await log(shop)).filter(({ attempts }) => attempts > 0).length === merchant.received.length);
  const asked = merchant.received.length;
  expect(asked).toBeGreaterThanOrEqual(BREAKER_OPENS_AFTER);
  expect(asked).toBeLessThan(40);
  for (let round = 0; round < 5; round += 1) expect(await worker.sweep()).toBe(0);
  expect(merchant.received).toHaveLength(asked);
  // The pause is over: one is let through, fails, and the next pause is longer.
  await owner.query(`update webhook_endpoint set breaker_until = now() where id = $1`, [id]);
  await Promise.all([worker.sweep(), dispatcher({ backoffScale: 1 }).sweep()]);
  await until(async () => (await healthOf(shop, id)).failures_in_row === asked + 1);
  expect(merchant.received).toHaveLength(asked + 1);
  isDead = false;
  await owner.query(`update webhook_endpoint set breaker_until = now() where id = $1`, [id]);
  await owner.query(`update delivery set next_attempt_at = now() where endpoint_id = $1 and status = 'PENDING'`, [id]);
  await worker.sweep();
  await until(async () => (await log(shop)).every(({ status }) => status === 'DELIVERED'));
  expect(await healthOf(shop, id)).toMatchObject({ failures_in_row: 0, failing_since: null, breaker: 'CLOSED', retry_at: null });
  expect(merchant.received).toHaveLength(asked + 1 + 60);
});

it('spends no probe of an open breaker when nothing is due', async () => {
  const shop = await openShop(house);
  const { id } = await shop.addEndpoint('http://127.0.0.1:9/');
  await owner.query('update webhook_endpoint set breaker_until = now() where id = $1', [id]);
  const { retry_at } = await healthOf(shop, id);
  expect(await platform.database.query(claimDeliveries, [[id], [8], 30])).toEqual([]);
  expect((await healthOf(shop, id)).retry_at).toBe(retry_at);
  await shop.record(3);
  expect(await platform.database.query(claimDeliveries, [[id], [8], 30])).toHaveLength(1);
  expect(await platform.database.query(claimDeliveries, [[id], [8], 30])).toEqual([]);
});

it('lets a test through an open breaker, and closes it when the test is accepted', async () => {
  const shop = await openShop(house);
  const merchant = await receiver();
  const { id } = await shop.addEndpoint(merchant.url);
  await failFor(id, 1);
  await owner.query(`update webhook_endpoint set breaker_until = now() + interval '5 minutes' where id = $1`, [id]);
  await shop.record(3);
  const worker = dispatcher();
  expect(await worker.sweep()).toBe(0);
  const { id: testId } = await as(shop, (ctx) => testWebhook(ctx, { id, event: 'payment.success' }));
  worker.wake([id]);
  await until(() => merchant.received.length === 4);
  expect(merchant.received[0]!.headers['x-webhook-delivery-id']).toBe(testId);
  await until(async () => (await healthOf(shop, id)).breaker === 'CLOSED');
});

it('neither warns of an endpoint nor switches it off that took something since it began to fail, though its health does not say so', async () => {
  const shop = await openShop(house);
  const { id } = await shop.addEndpoint('http://127.0.0.1:9/');
  await shop.record();
  await owner.query(`update delivery set status = 'DELIVERED', delivered_at = now() where endpoint_id = $1`, [id]);
  await failFor(id, 121);
  await watchHealth(platform);
  expect(await as(shop, (ctx) => getWebhook(ctx, { id }))).toMatchObject({ status: 'ACTIVE', is_active: true, health: { warned_at: null } });
});

it('warns once after half a day, tells the merchant\'s other endpoints, and switches off after five days', async () => {
  const shop = await openShop(house);
  const other = await receiver();
  const [{ id }, listening] = [await shop.addEndpoint('http://127.0.0.1:9/dead'), await shop.addEndpoint(other.url, ['webhook.failing', 'webhook.disabled'])];
  const watch = () => Promise.all([watchHealth(platform), watchHealth(platform)]);
  const kinds = async () => (await as(shop, listNotices)).notices.map(({ kind, webhook_id }) => [kind, webhook_id]);
  await failFor(id, 11);
  await watch();
  await failFor(id, 13, BREAKER_OPENS_AFTER - 1);
  await watch();
  expect(await kinds()).toEqual([]);
  await failFor(id, 13);
  await watch();
  await watch();
  expect(await kinds()).toEqual([['FAILING', id]]);
  await failFor(id, 121);
  await watch();
  await watch();
  expect(await kinds()).toEqual([['DISABLED', id], ['FAILING', id]]);
  expect(await as(shop, (ctx) => getWebhook(ctx, { id }))).toMatchObject({ status: 'DISABLED', is_active: false });
  dispatcher().wake([listening.id]);
  await until(() => other.received.length === 2);
  const told = other.received.map(({ body }) => JSON.parse(body)).map(({ event, data }) => `${event} ${data.webhookId} ${data.url}`);
  expect(new Set(told)).toEqual(new Set([`webhook.disabled ${id} http://127.0.0.1:9/dead`, `webhook.failing ${id} http://127.0.0.1:9/dead`]));
  const again = await as(shop, (ctx) => updateWebhook(ctx, { id, active: true }));
  expect(again).toMatchObject({ status: 'ACTIVE', disabled_at: null, health: { failures_in_row: 0, warned_at: null } });
  await watch();
  expect(await kinds()).toHaveLength(2);
});

it('does not take silence for failure: an old failure without a recent one warns nobody', async () => {
  const shop = await openShop(house);
  const { id } = await shop.addEndpoint('http://127.0.0.1:9/');
  await failFor(id, 200);
  await owner.query(`update webhook_endpoint set last_failure_at = failing_since + interval '1 minute' where id = $1`, [id]);
  await watchHealth(platform);
  expect((await as(shop, listNotices)).notices).toEqual([]);
});
