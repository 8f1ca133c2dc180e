import { createRequire } from 'node:module';

/** One connection, as far as the tests need it. */
export interface SqlSession {
  /** Runs one statement; rows as the driver gives them. */
  query(statement: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  close(): Promise<void>;
}

interface DriverClient {
  connect(): Promise<void>;
  query(statement: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly Record<string, unknown>[] }>;
  end(): Promise<void>;
  on(event: 'error', listener: (error: Error) => void): void;
}

/** Opens one connection; the caller closes it. */
export async function openSqlSession(url: string): Promise<SqlSession> {
  const Client = loadClient();
  const client = new Client({ connectionString: url });
  // A server that stops while the connection idles is told by an event; without a listener it would end the process.
  client.on('error', () => undefined);
  await client.connect();
  return { query: (statement, values) => client.query(statement, values), close: () => client.end() };
}

/** Opens a connection, runs the statements in order, closes it. Returns the rows of the last one. */
export async function runSql(url: string, ...statements: readonly string[]): Promise<readonly Record<string, unknown>[]> {
  const session = await openSqlSession(url);
  try {
    let rows: readonly Record<string, unknown>[] = [];
    for (const statement of statements) rows = (await session.query(statement)).rows;
    return rows;
  } finally {
    await session.close();
  }
}

/** One connection for many short statements; who comes while another is served waits for its turn. The caller closes it. */
export async function openSharedSession(url: string): Promise<SqlSession> {
  const session = await openSqlSession(url);
  let turn: Promise<unknown> = Promise.resolve();
  const query: SqlSession['query'] = (statement, values) => {
    const done = turn.then(() => session.query(statement, values));
    turn = done.catch(() => undefined);
    return done;
  };
  return { query, close: () => session.close() };
}

/** The driver ships no types: guarantees the client class as far as DriverClient says. */
function loadClient(): new (options: { connectionString: string }) => DriverClient {
  const driver: { Client: new (options: { connectionString: string }) => DriverClient } = createRequire(import.meta.url)('pg');
  return driver.Client;
}
