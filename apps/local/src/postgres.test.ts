import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { isRunning, stopOrphan } from './postgres-orphan.ts';
import { startPostgres } from './postgres.ts';

const dataDir = path.join(mkdtempSync(path.join(tmpdir(), 'paygate-postgres-')), 'postgres');
// mkdtemp makes a directory closed to everybody else: as root, the server's account cannot reach it without help.
beforeAll(() => chmodSync(path.dirname(dataDir), 0o700));
afterAll(() => rmSync(path.dirname(dataDir), { recursive: true, force: true }));

it('finds the Thai text of the first start in the second, on the same port', async () => {
  const first = await startPostgres({ dataDir, durable: true });
  await query(first.url, 'create table shop (name text)');
  await query(first.url, "insert into shop values ('ร้านกาแฟน้ำชา ๑๒๓ ฿')");
  await first.stop();
  const second = await startPostgres({ dataDir, durable: true });
  expect(await query(second.url, 'select name, length(name), pg_encoding_to_char(encoding) as encoding from shop, pg_database where datname = current_database()'))
    .toEqual([{ name: 'ร้านกาแฟน้ำชา ๑๒๓ ฿', length: 19, encoding: 'UTF8' }]);
  expect(second.port).toBe(first.port);
  await second.stop();
});

it('checks its pages and, when durable, waits for the disk', async () => {
  const server = await startPostgres({ dataDir, durable: true });
  const rows = await query(server.url, "select string_agg(setting, ',' order by name) as settings from pg_settings where name in ('data_checksums', 'fsync', 'full_page_writes', 'synchronous_commit')");
  expect(rows).toEqual([{ settings: 'on,on,on,on' }]);
  await server.stop();
});

it('lets nobody in without the password, and keeps that to its owner', async () => {
  const server = await startPostgres({ dataDir, durable: false });
  await expect(query(server.url.replace(/:[^:@]+@/, ':wrong@'), 'select 1')).rejects.toThrow(/password authentication failed/);
  expect(statSync(path.join(dataDir, 'cluster', 'paygate.json')).mode & 0o777).toBe(0o600);
  await server.stop();
});

it('starts again with everything committed after its starter was killed outright', async () => {
  const starter = await spawnStarter();
  await query(starter.url, 'create table survivor as select 42 as answer');
  process.kill(starter.pid, 'SIGKILL');
  const server = await startPostgres({ dataDir, durable: true });
  expect(await query(server.url, 'select answer from survivor')).toEqual([{ answer: 42 }]);
  await server.stop();
});

it('starts again after the server itself was killed outright', async () => {
  const starter = await spawnStarter();
  process.kill(starter.serverPid, 'SIGKILL');
  process.kill(starter.pid, 'SIGKILL');
  const server = await startPostgres({ dataDir, durable: true });
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
});

it('refuses a directory a living start uses, and leaves that one alone', async () => {
  const server = await startPostgres({ dataDir, durable: false });
  await expect(startPostgres({ dataDir, durable: false })).rejects.toThrow(/Another start \(process \d+\) is using/);
  expect(await query(server.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await server.stop();
});

it('lets one of two that start at once on a fresh folder have it, and the folder stays good', async () => {
  const fresh = `${dataDir}-fresh`;
  const outcomes = await Promise.all([spawnStarter(fresh), spawnStarter(fresh)].map((started) => started.catch((error: Error) => error)));
  const refusals = outcomes.filter((one) => one instanceof Error).map(({ message }) => message);
  expect(refusals).toEqual([expect.stringMatching(/^CannotStart: Another start \(process \d+\) is using/)]);
  const starter = outcomes.find((one): one is Starter => !(one instanceof Error))!;
  expect(await query(starter.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  process.kill(starter.pid, 'SIGKILL');
  const again = await startPostgres({ dataDir: fresh, durable: true });
  expect(await query(again.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  await again.stop();
  expect(readdirSync(fresh).toSorted((a, b) => a.localeCompare(b))).toEqual(['cluster', 'server.log']);
});

it('removes what a start left that was killed while it made the cluster', async () => {
  const { pid } = spawnSync(process.execPath, ['--eval', '']);
  const left = [`cluster.${pid}.new`, `password.${pid}.new`, 'cluster.new'].map((name) => path.join(dataDir, name));
  for (const name of left) mkdirSync(name, { recursive: true });
  const server = await startPostgres({ dataDir, durable: false });
  await server.stop();
  expect(left.filter((name) => existsSync(name))).toEqual([]);
});

it('shuts an orphaned server down in order', async () => {
  const server = await spawnStarter();
  process.kill(server.pid, 'SIGKILL');
  await stopOrphan(path.join(dataDir, 'cluster'));
  expect(isRunning(server.serverPid)).toBe(false);
});

it('takes another port when the remembered one is taken', async () => {
  const first = await startPostgres({ dataDir, durable: false });
  await first.stop();
  const squatter = createServer();
  await new Promise<void>((resolve) => { squatter.listen(first.port, '127.0.0.1', resolve); });
  const second = await startPostgres({ dataDir, durable: false });
  expect(second.port).not.toBe(first.port);
  await expect(startPostgres({ dataDir: `${dataDir}-2`, durable: false, port: first.port })).rejects.toThrow(`cannot listen on port ${first.port}`);
  await second.stop();
  squatter.close();
});

interface Starter {
  readonly pid: number;
  readonly url: string;
  readonly serverPid: number;
}

/** A separate process that starts the server and then waits to be killed. */
async function spawnStarter(folder = dataDir): Promise<Starter> {
  const script = `import { startPostgres } from ${JSON.stringify(new URL('postgres.ts', import.meta.url).href)}
    const refuse = (error) => { console.log(JSON.stringify({ error: error.constructor.name + ': ' + error.message })); process.exit(1) }
    const server = await startPostgres({ dataDir: ${JSON.stringify(folder)}, durable: true }).catch(refuse)
    console.log(JSON.stringify({ url: server.url, serverPid: server.pid }))
    setInterval(() => undefined, 1000)`;
  const child = spawn(process.execPath, ['--input-type=module', '--eval', script], { stdio: ['ignore', 'pipe', 'ignore'] });
  for await (const line of createInterface(child.stdout)) {
    const started: { url: string; serverPid: number; error?: string } = JSON.parse(line);
    if (started.error !== undefined) throw new Error(started.error);
    if (child.pid !== undefined) return { pid: child.pid, ...started };
  }
  throw new Error('The starter ended without a server.');
}

async function query(url: string, statement: string): Promise<readonly Record<string, unknown>[]> {
  const driver: { Client: new (options: { connectionString: string }) => DriverClient } = createRequire(import.meta.url)('pg');
  const client = new driver.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query(statement)).rows;
  } finally {
    await client.end();
  }
}

interface DriverClient {
  connect(): Promise<void>;
  query(statement: string): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  end(): Promise<void>;
  on(event: 'error', listener: () => void): void;
}
