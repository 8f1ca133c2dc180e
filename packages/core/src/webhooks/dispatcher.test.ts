import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { openDispatching, startMortalWorker, until } from './dispatch.fixture.ts';
import type { Dispatcher } from './dispatcher.ts';
import { DELIVERIES_DUE } from './wake-endpoints.ts';
import { hang, openShop, replyWith } from './webhook.fixture.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
const { dispatcher: dispatcherWith, receiver, log, attemptsOf, allAre, settle } = openDispatching(house);
afterEach(settle);
afterAll(() => house.close());

const hex = (secret: string, text: string) => createHmac('sha256', secret).update(text).digest('hex');

it('delivers once, signed so that raw bytes, a re-printed body and Standard Webhooks all verify', async () => {
  const shop = await openShop(house);
  const merchant = await receiver();
  const { id, secret } = await shop.addEndpoint(merchant.url);
  const [event] = await shop.record();
  dispatcherWith().wake([id]);
  await allAre(shop, 'DELIVERED', 1);
  expect(merchant.received).toHaveLength(1);
  const { body, headers } = merchant.received[0]!;
  expect(headers['x-webhook-signature']).toBe(hex(secret, body));
  expect(headers['x-webhook-signature']).toBe(hex(secret, JSON.stringify(JSON.parse(body))));
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  const [delivery] = await log(shop);
  expect(JSON.parse(body)).toEqual({ event: 'payment.success', deliveryId: delivery?.id, data: event?.data, timestamp: expect.stringMatching(/^\d{4}-.*Z$/), webhookId: id });
  expect(headers).toMatchObject({
    'content-type': 'application/json', 'x-webhook-event': 'payment.success', 'x-webhook-delivery-id': delivery?.id, 'x-webhook-id': id, 'x-webhook-version': '1',
    'x-webhook-timestamp': JSON.parse(body).timestamp, 'x-webhook-idempotency-key': `payment.success:${event?.objectId}`,
  });
  expect(delivery).toMatchObject({ status: 'DELIVERED', attempts: 1, next_attempt_at: null, last_status_code: 200, last_error: null });
  expect(delivery?.delivered_at).not.toBeNull();
});

it('tries again after a 500 with the same bytes, delivery id and idempotency key', async () => {
  const shop = await openShop(house);
  const merchant = await receiver((response, count) => replyWith(count === 1 ? 500 : 200)(response, count));
  const { id, secret } = await shop.addEndpoint(merchant.url);
  await shop.record();
  dispatcherWith().wake([id]);
  await allAre(shop, 'DELIVERED', 1);
  const [first, second] = merchant.received;
  expect(merchant.received).toHaveLength(2);
  expect(second?.body).toBe(first?.body);
  for (const name of ['x-webhook-delivery-id', 'x-webhook-idempotency-key', 'x-webhook-timestamp', 'x-webhook-signature', 'webhook-id']) expect(second?.headers[name]).toBe(first?.headers[name]);
  expect(new Webhook(secret).verify(second!.body, second!.headers)).toBeTruthy();
  const [delivery] = await log(shop);
  expect(delivery).toMatchObject({ attempts: 2, last_status_code: 200 });
  expect(await attemptsOf(delivery!.id)).toMatchObject([{ attempt: 1, status_code: 500, error: 'answered 500', response_body: 'noted' }, { attempt: 2, status_code: 200, error: null }]);
});

it('gives up after the last attempt and never sends again', async () => {
  const shop = await openShop(house);
  const merchant = await receiver(replyWith(404));
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record();
  const dispatcher = dispatcherWith();
  dispatcher.wake([id]);
  await allAre(shop, 'FAILED', 1);
  expect((await log(shop))[0]).toMatchObject({ attempts: 3, next_attempt_at: null, last_status_code: 404, delivered_at: null });
  dispatcher.wake([id]);
  expect(await dispatcher.sweep()).toBe(0);
  await dispatcher.stop();
  expect(merchant.received).toHaveLength(3);
});

it('delivers what a killed worker had on its way, once its lease is over', async () => {
  const shop = await openShop(house);
  const merchant = await receiver((response, count) => (count === 1 ? hang : replyWith(200))(response, count));
  await shop.addEndpoint(merchant.url);
  await shop.record();
  const worker = startMortalWorker(database.url);
  await until(() => merchant.received.length === 1);
  const dispatcher = dispatcherWith();
  expect(await dispatcher.sweep()).toBe(0);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  await until(async () => {
    await dispatcher.sweep();
    return (await log(shop))[0]?.status === 'DELIVERED';
  });
  expect(merchant.received.map(({ headers }) => headers['x-webhook-delivery-id'])).toEqual([merchant.received[0]?.headers['x-webhook-delivery-id'], merchant.received[0]?.headers['x-webhook-delivery-id']]);
  expect((await log(shop))[0]).toMatchObject({ attempts: 1, last_status_code: 200 });
});

