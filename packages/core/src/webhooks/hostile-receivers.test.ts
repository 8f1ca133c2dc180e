import { gzipSync } from 'node:zlib';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { afterAll, afterEach, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { openDispatching, until } from './dispatch.fixture.ts';
import { hang, openReceiver, openShop, replyWith, type Shop } from './webhook.fixture.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
const { dispatcher: dispatcherWith, receiver, log, attemptsOf, allAre, settle } = openDispatching(house);
afterEach(settle);
afterAll(() => house.close());

it('logs a receiver that is not there and delivers when it is back', async () => {
  const shop = await openShop(house);
  const gone = await openReceiver();
  await gone.close();
  const { id } = await shop.addEndpoint(gone.url);
  await shop.record();
  dispatcherWith({ backoffScale: 1 }).wake([id]);
  await until(async () => (await log(shop))[0]?.attempts === 1);
  const [delivery] = await log(shop);
  expect(delivery).toMatchObject({ status: 'PENDING', last_status_code: null, last_error: expect.stringContaining('ECONNREFUSED') });
  const waitMs = Date.parse(delivery!.next_attempt_at!) - Date.parse(delivery!.created_at);
  expect(waitMs).toBeGreaterThan(3_900);
  expect(waitMs).toBeLessThan(20_000);
});

it('lets no hanging receiver delay another endpoint, and sends it no more than eight at once', async () => {
  const [slow, quick] = [await openShop(house), await openShop(house)];
  const [hanging, healthy] = [await receiver(hang), await receiver()];
  const endpoints = [await slow.addEndpoint(hanging.url), await quick.addEndpoint(healthy.url)];
  await slow.record(60);
  await quick.record(60);
  dispatcherWith({ timeoutMs: 5_000 }).wake(endpoints.map(({ id }) => id));
  await allAre(quick, 'DELIVERED', 60);
  expect(healthy.received).toHaveLength(60);
  expect([hanging.received.length, hanging.connections()]).toEqual([8, 8]);
  expect((await log(slow)).every(({ attempts }) => attempts === 0)).toBe(true);
});

it('does not let one endpoint starve another on the same host', async () => {
  const [slow, quick] = [await openShop(house), await openShop(house)];
  const merchant = await receiver((response, count) => (merchant.received[count - 1]?.path === '/slow' ? hang : replyWith(200))(response, count));
  const endpoints = [await slow.addEndpoint(merchant.url.replace('/hook', '/slow')), await quick.addEndpoint(merchant.url)];
  await slow.record(20);
  await quick.record(20);
  dispatcherWith().wake(endpoints.map(({ id }) => id));
  await allAre(quick, 'DELIVERED', 20);
  expect((await log(slow)).every(({ attempts }) => attempts === 0)).toBe(true);
});

it('gives up on a receiver that does not answer in time, and on one that never ends its answer', async () => {
  const [silent, endless] = [await openShop(house), await openShop(house)];
  const [silence, drip] = [await receiver(hang), await receiver((response) => void response.writeHead(500).write('drip'))];
  const endpoints = [await silent.addEndpoint(silence.url), await endless.addEndpoint(drip.url)];
  await silent.record();
  await endless.record();
  dispatcherWith({ timeoutMs: 3_000, backoffScale: 1 }).wake(endpoints.map(({ id }) => id));
  const firstAttempt = async (shop: Shop) => {
    await until(async () => (await log(shop))[0]?.attempts === 1);
    return (await attemptsOf((await log(shop))[0]!.id))[0];
  };
  expect(await firstAttempt(silent)).toMatchObject({ status_code: null, error: 'no answer within 3000 ms' });
  expect(await firstAttempt(endless)).toMatchObject({ status_code: 500, response_body: expect.stringMatching(/^drip\n\[answer cut off: /) });
});

it('follows no redirect', async () => {
  const shop = await openShop(house);
  const forbidden = await receiver();
  const merchant = await receiver((response) => void response.writeHead(307, { location: forbidden.url }).end());
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record();
  dispatcherWith().wake([id]);
  await allAre(shop, 'FAILED', 1);
  expect([merchant.received.length, forbidden.connections()]).toEqual([3, 0]);
  expect((await log(shop))[0]).toMatchObject({ last_status_code: 307, last_error: 'answered 307; redirects are not followed' });
});

it('inflates no compressed answer', async () => {
  const shop = await openShop(house);
  const bomb = gzipSync(Buffer.alloc(50_000_000, 'A'));
  const merchant = await receiver((response) => void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb));
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record();
  dispatcherWith().wake([id]);
  await allAre(shop, 'DELIVERED', 1);
  const [attempt] = await attemptsOf((await log(shop))[0]!.id);
  expect(String(attempt?.['response_body'])).not.toContain('AAAAAAAA');
  expect(String(attempt?.['response_body']).length).toBeLessThanOrEqual(16_384);
});

it('keeps 16 kB of an endless answer and takes it as delivered', async () => {
  const shop = await openShop(house);
  const merchant = await receiver((response) => {
    const pour = (): void => {
      while (!response.destroyed && response.write('x'.repeat(10_000))) continue;
      response.once('drain', pour);
    };
    pour();
  });
  const { id } = await shop.addEndpoint(merchant.url);
  await shop.record();
  dispatcherWith().wake([id]);
  await allAre(shop, 'DELIVERED', 1);
  expect((await attemptsOf((await log(shop))[0]!.id))[0]).toMatchObject({ status_code: 200, response_body: 'x'.repeat(16_384) });
});
