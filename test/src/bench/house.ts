import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@paygate/core/config';
import { openDatabase, type Database } from '@paygate/core/db/database';
import { migrate } from '@paygate/core/db/migrate';
import { issueKey } from '@paygate/core/keys/issue-key';
import { startPostgres, type RunningPostgres } from '@paygate/local/postgres';
import { v7 as uuidv7 } from 'uuid';
import { freePort } from '../support/free-port.ts';
import { runSql } from '../support/sql-session.ts';
import { wantsStatementTimes } from './statement-times.ts';

export interface BenchProcess { readonly baseUrl: string; readonly pid: number }
export interface BenchHouse extends BenchProcess {
  readonly postgres: RunningPostgres;
  readonly database: Database;
  readonly merchantId: string;
  readonly secretKey: string;
  /** A further process on the same database that answers /readyz. */
  startServer(module: string, environment?: Record<string, string>): Promise<BenchProcess>;
  /** A further api, in as many processes as it would have in production. */
  startApi(environment?: Record<string, string>): Promise<BenchProcess>;
  /** A worker beside the api; it may still be starting. */
  startWorker(environment?: Record<string, string>): Promise<BenchProcess>;
  addMerchant(): Promise<{ readonly id: string; readonly secretKey: string }>;
  addKey(merchantId: string): Promise<string>;
  close(): Promise<void>;
}

const untilReady = async (url: string, child: ChildProcess): Promise<void> => {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`the api ended with ${child.exitCode}`);
    const response = await fetch(`${url}/readyz`).catch(() => undefined);
    if (response?.ok) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

/** The first process of the api serves before the others have started. */
const untilAllServe = async (url: string, count: number): Promise<void> => {
  const serving = async () => Number(/^paygate_api_processes (\d+)/m.exec(await (await fetch(`${url}/metrics`)).text())?.[1]);
  while (await serving() < count) await new Promise((resolve) => setTimeout(resolve, 50));
};

/**
 * A durable PostgreSQL and the real api process, with one merchant; no rate limit and no access log in the way. `keptIn` is a folder whose
 * database outlives the run, for books that take long to fill.
 */
export const openHouse = async (environment: Record<string, string> = {}, keptIn?: string): Promise<BenchHouse> => {
  const directory = keptIn ?? mkdtempSync(path.join(tmpdir(), 'paygate-bench-'));
  mkdirSync(directory, { recursive: true });
  const postgres = await startPostgres({ dataDir: directory, durable: true, settings: wantsStatementTimes ? ['shared_preload_libraries=pg_stat_statements', 'pg_stat_statements.track_planning=on'] : [] });
  await migrate(postgres.url);
  await runSql(postgres.url, "insert into receiving_account (id, mode, type, name, account_number, account_name, is_default) values (uuidv7(), 'test', 'PROMPTPAY', 'Bench', '0812345678', 'Bench', true) on conflict do nothing");
  const database = await openDatabase({ url: postgres.url, connectionsMax: 3, applicationName: 'bench' });
  const addKey: BenchHouse['addKey'] = async (merchantId) => (await issueKey(database, { merchantId, kind: 'secret', mode: 'test', name: 'bench', scopes: ['read', 'collect', 'payout'] })).key;
  const addMerchant: BenchHouse['addMerchant'] = async () => {
    const id = uuidv7();
    await runSql(
      postgres.url,
      `insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code) values ('${id}', 'bench-${id}', 'bench@example.com', 'Bench', 'Bench', '0', 'ACTIVE', 'FREE')`,
      `insert into merchant_balance (merchant_id, mode) values ('${id}', 'test')`,
    );
    return { id, secretKey: await addKey(id) };
  };
  const merchant = await addMerchant();

  const children: ChildProcess[] = [];
  const start = async (module: string, more: Record<string, string>): Promise<{ readonly child: ChildProcess; readonly server: BenchProcess }> => {
    const port = await freePort();
    const child = fork(module, {
      env: { ...process.env, DATABASE_URL: postgres.url, PORT: String(port), LOG_LEVEL: 'warn', NODE_ENV: 'production', RATE_LIMIT_READS_PER_MINUTE: '100000000', RATE_LIMIT_WRITES_PER_MINUTE: '100000000', ...environment, ...more },
      execArgv: process.env['BENCH_PROFILE'] ? ['--cpu-prof', `--cpu-prof-dir=${process.env['BENCH_PROFILE']}`] : [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    children.push(child);
    return { child, server: { baseUrl: `http://127.0.0.1:${port}`, pid: child.pid! } };
  };
  const startServer: BenchHouse['startServer'] = async (module, more = {}) => {
    const { child, server } = await start(module, more);
    await untilReady(server.baseUrl, child);
    return server;
  };
  const startApi: BenchHouse['startApi'] = async (more = {}) => {
    const api = await startServer(fileURLToPath(import.meta.resolve('@paygate/api/main')), more);
    await untilAllServe(api.baseUrl, readConfig({ ...process.env, DATABASE_URL: postgres.url, ...environment, ...more }).apiProcesses);
    return api;
  };
  const server = await startApi();
  return {
    ...server, postgres, database, merchantId: merchant.id, secretKey: merchant.secretKey, addMerchant, addKey,
    startServer, startApi,
    startWorker: async (more = {}) => (await start(fileURLToPath(import.meta.resolve('@paygate/worker/main')), more)).server,
    close: async () => {
      await database.close();
      for (const each of children) {
        each.kill('SIGTERM');
        await once(each, 'exit');
      }
      await postgres.stop();
      if (keptIn === undefined) rmSync(directory, { recursive: true });
    },
  };
};
