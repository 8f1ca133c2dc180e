import { randomBytes } from 'node:crypto';
import { newId } from '../ids.ts';
import type { Database } from '../db/database.ts';
import { single, type Transaction } from '../db/statement.ts';
import { issueKey } from '../keys/issue-key.ts';
import { keyHash } from '../keys/keys.rules.ts';
import type { Vault } from '../secrets/vault.ts';
import { hashPassword } from '../sessions/password.ts';
import type { DemoCredentials, Login } from './demo-file.ts';
import { demoMerchantAccounts, demoPlatformAccounts } from './demo-accounts.ts';
import {
  allowPages, countGoodKeys, findMerchantId, findTestFeed, insertAccounts, insertBalances, insertMerchant, lockSeed, removeTestEndpoints, replaceTestFeed, revokeKeys,
  revokeSessions, upsertMember,
} from './seed.sql.ts';

export interface DemoSeed {
  readonly merchantId: string;
  readonly credentials: DemoCredentials;
  /** False when `kept` still opens everything. */
  readonly isFresh: boolean;
  /** What the sandbox bank signs its notices with. */
  readonly feed: { readonly id: string; readonly secret: string };
}

const merchant = {
  username: 'merchant_demo', email: 'merchant@demo.paygate.test', businessName: 'Demo Store', ownerName: 'สมชาย เดโม', phone: '0900000000',
  feeBps: 200,
} as const;
const people = {
  merchant: { email: merchant.email, name: 'สมชาย เดโม', role: 'owner' },
  admin: { email: 'admin@demo.paygate.test', name: 'Demo Admin', role: 'admin' },
  operator: { email: 'operator@demo.paygate.test', name: 'Demo Operator', role: 'payout_operator' },
} as const;
const keyNames = { secretKey: 'Demo test key', liveSecretKey: 'Demo live key', publicKey: 'Demo public test key' } as const;
const scopes = ['read', 'collect', 'payout'] as const;
/** A page under development: any port of this machine, or a file opened by hand. Test keys alone take `null`. */
const demoPages = ['http://localhost:*', 'http://127.0.0.1:*', 'null'] as const;
const FEED = 'Sandbox bank';
const PASSWORD_BYTES = 15;
const FEED_SECRET_BYTES = 32;

/**
 * Brings the demo into the database: platform accounts, merchant with balances, people, keys, the sandbox bank's feed. Safe to repeat
 * and from several processes at once. `kept` is what an earlier seed gave out: while its keys are good it is
 * answered again; else new keys and passwords replace the old ones, which stop working.
 */
export const seedDemo = ({ database, vault }: { readonly database: Database; readonly vault: Vault }, kept: DemoCredentials | undefined): Promise<DemoSeed> =>
  database.transaction(async (transaction) => {
    await transaction.query(lockSeed, []);
    const merchantId = await seedMerchant(transaction);
    await seedAccounts(transaction, merchantId);
    const feed = await seedFeed(transaction, vault);
    await transaction.query(allowPages, [merchantId, keyNames.publicKey, demoPages]);
    if (kept && await opens(transaction, merchantId, kept)) return { merchantId, credentials: kept, isFresh: false, feed };
    return { merchantId, credentials: await issueCredentials(transaction, merchantId), isFresh: true, feed };
  });

/** Forgets the demo's own receivers, so that they do not pile up at addresses where nobody listens any more. */
export const removeDemoReceivers = (database: Database, merchantId: string, urlPattern: string): Promise<unknown> =>
  database.query(removeTestEndpoints, [merchantId, urlPattern]);

const seedMerchant = async (transaction: Transaction): Promise<string> => {
  const [known] = await transaction.query(findMerchantId, [merchant.username]);
  const id = known?.id ?? newId();
  if (!known) await transaction.query(insertMerchant, [id, merchant.username, merchant.email, merchant.businessName, merchant.ownerName, merchant.phone, merchant.feeBps]);
  await transaction.query(insertBalances, [id]);
  return id;
};

const seedAccounts = async (transaction: Transaction, merchantId: string): Promise<void> => {
  const accounts = [
    ...demoPlatformAccounts.map((account) => ({ ...account, id: newId(), merchantId: null })),
    ...demoMerchantAccounts.map((account) => ({ ...account, id: newId(), merchantId })),
  ];
  await transaction.query(insertAccounts, [JSON.stringify(accounts)]);
};

const seedFeed = async (transaction: Transaction, vault: Vault): Promise<DemoSeed['feed']> => {
  const [known] = await transaction.query(findTestFeed, [FEED]);
  const secret = known && openedBy(vault, known);
  if (known && secret !== undefined) return { id: known.id, secret };
  const fresh = { id: newId(), secret: randomBytes(FEED_SECRET_BYTES).toString('base64url') };
  await transaction.query(replaceTestFeed, [fresh.id, FEED, vault.seal(fresh.secret, feedPurpose(fresh.id))]);
  return fresh;
};

const feedPurpose = (id: string): string => `bank_feed:${id}`;

/** Undefined when the master key is another than when the feed was made: then a new feed takes its place. */
const openedBy = (vault: Vault, { id, secretEncrypted }: { readonly id: string; readonly secretEncrypted: string }): string | undefined => {
  try {
    return vault.open(secretEncrypted, feedPurpose(id));
  } catch {
    return undefined;
  }
};

const opens = async (transaction: Transaction, merchantId: string, { secretKey, liveSecretKey, publicKey }: DemoCredentials): Promise<boolean> => {
  const hashes = [secretKey, liveSecretKey, publicKey].map(keyHash);
  return single(await transaction.query(countGoodKeys, [merchantId, hashes]), 'count').good === hashes.length;
};

const issueCredentials = async (transaction: Transaction, merchantId: string): Promise<DemoCredentials> => {
  await transaction.query(revokeKeys, [merchantId, Object.values(keyNames)]);
  await transaction.query(revokeSessions, [Object.values(people).map(({ email }) => email.toLowerCase())]);
  const issue = async (name: keyof typeof keyNames, kind: 'secret' | 'public', mode: 'live' | 'test') =>
    (await issueKey(transaction, { merchantId, kind, mode, name: keyNames[name], scopes, ...(kind === 'public' && { page: { allowedOrigins: demoPages } }) })).key;
  const enrol = async (who: keyof typeof people): Promise<Login> => {
    const { email, name, role } = people[who];
    const password = randomBytes(PASSWORD_BYTES).toString('base64url');
    await transaction.query(upsertMember, [newId(), role === 'owner' ? merchantId : null, email, name, role, await hashPassword(password)]);
    return { email, password };
  };
  return {
    secretKey: await issue('secretKey', 'secret', 'test'), liveSecretKey: await issue('liveSecretKey', 'secret', 'live'), publicKey: await issue('publicKey', 'public', 'test'),
    merchant: await enrol('merchant'), admin: await enrol('admin'), operator: await enrol('operator'),
  };
};
