import { createServer } from '@paygate/api/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { atEndOfFile } from '../support/end-of-file.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
interface Tenant extends TestMerchant { readonly session: SignedIn; readonly paymentId: string; readonly orderId: string; readonly linkId: string; readonly webhookId: string }
const settle = async (parentMerchantId?: string): Promise<Tenant> => {
  const merchant = await product.addMerchant(parentMerchantId === undefined ? {} : { parentMerchantId });
  const session = await enter(product, database, { merchantId: merchant.id });
  const orderId = `ORD-${merchant.username}`;
  const webhook = await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: 'http://127.0.0.1:9/', events: ['payment.created'] });
  const payment = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 1, orderId });
  const link = await product.call(undefined, 'POST', '/api/payment/create-link', { amount: 1, mode: 'test' }, session.headers);
  return { ...merchant, session, orderId, paymentId: payment.body.transaction.id, linkId: link.body.transaction.id, webhookId: webhook.body.id };
};
let parent: Tenant;
let child: Tenant;
let sibling: Tenant;
let stranger: Tenant;
beforeAll(async () => {
  parent = await settle();
  child = await settle(parent.id);
  sibling = await settle(parent.id);
  stranger = await settle();
});
const pairs = [['a stranger', () => [child, stranger]], ['a child, seen by its parent', () => [parent, child]], ['a parent, seen by its child', () => [child, parent]], ['a sibling', () => [child, sibling]]] as const;

describe.each(pairs)('R3.3-1, R1-21: what belongs to %s', (_name, pair) => {
  const both = (): readonly [Tenant, Tenant] => {
    const [caller, owner] = pair();
    if (!caller || !owner) throw new Error('two tenants are needed');
    return [caller, owner];
  };
  it('is not found by any of its ids', async () => {
    const [caller, owner] = both();
    const paths = [`payment/${owner.paymentId}`, `payment/${owner.linkId}`, `payment/order/${owner.orderId}`];
    for (const path of paths) expect((await product.call(caller.secretKey, 'GET', `/api/v1/${path}`)).status, path).toBe(404);
    for (const path of [`payment/${owner.paymentId}/cancel`, ...['pay', 'fail', 'expire'].map((verb) => `sandbox/payments/${owner.paymentId}/${verb}`)]) {
      expect((await product.call(caller.secretKey, 'POST', `/api/v1/${path}`)).status, path).toBe(404);
    }
    expect((await product.call(owner.secretKey, 'GET', `/api/v1/payment/${owner.paymentId}`)).body.transaction.status).toBe('PENDING');
  });
  it('is in no list, nor is the owner named in any answer', async () => {
    const [caller, owner] = both();
    const hidden = [owner.id, owner.paymentId, owner.linkId, owner.orderId, owner.webhookId, owner.username].filter((id) => id !== caller.id);
    const v1 = ['transactions', `transactions?q=${owner.paymentId}`, `transactions?orderId=${owner.orderId}`, 'transactions?cursor=', 'webhooks', 'webhook/deliveries', `webhook/deliveries?objectId=${owner.paymentId}`, `webhook/deliveries?webhookId=${owner.webhookId}`, 'balance', 'balance/line-summary', 'payouts'];
    const answers = [
      ...(await Promise.all(v1.map((path) => product.call(caller.secretKey, 'GET', `/api/v1/${path}`)))),
      await product.call(undefined, 'GET', '/api/payment/recent-links?mode=test', undefined, caller.session.headers),
      await product.call(undefined, 'GET', `/trpc/links.recent?input=${encodeURIComponent('{"mode":"test"}')}`, undefined, caller.session.headers),
      await product.call(undefined, 'GET', '/trpc/sessions.me', undefined, caller.session.headers),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(200);
      for (const id of hidden) expect(JSON.stringify(body)).not.toContain(id);
    }
  });
});

it('R3.3-2 a parent sees the sums of its line and nobody\'s details', async () => {
  const { body } = await product.call(parent.secretKey, 'GET', '/api/v1/balance/line-summary');
  expect(body.scope).toEqual({ merchantCount: 3, downlineCount: 2, directChildrenCount: 2 });
});

it('keeps test and live apart: a live key does not find a test payment', async () => {
  expect((await product.call(child.liveSecretKey, 'GET', `/api/v1/payment/${child.paymentId}`)).status).toBe(404);
  expect((await product.call(child.liveSecretKey, 'GET', '/api/v1/transactions')).body.transactions).toEqual([]);
});

it('lets no merchant list the payments of all, over REST or tRPC', async () => {
  for (const path of ['/api/admin/transactions', '/trpc/admin.transactions?input=%7B%7D']) expect((await product.call(undefined, 'GET', path, undefined, child.session.headers)).status).toBe(403);
});

it('R1-17 serves a merchant while another holds every transaction there is and brings more', async () => {
  const { platform } = product;
  let asked = 0;
  const transaction: typeof platform.database.transaction = (work, options) => {
    const ran = platform.database.transaction(work, options);
    asked += 1;
    return ran;
  };
  const app = await createServer({ ...platform, database: { ...platform.database, transaction } });
  atEndOfFile(() => app.close());
  const create = (key: string) => app.inject({ method: 'POST', url: '/api/v1/payment/create', headers: { 'x-api-key': key, 'idempotency-key': crypto.randomUUID() }, payload: { amount: 1 } });
  // As those do that wait for their merchant's balance.
  const [first, others] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const staying = Array.from({ length: 40 }, (_, index) => platform.database.transaction(() => (index === 0 ? first : others).promise, { whose: child.id }));
  let isLateOneServed = false;
  const lateOne = create(child.secretKey).finally(() => { isLateOneServed = true; });
  const served = create(stranger.secretKey);
  await until('both wait', async () => asked === 2);
  first.resolve();
  const answer = await served;
  expect([answer.statusCode, isLateOneServed]).toEqual([201, false]);
  others.resolve();
  expect((await lateOne).statusCode).toBe(201);
  await Promise.all(staying);
});
