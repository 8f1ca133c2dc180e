import { createHmac } from 'node:crypto';
import { listenerOperations } from '@paygate/contract/webhook-listeners';
import { openSqlSession, runSql } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { startTestProduct, type TestMerchant } from '@paygate/test/support/test-product';
import { Webhook } from 'standardwebhooks';
import { describe, expect, it } from 'vitest';
import { forgetListeners } from './forget-listeners.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const shop = await product.addMerchant();

interface Given { readonly id: string; readonly event: string; readonly event_id: string; readonly body: string; readonly headers: Record<string, string> }
const listen = async (merchant: TestMerchant = shop, body: object = {}) => (await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks/listeners', body)).body as { readonly id: string; readonly secret: string }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a create answer
const poll = async (id: string, query: Record<string, string> = {}, merchant: TestMerchant = shop) => {
  const { status, body } = await product.call(merchant.secretKey, 'GET', `/api/v1/webhooks/listeners/${id}/deliveries?${new URLSearchParams(query)}`);
  if (status !== 200) throw new Error(String(body.code));
  return listenerOperations.deliveries.ok.schema.parse(body) as { readonly deliveries: readonly Given[]; readonly next_cursor: string };
};
const pay = async (merchant: TestMerchant = shop): Promise<string> => (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 25 })).body.transaction.id;
const expire = (id: string) => product.call(shop.secretKey, 'POST', `/api/v1/sandbox/payments/${id}/expire`);
const objectIn = ({ body }: Given): string => JSON.parse(body).data.id;

