import { hasNationalIdCheckDigit } from '@paygate/promptpay/proxies';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { runSql } from '@paygate/test/support/sql-session';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { keyCallerOf } from '../keys/key-caller.ts';
import { keyHash } from '../keys/keys.rules.ts';
import { openVault } from '../secrets/vault.ts';
import { verifyPassword } from '../sessions/password.ts';
import { demoPlatformAccounts } from './demo-accounts.ts';
import type { DemoCredentials } from './demo-file.ts';
import { seedDemo } from './seed-demo.ts';

const { url } = await createTestDatabase();
const database = await openDatabase({ url, connectionsMax: 4, applicationName: 'seed-test' });
afterAll(() => database.close());
const house = { database, vault: openVault('a master key of a test, long enough') };
const callerOf = (key: string) => keyCallerOf(database, keyHash(key).toString('base64'));
const passwordHash = async (email: string) => String((await runSql(url, `select password_hash from member where email = '${email}'`))[0]?.['password_hash']);
const counts = () => runSql(url, 'select (select count(*) from merchant) merchants, (select count(*) from receiving_account) accounts, (select count(*) from api_key) keys, (select count(*) from member) people, (select count(*) from bank_feed) feeds');

it('gives out keys and passwords that open the demo, and balances to fill', async () => {
  const { credentials, merchantId, isFresh } = await seedDemo(house, undefined);
  expect(isFresh).toBe(true);
  expect(await callerOf(credentials.secretKey)).toMatchObject({ mode: 'test', scopes: ['read', 'collect', 'payout'], merchant: { id: merchantId, feeBps: 200, qrMode: 'CENTRAL', status: 'ACTIVE' } });
  expect(await callerOf(credentials.liveSecretKey)).toMatchObject({ mode: 'live' });
  for (const { email, password } of [credentials.merchant, credentials.admin, credentials.operator]) expect(await verifyPassword(password, await passwordHash(email))).toBe(true);
  expect(await runSql(url, `select mode from merchant_balance where merchant_id <> '00000000-0000-0000-0000-000000000000' order by mode`)).toEqual([{ mode: 'live' }, { mode: 'test' }]);
});

it('changes nothing while what it gave out still opens the demo', async () => {
  const first = await seedDemo(house, undefined);
  const before = await counts();
  const again = await Promise.all([seedDemo(house, first.credentials), seedDemo(house, first.credentials)]);
  expect(again).toEqual([{ ...first, isFresh: false }, { ...first, isFresh: false }]);
  expect(await counts()).toEqual(before);
});

it('replaces lost keys and passwords: the new ones open, the old ones no longer do', async () => {
  const lost: DemoCredentials = (await seedDemo(house, undefined)).credentials;
  const found = await seedDemo(house, undefined);
  expect(await callerOf(lost.secretKey)).toBeUndefined();
  expect(await callerOf(found.credentials.secretKey)).toMatchObject({ merchant: { id: found.merchantId } });
  expect(await verifyPassword(lost.admin.password, await passwordHash(lost.admin.email))).toBe(false);
  expect(await verifyPassword(found.credentials.admin.password, await passwordHash(lost.admin.email))).toBe(true);
});

it('makes a new feed when the master key is another than before', async () => {
  const { feed } = await seedDemo(house, undefined);
  const other = await seedDemo({ database, vault: openVault('another master key of a test, also long') }, undefined);
  expect(other.feed).not.toEqual(feed);
  expect(await runSql(url, 'select id from bank_feed where is_active')).toEqual([{ id: other.feed.id }]);
});

it('shows PromptPay ids that no real person or company can have', () => {
  const ids = demoPlatformAccounts.filter(({ type }) => type === 'PROMPTPAY').map(({ accountNumber }) => accountNumber);
  expect(ids.map((id) => [id.length, hasNationalIdCheckDigit(id)])).toEqual([[13, false], [13, false]]);
});
