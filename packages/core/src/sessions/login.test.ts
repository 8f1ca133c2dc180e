import { createHook } from 'node:async_hooks';
import { Refusal } from '@paygate/contract/errors';
import { sessionOperations } from '@paygate/contract/sessions';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { afterAll, expect, it } from 'vitest';
import { adminLogin, login } from './login.ts';
import { openHouse, PASSWORD, visitor } from './session.fixture.ts';
import { sessionCallerOf } from './session-caller.ts';
import { accountOf } from './sessions.rules.ts';
import { countAttempt } from './sessions.sql.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
afterAll(() => house.close());
const { platform } = house;

const codeOf = async (work: Promise<unknown>): Promise<string> => work.then(() => 'ok', (error: { code?: string; message: string }) => error.code ?? error.message);
const hashesDuring = async (work: () => Promise<unknown>): Promise<number> => {
  let hashes = 0;
  const hook = createHook({ init: (_, type) => { if (type === 'ARGON2REQUEST') hashes += 1; } }).enable();
  await work();
  hook.disable();
  return hashes;
};

it('answers what the contract declares, and a cookie and a JWT that name one session', async () => {
  const member = await house.addMember();
  const cookies: [string, number][] = [];
  const answer = await login(visitor(platform, cookies), { email: member.email, password: PASSWORD });
  expect(sessionOperations.login.ok.schema.parse(answer)).toEqual(answer);
  expect(answer.user).toMatchObject({ id: member.id, email: member.email, role: 'owner', merchant: { status: 'ACTIVE', businessName: 'Shop' } });
  expect(cookies).toEqual([[expect.stringMatching(/^ses_[\w-]{43}$/), 43_200]]);
  const byCookie = await sessionCallerOf(platform, { token: cookies[0]![0] });
  const byJwt = await sessionCallerOf(platform, { jwt: answer.token });
  expect(byCookie).toBeDefined();
  expect(byJwt).toEqual(byCookie);
});

it('stores no token, and puts nothing but the name of the session into the JWT', async () => {
  const member = await house.addMember();
  const cookies: [string, number][] = [];
  const { token } = await login(visitor(platform, cookies), { email: member.email, password: PASSWORD });
  const { rows } = await house.owner.query('select id, session::text as stored from session where member_id = $1', [member.id]);
  expect(rows).toHaveLength(1);
  expect(rows[0]?.['stored']).not.toContain(cookies[0]![0]);
  const payload: unknown = JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString());
  expect(payload).toEqual({ iss: 'paygate', aud: 'paygate-dashboard', jti: rows[0]?.['id'], exp: expect.any(Number) });
});

it('takes the e-mail in any case', async () => {
  await house.addMember({ email: 'Mixed.Case@Example.com' });
  expect(await codeOf(login(visitor(platform), { email: ' mixed.case@EXAMPLE.com', password: PASSWORD }))).toBe('ok');
});

it('answers the same refusal for a wrong password, an unknown account, the wrong door and a suspended merchant', async () => {
  const member = await house.addMember();
  const admin = await house.addMember({ role: 'admin' });
  const suspended = await house.addMember({ merchantId: await house.addMerchant({ status: 'SUSPENDED' }) });
  const refused = [
    login(visitor(platform), { email: member.email, password: `${PASSWORD}.` }),
    login(visitor(platform), { email: 'nobody@example.com', password: PASSWORD }),
    adminLogin(visitor(platform), { email: member.email, password: PASSWORD }),
    login(visitor(platform), { email: admin.email, password: PASSWORD }),
    login(visitor(platform), { email: suspended.email, password: PASSWORD }),
  ];
  expect(await Promise.all(refused.map(codeOf))).toEqual(Array.from(refused, () => 'INVALID_CREDENTIALS'));
});

it('lets a pending merchant and both kinds of operator in by their own doors', async () => {
  const pending = await house.addMember({ merchantId: await house.addMerchant({ status: 'PENDING' }) });
  expect(await codeOf(login(visitor(platform), { email: pending.email, password: PASSWORD }))).toBe('ok');
  for (const role of ['admin', 'payout_operator'] as const) {
    const { email } = await house.addMember({ role });
    expect((await adminLogin(visitor(platform), { email, password: PASSWORD })).user).toMatchObject({ role, merchant: null });
  }
});

it('does the same hashing for an account that does not exist', async () => {
  const member = await house.addMember();
  const wrong = await hashesDuring(() => codeOf(login(visitor(platform), { email: member.email, password: 'wrong' })));
  const unknown = await hashesDuring(() => codeOf(login(visitor(platform), { email: 'ghost@example.com', password: 'wrong' })));
  expect([wrong, unknown]).toEqual([1, 1]);
});

