import { createHmac } from 'node:crypto';
import { hashPassword } from '@paygate/core/sessions/password';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { addMember, cookieOf, enter, PASSWORD, signIn, type SignedIn } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let merchant: TestMerchant;
let owner: SignedIn;
beforeAll(async () => {
  merchant = await product.addMerchant();
  owner = await enter(product, database, { merchantId: merchant.id });
});
const me = (headers: Record<string, string>) => product.call(undefined, 'GET', '/api/auth/me', undefined, headers);
const cookie = (token: string) => ({ cookie: `connect.sid=${token}` });
const trpcMe = (headers: Record<string, string>) => product.call(undefined, 'GET', '/trpc/sessions.me', undefined, headers);
const login = (body: object, headers: Record<string, string> = {}) => product.call(undefined, 'POST', '/api/auth/login', body, headers);

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
it('R3.3-23 answers an unknown e-mail and a wrong password alike, after work of the same size', async () => {
  const members = await Promise.all([1, 2].map(() => addMember(database, { merchantId: merchant.id })));
  // What a password costs in earnest, not in tests.
  await runSql(database.url, `update member set password_hash = '${await hashPassword(PASSWORD)}' where id in ('${members.map(({ id }) => id).join("', '")}')`);
  const took: { readonly known: number[]; readonly unknown: number[] } = { known: [], unknown: [] };
  const bodies: unknown[] = [];
  const time = async (list: number[], email: string) => {
    const started = performance.now();
    const { status, body: { requestId: _, ...body } } = await login({ email, password: 'wrong' });
    list.push(performance.now() - started);
    bodies.push({ status, ...body });
  };
  for (let round = 0; round < 9; round++) {
    await time(took.known, members[round % 2]!.email);
    await time(took.unknown, `${round}@nowhere.example.com`);
  }
  expect(new Set(bodies.map((body) => JSON.stringify(body))).size).toBe(1);
  expect(bodies[0]).toMatchObject({ status: 401, code: 'INVALID_CREDENTIALS' });
  // Without the hash an unknown e-mail answers in a fiftieth of the time; a machine under load still shows less than a half.
  const ratio = median(took.unknown) / median(took.known);
  expect(ratio).toBeGreaterThan(0.5);
  expect(ratio).toBeLessThan(2);
});

it('R3.3-24 gives a new session at every sign-in, whatever cookie the browser brought', async () => {
  const { email } = await addMember(database, { merchantId: merchant.id });
  const planted = `ses_${'A'.repeat(43)}`;
  const first = await login({ email, password: PASSWORD }, cookie(planted));
  const second = await login({ email, password: PASSWORD }, cookie(cookieOf(first.headers) ?? ''));
  expect(new Set([planted, cookieOf(first.headers), cookieOf(second.headers)]).size).toBe(3);
  expect((await me(cookie(planted))).status).toBe(401);
});

it('R3.3-24 hides the cookie from scripts and from other sites', async () => {
  const { email } = await addMember(database, { merchantId: merchant.id });
  const { headers } = await login({ email, password: PASSWORD });
  expect(headers.getSetCookie()[0]).toMatch(/^connect\.sid=ses_[\w-]{43}; Max-Age=\d+; Path=\/; HttpOnly; SameSite=Lax$/);
});

it('R3.3-24 signing out ends cookie and JWT at once, on both faces, and no other session', async () => {
  const { email } = await addMember(database, { merchantId: merchant.id });
  const [one, other] = [await signIn(product, email), await signIn(product, email)];
  expect([(await me(one.headers)).status, (await me(cookie(one.token))).status]).toEqual([200, 200]);
  const out = await product.call(undefined, 'POST', '/api/auth/logout', undefined, one.headers);
  expect(out).toMatchObject({ status: 200, body: { success: true } });
  expect(cookieOf(out.headers)).toBe('');
  for (const headers of [one.headers, cookie(one.token)]) expect([(await me({ ...headers })).status, (await trpcMe({ ...headers })).status]).toEqual([401, 401]);
  expect((await me(other.headers)).status).toBe(200);
});

it('R3.3-24 a suspended merchant\'s sessions end', async () => {
  const suspended = await product.addMerchant();
  const session = await enter(product, database, { merchantId: suspended.id });
  await runSql(database.url, `update merchant set status = 'SUSPENDED' where id = '${suspended.id}'`);
  await expect.poll(async () => (await me(session.headers)).status).toBe(401);
});

