import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createServer } from '@paygate/api/server';
import { adminRequestOperations, requestOperations } from '@paygate/contract/requests';
import type { Executor } from '@paygate/core/db/statement';
import { newKey } from '@paygate/core/keys/keys.rules';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { fund } from '../support/fund.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type Answer, type TestMerchant } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const [shop, stranger] = [await product.addMerchant(), await product.addMerchant()];
const owner: SignedIn = await enter(product, database, { merchantId: shop.id });
const admin: SignedIn = await enter(product, database, { role: 'admin' });

const unique = () => uuidv7().slice(-12);
const idOf = ({ headers }: Answer): string => headers.get('x-request-id') ?? '';
const create = (merchant: TestMerchant, more: object = {}, headers: Record<string, string> = {}) =>
  product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 25, orderId: `ORD-${unique()}`, ...more }, headers);
const search = async (query: Record<string, string>, merchant = shop) => {
  await product.platform.requestLog.flush();
  const { status, body } = await product.call(merchant.secretKey, 'GET', `/api/v1/requests?${new URLSearchParams(query)}`);
  if (status !== 200) throw new Error(JSON.stringify(body));
  return requestOperations.list.ok.schema.parse(body);
};
const read = async (id: string, merchant = shop) => {
  await product.platform.requestLog.flush();
  return product.call(merchant.secretKey, 'GET', `/api/v1/requests/${id}`);
};

/** What the log keeps as the address of a call that came by way of a proxy. */
const addressBehind = async (trustedProxies: readonly string[]) => {
  const app = await createServer({ ...product.platform, config: { ...product.platform.config, trustedProxies } });
  const { headers } = await app.inject({ url: '/api/v1/balance', remoteAddress: '10.1.2.3', headers: { 'x-api-key': shop.secretKey, 'x-forwarded-for': '192.0.2.1, 203.0.113.7' } });
  const { body } = await read(String(headers['x-request-id']));
  await app.close();
  return body.ip;
};

