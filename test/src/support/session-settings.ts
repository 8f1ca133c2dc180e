import type { Pool, PoolClient } from 'pg';

/** Settings for every session of the pool, open and to come. */
export const setInSessions = async (pool: Pool, settings: string): Promise<void> => {
  const set = (client: PoolClient) => client.query(settings);
  Object.assign(pool.options, { onConnect: set });
  const open = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const client of open) {
    await set(client);
    client.release();
  }
};

/**
 * For tests that hold a lock and look at the product waiting for it: its sessions give up a lock after 9 s instead of 3, which is still less than a
 * statement may take. On a machine that others use as well, those who are to wait may come seconds apart.
 */
export const waitLongerForLocks = (pool: Pool): Promise<void> => setInSessions(pool, "set lock_timeout = '9s'");
/** How long such a test looks. */
export const LOCK_PATIENCE_MS = 8_000;
