import type { Pool, PoolClient } from 'pg';
import { PATIENCE_MS } from './until.ts';

/** What is done to every session of the pool, open and to come. */
const onSessions = async (pool: Pool, change: (client: PoolClient) => Promise<unknown>): Promise<void> => {
  Object.assign(pool.options, { onConnect: change });
  const open = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const client of open) {
    await change(client);
    client.release();
  }
};

/** Settings for every session of the pool, open and to come. */
export const setInSessions = (pool: Pool, settings: string): Promise<void> => onSessions(pool, (client) => client.query(settings));

const limits = ['lock_timeout', 'statement_timeout', 'transaction_timeout'].map((limit) => `set ${limit} = ${2 * PATIENCE_MS}`).join('; ');
/**
 * For tests that hold a lock and look at the product waiting for it: its sessions wait for a lock longer than such a test looks (`PATIENCE_MS`). On a
 * machine that others use as well, those who are to wait may come many seconds apart.
 */
export const waitLongerForLocks = (pool: Pool): Promise<void> => onSessions(pool, (client) => {
  // The driver's own limit, which it reads anew for each statement.
  Object.assign(Reflect.get(client, 'connectionParameters') as object, { query_timeout: 3 * PATIENCE_MS }); // oxlint-disable-line typescript/no-unsafe-type-assertion -- not in its types
  return client.query(limits);
});
