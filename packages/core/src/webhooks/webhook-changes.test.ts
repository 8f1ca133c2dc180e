import { webhookOperations, WEBHOOKS_MAX } from '@paygate/contract/webhooks';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { openDispatching, until } from './dispatch.fixture.ts';
import { ownEndpoint } from './endpoint-scope.ts';
import { getWebhook, listWebhooks } from './get-webhook.ts';
import { hostileHosts, hostileIpv4, hostileIpv6 } from './hostile-hosts.fixture.ts';
import { deleteWebhook, pauseWebhook, resumeWebhook } from './pause-webhook.ts';
import { recordEvents } from './record-events.ts';
import { cancelDeliveriesOfDeleted, replayDelivery, testWebhook } from './resend-deliveries.ts';
import { forgetEndedWebhookSecrets, revokeWebhookSecret, rotateWebhookSecret } from './rotate-secret.ts';
import { webhookSignature } from './signature.rules.ts';
import { updateWebhook } from './update-webhook.ts';
import { openShop, withKey, type Received, type Shop } from './webhook.fixture.ts';
import { lockEndpoint } from './webhooks.sql.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
const { platform, owner } = house;
const { dispatcher, receiver, log, settle } = openDispatching(house);
afterEach(settle);
afterAll(() => house.close());

const as = <T>({ caller }: Shop, work: Parameters<typeof withKey<T>>[2]) => withKey(platform, caller, work);
const accepts = (secret: string, { body, headers }: Received): boolean => {
  try {
    return new Webhook(secret).verify(body, headers) !== undefined;
  } catch {
    return false;
  }
};

it('signs with both secrets during a rotation, X-Webhook-Signature with the newest, and with the new one alone once the old is revoked or its time is over', async () => {
  const shop = await openShop(house);
  const merchant = await receiver();
  const { id, secret: first } = await shop.addEndpoint(merchant.url);
  const sendOne = async (): Promise<Received> => {
    const before = merchant.received.length;
    await shop.record();
    dispatcher().wake([id]);
    await until(() => merchant.received.length > before);
    return merchant.received.at(-1)!;
  };
  const { secret: second, previous_secret_until } = await as(shop, (ctx) => rotateWebhookSecret(ctx, { id, overlapHours: 24 }));
  expect(Date.parse(previous_secret_until!) - Date.now()).toBeGreaterThan(86_000_000);
  const during = await sendOne();
  expect(during.headers['webhook-signature']!.split(' ')).toHaveLength(2);
  expect([accepts(first, during), accepts(second, during), during.headers['x-webhook-signature'] === webhookSignature(second, during.body)]).toEqual([true, true, true]);
  await as(shop, (ctx) => revokeWebhookSecret(ctx, { id }));
  const revoked = await sendOne();
  expect([accepts(first, revoked), accepts(second, revoked)]).toEqual([false, true]);
  const { secret: third } = await as(shop, (ctx) => rotateWebhookSecret(ctx, { id, overlapHours: 1 }));
  await owner.query(`update webhook_endpoint set previous_secret_until = now() - interval '1 second' where id = $1`, [id]);
  const late = await sendOne();
  expect([accepts(second, late), accepts(third, late)]).toEqual([false, true]);
  await forgetEndedWebhookSecrets(platform.database);
  const { rows } = await owner.query('select previous_secret_encrypted as kept from webhook_endpoint where id = $1', [id]);
  expect(rows).toEqual([{ kept: null }]);
  const { secret: fourth, previous_secret_until: none } = await as(shop, (ctx) => rotateWebhookSecret(ctx, { id, overlapHours: 0 }));
  const atOnce = await sendOne();
  expect([none, accepts(third, atOnce), accepts(fourth, atOnce)]).toEqual([null, false, true]);
});

