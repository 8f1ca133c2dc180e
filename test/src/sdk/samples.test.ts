import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestMerchant } from '../support/test-product.ts';
import { fixture, languages, run, subfolder, titled } from './languages.ts';
import { fundedMerchant, startSdkProduct, type SdkProduct } from './sdk-product.ts';

const database = await createTestDatabase();
let house: SdkProduct;
let merchant: TestMerchant;
beforeAll(async () => {
  house = await startSdkProduct(database);
});

const [node, , php, , python] = languages;
const placeholderKey = 'sk_live_xxxxxxxxxxxxxxxxxxxx';
// Thai words that the document's text form lost; its curl of the same call has them.
const lost = { "memberName: ' '": "memberName: 'นาย ทองดี ใจงาม'", "accountName: ''": "accountName: 'เจษฎา'" };

/** The document's sample beside the downloaded file, with key and host replaced, and `more` behind it. */
const sample = (name: string, into: string, { replace = {}, more = '' }: { readonly replace?: Readonly<Record<string, string>>; readonly more?: string } = {}): string => {
  const folder = subfolder(house.folder, name);
  let text = readFileSync(fixture(`${name}.txt`), 'utf8');
  for (const [from, to] of Object.entries(replace)) {
    expect(text, name).toContain(from);
    text = text.replaceAll(from, to);
  }
  writeFileSync(path.join(folder, into), text + more);
  return folder;
};
const transaction = async (id: string) => (await house.product.call(merchant.secretKey, 'GET', `/api/v1/payment/${id}`)).body.transaction;
const premium = { orderId: 'ORDER-12345', amount: 150, description: 'Premium Subscription', status: 'PENDING' };

describe('the samples of the PayGate document run as printed, key apart', () => {
  beforeAll(async () => {
    merchant = await house.product.addMerchant();
  });
  it('app.js', async () => {
    merchant = await house.product.addMerchant();
    const cwd = sample('paygate.app.js', 'app.js', { replace: { [placeholderKey]: merchant.secretKey } });
    const printed = await run([...node!.command, 'app.js'] as [string, ...string[]], { cwd });
    const [, id = '', again] = /^Transaction ID: (\S+)\nCheckout URL: https:\/\/paygate-gules\.vercel\.app\/pay\/(\S+)\n$/.exec(printed) ?? [];
    expect(again).toBe(id);
    expect(await transaction(id)).toMatchObject(premium);
  });
  it.skipIf(php!.missing)(`checkout.php, ${titled(php!)}`, async () => {
    merchant = await house.product.addMerchant();
    const cwd = sample('paygate.checkout.php', 'checkout.php', { replace: { [placeholderKey]: merchant.secretKey } });
    const answer = await fetch(`http://127.0.0.1:${await servePhp(cwd)}/checkout.php`, { redirect: 'manual' });
    expect([answer.status, await answer.text()]).toEqual([302, '']);
    const [, id = ''] = /^https:\/\/paygate-gules\.vercel\.app\/pay\/(\S+)$/.exec(answer.headers.get('location') ?? '') ?? [];
    expect(await transaction(id)).toMatchObject(premium);
  });
  it.skipIf(python!.missing)(`app.py, ${titled(python!)}`, async () => {
    merchant = await house.product.addMerchant();
    const cwd = sample('paygate.app.py', 'app.py', { replace: { [placeholderKey]: merchant.secretKey } });
    const printed = await run(['python3', '-B', 'app.py'], { cwd });
    const [, id = '', again] = /^Transaction ID: (\S+)\nCheckout URL: https:\/\/paygate-gules\.vercel\.app\/pay\/(\S+)\n$/.exec(printed) ?? [];
    expect(again).toBe(id);
    expect(await transaction(id)).toMatchObject(premium);
  });
});

