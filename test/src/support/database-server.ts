import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { startPostgres } from '@paygate/local/postgres';
import type { RunFolder } from './run-folder.ts';
import { openSharedSession, type SqlSession } from './sql-session.ts';

/** The run's PostgreSQL with its migrated template. */
export interface DatabaseServer {
  /** Copies the template. The label becomes part of the name. */
  create(label: string): Promise<{ readonly name: string; readonly url: string }>;
  /** Removes a database, whoever is still connected. */
  drop(name: string): Promise<void>;
  /** Leaves a database to be looked at after the run. */
  keep(name: string): void;
  /** Stops the server; when something is kept, keeps the run's folder too and returns a sentence on how to open that. */
  close(): Promise<string | undefined>;
}

interface Host {
  readonly url: string;
  /** Undefined: TEST_DATABASE_URL, a server that outlives the run. */
  readonly folder: RunFolder | undefined;
  stop(): Promise<void>;
}

// PostgreSQL cuts names at 63 bytes; the random end must survive.
const labelLengthMax = 40;

/** Starts the run's own throw-away cluster in its folder, or uses TEST_DATABASE_URL, and builds the migrated template there. */
export async function openDatabaseServer(folder: RunFolder): Promise<DatabaseServer> {
  const host = await openHost(folder);
  try {
    const template = `paygate_template_${suffix()}`;
    const session = await buildTemplate(host.url, template);
    return describeServer(host, { session, template });
  } catch (error) {
    await host.stop();
    throw error;
  }
}

function describeServer(host: Host, made: { session: SqlSession; template: string }): DatabaseServer {
  const { session, template } = made;
  const kept: string[] = [];
  const open = new Set<string>();
  const drop = async (name: string): Promise<void> => {
    await session.query(`drop database if exists ${name} with (force)`);
    open.delete(name);
  };
  return {
    create: async (label) => {
      const name = `t_${label.replaceAll(/[^a-z0-9]+/g, '_').slice(0, labelLengthMax)}_${suffix()}`;
      // Without fsync the files are copied in half the time that their pages take through the log.
      await session.query(`create database ${name} template ${template} strategy file_copy`);
      open.add(name);
      return { name, url: databaseUrl(host.url, name) };
    },
    drop,
    keep: (name) => {
      open.delete(name);
      kept.push(name);
    },
    close: async () => {
      if (host.folder === undefined) {
        // Files that failed before their first test gave nothing back.
        for (const name of open) await drop(name);
        await session.query(`alter database ${template} is_template false`);
        await session.query(`drop database ${template}`);
      }
      await session.close();
      await host.stop();
      return settleKept(host, kept);
    },
  };
}

async function buildTemplate(hostUrl: string, template: string): Promise<SqlSession> {
  const session = await openSharedSession(hostUrl);
  await session.query(`create database ${template}`);
  const { migrate } = await import('@paygate/core/db/migrate');
  await migrate(databaseUrl(hostUrl, template));
  // Nobody may connect any more: one open connection to a template makes every copy fail.
  await session.query(`alter database ${template} with is_template true allow_connections false`);
  return session;
}

async function openHost(folder: RunFolder): Promise<Host> {
  const given = process.env.TEST_DATABASE_URL;
  if (given !== undefined && given !== '') return { url: given, folder: undefined, stop: async () => undefined };
  const server = await startPostgres({ dataDir: folder.path, durable: false });
  return { url: server.url, folder, stop: () => server.stop() };
}

function settleKept(host: Host, kept: readonly string[]): string | undefined {
  if (kept.length === 0) return undefined;
  if (host.folder === undefined) return `Kept on TEST_DATABASE_URL: ${kept.join(', ')}`;
  const at = host.folder.keep(kept.join('\n'));
  return `Kept for a day: ${kept.join(', ')}\nTo look inside: node apps/local/bootstrap.mjs run test/src/support/open-kept.ts ${path.relative(process.cwd(), at)}`;
}

function databaseUrl(hostUrl: string, database: string): string {
  const url = new URL(hostUrl);
  url.pathname = `/${database}`;
  return url.href;
}

function suffix(): string {
  return randomBytes(4).toString('hex');
}
