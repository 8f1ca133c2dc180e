import { spawnSync } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createRequire } from 'node:module';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { generatedFolder } from '../sdk/languages.ts';
import { listen } from '../support/listen.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { cliProgram, openCli, type CliRun } from './cli-run.ts';

const product = await startTestProduct(await createTestDatabase(), { withWorker: true, withBank: true });
const shop = await product.addMerchant();
const cli = openCli();
const at = ['--base-url', product.baseUrl];
const json = ({ stdout }: CliRun): any => JSON.parse(stdout); // oxlint-disable-line typescript/no-explicit-any -- answers of every shape
const failure = ({ stderr }: CliRun): any => JSON.parse(stderr).error; // oxlint-disable-line typescript/no-explicit-any -- errors of every shape
beforeAll(async () => {
  expect(await cli.run(['login', ...at], { input: `${shop.secretKey}\n` })).toMatchObject({ code: 0 });
});

describe('login', () => {
  it('keeps the key for its owner alone, under as many names as wanted, and shows it to nobody', async () => {
    expect(statSync(cli.configFile).mode & 0o777).toBe(0o600);
    const second = await product.addMerchant();
    const added = await cli.run(['login', '--key', second.secretKey, '--profile', 'second', '--json', ...at]);
    expect(json(added)).toMatchObject({ profile: 'second', mode: 'test', merchant: { username: second.username } });
    const listed = await cli.run(['profiles', '--json']);
    expect(listed.stdout.trim().split('\n').map((line) => JSON.parse(line))).toMatchObject([{ profile: 'default', isCurrent: false }, { profile: 'second', isCurrent: true }]);
    for (const { stdout, stderr } of [added, listed]) expect(stdout + stderr).not.toContain(second.secretKey);
    await cli.run(['login', '--key', shop.secretKey, '--profile', 'default', ...at]);
    expect(json(await cli.run(['payments', 'create', '--amount', '20', '--json', '-p', 'second'])).transaction.merchantId).toBe(second.id);
  });
  it('keeps no key that opens nothing', async () => {
    const before = readFileSync(cli.configFile, 'utf8');
    expect(await cli.run(['login', '--key', 'sk_test_wrong', ...at])).toMatchObject({ code: 3, stdout: '' });
    expect(readFileSync(cli.configFile, 'utf8')).toBe(before);
  });
});

describe('exit codes and errors', () => {
  it.each<readonly [string, readonly string[], number, object]>([
    ['an unknown command', ['dance'], 2, { code: 'USAGE' }],
    ['half a command', ['payments'], 2, { code: 'USAGE', fix: expect.stringContaining('paygate payments create') }],
    ['an unknown option', ['payments', 'create', '--sum', '1'], 2, { code: 'USAGE' }],
    ['a missing word', ['payments', 'get'], 2, { code: 'USAGE' }],
    ['what the server refuses', ['payments', 'get', 'no-such-order'], 1, { code: 'TRANSACTION_NOT_FOUND', requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) }],
    ['a wrong key', ['events', 'list', '--key', 'sk_test_wrong'], 3, { code: 'UNAUTHORIZED' }],
    ['a server that is away', ['events', 'list', '--base-url', 'http://127.0.0.1:1'], 4, { code: 'UNREACHABLE', message: expect.stringContaining('127.0.0.1:1') }],
    ['an event no key can make', ['trigger', 'settlement.created'], 2, { fix: expect.stringContaining('payment.success') }],
  ])('for %s are said with a code and what to do', async (_, line, code, expected) => {
    const run = await cli.run([...line, '--json']);
    expect(run).toMatchObject({ code, stdout: '' });
    expect(failure(run)).toMatchObject({ exitCode: code, ...expected });
    expect(failure(run).fix).not.toBe('');
  });
  it.runIf(existsSync('/dev/full'))('what cannot be written is not done, but a reader who has seen enough is served', async () => {
    const full = openSync('/dev/full', 'w');
    const unwritten = spawnSync(process.execPath, [cliProgram, '--help'], { stdio: ['ignore', full, 'pipe'], encoding: 'utf8' });
    closeSync(full);
    expect(unwritten).toMatchObject({ status: 1, stderr: expect.stringMatching(/STDOUT_FAILED.*ENOSPC/) });
    const leaving = cli.start(['--help']);
    leaving.child.stdout.destroy();
    expect(await leaving.ended).toBe(0);
  });
  it('without a key the way to sign in is named', async () => {
    const run = await cli.run(['events', 'list'], { env: { XDG_CONFIG_HOME: path.join(path.dirname(cli.configFile), 'nobody') } });
    expect(run.code).toBe(3);
    expect(run.stderr).toContain('paygate login');
  });
  it('speaks Thai to whoever has a Thai terminal', async () => {
    expect((await cli.run(['payments', 'get', 'x'], { env: { LANG: 'th_TH.UTF-8' } })).stderr).toMatch(/[ก-๙]/);
  });
  it('every command explains itself, without colours where nobody sees them', async () => {
    const overview = await cli.run(['--help']);
    const names = [...overview.stdout.matchAll(/^ {2}([a-z]+(?: [a-z]+)?)\b(?= )/gm)].map(([, name = '']) => name);
    expect(names.length).toBeGreaterThan(12);
    for (const help of await Promise.all(names.slice(0, 2).map((name) => cli.run([...name.split(' '), '--help'])))) {
      expect(help).toMatchObject({ code: 0, stderr: '' });
      expect(help.stdout).toContain('Usage: paygate');
      expect(help.stdout).not.toContain('\u001B');
    }
    expect((await cli.run(['qr', 'make', '--promptpay', '0812345678'], { env: { FORCE_COLOR: '1' } })).stdout).toContain('\u001B[97;40m');
  });
});

