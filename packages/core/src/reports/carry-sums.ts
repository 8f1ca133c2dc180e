import { single, type Executor } from '../db/statement.ts';
import { carryMore, setCandidate } from './carry-sums.sql.ts';

/** Many times the longest statement (10 s) and any correction of a clock. */
const SETTLED_SECONDS = 600;
/** What a busy house writes in minutes; the rest of a backlog waits for the next round. */
const CARRIED_AT_ONCE = 500_000;

/**
 * Carries the accounts' sums forward over entries that are older than ten minutes and that no open transaction can add to, so that comparing
 * stored balances costs the same however long the books are. Safe to run again and in several workers. Answers how many entries were added.
 */
export const carrySums = async (sql: Executor, settledSeconds = SETTLED_SECONDS): Promise<number> => {
  const { carried } = single(await sql.query(carryMore, [CARRIED_AT_ONCE]), 'count');
  await sql.query(setCandidate, [settledSeconds]);
  return carried;
};
