import type { Executor } from '../db/statement.ts';
import { forgetOld } from './idempotency.sql.ts';

const CHUNK = 1_000;

/** Forgets answers older than two days, in small chunks, and says how many. */
export const forgetOldAnswers = async (sql: Executor): Promise<number> => {
  let forgotten = 0;
  for (;;) {
    const chunk = await sql.query(forgetOld, [CHUNK]);
    forgotten += chunk.length;
    if (chunk.length < CHUNK) return forgotten;
  }
};