describe('payments, events and logs', () => {
  it('a payment is created with its QR, found again, and its request shows in the log', async () => {
    const made = await cli.run(['payments', 'create', '--amount', '100.37', '--order-id', 'CLI-1']);
    expect(made.code).toBe(0);
    expect(made.stdout).toMatch(/█[\s\S]*฿100\.37[\s\S]*PENDING/);
    const found = json(await cli.run(['payments', 'get', 'CLI-1', '--json']));
    expect(found.transaction).toMatchObject({ orderId: 'CLI-1', amount: 100.37, status: 'PENDING' });
    await product.platform.requestLog.flush();
    const logged = await cli.run(['logs', 'tail', '--no-follow', '--operation', 'payments.create', '--json']);
    const requests = logged.stdout.trim().split('\n').map((line) => JSON.parse(line));
    expect(requests.at(-1)).toMatchObject({ path: '/api/v1/payment/create', status: 201, user_agent: 'paygate-cli' });
    expect(json(await cli.run(['logs', 'show', requests.at(-1).id, '--json'])).request_body).toEqual({ amount: 100.37, orderId: 'CLI-1' });
    expect(json(await cli.run(['logs', 'replay', requests.at(-1).id, '--json']))).toMatchObject({ status: 400, response: { code: 'ORDER_ID_EXISTS' } });
  });
  it('waiting for a payment ends well only when it was paid, and is not done when it is interrupted', async () => {
    const waitFor = async (orderId: string) => {
      const waiting = cli.start(['payments', 'create', '--amount', '20', '--order-id', orderId, '--wait']);
      await until('the payment', async () => waiting.lines.some((line) => line.includes('PENDING')));
      const id = /[0-9a-f-]{36}/.exec(waiting.lines.join('\n'))![0];
      return { waiting, play: (verb: string) => product.call(shop.secretKey, 'POST', `/api/v1/sandbox/payments/${id}/${verb}`) };
    };
    const [paid, expired, stopped] = await Promise.all(['CLI-PAID', 'CLI-EXPIRED', 'CLI-STOPPED'].map(waitFor));
    await Promise.all([paid!.play('pay'), expired!.play('expire')]);
    expect([await paid!.waiting.ended, await expired!.waiting.ended, await stopped!.waiting.stop()]).toEqual([0, 1, 130]);
    expect([paid!.waiting.lines.at(-1), expired!.waiting.lines.at(-1)]).toEqual([expect.stringContaining('PAID'), expect.stringContaining('EXPIRED')]);
  });
  it('events are listed, and a delivery goes out again', async () => {
    const hook = await openReceiver();
    await product.call(shop.secretKey, 'POST', '/api/v1/webhooks', { url: hook.url, events: ['payment.created'] });
    await cli.run(['payments', 'create', '--amount', '21', '--order-id', 'CLI-2']);
    await until('the first delivery', async () => hook.requests.length === 1);
    const [event] = (await cli.run(['events', 'list', '-n', '1', '--json'])).stdout.trim().split('\n').map((line) => JSON.parse(line));
    expect(event).toMatchObject({ type: 'payment.created', data: { orderId: 'CLI-2' } });
    expect(json(await cli.run(['events', 'resend', event.id, '--json']))).toMatchObject({ kind: 'REPLAY' });
    await until('the second', async () => hook.requests.length === 2);
    expect(hook.requests[1]!.headers['x-webhook-idempotency-key']).toBe(hook.requests[0]!.headers['x-webhook-idempotency-key']);
  });
});

describe('qr', () => {
  it('makes, draws, reads and judges a QR, in a picture or as text', async () => {
    const png = path.join(path.dirname(cli.configFile), 'qr.png');
    const made = json(await cli.run(['qr', 'make', '--promptpay', '0812345678', '--amount', '100.37', '--png', png, '--json']));
    const [decoded, judged, bad] = await Promise.all([cli.run(['qr', 'decode', png, '--json']), cli.run(['qr', 'lint', made.payload, '--json']), cli.run(['qr', 'lint', `${made.payload.slice(0, -4)}0000`])]);
    expect(json(decoded)).toMatchObject({ text: made.payload });
    expect([json(judged).findings, judged.code]).toEqual([[], 0]);
    expect(bad).toMatchObject({ code: 1, stdout: expect.stringContaining('PAYLOAD_CRC_WRONG') });
    writeFileSync(png, 'not a picture');
    expect((await cli.run(['qr', 'decode', png])).code).toBe(1);
  });
  it('shows the control characters of a hostile QR, and does not let it speak to the terminal', async () => {
    const hostile = await cli.run(['qr', 'lint', '000201\u001B]0;paid\u0007\u009B2Jก\r']);
    expect(hostile).toMatchObject({ code: 1, stdout: expect.stringContaining(String.raw`000201\u001b]0;paid\u0007\u009b2Jก\u000d`) });
  });
});

