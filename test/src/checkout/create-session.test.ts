import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { SHOP_ORIGIN, startTestProduct } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const merchant = await product.addMerchant();
const at = '/api/v1/checkout/sessions';
const open = (body: object, { key = merchant.publicKey, origin = SHOP_ORIGIN, headers = {} }: { key?: string; origin?: string | null; headers?: Record<string, string> } = {}) =>
  product.call(key, 'POST', at, body, { ...(origin !== null && { origin }), ...headers });
const preflight = (path: string) => fetch(`${product.baseUrl}${path}`, { method: 'OPTIONS', headers: { 'origin': SHOP_ORIGIN, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type,x-api-key' } });
const order = () => `ORD-${uuidv7().slice(-12)}`;
const sourceOf = async (id: string) => (await runSql(database.url, `select source, metadata, sender_account from payment where id = '${id}'`))[0];

describe('POST /api/v1/checkout/sessions', () => {
  it('opens a payment from a page of the shop, and tells nothing of fees', async () => {
    const { status, body } = await open({ amount: 150, orderId: 'ORDER-12345', description: 'Payment via widget' });
    expect(status).toBe(201);
    expect(body).toEqual({
      success: true,
      transaction: {
        id: expect.any(String), orderId: 'ORDER-12345', amount: 150, description: 'Payment via widget', status: 'PENDING', expiresAt: expect.any(String),
        checkoutUrl: expect.stringContaining(`/pay/${body.transaction.id}`), copy: { amount: '150.00' },
      },
    });
    expect(await sourceOf(body.transaction.id)).toEqual({ source: 'WIDGET', metadata: null, sender_account: null });
  });
  it('believes nothing a browser says of the payer', async () => {
    const { body } = await open({ amount: 20, metadata: { senderAccountNumber: '1234567890', memberName: 'x' }, qrTemplatePayload: 'x', fee: 0, merchantId: uuidv7() });
    expect(await sourceOf(body.transaction.id)).toEqual({ source: 'WIDGET', metadata: null, sender_account: null });
  });
  it('opens the same order again, and refuses it with another amount or when the server made it', async () => {
    const orderId = order();
    const first = await open({ amount: 30, orderId });
    expect((await open({ amount: 30, orderId })).body.transaction.id).toBe(first.body.transaction.id);
    expect(await open({ amount: 3, orderId })).toMatchObject({ status: 400, body: { code: 'ORDER_ID_EXISTS' } });
    const own = order();
    await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 30, orderId: own });
    expect(await open({ amount: 30, orderId: own })).toMatchObject({ status: 400, body: { code: 'ORDER_ID_EXISTS' } });
  });
  it('answers the same again under an Idempotency-Key', async () => {
    const headers = { 'idempotency-key': uuidv7() };
    const [one, two] = [await open({ amount: 31 }, { headers }), await open({ amount: 31 }, { headers })];
    expect(two.body).toEqual(one.body);
    expect(two.headers.get('idempotent-replayed')).toBe('true');
  });
  it.each(['https://evil.example', 'http://shop.example', `${SHOP_ORIGIN}.evil.example`, 'null', null])('refuses a page of %s, and lets that page read why', async (origin) => {
    const { status, body, headers } = await open({ amount: 20 }, { origin });
    expect([status, body.code]).toEqual([403, 'ORIGIN_NOT_ALLOWED']);
    expect(headers.get('access-control-allow-origin')).toBe(origin);
  });
  it('works nowhere for a key without pages', async () => {
    const key = await product.addPublicKey(merchant.id, { mode: 'test', page: { allowedOrigins: [] } });
    expect(await open({ amount: 20 }, { key })).toMatchObject({ status: 403, body: { code: 'ORIGIN_NOT_ALLOWED' } });
  });
  it('keeps to the amounts of the key', async () => {
    const key = await product.addPublicKey(merchant.id, { mode: 'test', page: { allowedOrigins: [SHOP_ORIGIN], minAmountSatang: 5_000, maxAmountSatang: 10_000 } });
    expect(await open({ amount: 49.99 }, { key })).toMatchObject({ status: 400, body: { code: 'AMOUNT_BELOW_MINIMUM', details: { min: '50' } } });
    expect(await open({ amount: 100.01 }, { key })).toMatchObject({ status: 400, body: { code: 'AMOUNT_ABOVE_MAXIMUM', details: { max: '100' } } });
    for (const amount of [50, 100]) expect((await open({ amount }, { key })).status).toBe(201);
  });
  it('leads payers back to the shop alone', async () => {
    expect((await open({ amount: 20, returnUrl: `${SHOP_ORIGIN}/thanks?x=1` })).status).toBe(201);
    for (const returnUrl of ['https://evil.example/', `${SHOP_ORIGIN}@evil.example/`, 'http://shop.example/']) expect(await open({ amount: 20, returnUrl })).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });
  it('is closed to secret keys, and public keys to everything else', async () => {
    expect(await open({ amount: 20 }, { key: merchant.secretKey })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    const { body } = await open({ amount: 20 });
    const rest = [['POST', '/api/v1/payment/create'], ['GET', '/api/v1/balance'], ['GET', '/api/v1/transactions'], ['GET', `/api/v1/payment/${body.transaction.id}`], ['POST', `/api/v1/payment/${body.transaction.id}/cancel`]] as const;
    for (const [method, path] of rest) expect(await product.call(merchant.publicKey, method, path, method === 'POST' ? { amount: 20 } : undefined, { origin: SHOP_ORIGIN })).toMatchObject({ status: 403, body: { error: 'Forbidden', code: 'FORBIDDEN' } });
  });
  it('refuses a revoked key and no key', async () => {
    const key = await product.addPublicKey(merchant.id, { mode: 'test', page: { allowedOrigins: [SHOP_ORIGIN] } });
    await runSql(database.url, `update api_key set revoked_at = now() where last4 = '${key.slice(-4)}' and kind = 'public' and merchant_id = '${merchant.id}'`);
    expect(await open({ amount: 20 }, { key })).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
    expect(await product.call(undefined, 'POST', at, { amount: 20 }, { origin: SHOP_ORIGIN })).toMatchObject({ status: 401 });
  });
  it('is the only address that other origins may read', async () => {
    const allowed = await preflight(at);
    expect([allowed.status, allowed.headers.get('access-control-allow-origin'), allowed.headers.get('access-control-allow-methods')]).toEqual([204, SHOP_ORIGIN, 'POST']);
    expect(allowed.headers.get('access-control-allow-headers')).toContain('x-api-key');
    expect(allowed.headers.get('access-control-allow-credentials')).toBeNull();
    const create = await preflight('/api/v1/payment/create');
    expect([create.status, create.headers.get('access-control-allow-origin')]).toEqual([404, null]);
  });
  it('limits one visitor without using up the key for the others', async () => {
    const other = await product.addMerchant();
    const codes = new Set<number>();
    for (let count = 0; count < 61; count += 1) codes.add((await open({ amount: 0 }, { key: other.publicKey })).status);
    expect(codes).toEqual(new Set([400, 429]));
    expect((await open({ amount: 20 })).status).toBe(201);
  });
});
