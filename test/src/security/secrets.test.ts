import { spawn, type ChildProcess } from 'node:child_process';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { addMember, enter, PASSWORD, type SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let merchant: TestMerchant;
let owner: SignedIn;
let webhookSecret: string;
beforeAll(async () => {
  merchant = await product.addMerchant();
  owner = await enter(product, database, { merchantId: merchant.id });
  webhookSecret = (await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: 'https://merchant.example.com/hook', events: ['*'] })).body.secret;
});

it('R3.3-37 shows a webhook\'s secret and a key at their creation and never again', async () => {
  expect(webhookSecret).toMatch(/^whsec_/);
  const reads = ['profile', 'webhooks', 'webhook/deliveries', 'webhook/events', 'balance', 'payment/accounts', 'transactions', 'payout/signature-settings'];
  const answers = [...(await Promise.all(reads.map((path) => product.call(merchant.secretKey, 'GET', `/api/v1/${path}`)))), await product.call(undefined, 'GET', '/api/auth/me', undefined, owner.headers)];
  for (const { status, body } of answers) {
    expect(status).toBe(200);
    for (const secret of [webhookSecret, merchant.secretKey, merchant.liveSecretKey]) expect(JSON.stringify(body)).not.toContain(secret);
    expect(JSON.stringify(body)).not.toMatch(/whsec_|sk_(live|test)_|secret_?encrypted|password_?hash/i);
  }
});

/** The API as a process of its own, which is how its real log can be read. */
interface Running { readonly url: string; readonly process: ChildProcess; log(): string }
const mainFile = createRequire(import.meta.url).resolve('@paygate/api/main');
const startApi = (): Promise<Running> =>
  new Promise((resolve, reject) => {
    let log = '';
    const child = spawn(process.execPath, [mainFile], { env: { ...process.env, DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'trace' }, stdio: ['ignore', 'pipe', 'pipe'] });
    const hear = (part: Buffer) => {
      log += part.toString('utf8');
      const address = /listening at (http:\/\/127\.0\.0\.1:\d+)/.exec(log)?.[1];
      if (address !== undefined) resolve({ url: address, process: child, log: () => log });
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('exit', (code) => reject(new Error(`the API ended with ${code}: ${log}`)));
  });
const stop = ({ process: child }: Running): Promise<void> =>
  new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.kill('SIGTERM');
  });

let api: Running | undefined;
afterAll(() => {
  api?.process.kill('SIGKILL');
});
it('R3.3-36, R3.3-30 logs every request as one line of JSON, at the most talkative level, without a single secret', async () => {
  api = await startApi();
  const { url } = api;
  const { email } = await addMember(database, { merchantId: merchant.id });
  const account = '1673585481999';
  const call = async (path: string, headers: Record<string, string>, body?: unknown) => {
    const response = await fetch(`${url}${path}`, { method: body === undefined ? 'GET' : 'POST', headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers }, ...(body !== undefined && { body: JSON.stringify(body) }) });
    return { json: JSON.parse(await response.text()), cookies: response.headers };
  };
  const key = { 'x-api-key': merchant.secretKey };
  const signedIn = await call('/api/auth/login', {}, { email, password: PASSWORD });
  const token = /connect\.sid=([^;]+)/.exec(signedIn.cookies.getSetCookie()[0] ?? '')?.[1] ?? '';
  const created = await call('/api/v1/webhooks', key, { url: 'https://merchant.example.com/hook?token=in-the-url', events: ['*'] });
  await call('/api/v1/payment/create', key, { amount: 1, orderId: 'LOGGED', metadata: { senderAccountNumber: account, memberName: 'ทองดี\nlevel=fatal' } });
  await call('/api/v1/payment/create', { authorization: `Bearer ${merchant.liveSecretKey}` }, { amount: -1, metadata: { senderAccountNumber: account } });
  await call('/api/auth/login', {}, { email, password: 'a wrong password of mine' });
  await call(`/api/v1/balance?api_key=${merchant.secretKey}`, {});
  await call('/api/auth/me', { cookie: `connect.sid=${token}` });
  await call('/api/auth/me', { authorization: `Bearer ${signedIn.json.token}` });
  await call('/api/bank/credits', { 'x-feed-id': product.feed.id, 'x-signature': 'f'.repeat(64), 'x-signature-timestamp': '1' }, { credits: [] });
  await stop(api);
  const log = api.log();
  const lines = log.trim().split('\n').filter((line) => line.startsWith('{'));
  expect(lines.length).toBeGreaterThan(9);
  for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
  const secrets = { PASSWORD, wrong: 'a wrong password of mine', key: merchant.secretKey, liveKey: merchant.liveSecretKey, jwt: signedIn.json.token, token, webhookSecret: created.json.secret, feed: product.feed.secret, account, signature: 'f'.repeat(64), url: 'in-the-url' };
  for (const [name, secret] of Object.entries(secrets)) {
    expect(secret.length, name).toBeGreaterThan(7);
    expect(log, name).not.toContain(secret);
  }
});