describe('a request', () => {
  it('comes from the address that a trusted proxy names, and from no other\'s word', async () => {
    expect(await addressBehind(['10.0.0.0/8'])).toBe('203.0.113.7');
    expect(await addressBehind(['10.9.9.9'])).toBe('10.1.2.3');
    expect(await addressBehind([])).toBe('10.1.2.3');
  });
  it('is found by its id with all that was said, within the second', async () => {
    const made = await create(shop, { metadata: { memberName: 'นาย ทองดี ใจงาม', senderAccountNumber: '4190621964' } }, { 'user-agent': 'shop/1' });
    const { body } = await read(idOf(made));
    expect(body).toMatchObject({
      object: 'request', id: idOf(made), method: 'POST', path: '/api/v1/payment/create', operation: 'payments.create', status: 201, error_code: null, mode: 'test', key_last4: shop.secretKey.slice(-4),
      ip: '127.0.0.1', user_agent: 'shop/1', query: null, replay_of: null, is_replayable: false,
      request_body: { amount: 25, metadata: { memberName: 'นาย ทองดี ใจงาม', senderAccountNumber: 'xxxxxx1964' } }, response_body: { success: true, transaction: { amount: 25, status: 'PENDING' } },
    });
    expect(body.duration_us).toBeGreaterThan(100);
    expect(Math.abs(Date.parse(body.created_at) - Date.parse(made.body.transaction.createdAt))).toBeLessThan(30_000);
    expect(requestOperations.get.ok.schema.parse(body)).toEqual(body);
  });
  it.each<readonly [string, () => Promise<Answer>, object]>([
    ['refused', () => create(shop, { amount: 0 }), { status: 400, error_code: 'INVALID_AMOUNT', operation: 'payments.create' }],
    ['unreadable', () => product.call(shop.secretKey, 'POST', '/api/v1/payment/create', '{"amount":'), { status: 400, error_code: 'INVALID_REQUEST' }],
    ['to no known path', () => product.call(shop.secretKey, 'GET', '/api/v1/nowhere?x=1'), { status: 404, error_code: 'NOT_FOUND', operation: null, path: '/api/v1/nowhere', query: { x: '1' } }],
    ['with a wrong key', () => product.call('sk_test_doesnotexist0123456789', 'GET', '/api/v1/balance'), { status: 401, error_code: 'UNAUTHORIZED', merchant_id: null, mode: null, key_last4: '6789' }],
    ['without a key', () => product.call(undefined, 'GET', '/api/v1/balance'), { status: 401, key_last4: null }],
    ['of a button', () => product.call(shop.publicKey, 'POST', '/api/v1/checkout/sessions', { amount: 25 }, { origin: 'https://shop.example' }), { status: 201, merchant_id: shop.id, key_last4: shop.publicKey.slice(-4) }],
  ])('that was %s is kept as well, and an operator sees it', async (_, send, expected) => {
    const id = idOf(await send());
    await product.platform.requestLog.flush();
    const { body } = await product.call(undefined, 'GET', `/api/admin/requests/${id}`, undefined, admin.headers);
    expect(body).toMatchObject({ id, ...expected });
    expect(adminRequestOperations.get.ok.schema.parse(body)).toEqual(body);
  });
  it.each([
    ['/%61pi/v1/balance', '/api/v1/balance'], ['/api/v1/balanc%65?a=b', '/api/v1/balance'], ['/api/v1/balance#x', '/api/v1/balance'], ['http://other.example/api/v1/balance?a=b', '/api/v1/balance'],
    ['http://other.example/x/../api/v1/balance', '/api/v1/balance'], ['/%61p%69/v1/no%77here', '/api/v1/nowhere'], ['/api/v1/payment/order/ORD%20%e0%b8%81%2f1', '/api/v1/payment/order/ORD%20%E0%B8%81%2F1'],
    ['/api/v1/payment/order/a,b@c', '/api/v1/payment/order/a,b@c'],
  ])('asked for as %s is kept as %s', async (asked, path) => {
    // What fetch would tidy up goes out as it is.
    const sent = request(product.baseUrl, { path: asked, headers: { 'x-api-key': shop.secretKey } }).end();
    const [answer] = await once(sent, 'response') as [IncomingMessage];
    await once(answer.resume(), 'end');
    await product.platform.requestLog.flush();
    const { status, body } = await product.call(undefined, 'GET', `/api/admin/requests/${String(answer.headers['x-request-id'])}`, undefined, admin.headers);
    expect({ status, body }).toMatchObject({ status: 200, body: { path, status: answer.statusCode } });
  });
  it('is nobody else\'s: not another merchant\'s, not the other mode\'s, not a guest\'s', async () => {
    const id = idOf(await create(shop));
    await product.platform.requestLog.flush();
    for (const key of [stranger.secretKey, shop.liveSecretKey]) {
      expect((await product.call(key, 'GET', `/api/v1/requests/${id}`)).body).toMatchObject({ code: 'REQUEST_NOT_FOUND' });
      expect((await product.call(key, 'GET', `/api/v1/requests?requestId=${id}`)).body).toMatchObject({ requests: [], next_cursor: null });
    }
    expect((await product.call(undefined, 'GET', `/api/requests/${id}`, undefined, owner.headers)).body).toMatchObject({ id, mode: 'test' });
    expect((await product.call(undefined, 'GET', `/api/admin/requests/${id}`, undefined, owner.headers)).status).toBe(403);
  });
});

