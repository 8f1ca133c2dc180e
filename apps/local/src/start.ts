// `npm start`: PostgreSQL, schema, demo, api, worker and sandbox bank, then one payment from QR to balance; serves until Ctrl-C.
// `npm start -- --once`: the same, then stops. Exit 0 after a payment that held in every step or a clean stop, else 1.
import { mkdirSync } from 'node:fs';
import { ConfigError } from '@paygate/core/config';
import { createApiClient } from './api-client.ts';
import { CannotStart } from './cannot-start.ts';
import { readDemoFile, writeDemoFile } from './demo-file.ts';
import { showOnePayment } from './demo.ts';
import { startHouse } from './house.ts';
import { endLeftovers } from './leftovers.ts';
import { Interrupted, openLifetime } from './lifetime.ts';
import { openReceiver, sayCallbacks } from './receiver-endpoint.ts';
import { choosePorts, readSettings, type Settings } from './settings.ts';
import { openStore, seedStore } from './store.ts';
import { saySummary } from './summary.ts';
import { bold, complain, dim, say, sayFailed } from './terminal.ts';

const STACK_LINES_SHOWN = 6;

const lifetime = openLifetime();
const isOnce = process.argv.includes('--once');
const exitCode = await live().catch(explain);
await lifetime.close();
process.exit(exitCode);

async function live(): Promise<number> {
  const settings = await prepare();
  say(`\n${bold('PayGate')}  ${dim('ระบบรับชำระพร้อมเพย์')}\n`);
  const store = await openStore(lifetime, settings);
  const { seed, file } = await seedStore(store, readDemoFile(settings.dataDir));
  writeDemoFile(settings.dataDir, { ...file, baseUrl: settings.apiUrl });
  await startHouse(lifetime, settings, { databaseUrl: store.url, feed: seed.feed });

  const api = createApiClient(settings.apiUrl, file.secretKey);
  const { receiver, ...webhook } = await openReceiver(lifetime, { api, kept: file, store });
  const complete = { ...file, baseUrl: settings.apiUrl, ...webhook };
  writeDemoFile(settings.dataDir, complete);
  const paymentId = await lifetime.during(showOnePayment({ api, receiver, webhookSecret: webhook.webhookSecret })).catch((error: unknown) => {
    if (isOnce || error instanceof Interrupted || !(error instanceof Error)) throw error;
    sayFailed('Demo payment', error.message);
    return undefined;
  });
  await lifetime.during(saySummary(settings, complete, paymentId));
  if (isOnce) return 0;
  sayCallbacks(receiver, webhook.webhookSecret);
  return lifetime.during(new Promise<never>(() => undefined));
}

async function prepare(): Promise<Settings> {
  const settings = readSettings(process.argv.slice(2));
  mkdirSync(settings.dataDir, { recursive: true });
  const living = await endLeftovers(settings.dataDir);
  if (living !== undefined) throw new CannotStart(`PayGate already runs on this data (process ${living}). Stop it first, or set PORT and PAYGATE_DATA_DIR to run another.`);
  return { ...settings, bankPort: await choosePorts(settings) };
}

function explain(error: unknown): number {
  if (error instanceof Interrupted) {
    say(`\n${dim('Stopping …')}`);
    return isOnce ? 1 : 0;
  }
  if (error instanceof CannotStart || error instanceof ConfigError) complain(error.message);
  else sayFailed('PayGate', error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, STACK_LINES_SHOWN).join('\n') : String(error));
  return 1;
}