const link = (headers: Record<string, string>, body: unknown = { amount: 1 }) => product.call(undefined, 'POST', '/api/payment/create-link', body, { ...cookie(owner.token), ...headers });
const linkByTrpc = (headers: Record<string, string>, body: unknown = { amount: 1 }) => product.call(undefined, 'POST', '/trpc/links.create', body, { ...cookie(owner.token), ...headers });
describe('R3.3-25 a write by cookie', () => {
  it.each([
    ['without Origin', {}], ['from another site', { 'sec-fetch-site': 'cross-site' }], ['from another subdomain', { 'sec-fetch-site': 'same-site' }],
    ['with another Origin', { origin: 'https://evil.example.com' }], ['with the Origin null', { origin: 'null' }], ['with our Origin but from another site', { origin: 'http://127.0.0.1', 'sec-fetch-site': 'cross-site' }],
  ])('is refused %s, over REST and tRPC', async (_name, headers) => {
    expect(await link(headers)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect(await linkByTrpc(headers)).toMatchObject({ status: 403, body: { error: { data: { code: 'FORBIDDEN' } } } });
  });
  it('is refused as text/plain or a form, which need no preflight', async () => {
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      for (const send of [link, linkByTrpc]) expect((await send({ 'content-type': type, 'sec-fetch-site': 'same-origin' }, '{"amount":1}')).status, type).toBeGreaterThanOrEqual(400);
    }
  });
  it('works from our own pages, over REST and tRPC', async () => {
    for (const headers of [{ 'sec-fetch-site': 'same-origin' }, { origin: product.baseUrl }]) {
      expect((await link(headers)).status).toBe(201);
      expect((await linkByTrpc(headers)).status).toBe(200);
    }
  });
  it('cannot be a GET: tRPC mutations and REST writes are not reachable by link', async () => {
    expect((await product.call(undefined, 'GET', '/trpc/links.create?input=%7B%22amount%22%3A1%7D', undefined, cookie(owner.token))).status).toBeGreaterThanOrEqual(400);
    expect((await product.call(undefined, 'GET', '/api/payment/create-link', undefined, cookie(owner.token))).status).toBe(404);
  });
});

const claims = () => JSON.parse(Buffer.from(owner.jwt.split('.')[1] ?? '', 'base64url').toString('utf8'));
const key = () => product.platform.vault.derive('session-jwt');
const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
/** RFC 7515 by hand: not the parts that the product signs with. */
const signed = (changed: object, alg: 'HS256' | 'HS512' = 'HS256', secret: Uint8Array = key()) => {
  const input = `${part({ alg, typ: 'JWT' })}.${part({ ...claims(), ...changed })}`;
  return `${input}.${createHmac(alg === 'HS256' ? 'sha256' : 'sha512', secret).update(input).digest('base64url')}`;
};
const past = Math.floor(Date.now() / 1_000) - 60;
describe('R3.3-26 a JWT', () => {
  it('that we would sign is taken, so that the refusals below are for their reasons', async () => {
    expect((await me({ authorization: `Bearer ${signed({})}` })).status).toBe(200);
  });
  it.each([
    ['unsigned (alg none)', () => `${part({ alg: 'none', typ: 'JWT' })}.${part(claims())}.`],
    ['with its signature cut off', () => `${owner.jwt.split('.').slice(0, 2).join('.')}.`],
    ['signed by another key', () => signed({}, 'HS256', Buffer.alloc(32, 7))],
    ['signed with another algorithm', () => signed({}, 'HS512', Buffer.concat([key(), key()]))],
    ['for another audience', () => signed({ aud: 'somebody-else' })],
    ['from another issuer', () => signed({ iss: 'somebody-else' })],
    ['that has expired', () => signed({ exp: past })],
    ['without an end', () => signed({ exp: undefined })],
    ['of a session that does not exist', () => signed({ jti: uuidv7() })],
    ['without a session', () => signed({ jti: undefined })],
    ['of a session that is no id', () => signed({ jti: "' or 1=1" })],
    ['that is none', () => 'a.b.c'],
  ])('%s is refused, and a good cookie beside it does not help', async (_name, make) => {
    const authorization = `Bearer ${make()}`;
    expect(await me({ authorization })).toMatchObject({ status: 401, body: { code: 'SESSION_REQUIRED' } });
    expect((await me({ authorization, ...cookie(owner.token) })).status).toBe(401);
  });
  it('carries no person and no secret', () => {
    expect(Object.keys(claims()).toSorted()).toEqual(['aud', 'exp', 'iss', 'jti']);
  });
});

it('keeps merchants out of the operators\' door and operators out of the merchants\'', async () => {
  const [member, admin] = [await addMember(database, { merchantId: merchant.id }), await addMember(database, { role: 'admin' })];
  expect((await product.call(undefined, 'POST', '/api/auth/admin/login', { email: member.email, password: PASSWORD })).body.code).toBe('INVALID_CREDENTIALS');
  expect((await login({ email: admin.email, password: PASSWORD })).body.code).toBe('INVALID_CREDENTIALS');
});