describe('no secret is ever stored', () => {
  it('of whatever a caller puts wherever: body, names, path, query, agent, wrong headers', async () => {
    const told: string[] = [];
    await fc.assert(fc.asyncProperty(fc.constantFrom('body', 'name', 'path', 'query', 'agent', 'bearer', 'twice'), fc.string({ maxLength: 20 }), async (place, around) => {
      const secret = newKey('secret', 'live');
      told.push(secret);
      const text = `${around}${secret}`;
      const path = '/api/v1/payment/create';
      await product.call(
        place === 'bearer' ? undefined : shop.secretKey, place === 'query' || place === 'path' ? 'GET' : 'POST',
        place === 'path' ? `/api/v1/payment/order/${encodeURIComponent(text)}` : place === 'query' ? `/api/v1/transactions?orderId=${encodeURIComponent(text)}&${secret}=1` : path,
        place === 'query' || place === 'path' ? undefined : { amount: 25, description: place === 'body' ? text : 'x', metadata: { [place === 'name' ? secret : 'note']: text }, secret: text },
        { ...(place === 'agent' && { 'user-agent': `x ${secret}` }), ...(place === 'bearer' && { authorization: `Bearer ${secret}` }), ...(place === 'twice' && { authorization: `Bearer ${secret}` }) },
      );
    }), { numRuns: 60 });
    const made = await product.call(shop.secretKey, 'POST', '/api/v1/webhooks', { url: 'https://merchant.example.com/hook', events: ['*'] });
    told.push(made.body.secret, shop.secretKey, shop.publicKey, stranger.secretKey, owner.jwt);
    expect(made.status).toBe(201);
    await product.platform.requestLog.flush();
    const rows = await runSql(database.url, 'select row_to_json(r)::text as line from request_log r');
    const everything = rows.map(({ line }) => String(line)).join('\n');
    expect(rows.length).toBeGreaterThan(60);
    // A UUID may hold any four characters, a whole secret none.
    for (const secret of told) expect(everything).not.toContain(secret.slice(0, -4));
    expect(everything).not.toMatch(/[srp]k_(live|test|legacy)_|whsec_/);
  });
  it('nor a signature of a payout, nor the account it goes to', async () => {
    await fund(product.platform, shop.id, 1_000_000);
    const accountNumber = '4190621964';
    const made = await product.signed(shop.secretKey, '/api/v1/payout/create', { amount: 100, destination: { bankCode: 'SCB', accountNumber, accountName: 'เจษฎา' }, merchantRef: `M01-${unique().toUpperCase()}` });
    expect(made.status).toBe(201);
    await product.platform.requestLog.flush();
    const [row] = await runSql(database.url, `select row_to_json(r)::text as line from request_log r where id = '${idOf(made)}'`);
    expect(String(row!['line'])).not.toContain(accountNumber);
    expect(String(row!['line'])).toContain('xxxxxx1964');
  });
});

