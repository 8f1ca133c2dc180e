import type { Executor } from '../db/statement.ts';
import { forgetSignatures } from './payouts.sql.ts';

const CHUNK = 1_000;

/** Forgets signatures that no clock tolerance could make valid again, in small chunks, and says how many. */
export const forgetSpentSignatures = async (sql: Executor): Promise<number> => {
  let forgotten = 0;
  for (;;) {
    const chunk = await sql.query(forgetSignatures, [CHUNK]);
    forgotten += chunk.length;
    if (chunk.length < CHUNK) return forgotten;
  }
};
