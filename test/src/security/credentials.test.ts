import { request } from 'node:http';
import { issueKey } from '@paygate/core/keys/issue-key';
import { beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let merchant: TestMerchant;
let other: TestMerchant;
beforeAll(async () => {
  merchant = await product.addMerchant();
  other = await product.addMerchant();
});

/** Sends header lines as they are, repeated names too, which fetch cannot. */
const rawCall = (headers: readonly string[], path = '/api/v1/balance'): Promise<{ readonly status: number; readonly code: unknown }> =>
  new Promise((resolve, reject) => {
    const { port, hostname } = new URL(product.baseUrl);
    request({ port, hostname, path, headers: ['Host', `${hostname}:${port}`, ...headers] }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk)).on('end', () => resolve({ status: response.statusCode ?? 0, code: JSON.parse(text).code }));
    }).on('error', reject).end();
  });

it('R3.3-3 refuses a public key on every v1 operation that writes', async () => {
  const { key } = await issueKey(product.platform.database, { merchantId: merchant.id, kind: 'public', mode: 'test', name: 'widget', scopes: ['read', 'collect', 'payout'] });
  for (const path of ['payment/create', 'webhooks', 'payout/create', `payment/${merchant.id}/cancel`, `sandbox/payments/${merchant.id}/pay`]) {
    expect(await product.call(key, 'POST', `/api/v1/${path}`, { amount: 1 }), path).toMatchObject({ status: 403, body: { error: 'Forbidden', code: 'FORBIDDEN' } });
  }
});

it('R3.3-5 ignores a key in the query string', async () => {
  for (const name of ['api_key', 'apiKey', 'x-api-key', 'X-API-Key', 'key', 'access_token']) {
    expect(await product.call(undefined, 'GET', `/api/v1/balance?${name}=${merchant.secretKey}`)).toMatchObject({ status: 401, body: { code: 'UNAUTHORIZED' } });
  }
});

it('R3.3-6 refuses two keys: two X-API-Key headers, equal ones too, and X-API-Key beside another Bearer', async () => {
  for (const second of [other.secretKey, merchant.secretKey]) {
    expect(await rawCall(['X-API-Key', merchant.secretKey, 'X-API-Key', second])).toEqual({ status: 401, code: 'UNAUTHORIZED' });
  }
  expect(await rawCall(['X-API-Key', merchant.secretKey, 'Authorization', `Bearer ${other.secretKey}`])).toEqual({ status: 401, code: 'UNAUTHORIZED' });
  expect(await rawCall(['X-API-Key', merchant.secretKey, 'Authorization', `Bearer ${merchant.secretKey}`])).toMatchObject({ status: 200 });
});

it('refuses unknown, revoked and expired keys, and takes the mode from the record, not from the prefix', async () => {
  const statusOf = async (key: string) => (await product.call(key, 'GET', '/api/v1/profile')).status;
  const [revoked, expired, legacy] = [await product.addKey(merchant.id, 'live'), await product.addKey(merchant.id, 'live'), await product.addKey(merchant.id, 'legacy')];
  await runSql(database.url, `update api_key set revoked_at = now() where last4 = '${revoked.slice(-4)}'`, `update api_key set expires_at = now() - interval '1 second' where last4 = '${expired.slice(-4)}'`);
  for (const key of [revoked, expired, 'sk_live_unknown', `${merchant.secretKey}x`, merchant.secretKey.replace('test', 'live'), ' ', 'ก']) {
    if (key === 'ก') continue; // not a header value that a client can send
    expect(await statusOf(key), key.slice(0, 12)).toBe(401);
  }
  expect((await product.call(legacy, 'GET', '/api/v1/profile')).body.authenticated_with_mode).toBe('legacy');
});

it('refuses a key without the scope that the operation needs', async () => {
  const reader = await product.addKey(merchant.id, 'test', ['read']);
  expect(await product.call(reader, 'POST', '/api/v1/payment/create', { amount: 1 })).toMatchObject({ status: 403, body: { code: 'FORBIDDEN', details: { missingScope: 'collect' } } });
  expect((await product.call(reader, 'GET', '/api/v1/balance')).status).toBe(200);
});

const masterKey = { PAYGATE_MASTER_KEY: 'a master key for tests, 32 characters or more' };
const production = await startTestProduct(await createTestDatabase(), { environment: { RUNTIME_ENV: 'production', ...masterKey } });
const lenient = await startTestProduct(await createTestDatabase(), { environment: { RUNTIME_ENV: 'production', ALLOW_TEST_KEYS_IN_PRODUCTION: 'true', ...masterKey } });
describe('R3.3-4 in production', () => {
  it('blocks test keys and takes live and legacy ones', async () => {
    const shop = await production.addMerchant();
    const statusOf = async (key: string) => (await production.call(key, 'GET', '/api/v1/balance')).status;
    expect(await production.call(shop.secretKey, 'GET', '/api/v1/balance')).toMatchObject({ status: 403, body: { code: 'KEY_MODE_NOT_ALLOWED', error: 'Forbidden', details: { runtime: 'production', keyMode: 'test' } } });
    expect(await statusOf(shop.liveSecretKey)).toBe(200);
    expect(await statusOf(await production.addKey(shop.id, 'legacy'))).toBe(200);
  });
  it('takes test keys with ALLOW_TEST_KEYS_IN_PRODUCTION', async () => {
    const shop = await lenient.addMerchant();
    expect((await lenient.call(shop.secretKey, 'GET', '/api/v1/balance')).status).toBe(200);
  });
});

const limited = await startTestProduct(await createTestDatabase(), { environment: { RATE_LIMIT_READS_PER_MINUTE: '5' } });
it('R3.3-38 limits by credential, whatever X-Forwarded-For says', async () => {
  const [shop, neighbour] = [await limited.addMerchant(), await limited.addMerchant()];
  const read = (key: string, at: number) => limited.call(key, 'GET', '/api/v1/balance', undefined, { 'x-forwarded-for': `203.0.113.${at}`, 'x-real-ip': `203.0.113.${at}`, forwarded: `for=203.0.113.${at}` });
  for (let at = 1; at <= 5; at++) expect((await read(shop.secretKey, at)).status).toBe(200);
  const over = await read(shop.secretKey, 6);
  expect(over).toMatchObject({ status: 429, body: { code: 'RATE_LIMITED' } });
  expect(Number(over.headers.get('retry-after'))).toBeGreaterThan(0);
  expect((await read(neighbour.secretKey, 1)).status).toBe(200);
});
it('R3.3-38 limits sign-ins by address, whatever X-Forwarded-For says', async () => {
  const attempts = await Promise.all(Array.from({ length: 31 }, (_, at) => limited.call(undefined, 'POST', '/api/auth/login', { email: `${at}@example.com`, password: '' }, { 'x-forwarded-for': `203.0.113.${at}` })));
  expect(attempts.filter(({ status }) => status === 429)).toHaveLength(1);
});
