import type { SqlSession } from './sql-session.ts';

/** Statements that each list the rows that break the promise they stand under. */
export type Promises = Readonly<Record<string, string>>;

/** The promises that are broken now, each with at most three rows that break it. Empty when all hold. */
export const brokenOf = async (session: SqlSession, promises: Promises): Promise<readonly string[]> => {
  const broken: string[] = [];
  for (const [promise, statement] of Object.entries(promises)) {
    const { rows } = await session.query(`select * from (${statement}) broken limit 3`);
    if (rows.length > 0) broken.push(`${promise}: ${JSON.stringify(rows)}`);
  }
  return broken;
};
