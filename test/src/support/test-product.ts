import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createServer } from '@paygate/api/server';
import type { Scope } from '@paygate/contract/kernel';
import { readConfig } from '@paygate/core/config';
import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import type { KeyMode } from '@paygate/core/keys/api-key.entity';
import { issueKey, type PublicKeyLimits } from '@paygate/core/keys/issue-key';
import { startSandboxBank } from '@paygate/core/banks/sandbox/sandbox-server';
import { openPlatform, type Platform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { startWorker } from '@paygate/worker/worker';
import { v7 as uuidv7 } from 'uuid';
import { atEndOfFile } from './end-of-file.ts';
import { waitLongerForLocks } from './session-settings.ts';
import { openSharedSession } from './sql-session.ts';
import type { TestDatabase } from './test-database.ts';

export interface TestMerchant { readonly id: string; readonly username: string; readonly secretKey: string; readonly liveSecretKey: string; readonly publicKey: string }
export interface Answer { readonly status: number; readonly body: any; readonly headers: Headers } // oxlint-disable-line typescript/no-explicit-any -- tests look into answers of every shape

/** The product in this process, over real HTTP and a real database: api, and a worker when asked for. */
export interface TestProduct {
  readonly platform: Platform;
  readonly baseUrl: string;
  readonly feed: { readonly id: string; readonly secret: string };
  readonly promptPayId: string;
  addMerchant(more?: { readonly status?: string; readonly planCode?: string; readonly feeBps?: number; readonly parentMerchantId?: string }): Promise<TestMerchant>;
  /** A key for buttons; a merchant's own `publicKey` works on SHOP_ORIGIN. */
  addPublicKey(merchantId: string, key: { readonly mode: KeyMode; readonly page: PublicKeyLimits }): Promise<string>;
  addKey(merchantId: string, mode: KeyMode, scopes?: readonly Scope[]): Promise<string>;
  call(key: string | undefined, method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** POST signed as decisions F2 says, under an Idempotency-Key of its own unless one is given. */
  signed(key: string, path: string, body: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Reports credits as the bank's feed does, signed. */
  reportCredits(credits: readonly object[]): Promise<Answer>;
}

export const SHOP_ORIGIN = 'https://shop.example';
const platformPromptPay = '0812345678';

const answerOf = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text), headers: response.headers };
};

/** A sandbox bank of this file's own, with its waits cut short. Whom it notifies is known once the api listens. */
const startTestBank = async ({ id, secret }: TestProduct['feed']) => {
  const directory = mkdtempSync(path.join(tmpdir(), 'paygate-bank-'));
  let url = 'http://127.0.0.1:9/';
  const feed = { id, secret, get url() { return url; } };
  const bank = await startSandboxBank({ port: 0, dataFile: path.join(directory, 'bank.jsonl'), feed, log: () => undefined, retryMs: 20, lateMs: 20, slowMs: 20 });
  return {
    url: bank.url,
    notify: (feedUrl: string) => { url = feedUrl; },
    stop: async () => {
      await bank.stop();
      rmSync(directory, { recursive: true });
    },
  };
};

