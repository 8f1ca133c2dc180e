import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { DemoSeed } from '@paygate/core/seed/seed-demo';
import { CannotStart } from './cannot-start.ts';
import { forgetRunning, rememberRunning } from './leftovers.ts';
import type { Lifetime } from './lifetime.ts';
import { startChild } from './processes.ts';
import { root, type Settings } from './settings.ts';
import { sayDone } from './terminal.ts';

const programs = [
  { name: 'api', file: 'apps/api/src/main.ts' },
  { name: 'worker', file: 'apps/worker/src/main.ts' },
  { name: 'sandbox-bank', file: 'packages/core/src/banks/sandbox/main.ts' },
] as const;
const READY_MS_MAX = 60_000;
const POLL_MS = 25;

/** Starts api, worker and sandbox bank as real processes and returns when they serve. One that ends unasked ends everything. */
export const startHouse = async (lifetime: Lifetime, settings: Settings, given: { readonly databaseUrl: string; readonly feed: DemoSeed['feed'] }): Promise<void> => {
  const { dataDir, apiUrl, bankPort, config } = settings;
  const startedAt = performance.now();
  const bankUrl = `http://127.0.0.1:${bankPort}`;
  const env = {
    DATABASE_URL: given.databaseUrl, PORT: String(config.port), HOST: config.host, SANDBOX_BANK_URL: bankUrl,
    SANDBOX_BANK_PORT: String(bankPort), SANDBOX_BANK_DATA: path.join(dataDir, 'sandbox-bank.jsonl'),
    PAYGATE_FEED_URL: `${apiUrl}/api/bank/credits`, PAYGATE_FEED_ID: given.feed.id, PAYGATE_FEED_SECRET: given.feed.secret,
  };
  const children = programs.map(({ name, file }) => {
    const child = startChild(path.join(dataDir, 'logs'), { name, file: path.join(root, file), env });
    lifetime.add(name, child);
    void child.crashed.then((sentence) => lifetime.end(new CannotStart(sentence)));
    return child;
  });
  rememberRunning(dataDir, { start: { pid: process.pid, file: path.join(root, 'apps/local/src/start.ts') }, children: children.map(({ pid, file }) => ({ pid, file })) });
  lifetime.add('record', { stop: async () => forgetRunning(dataDir) });
  await lifetime.during(Promise.all([`${apiUrl}/readyz`, `${bankUrl}/healthz`].map(untilAnswers)));
  sayDone('Processes', `api on ${config.port}, sandbox bank on ${bankPort}, worker`, performance.now() - startedAt);
};

const untilAnswers = async (address: string): Promise<void> => {
  const deadline = performance.now() + READY_MS_MAX;
  for (;;) {
    const status = await fetch(address, { signal: AbortSignal.timeout(READY_MS_MAX) }).then((response) => response.status, () => 0);
    if (status === 200) return;
    if (performance.now() > deadline) throw new Error(`${address} does not answer 200 after ${READY_MS_MAX} ms`);
    await delay(POLL_MS);
  }
};
