import type { Database } from '../db/database.ts';
import { tallyMore } from './payments.sql.ts';

/**
 * Counts payments into their merchants' tallies up to a few minutes ago, so that a total costs the same however many there are. In
 * chunks, each its own statement. Safe to run again and in several workers: what the mark has passed is never counted twice.
 * Answers how many were counted.
 */
export const tallyPayments = async (database: Pick<Database, 'query'>): Promise<number> => {
  let counted = 0;
  for (;;) {
    const [chunk] = await database.query(tallyMore, []);
    if (!chunk || chunk.counted === 0) return counted;
    counted += chunk.counted;
  }
};