describe('a listener', () => {
  it('gets each event once, in order, from the first asking on, with bytes and headers that verify with its secret', async () => {
    await pay();
    const { id, secret } = await listen();
    const start = await poll(id);
    expect(start.deliveries).toEqual([]);
    const made = [await pay(), await pay(), await pay()];
    const first = await poll(id, { cursor: start.next_cursor });
    expect(first.deliveries.map(objectIn)).toEqual(made);
    for (const { body, headers, event_id } of first.deliveries) {
      expect(headers['x-webhook-signature']).toBe(createHmac('sha256', secret).update(body).digest('hex'));
      expect(new Webhook(secret).verify(body, headers)).toMatchObject({ event: 'payment.created', webhookId: id });
      expect(headers['webhook-id']).toBe(event_id);
    }
    expect((await poll(id, { cursor: first.next_cursor })).deliveries).toEqual([]);
    const again = await poll(id, { cursor: first.deliveries[1]!.id });
    expect(again.deliveries.map(({ id: same, body }) => [same, body])).toEqual(first.deliveries.slice(2).map(({ id: same, body }) => [same, body]));
  });
  it('waits for something to happen, and answers at once when it does', async () => {
    const { id } = await listen();
    const { next_cursor } = await poll(id);
    const started = performance.now();
    const waiting = poll(id, { cursor: next_cursor, waitSeconds: '10' });
    const made = await pay();
    expect((await waiting).deliveries.map(objectIn)).toEqual([made]);
    expect(performance.now() - started).toBeLessThan(8_000);
  });
  it('is neither taken nor written by one who waits while nothing happens', async () => {
    const { id } = await listen();
    const { next_cursor } = await poll(id);
    const holder = await openSqlSession(database.url);
    await holder.query('begin');
    await holder.query('select 1 from webhook_listener where id = $1 for update', [id]);
    expect((await poll(id, { cursor: next_cursor, waitSeconds: '1' })).deliveries).toEqual([]);
    await holder.close();
  });
  it('is looked at once for all who wait for it, and each of them is told', async () => {
    const { id } = await listen();
    const { next_cursor } = await poll(id);
    let statements = 0;
    const count = () => { statements += 1; };
    product.platform.database.pool.on('acquire', count);
    await Promise.all(Array.from({ length: 40 }, () => poll(id, { cursor: next_cursor, waitSeconds: '1' })));
    product.platform.database.pool.off('acquire', count);
    // Each its touch and its first look, and then a few for all of them; looking for themselves they would need ten each.
    expect(statements).toBeLessThan(40 * 4);
    const waiting = Array.from({ length: 5 }, () => poll(id, { cursor: next_cursor, waitSeconds: '10' }));
    const made = await pay();
    expect((await Promise.all(waiting)).map(({ deliveries }) => deliveries.map(objectIn))).toEqual(Array.from({ length: 5 }, () => [made]));
  });
  it('looks at what is a minute old and no older, once it has found everything', async () => {
    const merchant = await product.addMerchant();
    const { id } = await listen(merchant);
    const { next_cursor } = await poll(id, {}, merchant);
    await runSql(database.url, `update webhook_listener set from_event_id = uuidv7(interval '-5 minutes') where id = '${id}'`);
    await poll(id, { cursor: next_cursor }, merchant);
    expect(await runSql(database.url, `select now() - uuid_extract_timestamp(from_event_id) between interval '55 seconds' and interval '90 seconds' as is_near from webhook_listener where id = '${id}'`)).toEqual([{ is_near: true }]);
  });
  it('gets no sample that was made for a test of an endpoint', async () => {
    const merchant = await product.addMerchant();
    const { id } = await listen(merchant);
    const { next_cursor } = await poll(id, {}, merchant);
    const endpoint = await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: 'http://127.0.0.1:9/', events: ['*'] });
    expect((await product.call(merchant.secretKey, 'POST', `/api/v1/webhooks/${endpoint.body.id}/test`, { event: 'payment.success' })).status).toBe(201);
    const made = await pay(merchant);
    expect((await poll(id, { cursor: next_cursor }, merchant)).deliveries.map(objectIn)).toEqual([made]);
  });
  it('gets only the events it named', async () => {
    const { id } = await listen(shop, { events: ['payment.expired'] });
    const { next_cursor } = await poll(id);
    const made = await pay();
    await expire(made);
    expect((await poll(id, { cursor: next_cursor })).deliveries.map(({ event }) => event)).toEqual(['payment.expired']);
  });
  it('gets what happened since an instant when asked, however often', async () => {
    const merchant = await product.addMerchant();
    const since = new Date(Date.now() - 60_000).toISOString();
    const made = [await pay(merchant), await pay(merchant)];
    const { id } = await listen(merchant);
    expect((await poll(id, { since }, merchant)).deliveries.map(objectIn)).toEqual(made);
    expect((await poll(id, { since }, merchant)).deliveries.map(objectIn)).toEqual(made);
  });
  it('misses no event that commits after younger ones', async () => {
    const { id } = await listen();
    const { next_cursor } = await poll(id);
    const late = await openSqlSession(database.url);
    await late.query('begin');
    await late.query(`insert into event (id, merchant_id, mode, type, object_id, data) values (uuidv7(), $1, 'test', 'payment.created', uuidv7(), '{"id":"late"}')`, [shop.id]);
    const young = await pay();
    const first = await poll(id, { cursor: next_cursor });
    expect(first.deliveries.map(objectIn)).toEqual([young]);
    await late.query('commit');
    await late.close();
    expect((await poll(id, { cursor: first.next_cursor })).deliveries.map(objectIn)).toEqual(['late']);
  });
  it('gives a backlog larger than a page whole', async () => {
    const merchant = await product.addMerchant();
    const { id } = await listen(merchant);
    const { next_cursor } = await poll(id, {}, merchant);
    await runSql(database.url, `insert into event (id, merchant_id, mode, type, object_id, data) select uuidv7(), '${merchant.id}', 'test', 'payment.created', uuidv7(), '{}' from generate_series(1, 120)`);
    const sizes: number[] = [];
    for (let cursor = next_cursor; ;) {
      const page = await poll(id, { cursor }, merchant);
      sizes.push(page.deliveries.length);
      if (page.deliveries.length === 0) break;
      cursor = page.next_cursor;
    }
    expect(sizes).toEqual([50, 50, 20, 0]);
  });
  it('is its merchant\'s, in test mode, and ends when closed or not asked for an hour', async () => {
    const { id } = await listen();
    const stranger = await product.addMerchant();
    await expect(poll(id, {}, stranger)).rejects.toThrow('LISTENER_NOT_FOUND');
    expect((await product.call(shop.liveSecretKey, 'POST', '/api/v1/webhooks/listeners', {})).body.code).toBe('TEST_KEY_REQUIRED');
    expect((await product.call(shop.secretKey, 'DELETE', `/api/v1/webhooks/listeners/${id}`)).body).toMatchObject({ id, is_closed: true });
    await expect(poll(id)).rejects.toThrow('LISTENER_NOT_FOUND');
    const forgotten = await listen();
    await runSql(database.url, `update webhook_listener set last_polled_at = now() - interval '61 minutes' where id = '${forgotten.id}'`);
    await expect(poll(forgotten.id)).rejects.toThrow('LISTENER_NOT_FOUND');
    expect(await forgetListeners(product.platform.database)).toBe(1);
  });
  it('keeps no note of what it was given days ago, unless it still looks there', async () => {
    const { id } = await listen(await product.addMerchant());
    const note = (eventAge: string) => `insert into webhook_listener_delivery (id, listener_id, event_id) values (uuidv7(interval '-3 days'), '${id}', uuidv7(interval '${eventAge}'))`;
    await runSql(database.url, `update webhook_listener set from_event_id = uuidv7(interval '-4 days') where id = '${id}'`, note('-5 days'), note('-3 days'));
    await forgetListeners(product.platform.database);
    expect(await runSql(database.url, `select 1 from webhook_listener_delivery where listener_id = '${id}'`)).toHaveLength(1);
  });
  it('is one of ten at most', async () => {
    const merchant = await product.addMerchant();
    for (let count = 0; count < 10; count += 1) await listen(merchant);
    expect((await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks/listeners', {})).body).toMatchObject({ code: 'LISTENER_LIMIT_REACHED', details: { max: 10 } });
  });
  it('has its secret stored sealed alone', async () => {
    const { id, secret } = await listen(await product.addMerchant());
    const [row] = await runSql(database.url, `select row_to_json(l)::text as line from webhook_listener l where id = '${id}'`);
    expect(String(row!['line'])).not.toContain(secret.slice(6));
  });
});