interface Received { readonly raw: Buffer; readonly headers: Record<string, string> }
/** A real receiver on a port of its own. */
const openReceiver = async (answer: (received: Received) => number = () => 200) => {
  const requests: Received[] = [];
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const received = { raw: Buffer.concat(await request.toArray()), headers: request.headers as Record<string, string> }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- nobody sends a header twice
    requests.push(received);
    response.statusCode = answer(received);
    response.end('ok');
  };
  const server = createServer((request, response) => void receive(request, response));
  const origin = await listen(server);
  return { requests, port: new URL(origin).port, url: `${origin}/hook` };
};

describe('listen and trigger', () => {
  it('sends on, byte for byte, what the SDK verifies with the printed secret, in both signature families; the secret stays the next time', async () => {
    const { PayGate } = createRequire(import.meta.url)(path.join(await generatedFolder(product.baseUrl), 'paygate-node.js')) as { PayGate: { verifyWebhook(sent: object): { event: string; data: { orderId: string } }; verifyWebhookSignature(sent: object): boolean } };
    const receiver = await openReceiver();
    const listening = cli.start(['listen', '--forward-to', `${receiver.port}/hook`, '--json']);
    await until('the listener', async () => listening.lines.length > 0);
    const { secret, type } = JSON.parse(listening.lines[0]!);
    expect(type).toBe('ready');

    const runs = await Promise.all(['payment.success', 'payment.failed', 'payment.expired'].map((event) => cli.run(['trigger', event, '--json'])));
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0]);
    expect(runs.map((run) => json(run).status)).toEqual(['PAID', 'FAILED', 'EXPIRED']);
    await until('six webhooks', async () => receiver.requests.length >= 6);
    for (const { raw, headers } of receiver.requests) {
      const event = PayGate.verifyWebhook({ rawBody: raw, headers, webhookSecret: secret });
      expect(PayGate.verifyWebhookSignature({ rawBody: raw, signatureHeader: headers['x-webhook-signature'], webhookSecret: secret })).toBe(true);
      expect(event.data.orderId).toMatch(/^TRIGGER-/);
    }
    expect(receiver.requests.map(({ headers }) => String(headers['x-webhook-event'])).toSorted((one, other) => one.localeCompare(other))).toEqual(['payment.created', 'payment.created', 'payment.created', 'payment.expired', 'payment.failed', 'payment.success']);
    await until('six lines', async () => listening.lines.length >= 7);
    expect(listening.lines.slice(1).map((line) => JSON.parse(line))).toSatisfy((lines: readonly { type: string; status: number; ms: number }[]) => lines.every((line) => line.type === 'delivery' && line.status === 200 && line.ms >= 0));
    expect(await listening.stop()).toBe(0);

    const again = cli.start(['listen', '--forward-to', receiver.url, '--replay', '10m', '--json']);
    await until('the replay', async () => again.lines.length >= 7);
    expect(JSON.parse(again.lines[0]!).secret).toBe(secret);
    expect(PayGate.verifyWebhook({ rawBody: receiver.requests[6]!.raw, headers: receiver.requests[6]!.headers, webhookSecret: secret }).event).toMatch(/^payment\./);
    expect(await again.stop()).toBe(0);
  });
  it('says what a receiver answers, also that none is there, and goes on', async () => {
    const receiver = await openReceiver(() => 500);
    const [broken, missing] = [cli.start(['listen', '--forward-to', receiver.url, '--new', '--events', 'payment.created', '--json']), cli.start(['listen', '--forward-to', '127.0.0.1:1', '--new', '--events', 'payment.created,payment.failed', '--json'])];
    await until('both', async () => broken.lines.length > 0 && missing.lines.length > 0);
    for (const orderId of ['CLI-3', 'CLI-4']) await product.call(shop.secretKey, 'POST', '/api/v1/payment/create', { amount: 22, orderId });
    await until('two of each', async () => broken.lines.length >= 3 && missing.lines.length >= 3);
    expect(JSON.parse(broken.lines[2]!)).toMatchObject({ status: 500, error: null });
    expect(JSON.parse(missing.lines[2]!)).toMatchObject({ status: null, error: expect.any(String) });
    await Promise.all([broken.stop(), missing.stop()]);
  });
  it('makes money go out: a payout that arrives and one that is refused', async () => {
    const [made, refused] = await Promise.all(['payout.success', 'payout.failed'].map((event) => cli.run(['trigger', event, '--json'])));
    expect([made, refused].map((run) => ({ code: run!.code, status: run!.code === 0 ? json(run!).status : run!.stderr }))).toEqual([{ code: 0, status: 'SUCCESS' }, { code: 0, status: 'FAILED' }]);
  });
});
