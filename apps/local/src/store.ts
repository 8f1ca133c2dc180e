import path from 'node:path';
import { openDatabase, type Database } from '@paygate/core/db/database';
import { migrate } from '@paygate/core/db/migrate';
import { openVault } from '@paygate/core/secrets/vault';
import type { DemoFile } from '@paygate/core/seed/demo-file';
import { seedDemo, type DemoSeed } from '@paygate/core/seed/seed-demo';
import { CannotStart } from './cannot-start.ts';
import type { Lifetime } from './lifetime.ts';
import { isRunning } from './postgres-orphan.ts';
import { startPostgres } from './postgres.ts';
import { named, type Settings } from './settings.ts';
import { sayDone } from './terminal.ts';

/** The migrated database, and what the demo needs of it. */
export interface Store { readonly url: string; readonly database: Database; readonly masterKey: string }

const WATCH_MS = 1_000;
const DATABASE_TROUBLES = ['ECONNREFUSED', 'ENOTFOUND', 'ETIMEDOUT', 'EHOSTUNREACH', '28P01', '28000', '3D000', '42501'];

/** Starts our PostgreSQL, or takes the server of DATABASE_URL, and brings its schema to the present form. */
export const openStore = async (lifetime: Lifetime, { databaseUrl, dataDir, config }: Settings): Promise<Store> => {
  const startedAt = performance.now();
  const url = databaseUrl ?? await startOwn(lifetime, dataDir);
  const migratingAt = performance.now();
  if (databaseUrl === undefined) sayDone('PostgreSQL', `on 127.0.0.1:${new URL(url).port}, data in ${named(dataDir)}`, migratingAt - startedAt);
  await lifetime.during(migrate(url)).catch((error: unknown) => {
    if (databaseUrl !== undefined && DATABASE_TROUBLES.includes(codeOf(error))) {
      throw new CannotStart(`The server of DATABASE_URL cannot be used (${codeOf(error)}): it must be reachable, and its user must own the database.`);
    }
    throw error;
  });
  sayDone('Schema', databaseUrl === undefined ? 'migrated' : 'migrated, on the server of DATABASE_URL', performance.now() - migratingAt);
  const database = await openDatabase({ url, connectionsMax: 2, applicationName: 'paygate-start' });
  lifetime.add('database', { stop: () => database.close() });
  return { url, database, masterKey: config.masterKey };
};

const startOwn = async (lifetime: Lifetime, dataDir: string): Promise<string> => {
  const postgres = await startPostgres({ dataDir: path.join(dataDir, 'postgres'), durable: true });
  const watch = setInterval(() => {
    if (!isRunning(postgres.pid)) lifetime.end(new CannotStart('PostgreSQL stopped, so everything stops.'));
  }, WATCH_MS);
  lifetime.add('postgres', {
    stop: async () => {
      clearInterval(watch);
      await postgres.stop();
    },
  });
  return postgres.url;
};

/** The driver's or PostgreSQL's code, however deep it is wrapped. */
const codeOf = (error: unknown): string => {
  if (!(error instanceof Error)) return '';
  return 'code' in error && typeof error.code === 'string' ? error.code : codeOf(error.cause);
};

/** Seeds the demo; `kept` credentials stay while they open it. */
export const seedStore = async ({ database, masterKey }: Store, kept: DemoFile | undefined): Promise<{ readonly seed: DemoSeed; readonly file: Omit<DemoFile, 'baseUrl'> }> => {
  const startedAt = performance.now();
  const seed = await seedDemo({ database, vault: openVault(masterKey) }, kept);
  sayDone('Demo merchant', `Demo Store, ${seed.isFresh ? 'with new keys and passwords' : 'keys and passwords as before'}`, performance.now() - startedAt);
  return { seed, file: { ...(seed.isFresh ? undefined : kept), merchantId: seed.merchantId, ...seed.credentials } };
};