it('erases a replaced secret whose endpoint somebody holds at the next turn, and waits for nobody', async () => {
  const shop = await openShop(house);
  const [held, free] = [await shop.addEndpoint('http://127.0.0.1:9/held'), await shop.addEndpoint('http://127.0.0.1:9/free')];
  for (const { id } of [held, free]) await as(shop, (ctx) => rotateWebhookSecret(ctx, { id, overlapHours: 1 }));
  await owner.query(`update webhook_endpoint set previous_secret_until = now() - interval '1 second' where merchant_id = $1`, [shop.merchantId]);
  const kept = async () => (await owner.query('select id from webhook_endpoint where merchant_id = $1 and previous_secret_encrypted is not null', [shop.merchantId])).rows.map(({ id }) => id);
  await as(shop, async (ctx) => {
    await ownEndpoint(ctx, lockEndpoint, [held.id]);
    await forgetEndedWebhookSecrets(platform.database);
    expect(await kept()).toEqual([held.id]);
  });
  await forgetEndedWebhookSecrets(platform.database);
  expect(await kept()).toEqual([]);
});

it('changes what is named and nothing else; what waits goes to the new address', async () => {
  const shop = await openShop(house);
  const merchant = await receiver();
  const { id } = await shop.addEndpoint('http://127.0.0.1:9/old', ['payment.success']);
  await shop.record();
  const changed = await as(shop, (ctx) => updateWebhook(ctx, { id, description: 'Shop', policy: 'durable' }));
  expect(webhookOperations.update.ok.schema.parse(changed)).toEqual(changed);
  expect(changed).toMatchObject({ url: 'http://127.0.0.1:9/old', events: ['payment.success'], description: 'Shop', policy: 'durable', version: 1, status: 'ACTIVE' });
  await as(shop, (ctx) => updateWebhook(ctx, { id, url: merchant.url }));
  dispatcher().wake([id]);
  await until(() => merchant.received.length === 1);
  expect(await as(shop, (ctx) => updateWebhook(ctx, { id, active: false }))).toMatchObject({ status: 'INACTIVE', is_active: false, description: 'Shop' });
  await shop.record();
  expect(await log(shop)).toHaveLength(1);
});

it('keeps what happens while paused and sends it when resumed, longest waiting first', async () => {
  const shop = await openShop(house);
  const merchant = await receiver();
  const { id } = await shop.addEndpoint(merchant.url);
  expect(await as(shop, (ctx) => pauseWebhook(ctx, { id }))).toMatchObject({ status: 'PAUSED', is_active: true });
  const events = [...(await shop.record(20)), ...(await shop.record(20))];
  const worker = dispatcher({ inFlightMax: 1 });
  worker.wake([id]);
  expect(await worker.sweep()).toBe(0);
  expect((await log(shop)).every(({ status, attempts }) => status === 'PENDING' && attempts === 0)).toBe(true);
  await as(shop, (ctx) => resumeWebhook(ctx, { id }));
  worker.wake([id]);
  await until(() => merchant.received.length === 40);
  expect(merchant.received.map(({ headers }) => headers['x-webhook-idempotency-key'])).toEqual(events.map(({ type, objectId }) => `${type}:${objectId}`));
});

it('deletes for good but keeps the log: nothing waiting is sent, and the place is free again', async () => {
  const shop = await openShop(house);
  const merchant = await receiver();
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record(3);
  await as(shop, (ctx) => deleteWebhook(ctx, { id }));
  const worker = dispatcher();
  worker.wake([id]);
  expect(await worker.sweep()).toBe(0);
  await cancelDeliveriesOfDeleted(platform.database);
  expect((await log(shop)).map(({ status }) => status)).toEqual(['CANCELLED', 'CANCELLED', 'CANCELLED']);
  expect((await as(shop, listWebhooks)).total).toBe(0);
  await expect(as(shop, (ctx) => getWebhook(ctx, { id }))).rejects.toMatchObject({ code: 'WEBHOOK_NOT_FOUND' });
  await expect(as(shop, async (ctx) => replayDelivery(ctx, { id: (await log(shop))[0]!.id }))).rejects.toMatchObject({ code: 'WEBHOOK_NOT_ACTIVE', details: { status: 'DELETED' } });
  await Promise.all(Array.from({ length: WEBHOOKS_MAX }, (_, index) => shop.addEndpoint(`http://127.0.0.1:9/${index}`)));
  expect(merchant.received).toEqual([]);
});

