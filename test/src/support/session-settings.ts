import type { Pool, PoolClient } from 'pg';
import { PATIENCE_MS } from './until.ts';

/** What is done to every session of the pool, idle and to come; one that somebody keeps, as the bell does, stays as it is. */
const onSessions = async (pool: Pool, change: (client: PoolClient) => Promise<unknown>): Promise<void> => {
  Object.assign(pool.options, { onConnect: change });
  const open = await Promise.all(Array.from({ length: pool.idleCount }, () => pool.connect()));
  for (const client of open) {
    await change(client);
    client.release();
  }
};

/** Settings for every session of the pool, idle and to come. */
export const setInSessions = (pool: Pool, settings: string): Promise<void> => onSessions(pool, (client) => client.query(settings));

const limits = ['lock_timeout', 'statement_timeout', 'transaction_timeout'].map((limit) => `set ${limit} = ${2 * PATIENCE_MS}`).join('; ');
/**
 * The product's sessions wait for a lock longer than a test looks (`PATIENCE_MS`) for who waits: on a machine that others use as well, those who are to
 * wait may come many seconds apart, and fifty that wait for one another may take longer than the three seconds of a lock in earnest.
 */
export const waitLongerForLocks = (pool: Pool): Promise<void> => onSessions(pool, (client) => {
  // The driver's own limit, which it reads anew for each statement.
  Object.assign(Reflect.get(client, 'connectionParameters') as object, { query_timeout: 3 * PATIENCE_MS }); // oxlint-disable-line typescript/no-unsafe-type-assertion -- not in its types
  return client.query(limits);
});