it('loses nothing of what a worker claimed ahead when it is killed in mid-batch, and sends again only what was on its way', async () => {
  const shop = await openShop(house);
  let [isFirst, isHanging] = [true, false];
  const merchant = await receiver((response, count) => {
    isHanging ||= isFirst && count === 60;
    return (isHanging ? hang : replyWith(200))(response, count);
  });
  await shop.addEndpoint(merchant.url);
  await shop.record(300);
  const worker = startMortalWorker(database.url);
  await until(() => isHanging);
  worker.kill('SIGKILL');
  await once(worker, 'exit');
  [isFirst, isHanging] = [false, false];
  merchant.received.splice(0, 59);
  const dispatcher = dispatcherWith();
  await until(async () => {
    await dispatcher.sweep();
    return (await house.owner.query(`select 1 from delivery where merchant_id = $1 and status = 'DELIVERED'`, [shop.merchantId])).rows.length === 300;
  });
  expect(new Set(merchant.received.map(({ headers }) => headers['x-webhook-delivery-id'])).size).toBeGreaterThanOrEqual(241);
  expect(merchant.received.length).toBeLessThan(241 + 2 * 64);
});

it('delivers each once when two workers are woken for the same endpoint', async () => {
  const shop = await openShop(house);
  const merchant = await receiver();
  const { id } = await shop.addEndpoint(merchant.url);
  const [one, other] = [dispatcherWith(), dispatcherWith()];
  await Promise.all(Array.from({ length: 10 }, async () => {
    await shop.record(10);
    one.wake([id]);
    other.wake([id]);
  }));
  await allAre(shop, 'DELIVERED', 100);
  expect(new Set(merchant.received.map(({ headers }) => headers['x-webhook-delivery-id'])).size).toBe(100);
  expect(merchant.received).toHaveLength(100);
});

it('counts a failure once when a lease ran out under it, and still takes a late success', async () => {
  const shop = await openShop(house);
  const answers: ((statusCode: number) => void)[] = [];
  const merchant = await receiver((response, count) => void answers.push((statusCode) => replyWith(statusCode)(response, count)));
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record();
  // No renewal of leases: three workers, each believing that the one before has died.
  const sendOnce = async (): Promise<Dispatcher> => {
    const worker = dispatcherWith({ leaseMs: 300, backoffScale: 1 });
    const sent = merchant.received.length;
    await until(async () => {
      if (merchant.received.length === sent) worker.wake([id]);
      return answers.length > sent;
    });
    return worker;
  };
  const [first, second, third] = [await sendOnce(), await sendOnce(), await sendOnce()];
  answers[1]?.(500);
  await second.stop();
  const [counted] = await log(shop);
  answers[0]?.(500);
  await first.stop();
  expect((await log(shop))[0]).toMatchObject({ status: 'PENDING', attempts: 1, next_attempt_at: counted?.next_attempt_at });
  answers[2]?.(200);
  await third.stop();
  const [delivery] = await log(shop);
  expect(delivery).toMatchObject({ status: 'DELIVERED', attempts: 1 });
  expect((await attemptsOf(delivery!.id)).map((row) => Number(row['status_code'])).toSorted((a, b) => a - b)).toEqual([200, 500, 500]);
});

it('sends nothing to a paused endpoint and everything once it is resumed', async () => {
  const shop = await openShop(house);
  const merchant = await receiver();
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record(3);
  await house.owner.query('update webhook_endpoint set is_active = false where id = $1', [id]);
  const dispatcher = dispatcherWith();
  expect(await dispatcher.sweep()).toBe(0);
  dispatcher.wake([id]);
  await house.owner.query('update webhook_endpoint set is_active = true where id = $1', [id]);
  expect(await dispatcher.sweep()).toBeLessThanOrEqual(1);
  await allAre(shop, 'DELIVERED', 3);
  expect(merchant.received).toHaveLength(3);
});

it('finds what is due without any wake-up, whatever backlog another endpoint has', async () => {
  const [slow, quick] = [await openShop(house), await openShop(house)];
  const [hanging, healthy] = [await receiver(hang), await receiver()];
  await slow.addEndpoint(hanging.url);
  await quick.addEndpoint(healthy.url);
  await slow.record(200);
  await quick.record();
  expect(await dispatcherWith().sweep()).toBe(2);
  await allAre(quick, 'DELIVERED', 1);
});

it('stops after what is on its way has been answered and written down, and claims no more', async () => {
  const shop = await openShop(house);
  const answers: (() => void)[] = [];
  const merchant = await receiver((response, count) => void answers.push(() => replyWith(200)(response, count)));
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record(20);
  const dispatcher = dispatcherWith();
  dispatcher.wake([id]);
  await until(() => answers.length === 8);
  const stopped = dispatcher.stop();
  dispatcher.wake([id]);
  for (const answer of answers) answer();
  await stopped;
  const deliveries = await log(shop);
  expect([deliveries.filter(({ status }) => status === 'DELIVERED').length, merchant.received.length]).toEqual([8, 8]);
});

it('brings a recorded event to the merchant by the bell', async () => {
  const { bell } = house.platform;
  const shop = await openShop(house);
  const merchant = await receiver();
  await shop.addEndpoint(merchant.url);
  const dispatcher = dispatcherWith();
  bell.listen(DELIVERIES_DUE, (endpointIds) => dispatcher.wake(endpointIds));
  await shop.record(5);
  await allAre(shop, 'DELIVERED', 5);
  await shop.record(1, 'payment.created');
  await allAre(shop, 'DELIVERED', 6);
  expect(merchant.received).toHaveLength(6);
});
