import type { Pool, PoolClient } from 'pg';

/**
 * For tests that hold a lock and look at the product waiting for it: its sessions give up a lock after 9 s instead of 3, which is still less than a
 * statement may take. On a machine that others use as well, those who are to wait may come seconds apart.
 */
export const waitLongerForLocks = async (pool: Pool): Promise<void> => {
  const setPatience = (client: PoolClient) => client.query("set lock_timeout = '9s'");
  Object.assign(pool.options, { onConnect: setPatience });
  const open = await Promise.all(Array.from({ length: pool.totalCount }, () => pool.connect()));
  for (const client of open) {
    await setPatience(client);
    client.release();
  }
};
/** How long such a test looks. */
export const LOCK_PATIENCE_MS = 8_000;