/** Starts it for one test file and stops it afterwards. `environment` overrides configuration. */
export const startTestProduct = async (database: TestDatabase, options: { readonly withWorker?: boolean; readonly withBank?: boolean; readonly environment?: Record<string, string> } = {}): Promise<TestProduct> => {
  const log = createLogger('test', process.env['TEST_LOG_LEVEL'] ?? 'silent');
  const feed = { id: uuidv7(), secret: 'feed-secret-of-the-test' };
  const bank = options.withBank ? await startTestBank(feed) : undefined;
  const config = readConfig({ DATABASE_URL: database.url, PORT: '0', ...(bank && { SANDBOX_BANK_URL: bank.url }), ...options.environment });
  const platform = await openPlatform(config, { log, role: 'worker' });
  await waitLongerForLocks(platform.database.pool);
  const app = await createServer(platform);
  const worker = options.withWorker ? await startWorker(platform) : undefined;
  const baseUrl = await app.listen({ port: config.port, host: '127.0.0.1' });
  bank?.notify(`${baseUrl}/api/bank/credits`);
  atEndOfFile(async () => {
    await app.close();
    await worker?.stop();
    await platform.close();
    await bank?.stop();
  });

  const owner = await openSharedSession(database.url);
  atEndOfFile(() => owner.close());
  const runSql = async (...statements: readonly string[]): Promise<void> => {
    for (const statement of statements) await owner.query(statement);
  };
  const sealed = platform.vault.seal(feed.secret, `bank_feed:${feed.id}`);
  const account = (mode: string, type: string, number: string, bankCode: string) =>
    `insert into receiving_account (id, mode, type, name, account_number, account_name, bank_code, is_default) values (uuidv7(), '${mode}', '${type}', 'PayGate ${type}', '${number}', 'PayGate', ${bankCode}, true)`;
  await runSql(
    account('test', 'PROMPTPAY', platformPromptPay, 'null'), account('test', 'BANK', '1234567890', "'014'"), account('live', 'PROMPTPAY', platformPromptPay, 'null'),
    account('live', 'BANK', '1234567890', "'014'"), `insert into bank_feed (id, name, mode, secret_encrypted) values ('${feed.id}', 'test', 'test', '${sealed}')`,
  );

  const addKey: TestProduct['addKey'] = async (merchantId, mode, scopes = ['read', 'collect', 'payout']) =>
    (await issueKey(platform.database, { merchantId, kind: 'secret', mode, name: `${mode} key`, scopes })).key;
  const addPublicKey: TestProduct['addPublicKey'] = async (merchantId, { mode, page }) =>
    (await issueKey(platform.database, { merchantId, kind: 'public', mode, name: `${mode} button`, scopes: [], page })).key;
  const call: TestProduct['call'] = async (key, method, at, body, headers = {}) =>
    answerOf(await fetch(`${baseUrl}${at}`, {
      method, headers: { ...(key !== undefined && { 'x-api-key': key }), ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }));
  return {
    platform, baseUrl, feed, promptPayId: platformPromptPay, addKey, addPublicKey, call,
    addMerchant: async ({ status = 'ACTIVE', planCode = 'FREE', feeBps = 200, parentMerchantId } = {}) => {
      const id = uuidv7();
      const username = `m_${id.slice(-12)}`;
      await runSql(
        `insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code, fee_bps, parent_merchant_id)
         values ('${id}', '${username}', '${username}@example.com', 'ร้านทดสอบ', 'Owner', '0812345678', '${status}', '${planCode}', ${feeBps}, ${parentMerchantId ? `'${parentMerchantId}'` : 'null'})`,
        `insert into merchant_balance (merchant_id, mode) values ('${id}', 'test'), ('${id}', 'live')`,
      );
      return { id, username, secretKey: await addKey(id, 'test'), liveSecretKey: await addKey(id, 'live'), publicKey: await addPublicKey(id, { mode: 'test', page: { allowedOrigins: [SHOP_ORIGIN] } }) };
    },
    signed: async (key, at, body, headers = {}) => {
      const raw = JSON.stringify(body);
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const signature = signRequest(key, timestamp, Buffer.from(raw));
      return call(key, 'POST', at, raw, { 'x-signature-timestamp': timestamp, 'x-signature': signature, 'idempotency-key': uuidv7(), ...headers });
    },
    reportCredits: async (credits) => {
      const raw = JSON.stringify({ credits });
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const signature = signRequest(feed.secret, timestamp, Buffer.from(raw));
      return call(undefined, 'POST', '/api/bank/credits', raw, { 'x-feed-id': feed.id, 'x-signature-timestamp': timestamp, 'x-signature': signature });
    },
  };
};
