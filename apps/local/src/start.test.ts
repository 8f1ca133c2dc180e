import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { DemoFile } from '@paygate/core/seed/demo-file';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { freePort } from './ports.ts';
import { isRunning } from './postgres-orphan.ts';
import { root } from './settings.ts';

const SLOW_MS = 120_000;
const dataDir = mkdtempSync(path.join(tmpdir(), 'paygate-start-'));
const started: ChildProcess[] = [];
let serving: Start | undefined;
let port = 0;

beforeAll(async () => { port = await freePort(0, '127.0.0.1') ?? 0; });
afterAll(async () => {
  for (const child of started.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGTERM');
    await once(child, 'exit');
  }
  rmSync(dataDir, { recursive: true, force: true });
}, SLOW_MS);

interface Start { readonly child: ChildProcess; readonly said: () => string; readonly exit: Promise<number | null>; until(text: string): Promise<void> }
const start = (...args: string[]): Start => {
  const env = { ...process.env, PORT: String(port), PAYGATE_DATA_DIR: dataDir, DATABASE_URL: '', SANDBOX_BANK_PORT: '' };
  const child = spawn(process.execPath, [path.join(root, 'apps/local/bootstrap.mjs'), 'start', ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  started.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => { said += chunk.toString(); });
  const exit = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  return {
    child, exit, said: () => said,
    until: async (text) => {
      while (!said.includes(text)) {
        if (child.exitCode !== null) throw new Error(`ended without "${text}":\n${said}`);
        await Promise.race([once(child.stdout, 'data'), exit]);
      }
    },
  };
};
const demoFile = () => DemoFile.parse(JSON.parse(readFileSync(path.join(dataDir, 'demo.json'), 'utf8')));
const pidsOf = (): number[] => {
  const running: { start: { pid: number }; children: { pid: number }[] } = JSON.parse(readFileSync(path.join(dataDir, 'running.json'), 'utf8'));
  return [running.start, ...running.children].map(({ pid }) => pid);
};

it('shows one payment end to end, keeps what opens the demo to its owner, and leaves nothing running', async () => {
  const first = start('--once');
  expect(await first.exit, first.said()).toBe(0);
  for (const step of ['Created', 'Paid', 'Matched', 'Webhook', 'Signature', 'Balance']) expect(first.said()).toContain(`✓ ${step}`);
  expect(demoFile()).toMatchObject({ baseUrl: `http://localhost:${port}`, webhookSecret: expect.stringMatching(/^whsec_/), webhookEndpointId: expect.any(String) });
  expect(statSync(path.join(dataDir, 'demo.json')).mode & 0o777).toBe(0o600);
  expect(await freePort(port, '127.0.0.1')).toBe(port);
}, SLOW_MS);

it('refuses a second start on the same data in one sentence, and does not disturb the first', async () => {
  serving = start();
  await serving.until('Ctrl-C');
  const second = start('--once');
  expect(await second.exit).toBe(1);
  expect(second.said()).toMatch(/^PayGate already runs on this data \(process \d+\)\..*\n$/);
  expect((await fetch(`http://127.0.0.1:${port}/readyz`)).status).toBe(200);
}, SLOW_MS);

it('goes on with the same keys, endpoint and balance after a kill -9 of the start, and leaves nothing running after a Ctrl-C', async () => {
  const before = demoFile();
  process.kill(pidsOf()[0] ?? 0, 'SIGKILL');
  await serving?.exit;
  const next = start();
  await next.until('Ctrl-C');
  expect(next.said()).toContain('295.08 THB');
  expect(demoFile()).toEqual(before);

  const served = pidsOf();
  next.child.kill('SIGINT');
  expect(await next.exit, next.said()).toBe(0);
  expect(served.filter(isRunning)).toEqual([]);
}, SLOW_MS);
