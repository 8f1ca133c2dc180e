import { createTestDatabase } from '@paygate/test/support/test-database';
import { afterAll, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { recordEvents } from './record-events.ts';
import { DELIVERIES_DUE } from './wake-endpoints.ts';
import { openShop, paidEvent } from './webhook.fixture.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
afterAll(() => house.close());
const { platform } = house;
const ask = async (sql: string, values: unknown[]) => (await house.owner.query(sql, values)).rows;

const deliveriesOf = async (endpointId: string): Promise<string[]> =>
  (await ask('select e.type, e.object_id from delivery d join event e on e.id = d.event_id where d.endpoint_id = $1 order by e.id', [endpointId])).map((row) => `${String(row['type'])} ${String(row['object_id'])}`);
/** Resolves when the bell has named the endpoint. */
const rungFor = (endpointId: string): Promise<void> => new Promise((resolve) => {
  const stop = platform.bell.listen(DELIVERIES_DUE, (about) => {
    if (!about.includes(endpointId)) return;
    stop();
    resolve();
  });
});

it('addresses every active endpoint of the merchant and mode that wants the event, and nobody else', async () => {
  const shop = await openShop(house);
  const [wanting, everything, other] = await Promise.all([
    shop.addEndpoint('http://localhost:1/a', ['payment.success']), shop.addEndpoint('http://localhost:1/b', ['*']), shop.addEndpoint('http://localhost:1/c', ['payment.failed']),
  ]);
  const paused = await shop.addEndpoint('http://localhost:1/d', ['*']);
  await ask('update webhook_endpoint set is_active = false where id = $1', [paused.id]);
  const stranger = await (await openShop(house)).addEndpoint('http://localhost:1/e');
  const [event] = await shop.record(1, 'payment.success');
  const line = `payment.success ${event?.objectId}`;
  const addressed: string[][] = [];
  for (const { id } of [wanting, everything, other, paused, stranger]) addressed.push(await deliveriesOf(id));
  expect(addressed).toEqual([[line], [line], [], [], []]);
});

it('keeps test and live apart', async () => {
  const shop = await openShop(house, 'test');
  const endpoint = await shop.addEndpoint('http://localhost:1/');
  await platform.database.transaction((transaction) => recordEvents(transaction, platform, [paidEvent({ merchantId: shop.merchantId, mode: 'live', type: 'payment.success' })]));
  expect(await deliveriesOf(endpoint.id)).toEqual([]);
});

it('writes one event per object and type and one delivery of it, however often it is told', async () => {
  const shop = await openShop(house);
  const endpoint = await shop.addEndpoint('http://localhost:1/');
  const event = paidEvent({ merchantId: shop.merchantId, mode: 'live', type: 'payment.success' });
  const tell = () => platform.database.transaction((transaction) => recordEvents(transaction, platform, [event, event]));
  await Promise.all([tell(), tell(), tell()]);
  expect(await deliveriesOf(endpoint.id)).toEqual([`payment.success ${event.objectId}`]);
});

it('stores the exact text of each event of a batch, in the order they were told', async () => {
  const shop = await openShop(house);
  const endpoint = await shop.addEndpoint('http://localhost:1/');
  const events = await shop.record(50);
  expect(await deliveriesOf(endpoint.id)).toEqual(events.map(({ objectId }) => `payment.success ${objectId}`));
  const stored = await ask('select data from event where merchant_id = $1 order by id', [shop.merchantId]);
  expect(stored.map((row) => row['data'])).toEqual(events.map(({ data }) => JSON.stringify(data)));
});

it('leaves no event or delivery behind when the transaction rolls back', async () => {
  const shop = await openShop(house);
  const endpoint = await shop.addEndpoint('http://localhost:1/');
  const failing = platform.database.transaction(async (transaction) => {
    await recordEvents(transaction, platform, [paidEvent({ merchantId: shop.merchantId, mode: 'live', type: 'payment.success' })]);
    throw new Error('changed my mind');
  });
  await expect(failing).rejects.toThrow('changed my mind');
  expect(await ask('select 1 from event where merchant_id = $1', [shop.merchantId])).toEqual([]);
  expect(await deliveriesOf(endpoint.id)).toEqual([]);
});

it('names the endpoints by the bell after the commit, so a worker looks at once', async () => {
  const shop = await openShop(house);
  const { id } = await shop.addEndpoint('http://localhost:1/');
  const rung = rungFor(id);
  await shop.record();
  await rung;
});
