import { linkOperations } from '@paygate/contract/dashboard';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Ctx, SessionCaller } from '../caller.ts';
import { login } from '../sessions/login.ts';
import { sessionCallerOf } from '../sessions/session-caller.ts';
import { openHouse, PASSWORD, signedIn, visitor } from '../sessions/session.fixture.ts';
import { createLink } from './create-link.ts';
import { listRecentLinks } from './list-recent-links.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
afterAll(() => house.close());
const { platform } = house;

const bySignIn = async (merchantId: string): Promise<Ctx<SessionCaller>> => {
  const { email } = await house.addMember({ merchantId });
  const caller = await sessionCallerOf(platform, { jwt: (await login(visitor(platform), { email, password: PASSWORD })).token });
  if (!caller) throw new Error('a fresh session was refused');
  return signedIn(platform, caller);
};
let owner: Ctx<SessionCaller>;
beforeAll(async () => {
  for (const [mode, number] of [['live', '0812345678'], ['test', '0899999999']]) {
    await house.owner.query(`insert into receiving_account (id, mode, type, name, account_number, account_name, is_default) values (uuidv7(), $1, 'PROMPTPAY', 'Main', $2, 'Platform', true)`, [mode, number]);
  }
  owner = await bySignIn(await house.addMerchant());
});
const everyLink = { limit: 20 };

it('creates a live payment that anybody with the link can pay, and lists it', async () => {
  const answer = await createLink(owner, { amount: 1200.5, orderId: 'LINK0AFC13B6', description: 'Bill 12', expiryMinutes: 60 });
  expect(linkOperations.create.ok.schema.parse(answer)).toEqual(answer);
  expect(answer).toMatchObject({ paymentLink: `https://pay.example.com/pay/${answer.transaction.id}`, transaction: { orderId: 'LINK0AFC13B6', amount: '1200.5', copy: { amount: '1200.50' } } });
  const { rows } = await house.owner.query(`select mode, source, status, merchant_id, qr_payload is not null as "hasQr", extract(epoch from expires_at - created_at)::integer as seconds from payment where id = $1`, [answer.transaction.id]);
  expect(rows).toEqual([{ mode: 'live', source: 'LINK', status: 'PENDING', merchant_id: owner.caller.merchant?.id, hasQr: true, seconds: 3_600 }]);
  const listed = await listRecentLinks(owner, everyLink);
  expect(linkOperations.recent.ok.schema.parse(listed)).toEqual(listed);
  expect(listed.links).toMatchObject([{ id: answer.transaction.id, amount: '1200.5', status: 'PENDING', description: 'Bill 12', paymentLink: answer.paymentLink, expiresAt: answer.transaction.expiresAt }]);
});

it('applies the rules of payments: order ids once, minimum amount, active merchants only', async () => {
  const ctx = await bySignIn(await house.addMerchant());
  await createLink(ctx, { amount: 40, orderId: 'ONCE' });
  await expect(createLink(ctx, { amount: 40, orderId: 'ONCE' })).rejects.toMatchObject({ code: 'ORDER_ID_EXISTS' });
  await expect(createLink(ctx, { amount: 0.01 })).rejects.toMatchObject({ code: 'AMOUNT_BELOW_MINIMUM' });
  const pending = await bySignIn(await house.addMerchant({ status: 'PENDING' }));
  await expect(createLink(pending, { amount: 40 })).rejects.toMatchObject({ code: 'MERCHANT_NOT_ACTIVE' });
});

it('does not ask a link for the payer\'s account, even where the contract policy is enforced', async () => {
  const merchantId = await house.addMerchant();
  await house.owner.query(`update merchant set policy_mode = 'enforce_all' where id = $1`, [merchantId]);
  expect((await createLink(await bySignIn(merchantId), { amount: 40 })).success).toBe(true);
});

it('lists newest first, its own merchant\'s links of one mode, and as many as asked', async () => {
  const ctx = await bySignIn(await house.addMerchant());
  const live = [await createLink(ctx, { amount: 1 }), await createLink(ctx, { amount: 2 }), await createLink(ctx, { amount: 3 })].map(({ transaction }) => transaction.id);
  const test = await createLink(ctx, { amount: 4, mode: 'test' });
  const ids = async (query: { limit: number; mode?: 'live' | 'test' }) => (await listRecentLinks(ctx, query)).links.map(({ id }) => id);
  expect(await ids(everyLink)).toEqual(live.toReversed());
  expect(await ids({ limit: 2, mode: 'live' })).toEqual(live.toReversed().slice(0, 2));
  expect(await ids({ limit: 20, mode: 'test' })).toEqual([test.transaction.id]);
});

it('leaves nothing behind when its transaction is rolled back', async () => {
  const ctx = await bySignIn(await house.addMerchant());
  await platform.database.transaction(async (transaction) => {
    await createLink({ ...ctx, sql: transaction, transaction }, { amount: 40 });
    throw new Error('rolled back');
  }).catch(() => undefined);
  expect((await listRecentLinks(ctx, everyLink)).links).toEqual([]);
});

it('refuses the platform\'s own people, who have no shop', async () => {
  const operator = { ...owner, caller: { ...owner.caller, role: 'admin' as const, merchant: null } };
  await expect(createLink(operator, { amount: 40 })).rejects.toMatchObject({ code: 'FORBIDDEN' });
  await expect(listRecentLinks(operator, everyLink)).rejects.toMatchObject({ code: 'FORBIDDEN' });
});
