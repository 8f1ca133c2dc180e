import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, chownSync, existsSync, mkdirSync, readdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chooseServerAccount, nearestExisting } from './postgres-account.ts';
import type { ServerAccount } from './postgres-account.ts';
import { isRunning } from './postgres-orphan.ts';
import type { ServerPrograms } from './postgres-programs.ts';

/** A directory with an initialised PostgreSQL cluster and what is needed to run it. */
export interface Cluster {
  /** Holds `cluster/` (PostgreSQL's own) and `server.log`. */
  readonly dataDir: string;
  readonly clusterDir: string;
  readonly account: ServerAccount;
  readonly programs: ServerPrograms;
}

/** What one start leaves for the next; lives inside the cluster directory, readable by its owner alone. */
export interface Remembered {
  readonly password: string;
  readonly port?: number;
}

export const databaseName = 'paygate';
export const superuserName = 'paygate';
const rememberedName = 'paygate.json';
const passwordBytes = 24;

/**
 * Opens the cluster below dataDir, creating it when there is none: UTF-8, builtin C.UTF-8 (Thai text is stored and compared by code
 * point, the same on every system), data checksums, password login only, an empty database `paygate`.
 * Safe against being killed half way and against another start at the same time: the cluster is made under a name of this process, and
 * renamed when it is whole; who finds one there by then takes that one.
 */
export function openCluster(dataDir: string, programs: ServerPrograms): Cluster {
  makeDirectory(dataDir);
  const realDataDir = realpathSync(dataDir);
  removeUnfinished(realDataDir);
  const clusterDir = path.join(realDataDir, 'cluster');
  const account = chooseServerAccount(clusterDir, path.dirname(programs.postgres));
  const cluster: Cluster = { dataDir: realDataDir, clusterDir, account, programs };
  if (!existsSync(clusterDir)) createCluster(cluster);
  return cluster;
}

/** Reads what the last start left. */
export function readRemembered(cluster: Cluster): Remembered {
  return parseRemembered(JSON.parse(readFileSync(path.join(cluster.clusterDir, rememberedName), 'utf8')));
}

/** Replaces what the next start will find, whole or not at all. */
export function writeRemembered(cluster: Cluster, remembered: Remembered): void {
  const file = path.join(cluster.clusterDir, rememberedName);
  writeOwned(cluster.account, `${file}.new`, JSON.stringify(remembered));
  renameSync(`${file}.new`, file);
}

/** Makes a directory and its parents; as root they get the owner of the directory they stand in, so that he can still remove them. */
export function makeDirectory(directory: string): void {
  const { uid, gid } = statSync(nearestExisting(path.resolve(directory)));
  const firstMade = mkdirSync(directory, { recursive: true });
  if (firstMade === undefined || process.getuid?.() !== 0) return;
  for (let made = path.resolve(directory); made.length >= firstMade.length; made = path.dirname(made)) {
    chownSync(made, uid, gid);
    chmodSync(made, 0o755);
  }
}

/** What starts have left that were killed while they made the cluster. */
function removeUnfinished(dataDir: string): void {
  for (const name of readdirSync(dataDir)) {
    const [isUnfinished, pid] = /^(?:cluster|password)(?:\.(\d+))?\.new$/.exec(name) ?? [];
    if (isUnfinished !== undefined && (pid === undefined || !isRunning(Number(pid)))) rmSync(path.join(dataDir, name), { recursive: true, force: true });
  }
}

function createCluster(cluster: Cluster): void {
  const unfinished = `${cluster.clusterDir}.${process.pid}.new`;
  const passwordFile = path.join(cluster.dataDir, `password.${process.pid}.new`);
  const password = randomBytes(passwordBytes).toString('base64url');
  rmSync(unfinished, { recursive: true, force: true });
  mkdirSync(unfinished, { mode: 0o700 });
  giveTo(cluster.account, unfinished);
  writeOwned(cluster.account, passwordFile, password);
  run(cluster, [cluster.programs.initdb, '-D', unfinished, '-U', superuserName, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8',
    '--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums', '--no-instructions']);
  rmSync(passwordFile);
  run(cluster, [cluster.programs.postgres, '--single', '-D', unfinished, '-c', 'log_min_messages=error', 'postgres'], `create database ${databaseName}\n`);
  writeRemembered({ ...cluster, clusterDir: unfinished }, { password });
  try {
    renameSync(unfinished, cluster.clusterDir);
  } catch (error) {
    if (!existsSync(cluster.clusterDir)) throw error;
    // Another start was quicker; its password stands in its cluster.
    rmSync(unfinished, { recursive: true });
  }
}

function run(cluster: Cluster, command: readonly string[], input = ''): void {
  const [program = '', ...programArguments] = [...cluster.account.prefix, ...command];
  try {
    execFileSync(program, programArguments, { cwd: '/', input, stdio: 'pipe' });
  } catch (error) {
    const output = error instanceof Error && 'stderr' in error ? String(error.stderr).trim() : '';
    throw new Error(`PostgreSQL's data directory ${cluster.clusterDir} could not be created: ${output}`, { cause: error });
  }
}

/** Writes a file only PostgreSQL's account (and root) can read, in place of what was there. */
export function writeOwned(account: ServerAccount, file: string, text: string): void {
  rmSync(file, { force: true });
  writeFileSync(file, text, { mode: 0o600 });
  giveTo(account, file);
}

/** As root, makes the file PostgreSQL's account's. */
export function giveTo(account: ServerAccount, file: string): void {
  if (account.owner !== undefined) chownSync(file, account.owner.uid, account.owner.gid);
}

function parseRemembered(value: unknown): Remembered {
  const fields = Object.entries(typeof value === 'object' && value !== null ? value : {});
  const field = (name: string): unknown => fields.find(([key]) => key === name)?.[1];
  const [password, port] = [field('password'), field('port')];
  if (typeof password !== 'string') throw new Error(`${rememberedName} in PostgreSQL's data directory holds no password: remove the data directory to begin anew.`);
  return { password, ...(typeof port === 'number' ? { port } : {}) };
}
