import { MikroORM } from '@mikro-orm/postgresql';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import { types } from 'pg';
import type { Executor, Statement, Transaction } from './statement.ts';
import { isAnswerLost } from './trouble.ts';
import { createTurns } from './turns.ts';

/** The role the product works as: not an owner, insert-only on the ledger (see the migrations). */
export const APP_ROLE = 'paygate_app';

/**
 * `measured`: PostgreSQL plans as it sees fit. `kept`: every statement is planned once a connection, for rows found by an index; for sets of rows
 * by their keys, where planning for each array anew takes longer than the rows, and a table that was small when it was looked at is read whole.
 */
export type Plans = 'measured' | 'kept';

export interface TransactionOptions {
  /** Who shares the connections with the others, whatever they bring: a merchant's id, mostly. Default: the product itself. */
  readonly whose?: string;
  /** Default: measured. */
  readonly plans?: Plans;
}

export interface Database extends Executor {
  /**
   * Runs `work` in one transaction; any throw rolls back. Never nested. At most all connections but two are in transactions, so
   * single statements never wait behind them; nobody has more than half of those while others wait. Throws TurnTimeout when none ends in time.
   */
  transaction<T>(work: (transaction: Transaction) => Promise<T>, options?: TransactionOptions): Promise<T>;
  /** A connection outside the pool's round, for LISTEN. */
  readonly pool: Pool;
  close(): Promise<void>;
}

export interface DatabaseOptions {
  readonly url: string;
  readonly connectionsMax: number;
  readonly applicationName: string;
  /** How long a statement's answer is waited for, unless its transaction waits longer. Default: a little above PostgreSQL's own limit. */
  readonly answerMsMax?: number;
}

const OID = { int8: 20, timestamptz: 1184, numeric: 1700, date: 1082 };
/** "2026-03-05 08:00:00.12+00" → "2026-03-05T08:00:00.120Z". The session's time zone is UTC, so the offset is always +00. */
export const isoFromPostgres = (text: string): string => `${text.slice(0, 10)}T${text.slice(11, 19)}.${text.slice(20, -3).padEnd(3, '0').slice(0, 3)}Z`;
const safeInteger = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value)) throw new RangeError(`beyond a safe integer: ${text}`);
  return value;
};
const text = (value: string) => value;
const parsers: Readonly<Record<number, (value: string) => unknown>> = {
  [OID.int8]: safeInteger, [OID.numeric]: safeInteger, [OID.timestamptz]: isoFromPostgres, [OID.date]: text,
};
const rowTypes = {
  getTypeParser: (oid: number, format?: 'text' | 'binary') => (format !== 'binary' && parsers[oid]) || types.getTypeParser(oid, format),
};

/** No transaction that writes credits or events lasts longer (others may, by `patience.ts`): what began earlier than this before another has ended, and is seen by it or will never be. */
export const TRANSACTION_SECONDS_MAX = 30;
// Limits for every session: nothing a request does may hold a lock or a connection for long, or start further processes for what it reads:
// where the planner expects a third of a table and a few rows come, that was 14 ms of a list's first page among five million payments.
export const sessionSettings = [
  'TimeZone=UTC', `role=${APP_ROLE}`, 'statement_timeout=10s', 'lock_timeout=3s', 'idle_in_transaction_session_timeout=15s', `transaction_timeout=${TRANSACTION_SECONDS_MAX}s`, 'max_parallel_workers_per_gather=0',
].map((setting) => `-c ${setting}`).join(' ');

/**
 * PostgreSQL ends what takes longer than the limits above, but a host that is gone says nothing, and nobody else would ever give up: after so long the
 * connection is thrown away. Migrations, and the queue's own at their side, have connections without limits.
 */
const ANSWER_MS_MAX = 12_000;
/** Where nothing was asked the kernel finds out whether the other end is still there: it asks after so long, and once a second from then on. */
const ASK_AFTER_MS = 15_000;

interface Run<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[]; readonly answerMsMax?: number | undefined }
const run = async <Row>(client: Pool | PoolClient, { statement: { name, text: sql }, values, answerMsMax }: Run<Row>): Promise<Row[]> => {
  const query: QueryConfig & { query_timeout?: number | undefined } = { text: sql, values: [...values], types: rowTypes, query_timeout: answerMsMax };
  if (name !== undefined) query.name = name;
  return (await client.query(query)).rows as Row[];
};