describe('a search', () => {
  const busy = { merchant: shop };
  beforeAll(async () => {
    busy.merchant = await product.addMerchant();
    for (const amount of [25, 0, 26, 0, 27]) await create(busy.merchant, { amount, description: `Order of ${amount} Baht` });
    await product.call(busy.merchant.secretKey, 'GET', '/api/v1/balance');
  });
  it.each<readonly [string, Record<string, string>, readonly (readonly [string, number])[]]>([
    ['everything, newest first', {}, [['/api/v1/balance', 200], ...[201, 400, 201, 400, 201].map((status) => ['/api/v1/payment/create', status] as const)]],
    ['a status', { status: '400' }, [['/api/v1/payment/create', 400], ['/api/v1/payment/create', 400]]],
    ['a class of statuses', { status: '2xx', operation: 'merchants.balance' }, [['/api/v1/balance', 200]]],
    ['an operation', { operation: 'payments.create', status: '201' }, [201, 201, 201].map((status) => ['/api/v1/payment/create', status])],
    ['the start of a path', { path: '/api/v1/bal' }, [['/api/v1/balance', 200]]],
    ['a method', { method: 'GET' }, [['/api/v1/balance', 200]]],
    ['words in a body, in any case', { q: 'order of 26 BAHT' }, [['/api/v1/payment/create', 201]]],
    ['what is nowhere', { q: 'no such words' }, []],
    ['another key', { key: 'zzzz' }, []],
    ['a time that has passed', { to: '2020-01-01T00:00:00Z' }, []],
    ['a time to come', { from: '2100-01-01T00:00:00Z' }, []],
    ['what is no id', { requestId: 'nonsense' }, []],
  ])('finds %s', async (_, query, expected) => {
    const own = { ...query, to: query['to'] ?? new Date(Date.now() + 60_000).toISOString() };
    const { requests } = await search(own, busy.merchant);
    expect(requests.filter(({ path }) => path !== '/api/v1/requests').map(({ path, status }) => [path, status])).toEqual(expected);
  });
  it('finds by the key: its id and its last four characters', async () => {
    const { requests } = await search({ key: busy.merchant.secretKey.slice(-4), operation: 'merchants.balance' }, busy.merchant);
    expect(requests).toHaveLength(1);
    expect((await search({ key: requests[0]!.key_id!, operation: 'merchants.balance' }, busy.merchant)).requests).toEqual(requests);
  });
  it('walks all pages by cursor, none twice, none missed, filtered or not', async () => {
    const { requests: all } = await search({ operation: 'payments.create' }, busy.merchant);
    const walked: string[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const page: Awaited<ReturnType<typeof search>> = await search({ limit: '2', operation: 'payments.create', ...(cursor !== '' && { cursor }) }, busy.merchant);
      walked.push(...page.requests.map(({ id }) => id));
      cursor = page.next_cursor;
    }
    expect(walked).toEqual(all.map(({ id }) => id));
    expect(walked).toHaveLength(5);
  });
  it('reads the bodies of two thousand at most, and goes on from there', async () => {
    const merchant = await product.addMerchant();
    await runSql(database.url, `insert into request_log (id, merchant_id, mode, method, path, status, duration_us, ip, request_body, is_whole)
      select uuidv7(make_interval(secs => n - 4000)), '${merchant.id}', 'test', 'GET', '/api/v1/balance', case n when 1 then 418 else 200 end, 1, '127.0.0.1', case n when 1 then '"the needle"' end, true from generate_series(1, 3000) n`);
    const first = await search({ q: 'the needle' }, merchant);
    expect(first.requests).toEqual([]);
    expect((await search({ q: 'the needle', cursor: first.next_cursor! }, merchant)).requests).toMatchObject([{ status: 418 }]);
    expect((await search({ status: '418' }, merchant)).requests).toHaveLength(1);
  });
  it('in bodies waits until no more than another one runs, and holds nobody else up', async () => {
    let [running, most] = [0, 0];
    const released = Promise.withResolvers<void>();
    const query: Executor['query'] = async (statement, values) => {
      if (!statement.text.includes('strpos')) return product.platform.database.query(statement, values);
      most = Math.max(most, (running += 1));
      await released.promise;
      running -= 1;
      return product.platform.database.query(statement, values);
    };
    const app = await createServer({ ...product.platform, database: { ...product.platform.database, query } });
    const ask = async (url: string) => (await app.inject({ url, headers: { 'x-api-key': shop.secretKey } })).statusCode;
    const searches = Array.from({ length: 12 }, () => ask('/api/v1/requests?q=anything'));
    await until('two to run', async () => running >= 2);
    expect([await ask('/api/v1/balance'), await ask('/api/v1/requests?status=4xx')]).toEqual([200, 200]);
    released.resolve();
    expect(await Promise.all(searches)).toEqual(searches.map(() => 200));
    expect(most).toBe(2);
    await app.close();
  });
  it('refuses a cursor that is none, a status that is none, and a needle too short to mean anything', async () => {
    for (const query of ['cursor=zzz', 'status=999', 'status=4x', 'q=ab', 'from=yesterday']) {
      expect((await product.call(shop.secretKey, 'GET', `/api/v1/requests?${query}`)).body, query).toMatchObject({ code: 'INVALID_REQUEST' });
    }
  });
});