describe('the starters of the TopfromPAY handbook run as printed, host and key apart', () => {
  it('creates a payment and builds the address of its page', async () => {
    merchant = await house.product.addMerchant();
    const cwd = sample('topfrompay.create-payment.js', 'starter.js', {
      replace: { 'http://localhost:3001/api/v1': `${house.address.url}/api/v1`, "memberName: ' '": lost["memberName: ' '"] }, more: 'createDepositLink().then((made) => console.log(JSON.stringify(made)));\n',
    });
    const made = JSON.parse(await run([...node!.command, 'starter.js'] as [string, ...string[]], { cwd, env: { TopfromPAY_API_KEY: merchant.secretKey } }));
    expect(made).toEqual({ paymentUrl: `https://TopfromPAY.com/pay/${made.transactionId}`, transactionId: made.transactionId, orderId: 'ORD-10001' });
    expect(await transaction(made.transactionId)).toMatchObject({ amount: 100, metadata: { memberName: 'นาย ทองดี ใจงาม', senderBankCode: 'GSB' } });
  });
  it('verifies the callbacks of the running product, and no others', async () => {
    merchant = await house.product.addMerchant();
    const cwd = sample('topfrompay.verify-webhook.js', 'receiver.js', { more: 'app.listen(0, (port) => console.log(port));\n' });
    mkdirSync(path.join(cwd, 'node_modules'));
    cpSync(fixture('express.js.txt'), path.join(cwd, 'node_modules', 'express.js'));
    const port = await freePort();
    const hook = await house.product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: `http://127.0.0.1:${port}/api/paygate/webhook`, events: ['payment.created'] });
    writeFileSync(path.join(cwd, 'receiver.js'), readFileSync(path.join(cwd, 'receiver.js'), 'utf8').replace('app.listen(0', `app.listen(${port}`));
    const receiver = spawn(process.execPath, ['receiver.js'], { cwd, env: { ...process.env, TopfromPAY_WEBHOOK_SECRET: hook.body.secret }, stdio: ['ignore', 'pipe', 'inherit'] });
    onTestFinished(() => void receiver.kill());
    await once(receiver.stdout, 'data');
    await house.product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 100, description: 'ค่าอาหาร', metadata: { memberName: 'นาย ทองดี ใจงาม' } });
    await expect.poll(async () => (await house.product.call(merchant.secretKey, 'GET', '/api/v1/webhook/deliveries')).body.deliveries[0]?.last_status_code).toBe(200);
    const forged = await fetch(`http://127.0.0.1:${port}/api/paygate/webhook`, { method: 'POST', body: '{"event":"payment.success"}', headers: { 'x-webhook-signature': '0'.repeat(64) } });
    expect([forged.status, await forged.json()]).toEqual([401, { error: 'invalid signature' }]);
  });
  it('creates a payout that signs itself', async () => {
    merchant = await fundedMerchant(house.product, 500);
    const cwd = sample('topfrompay.create-payout.js', 'payout.js', { replace: { "accountName: ''": lost["accountName: ''"] }, more: 'createPayout().then((made) => console.log(JSON.stringify(made)));\n' });
    const made = JSON.parse(await run([...node!.command, 'payout.js'] as [string, ...string[]], { cwd, env: { TopfromPAY_API_KEY: merchant.secretKey } }));
    expect(made).toMatchObject({ success: true, object: 'payout', idempotent: false, payout: { amount: 100, status: 'QUEUED', destination: { account_name: 'เจษฎา' }, metadata: { memberId: 'member_1001' } } });
  });
  it('builds headers by hand that the product takes', async () => {
    merchant = await fundedMerchant(house.product, 500);
    const cwd = sample('topfrompay.signature-headers.js', 'headers.js', {
      replace: { "accountName: ''": lost["accountName: ''"] }, more: `fetch('${house.address.url}/api/v1/payout/create', { method: 'POST', headers, body: rawBody }).then(async (answer) => console.log(answer.status, (await answer.json()).success));\n`,
    });
    expect(await run([...node!.command, 'headers.js'] as [string, ...string[]], { cwd, env: { TopfromPAY_SECRET_KEY: merchant.secretKey } })).toBe('201 true\n');
  });
});

/** PHP's own web server over the folder, until the test ends. */
const servePhp = async (cwd: string): Promise<number> => {
  const port = await freePort();
  const server = spawn('php', ['-S', `127.0.0.1:${port}`], { cwd, stdio: ['ignore', 'ignore', 'pipe'] });
  onTestFinished(() => void server.kill());
  await once(server.stderr, 'data');
  return port;
};