const JOB_STATEMENTS_MAX = 100;
const jobStatements = new Map<string, string>();
/** pg-boss writes its texts anew for each call and planning one takes twice as long as running it: those with parameters are prepared, as far as they are few. */
const nameOfJobStatement = (sql: string, values: readonly unknown[] | undefined): string | undefined => {
  if (values === undefined || values.length === 0) return undefined;
  const known = jobStatements.get(sql);
  if (known !== undefined || jobStatements.size >= JOB_STATEMENTS_MAX) return known;
  const name = `jobs.${jobStatements.size}`;
  jobStatements.set(sql, name);
  return name;
};

export const executorOf = (client: Pool | PoolClient, answerMsMax?: () => number | undefined): Executor => ({
  query: (statement, values) => run(client, { statement, values, answerMsMax: answerMsMax?.() }),
  forJobs: { executeSql: (sql, values) => client.query({ name: nameOfJobStatement(sql, values), text: sql, values, types } as never) },
});

const beginWith: Readonly<Record<Plans, string>> = {
  measured: 'begin', kept: 'begin; set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off',
};

const inTransaction = async <T>(pool: Pool, begin: string, work: (transaction: Transaction) => Promise<T>): Promise<T> => {
  const client = await pool.connect();
  const nudges: (() => void)[] = [];
  let answerMsMax: number | undefined;
  let broken: Error | undefined;
  try {
    await client.query(begin);
    const result = await work({
      ...executorOf(client, () => answerMsMax), kind: 'transaction', afterCommit: (nudge) => nudges.push(nudge), waitForAnswers: (milliseconds) => { answerMsMax = milliseconds; },
    });
    // PostgreSQL answers ROLLBACK, and no error, where a statement had failed and the work went on as if it had not.
    const { command } = await client.query('commit');
    if (command !== 'COMMIT') throw new Error(`a transaction with a failed statement was to be committed: ${command}`);
    for (const nudge of nudges) nudge();
    return result;
  } catch (cause) {
    // A connection that does not answer, or cannot even roll back, is thrown away; the server rolls back with it.
    if (isAnswerLost(cause)) broken = cause;
    else await client.query('rollback').catch((error: unknown) => { broken = error as Error; });
    throw cause;
  } finally {
    client.release(broken);
  }
};

/** Statements are our own, so connections are all that is wanted of the ORM here: describing every entity to it would take each process 0.2 s of work. */
export const onlyConnections = { entities: [], discovery: { warnWhenNoEntities: false } };

const CONNECT_MS_MAX = 5_000;
/**
 * Connections that no transaction may take: one for the bell, one so that a cached look-up made inside a transaction always gets
 * through. Without it, transactions waiting for a key could hold every connection while its winner waits for one.
 */
const KEPT_FREE = 2;
const OURSELVES = 'ourselves';

/** Opens the pool that MikroORM owns and runs prepared statements on it. The database must be migrated. */
export const openDatabase = async ({ url, connectionsMax, applicationName, answerMsMax = ANSWER_MS_MAX }: DatabaseOptions): Promise<Database> => {
  const orm = await MikroORM.init({
    ...onlyConnections, clientUrl: url, timezone: 'Z',
    pool: { min: 0, max: connectionsMax, idleTimeoutMillis: 30_000 },
    driverOptions: {
      options: sessionSettings, application_name: applicationName, keepAlive: true, keepAliveInitialDelayMillis: ASK_AFTER_MS, connectionTimeoutMillis: CONNECT_MS_MAX, query_timeout: answerMsMax,
    },
    logger: () => {},
  });
  const pool = await orm.em.getDriver().getConnection().getNativeClient();
  const turns = createTurns({ atOnceMax: Math.max(1, connectionsMax - KEPT_FREE), waitMilliseconds: CONNECT_MS_MAX });
  return {
    ...executorOf(pool),
    pool,
    transaction: (work, { whose = OURSELVES, plans = 'measured' } = {}) => turns(whose, () => inTransaction(pool, beginWith[plans], work)),
    close: () => orm.close(true),
  };
};
