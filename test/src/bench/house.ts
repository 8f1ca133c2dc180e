import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { openDatabase } from '@paygate/core/db/database';
import { migrate } from '@paygate/core/db/migrate';
import { issueKey } from '@paygate/core/keys/issue-key';
import { startPostgres, type RunningPostgres } from '@paygate/local/postgres';
import { v7 as uuidv7 } from 'uuid';
import { freePort } from '../support/free-port.ts';
import { runSql } from '../support/sql-session.ts';

export interface BenchHouse {
  readonly postgres: RunningPostgres;
  readonly baseUrl: string;
  readonly apiPid: number;
  readonly merchantId: string;
  readonly secretKey: string;
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

/** A durable PostgreSQL and the real api process, with one merchant; no rate limit and no access log in the way. */
export const openHouse = async (): Promise<BenchHouse> => {
  const directory = mkdtempSync(path.join(tmpdir(), 'paygate-bench-'));
  const postgres = await startPostgres({ dataDir: directory, durable: true });
  await migrate(postgres.url);
  const merchantId = uuidv7();
  await runSql(
    postgres.url,
    `insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code) values ('${merchantId}', 'bench', 'bench@example.com', 'Bench', 'Bench', '0', 'ACTIVE', 'FREE')`,
    `insert into merchant_balance (merchant_id, mode) values ('${merchantId}', 'test')`,
    "insert into receiving_account (id, mode, type, name, account_number, account_name, is_default) values (uuidv7(), 'test', 'PROMPTPAY', 'Bench', '0812345678', 'Bench', true)",
  );
  const database = await openDatabase({ url: postgres.url, connectionsMax: 2, applicationName: 'bench' });
  const { key } = await issueKey(database, { merchantId, kind: 'secret', mode: 'test', name: 'bench', scopes: ['read', 'collect'] });
  await database.close();

  const port = await freePort();
  const api = fork(fileURLToPath(import.meta.resolve('@paygate/api/main')), {
    env: { ...process.env, DATABASE_URL: postgres.url, PORT: String(port), LOG_LEVEL: 'warn', NODE_ENV: 'production', RATE_LIMIT_READS_PER_MINUTE: '100000000', RATE_LIMIT_WRITES_PER_MINUTE: '100000000' },
    execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const baseUrl = `http://127.0.0.1:${port}`;
  await untilReady(baseUrl, api);
  return {
    postgres, baseUrl, apiPid: api.pid!, merchantId, secretKey: key,
    close: async () => {
      api.kill('SIGTERM');
      await once(api, 'exit');
      await postgres.stop();
      rmSync(directory, { recursive: true });
    },
  };
};
