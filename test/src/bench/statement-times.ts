import type { SqlSession } from '../support/sql-session.ts';

/** `BENCH_STATEMENTS` set: the server keeps the time of every statement, which costs it a few percent, and the bench tells the longest. */
export const wantsStatementTimes = process.env['BENCH_STATEMENTS'] !== undefined;
const TOLD = 30;
const TEXT_CHARACTERS = 110;

export const forgetStatementTimes = async (owner: SqlSession): Promise<void> => {
  if (wantsStatementTimes) await owner.query(`create extension if not exists pg_stat_statements; select pg_stat_statements_reset()`);
};

/** Wall time, planning included, of each of `operations`; of a server that others use as well it says which, not how much. */
export const tellStatementTimes = async (owner: SqlSession, operations: number): Promise<void> => {
  if (!wantsStatementTimes) return;
  const { rows } = await owner.query(
    `select calls::int, rows::int, total_plan_time as planned, total_plan_time + total_exec_time as spent, wal_bytes::float8 as wal, shared_blks_hit::float8 as pages,
       left(regexp_replace(query, '\\s+', ' ', 'g'), ${TEXT_CHARACTERS}) as text
     from pg_stat_statements order by spent desc limit ${TOLD}`,
  );
  process.stdout.write(`  us each  planning  WAL bytes  pages    calls     rows\n`);
  for (const { calls, rows: touched, planned, spent, wal, pages, text } of rows) {
    const each = (total: unknown, width: number, scale = 1): string => ((Number(total) * scale) / operations).toLocaleString('en', { maximumFractionDigits: 1 }).padStart(width);
    process.stdout.write(`${each(spent, 9, 1_000)}${each(planned, 10, 1_000)}${each(wal, 11)}${each(pages, 7)}${String(calls).padStart(9)}${String(touched).padStart(9)}  ${String(text)}\n`);
  }
};