it('evaluates ten guesses at one account in 15 minutes, however many arrive at once and through however many processes', async () => {
  const member = await house.addMember();
  const neighbour = await house.openNeighbour();
  let outcomes: string[] = [];
  const hashes = await hashesDuring(async () => {
    outcomes = await Promise.all(Array.from({ length: 60 }, (_, n) => codeOf(login(visitor(n % 2 ? platform : neighbour), { email: member.email, password: `guess ${n}` }))));
  });
  expect(outcomes.filter((code) => code === 'INVALID_CREDENTIALS')).toHaveLength(10);
  expect(outcomes.filter((code) => code === 'RATE_LIMITED')).toHaveLength(50);
  expect(hashes).toBe(10);
  await expect(login(visitor(platform), { email: member.email.toUpperCase(), password: PASSWORD })).rejects.toMatchObject({ code: 'RATE_LIMITED', details: { retryAfterSeconds: expect.any(Number) } });
});

it('counts exactly ten of sixty tries that reach the database at the same moment', async () => {
  const account = accountOf('crowd@example.com');
  const counted = await Promise.all(Array.from({ length: 60 }, () => platform.database.query(countAttempt, [account])));
  expect(counted.flat().map((row) => row.counted).toSorted((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

it('limits guesses at an unknown account in the same way', async () => {
  const outcomes: string[] = [];
  for (let n = 0; n < 12; n += 1) outcomes.push(await codeOf(login(visitor(platform), { email: 'no-such@example.com', password: 'guess' })));
  expect(outcomes).toEqual([...Array.from({ length: 10 }, () => 'INVALID_CREDENTIALS'), 'RATE_LIMITED', 'RATE_LIMITED']);
});

it('slides its window: the eleventh try is evaluated when the first is 15 minutes old, and no more than that one', async () => {
  const member = await house.addMember();
  const guess = () => codeOf(login(visitor(platform), { email: member.email, password: 'guess' }));
  for (let n = 0; n < 10; n += 1) await guess();
  const age = (rest: string) => house.owner.query(`update login_attempt set attempted_at = (attempted_at[1] - interval '15 minutes') || attempted_at[2:] where ${rest}`);
  await age('cardinality(attempted_at) = 10 and updated_at = (select max(updated_at) from login_attempt)');
  expect([await guess(), await guess()]).toEqual(['INVALID_CREDENTIALS', 'RATE_LIMITED']);
});

it('says how long to wait: the rest of the 15 minutes', async () => {
  const member = await house.addMember();
  for (let n = 0; n < 10; n += 1) await codeOf(login(visitor(platform), { email: member.email, password: 'guess' }));
  const refusal: unknown = await login(visitor(platform), { email: member.email, password: 'guess' }).catch((error: unknown) => error);
  const waitSeconds = refusal instanceof Refusal ? Number(refusal.details?.['retryAfterSeconds']) : 0;
  expect(waitSeconds).toBeGreaterThan(850);
  expect(waitSeconds).toBeLessThanOrEqual(900);
});

it('forgets mistakes after the right password', async () => {
  const member = await house.addMember();
  const attempt = (password: string) => codeOf(login(visitor(platform), { email: member.email, password }));
  for (let n = 0; n < 9; n += 1) await attempt('guess');
  expect(await attempt(PASSWORD)).toBe('ok');
  for (let n = 0; n < 10; n += 1) expect(await attempt('guess')).toBe('INVALID_CREDENTIALS');
});

it('lets thirty people with the right password of one account in at once', async () => {
  const member = await house.addMember();
  const outcomes = await Promise.all(Array.from({ length: 30 }, () => codeOf(login(visitor(platform), { email: member.email, password: PASSWORD }))));
  expect(new Set(outcomes)).toEqual(new Set(['ok']));
});

it('removes the counts of accounts that nobody has tried for 15 minutes', async () => {
  await house.owner.query(`update login_attempt set updated_at = now() - interval '16 minutes'`);
  const before = await house.owner.query('select count(*)::integer as rows from login_attempt');
  await codeOf(login(visitor(platform), { email: 'sweeper@example.com', password: 'guess' }));
  const after = await house.owner.query(`select count(*)::integer as rows from login_attempt where updated_at < now() - interval '15 minutes'`);
  expect(Number(after.rows[0]?.['rows'])).toBe(Math.max(0, Number(before.rows[0]?.['rows']) - 10));
});