describe('a replay', () => {
  const replay = async (id: string, key = shop.secretKey) => {
    await product.platform.requestLog.flush();
    return product.call(key, 'POST', `/api/v1/requests/${id}/replay`);
  };
  it('does the same again as a new request with its own id, which is in the log and names the first', async () => {
    const first = await product.call(shop.secretKey, 'POST', '/api/v1/payment/create', { amount: 31, description: 'again' }, { 'idempotency-key': unique() });
    const { status, body } = await replay(idOf(first));
    expect(status).toBe(200);
    expect(body).toMatchObject({ object: 'request_replay', replay_of: idOf(first), status: 201, response: { transaction: { amount: 31, description: 'again' } } });
    // A fresh idempotency key: a new payment, not the first one's answer.
    expect(body.response.transaction.id).not.toBe(first.body.transaction.id);
    expect((await read(body.request_id)).body).toMatchObject({ operation: 'payments.create', status: 201, replay_of: idOf(first), request_body: { amount: 31, description: 'again' }, key_last4: shop.secretKey.slice(-4) });
  });
  it('answers what the operation refuses, path and query included', async () => {
    const orderId = `ORD ${unique()}/ก`;
    const missing = await product.call(shop.secretKey, 'GET', `/api/v1/payment/order/${encodeURIComponent(orderId)}`);
    expect((await replay(idOf(missing))).body).toMatchObject({ status: 404, response: { code: 'TRANSACTION_NOT_FOUND' } });
    await create(shop, { orderId });
    expect((await replay(idOf(missing))).body).toMatchObject({ status: 200, response: { transaction: { orderId } } });
    const listed = await product.call(shop.secretKey, 'GET', '/api/v1/transactions?limit=1');
    expect((await replay(idOf(listed))).body.response.transactions).toHaveLength(1);
  });
  it('has the rights of the key that asks, not of the one that asked first', async () => {
    const made = await create(shop);
    const reader = await product.addKey(shop.id, 'test', ['read']);
    expect((await replay(idOf(made), reader)).body).toMatchObject({ status: 403, response: { code: 'FORBIDDEN' } });
  });
  it('refuses what it could not do faithfully', async () => {
    const signed = await product.signed(shop.secretKey, '/api/v1/payout/create', { amount: 100, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, merchantRef: `M01-${unique().toUpperCase()}` });
    const masked = await create(shop, { metadata: { senderAccountNumber: '4190621964' } });
    const button = await product.call(shop.publicKey, 'POST', '/api/v1/checkout/sessions', { amount: 25 }, { origin: 'https://shop.example' });
    const nowhere = await product.call(shop.secretKey, 'GET', '/api/v1/nowhere');
    const replayed = await replay(idOf(await create(shop, { orderId: undefined })));
    const reasons: string[] = [];
    for (const id of [signed, masked, button, nowhere, replayed].map(idOf)) {
      const { status, body } = await replay(id);
      if (id !== idOf(nowhere)) expect([status, body.code]).toEqual([409, 'REQUEST_NOT_REPLAYABLE']);
      reasons.push(body.details?.reason ?? body.code);
      if (status === 409) expect((await read(id)).body.is_replayable).toBe(false);
    }
    expect(reasons).toEqual(['it has to be signed by your own program', 'parts of it were masked or cut in the log', 'it was not made with a secret key', 'REQUEST_NOT_FOUND', 'it is a replay itself']);
  });
  it('is for test keys, and for one\'s own requests', async () => {
    const live = await product.call(shop.liveSecretKey, 'GET', '/api/v1/balance');
    expect((await replay(idOf(live), shop.liveSecretKey)).body).toMatchObject({ code: 'TEST_KEY_REQUIRED' });
    expect((await replay(idOf(await create(shop)), stranger.secretKey)).status).toBe(404);
  });
});

describe('the metric', () => {
  it('says how many were written and dropped', async () => {
    const text = await (await fetch(`${product.baseUrl}/metrics`)).text();
    expect(text).toMatch(/paygate_request_log_rows\{outcome="written"\} \d\d+/);
    expect(text).toMatch(/paygate_request_log_rows\{outcome="dropped_full"\} 0/);
  });
  it('and its neighbours are gathered once for all who ask within a second', async () => {
    const ask = async () => (await fetch(`${product.baseUrl}/metrics`)).text();
    await expect.poll(async () => new Set(await Promise.all(Array.from({ length: 10 }, ask))).size).toBe(1);
  });
});
