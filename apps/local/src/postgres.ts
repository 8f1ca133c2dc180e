import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { closeSync, ftruncateSync, openSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { databaseName, giveTo, openCluster, readRemembered, superuserName, writeRemembered } from './postgres-cluster.ts';
import type { Cluster } from './postgres-cluster.ts';
import { starterSetting, stopOrphan, stopServer } from './postgres-orphan.ts';
import { findServerPrograms } from './postgres-programs.ts';

export interface PostgresOptions {
  /** Made when missing, with its parents. Holds everything the server writes. */
  readonly dataDir: string;
  /** Without it: the port of the last start when it is free, else any free one. */
  readonly port?: number;
  /** False trades safety against a crash of the machine for speed: for tests alone. */
  readonly durable: boolean;
  /** Further settings of the server, each as `name=value`. */
  readonly settings?: readonly string[];
}

export interface RunningPostgres {
  /** Connection string of the database `paygate` for its owner, password included. */
  readonly url: string;
  readonly port: number;
  readonly pid: number;
  /** Shuts the server down: open transactions roll back, what was committed is on disk. Safe to call twice. */
  stop(): Promise<void>;
}

const host = '127.0.0.1';
const attemptsMax = 50;
const retryMs = 200;
const readyMsMax = 60_000;
const readyPollMs = 5;
const logTailLines = 15;
// None says anything is broken: the killed server or its children are still leaving, or somebody took the port between our look and the start.
const passingTrouble = /lock file "postmaster.pid" already exists|pre-existing shared memory block|could not create any TCP\/IP sockets/;
const settings = ['max_connections=200', 'timezone=UTC', 'log_timezone=UTC', 'log_min_messages=log', 'log_min_error_statement=panic', 'log_checkpoints=off', 'jit=off'];
const undurableSettings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'wal_level=minimal', 'max_wal_senders=0', 'autovacuum=off'];

/**
 * Starts a real PostgreSQL 18 on the data in dataDir and returns once it takes connections. Listens on 127.0.0.1 alone, with a generated
 * password. Recovers from a killed start: an orphaned server is shut down in order first, stale lock files do not block.
 * Safe as root. Throws CannotStart for a directory that another living start uses, also one that began at the same time. Prints nothing unless the server stops on its own.
 */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const cluster = openCluster(options.dataDir, await findServerPrograms());
  const remembered = readRemembered(cluster);
  for (let attempt = 1; ; attempt += 1) {
    await stopOrphan(cluster.clusterDir);
    const port = options.port === undefined ? await choosePort(attempt === 1 ? remembered.port : undefined) : await requirePort(options.port);
    const server = launch(cluster, { ...options, port });
    const trouble = await untilReady(cluster, server);
    if (trouble === undefined) {
      writeRemembered(cluster, { password: remembered.password, port });
      return describeRunning(cluster, { server, port, password: remembered.password });
    }
    if (attempt === attemptsMax || !passingTrouble.test(trouble)) throw new Error(`PostgreSQL did not start on ${cluster.clusterDir}:\n${trouble}`);
    await delay(retryMs);
  }
}

function launch(cluster: Cluster, start: PostgresOptions & { port: number }): ChildProcess {
  // Emptied and not replaced: of two servers that start at once each finds its own last words.
  const log = openSync(logFile(cluster), 'a', 0o600);
  giveTo(cluster.account, logFile(cluster));
  ftruncateSync(log);
  const network = [`listen_addresses=${host}`, `port=${start.port}`, 'unix_socket_directories=', `${starterSetting}=${process.pid}`];
  const given = [...network, ...settings, ...(start.durable ? [] : undurableSettings), ...(start.settings ?? [])].flatMap((setting) => ['-c', setting]);
  const [program = '', ...programArguments] = [...cluster.account.prefix, cluster.programs.postgres, '-D', cluster.clusterDir, ...given];
  try {
    // Detached: Ctrl-C in the terminal must reach us alone, so that requests in flight finish before the database goes.
    return spawn(program, programArguments, { cwd: '/', detached: true, stdio: ['ignore', log, log] });
  } finally {
    closeSync(log);
  }
}

/** Undefined once the server takes connections; the end of its log when it gave up. */
async function untilReady(cluster: Cluster, server: ChildProcess): Promise<string | undefined> {
  let failure: string | undefined;
  const onError = (error: Error): void => { failure = error.message; };
  const onExit = (): void => { failure = readFileSync(logFile(cluster), 'utf8').trim().split('\n').slice(-logTailLines).join('\n'); };
  server.once('error', onError).once('exit', onExit);
  const deadline = performance.now() + readyMsMax;
  while (failure === undefined && !saysReady(cluster, server.pid)) {
    if (performance.now() > deadline) {
      server.kill('SIGQUIT');
      failure = `not ready after ${readyMsMax} ms, see ${logFile(cluster)}`;
    }
    await delay(readyPollMs);
  }
  server.off('error', onError).off('exit', onExit);
  return failure;
}

/** The lock file's first line is the process, its eighth the state, as pg_ctl reads them. */
function saysReady(cluster: Cluster, pid: number | undefined): boolean {
  try {
    const lines = readFileSync(path.join(cluster.clusterDir, 'postmaster.pid'), 'utf8').split('\n');
    return Number(lines[0]) === pid && lines[7]?.trim() === 'ready';
  } catch {
    // Not written yet.
    return false;
  }
}

function describeRunning(cluster: Cluster, running: { server: ChildProcess; port: number; password: string }): RunningPostgres {
  const { server, port, password } = running;
  const { pid } = server;
  if (pid === undefined) throw new Error('PostgreSQL has no process number although it is ready.');
  const complain = (): void => { process.stderr.write(`PostgreSQL stopped on its own; its log: ${logFile(cluster)}\n`); };
  server.once('exit', complain);
  let stopping: Promise<void> | undefined;
  const stop = (): Promise<void> => {
    server.off('exit', complain);
    stopping ??= stopServer(pid);
    return stopping;
  };
  return { url: `postgres://${superuserName}:${password}@${host}:${port}/${databaseName}`, port, pid, stop };
}

async function requirePort(port: number): Promise<number> {
  try {
    return await listenBriefly(port);
  } catch (error) {
    throw new Error(`PostgreSQL cannot listen on port ${port}: something else does, or it is not allowed.`, { cause: error });
  }
}

/** The preferred port when nobody listens on it, else one the system picks. */
async function choosePort(preferred: number | undefined): Promise<number> {
  if (preferred === undefined) return listenBriefly(0);
  try {
    return await listenBriefly(preferred);
  } catch {
    // Taken: the address is not a promise, only the data is.
    return listenBriefly(0);
  }
}

function listenBriefly(port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(port, host, () => {
      const address = probe.address();
      probe.close(() => typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('No port given.')));
    });
  });
}

function logFile(cluster: Cluster): string {
  return path.join(cluster.dataDir, 'server.log');
}
