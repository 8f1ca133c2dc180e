import { createTestDatabase } from '@paygate/test/support/test-database';
import { until } from '@paygate/test/support/until';
import { SignJWT, type JWTPayload } from 'jose';
import { afterAll, beforeEach, expect, it } from 'vitest';
import type { SessionCaller } from '../caller.ts';
import type { Platform } from '../platform.ts';
import { getSession } from './get-session.ts';
import { adminLogin, login } from './login.ts';
import { logout } from './logout.ts';
import { openHouse, PASSWORD, signedIn, visitor } from './session.fixture.ts';
import { sessionCallerOf } from './session-caller.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
afterAll(() => house.close());
const { platform } = house;

interface SignedIn { readonly token: string; readonly jwt: string; readonly caller: SessionCaller }
const signIn = async (role: 'owner' | 'payout_operator' = 'owner'): Promise<SignedIn> => {
  const { email } = await house.addMember({ role });
  const cookies: [string, number][] = [];
  const answer = await (role === 'owner' ? login : adminLogin)(visitor(platform, cookies), { email, password: PASSWORD });
  const caller = await sessionCallerOf(platform, { jwt: answer.token });
  if (!caller) throw new Error('a fresh session was refused');
  return { token: cookies[0]![0], jwt: answer.token, caller };
};
const signOut = (at: Platform, caller: SessionCaller): Promise<unknown> =>
  at.database.transaction((transaction) => logout({ ...signedIn(at, caller), sql: transaction, transaction }));
const bothAt = async (at: Platform, { token, jwt }: SignedIn) => [await sessionCallerOf(at, { token }), await sessionCallerOf(at, { jwt })];
const gone = [undefined, undefined];

let fresh: SignedIn;
beforeEach(async () => { fresh = await signIn(); });

it('ends the cookie and the JWT together, at once in the process that signed out', async () => {
  expect(await bothAt(platform, fresh)).toEqual([fresh.caller, fresh.caller]);
  await signOut(platform, fresh.caller);
  expect(await bothAt(platform, fresh)).toEqual(gone);
});

it('ends them in every other process within a second', async () => {
  const neighbour = await house.openNeighbour();
  const msUntilHeard = async (): Promise<number> => {
    const one = await signIn();
    expect(await bothAt(neighbour, one)).toEqual([one.caller, one.caller]);
    await signOut(platform, one.caller);
    const ended = performance.now();
    await until('the neighbour to hear of it', async () => (await bothAt(neighbour, one)).every((caller) => caller === undefined));
    return performance.now() - ended;
  };
  // A machine may stand still while one is heard of, hardly while several are.
  await until('an end that is heard of in time', async () => (await msUntilHeard()) < 2_000);
});

it('leaves the member\'s other sessions alone', async () => {
  const other = await sessionCallerOf(platform, { jwt: (await login(visitor(platform), { email: fresh.caller.email, password: PASSWORD })).token });
  expect(other?.sessionId).not.toBe(fresh.caller.sessionId);
  await signOut(platform, fresh.caller);
  const { rows } = await house.owner.query('select id from session where member_id = $1 and revoked_at is null', [fresh.caller.memberId]);
  expect(rows).toEqual([{ id: other?.sessionId }]);
});

it('keeps the session when signing out is rolled back', async () => {
  await platform.database.transaction(async (transaction) => {
    await logout({ ...signedIn(platform, fresh.caller), sql: transaction, transaction });
    throw new Error('rolled back');
  }).catch(() => undefined);
  expect(await bothAt(platform, fresh)).toEqual([fresh.caller, fresh.caller]);
});

it('clears the cookie when signing out, and may be called twice', async () => {
  const cookies: [string, number][] = [];
  const ctx = { ...visitor(platform, cookies), caller: fresh.caller };
  for (let n = 0; n < 2; n += 1) await platform.database.transaction((transaction) => logout({ ...ctx, sql: transaction, transaction }));
  expect(cookies).toEqual([['', 0], ['', 0]]);
});

const age = { 'past its 12 hours': 'expires_at = now()', 'unused for 30 minutes': `last_seen_at = now() - interval '30 minutes'`, 'ended by hand': 'revoked_at = now()' };
it.each(Object.entries(age))('refuses a session %s', async (_, change) => {
  await house.owner.query(`update session set ${change} where id = $1`, [fresh.caller.sessionId]);
  expect(await bothAt(await house.openNeighbour(), fresh)).toEqual(gone);
});

