import { Pool } from 'pg';
import { executorOf, sessionSettings } from './database.ts';
import type { Executor } from './statement.ts';

/** One connection beside the pool's, made when first needed. */
export interface Aside extends Executor { close(): Promise<void> }

const CONNECT_MS_MAX = 2_000;
/** A little above what PostgreSQL gives a statement: a host that is gone says nothing. */
const ANSWER_MS_MAX = 3_000;

/** For work that may be slow and must never take a connection from a request. A statement that takes longer than 2 s fails. */
export const openAside = (options: { readonly url: string; readonly applicationName: string; readonly onError: (error: Error) => void }): Aside => {
  const pool = new Pool({
    connectionString: options.url, max: 1, application_name: options.applicationName, options: `${sessionSettings} -c statement_timeout=2s`, keepAlive: true,
    connectionTimeoutMillis: CONNECT_MS_MAX, query_timeout: ANSWER_MS_MAX, idleTimeoutMillis: 30_000, allowExitOnIdle: true,
  });
  pool.on('error', options.onError);
  return { ...executorOf(pool), close: () => pool.end() };
};
