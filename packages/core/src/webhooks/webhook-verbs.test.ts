import type { Answer, Operation } from '@paygate/contract/kernel';
import { webhookOperations, WEBHOOKS_MAX } from '@paygate/contract/webhooks';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { afterAll, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { createWebhook, webhookSecretPurpose } from './create-webhook.ts';
import { listDeliveries } from './list-deliveries.ts';
import { listWebhookEvents } from './list-webhook-events.ts';
import { listWebhooks } from './get-webhook.ts';
import { keyCallerFor, openShop, withKey } from './webhook.fixture.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
afterAll(() => house.close());
const { platform, owner } = house;

const obeys = <O extends Operation>({ ok }: O, answer: Answer<O>): void => { expect(ok.schema.parse(answer)).toEqual(answer); };
const everything = { limit: 50 };

it('creates an endpoint, tells its secret once and stores it sealed', async () => {
  const { caller } = await openShop(house);
  const created = await withKey(platform, caller, (ctx) => createWebhook(ctx, { url: 'https://shop.example.com/hook', events: ['payment.success', 'payment.success', '*'] }));
  obeys(webhookOperations.create, created);
  expect(created).toMatchObject({ url: 'https://shop.example.com/hook', events: ['payment.success', '*'], is_active: true });
  const { rows: [row] } = await owner.query('select secret_encrypted as sealed from webhook_endpoint where id = $1', [created.id]);
  expect(platform.vault.open(String(row?.['sealed']), webhookSecretPurpose(created.id))).toBe(created.secret);
  const listed = await withKey(platform, caller, listWebhooks);
  obeys(webhookOperations.list, listed);
  expect(listed).toMatchObject({ total: 1, webhooks: [{ id: created.id }], updated_at: created.updated_at });
  expect(JSON.stringify(listed)).not.toContain(created.secret);
});

it('refuses targets that are not public, with the reason', async () => {
  const { caller } = await openShop(house);
  const production = { ...platform, config: { ...platform.config, runtime: 'production' as const } };
  const create = (url: string) => withKey(production, caller, (ctx) => createWebhook(ctx, { url, events: ['*'] }));
  await expect(create('https://169.254.169.254/latest')).rejects.toMatchObject({ code: 'WEBHOOK_URL_NOT_ALLOWED', details: { reason: 'its address is not a public one' } });
  await expect(create('http://shop.example.com/')).rejects.toMatchObject({ code: 'WEBHOOK_URL_NOT_ALLOWED' });
});

it('refuses merchants that are not active', async () => {
  const caller = await keyCallerFor(platform, await house.addMerchant({ status: 'SUSPENDED' }));
  await expect(withKey(platform, caller, (ctx) => createWebhook(ctx, { url: 'https://shop.example.com/', events: ['*'] }))).rejects.toMatchObject({ code: 'MERCHANT_NOT_ACTIVE', details: { status: 'SUSPENDED' } });
});

it('stops at the most endpoints a merchant may have in a mode, also when many are made at once', async () => {
  const shop = await openShop(house);
  const wanted = Array.from({ length: WEBHOOKS_MAX + 5 }, (_, index) => shop.addEndpoint(`https://shop.example.com/${index}`));
  const outcomes = await Promise.allSettled(wanted);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(WEBHOOKS_MAX);
  const refusals = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
  expect(new Set(refusals)).toEqual(new Set(['WEBHOOK_LIMIT_REACHED']));
  const test = await keyCallerFor(platform, shop.merchantId, 'test');
  await withKey(platform, test, (ctx) => createWebhook(ctx, { url: 'https://shop.example.com/test', events: ['*'] }));
});

it('shows a key the endpoints and deliveries of its own merchant and mode only', async () => {
  const [one, other] = [await openShop(house), await openShop(house)];
  const endpoint = await one.addEndpoint('https://shop.example.com/');
  const [event] = await one.record();
  const sameMerchantTest = await keyCallerFor(platform, one.merchantId, 'test');
  for (const caller of [other.caller, sameMerchantTest]) {
    expect((await withKey(platform, caller, listWebhooks)).total).toBe(0);
    for (const filter of [{}, { webhookId: endpoint.id }, { objectId: event!.objectId }]) {
      expect((await withKey(platform, caller, (ctx) => listDeliveries(ctx, { ...everything, ...filter }))).deliveries).toEqual([]);
    }
  }
});

const keys = (events: readonly { type: string; objectId: string }[]) => events.map(({ type, objectId }) => `${type}:${objectId}`);
it('lists deliveries newest first, by endpoint and by object', async () => {
  const shop = await openShop(house);
  const [first, second] = [await shop.addEndpoint('https://shop.example.com/1'), await shop.addEndpoint('https://shop.example.com/2', ['payment.success'])];
  const created = await shop.record(3, 'payment.created');
  const paid = await shop.record(2, 'payment.success');
  const list = async (filter: object) => {
    const answer = await withKey(platform, shop.caller, (ctx) => listDeliveries(ctx, { ...everything, ...filter }));
    obeys(webhookOperations.deliveries, answer);
    return answer.deliveries.map(({ idempotency_key }) => idempotency_key);
  };
  expect(await list({ webhookId: first.id })).toEqual(keys([...created, ...paid]).toReversed());
  expect(await list({ webhookId: second.id, limit: 1 })).toEqual(keys(paid.slice(1)));
  expect(await list({ objectId: paid[0]?.objectId })).toEqual([...keys(paid.slice(0, 1)), ...keys(paid.slice(0, 1))]);
  expect(await list({})).toHaveLength(7);
  expect(await list({ limit: 3 })).toHaveLength(3);
  expect(await list({ webhookId: 'wh_123' })).toEqual([]);
});

it('lists the documented events in their order', async () => {
  const answer = await listWebhookEvents();
  obeys(webhookOperations.events, answer);
  expect(answer.events.map(({ name }) => name).slice(0, 2)).toEqual(['payment.created', 'payment.success']);
  expect(answer.events).toHaveLength(9);
});