it('keeps a session in use alive: each use starts its 30 minutes again, and the 12 hours never move', async () => {
  await house.owner.query(`update session set last_seen_at = now() - interval '29 minutes' where id = $1`, [fresh.caller.sessionId]);
  expect(await sessionCallerOf(await house.openNeighbour(), fresh)).toEqual(fresh.caller);
  const { rows } = await house.owner.query(`select last_seen_at > now() - interval '1 minute' as "isFresh" from session where id = $1`, [fresh.caller.sessionId]);
  expect(rows).toEqual([{ isFresh: true }]);
});

it('refuses every session of a merchant that is suspended', async () => {
  await house.owner.query(`update merchant set status = 'SUSPENDED' where id = $1`, [fresh.caller.merchant?.id]);
  expect(await bothAt(await house.openNeighbour(), fresh)).toEqual(gone);
});

const inAnHour = () => Math.floor(Date.now() / 1_000) + 3_600;
const signed = (changes: JWTPayload, { alg = 'HS256', key = platform.vault.derive('session-jwt'), without = '' } = {}): Promise<string> => {
  const claims: JWTPayload = { iss: 'paygate', aud: 'paygate-dashboard', jti: fresh.caller.sessionId, exp: inAnHour(), ...changes };
  return new SignJWT(Object.fromEntries(Object.entries(claims).filter(([name]) => name !== without))).setProtectedHeader({ alg, typ: 'JWT' }).sign(key);
};
const accepted = async (jwt: string): Promise<boolean> => (await sessionCallerOf(platform, { jwt })) !== undefined;

it('takes a JWT with exactly our claims', async () => {
  expect(await accepted(await signed({}))).toBe(true);
});

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
it('refuses alg none, with and without a signature', async () => {
  const [, payload = '', signature = ''] = (await signed({})).split('.');
  for (const alg of ['none', 'None', 'NONE']) {
    expect(await accepted(`${part({ alg, typ: 'JWT' })}.${payload}.`)).toBe(false);
    expect(await accepted(`${part({ alg, typ: 'JWT' })}.${payload}.${signature}`)).toBe(false);
  }
});

it('refuses another algorithm even with the right key', async () => {
  expect(await accepted(await signed({}, { alg: 'HS384', key: Buffer.concat([platform.vault.derive('session-jwt'), Buffer.alloc(32)]) }))).toBe(false);
  expect(await accepted(await signed({}, { alg: 'HS512', key: Buffer.concat([platform.vault.derive('session-jwt'), Buffer.alloc(32)]) }))).toBe(false);
});

it('refuses another key, issuer or audience, no session, an unknown session, and one that has expired', async () => {
  const wrong = [
    await signed({}, { key: platform.vault.derive('vault') }),
    await signed({ iss: 'elsewhere' }), await signed({ aud: 'paygate' }), await signed({}, { without: 'aud' }),
    await signed({ exp: Math.floor(Date.now() / 1_000) - 1 }), await signed({}, { without: 'exp' }),
    await signed({}, { without: 'jti' }), await signed({ jti: 'x' }), await signed({ jti: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21' }),
    `${fresh.jwt.slice(0, -2)}xx`, `${fresh.jwt}.x`, '', 'x'.repeat(5_000),
  ];
  expect(await Promise.all(wrong.map(accepted))).toEqual(wrong.map(() => false));
});

it('refuses no credential and unknown cookies, and does not let a cookie rescue a wrong JWT', async () => {
  for (const credential of [{}, { token: '' }, { token: `${fresh.token}x` }, { token: 'x'.repeat(5_000) }, { token: fresh.token, jwt: 'x' }]) {
    expect(await sessionCallerOf(platform, credential)).toBeUndefined();
  }
});

it('tells who is signed in', async () => {
  const operator = await signIn('payout_operator');
  expect(await getSession(signedIn(platform, operator.caller))).toEqual({
    user: { id: operator.caller.memberId, email: operator.caller.email, name: 'Somebody', role: 'payout_operator', merchant: null }, expiresAt: operator.caller.expiresAt,
  });
  expect((await getSession(signedIn(platform, fresh.caller))).user.merchant).toEqual(expect.objectContaining({ id: fresh.caller.merchant?.id, status: 'ACTIVE' }));
});