it('means every event by * from version 2 on, and the documented ones before', async () => {
  const shop = await openShop(house);
  const [one, two] = [await shop.addEndpoint('http://127.0.0.1:9/1'), await shop.addEndpoint('http://127.0.0.1:9/2')];
  await as(shop, (ctx) => updateWebhook(ctx, { id: two.id, version: 2 }));
  const objectId = one.id;
  const data = { id: objectId, webhookId: one.id, url: 'http://127.0.0.1:9/1', failingSince: '2026-03-05T08:00:00.000Z', failuresInRow: 40 };
  await platform.database.transaction((transaction) => recordEvents(transaction, platform, [{ merchantId: shop.merchantId, mode: 'live', type: 'webhook.failing', objectId, data }]));
  expect((await log(shop)).map(({ webhook_id }) => webhook_id)).toEqual([two.id]);
});

it('lets no hostile address in by a change of URL', async () => {
  const shop = await openShop(house);
  const { id } = await shop.addEndpoint('http://127.0.0.1:9/');
  const production = { ...platform, config: { ...platform.config, runtime: 'production' as const } };
  const urls = hostileHosts.map((host) => `https://${host}/`).filter((url) => URL.canParse(url));
  expect(new Set(urls).size).toBeGreaterThanOrEqual(500);
  await withKey(production, shop.caller, async (ctx) => {
    for (const url of urls) await expect(updateWebhook(ctx, { id, url }), url).rejects.toMatchObject({ code: 'WEBHOOK_URL_NOT_ALLOWED' });
  });
  expect(await as(shop, (ctx) => getWebhook(ctx, { id }))).toMatchObject({ url: 'http://127.0.0.1:9/' });
});

it('sends neither a delivery, nor a test, nor a replay to a hostile address that got in all the same', async () => {
  const shop = await openShop(house);
  const addresses = [...hostileIpv4, ...hostileIpv6];
  const urls = [...hostileHosts.map((host) => `https://${host}/`).filter((url) => URL.canParse(url)), ...addresses.map((_, index) => `https://h${index}.example.com/`)];
  await owner.query(
    `insert into webhook_endpoint (id, merchant_id, mode, url, events, secret_encrypted) select e.id, $1, 'live', url, '{*}', 'x' from unnest($2::text[], $3::uuid[]) as e(url, id)`,
    [shop.merchantId, urls, urls.map((_, index) => `00000000-0000-7000-8000-${String(index).padStart(12, '0')}`)],
  );
  const { rows: made } = await owner.query(`select id, url from webhook_endpoint where merchant_id = $1 order by id`, [shop.merchantId]);
  for (const { id } of made) {
    const sealed = platform.vault.seal('whsec_AAAA', `webhook_endpoint:${String(id)}`);
    await owner.query('update webhook_endpoint set secret_encrypted = $2 where id = $1', [id, sealed]);
  }
  await shop.record();
  const named = made.slice(-addresses.length).map(({ id }) => String(id));
  for (const id of named) await as(shop, async (ctx) => replayDelivery(ctx, { id: (await testWebhook(ctx, { id, event: 'payment.success' })).id }));
  const worker = dispatcher({ runtime: 'production', resolve: async (host) => [addresses[Number(/^h(\d+)\./.exec(host)?.[1])]!] });
  await worker.sweep();
  const total = urls.length + 2 * addresses.length;
  const ended = async () => (await owner.query(`select d.status, a.error from delivery d join delivery_attempt a on a.delivery_id = d.id and a.attempt = 1 where d.merchant_id = $1`, [shop.merchantId])).rows;
  await until(async () => (await ended()).length === total);
  expect((await ended()).filter(({ error }) => !String(error).startsWith('not sent: '))).toEqual([]);
  expect(total).toBeGreaterThanOrEqual(600);
});
