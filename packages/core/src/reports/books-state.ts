import type { Executor } from '../db/statement.ts';
import { latestRun, type LatestRun } from './reconcile.sql.ts';

export interface BooksState { readonly status: 'agree' | 'disagree' | 'unknown'; readonly violations: number | undefined }
const unknown: BooksState = { status: 'unknown', violations: undefined };
const REFRESH_MS = 2_000;

/** A violation stands until a comparison finds none; that books agreed long ago says nothing of now. */
export const stateOf = (run: Pick<LatestRun, 'violationCount' | 'isStale'> | undefined): BooksState => {
  if (run === undefined || (run.violationCount === 0 && run.isStale)) return unknown;
  return { status: run.violationCount === 0 ? 'agree' : 'disagree', violations: run.violationCount };
};

/** What the latest comparison found, for a health check: never waits for the database, and lags it by a few seconds at most while asked. */
export const watchBooks = (sql: Executor): (() => BooksState) => {
  let state = unknown;
  let askedAt = Number.NEGATIVE_INFINITY;
  const refresh = async (): Promise<void> => {
    askedAt = performance.now();
    try {
      state = stateOf((await sql.query(latestRun, [null]))[0]);
    } catch {
      state = unknown; // the database is away, and the health check has other words for that
    }
  };
  return () => {
    if (performance.now() - askedAt > REFRESH_MS) void refresh();
    return state;
  };
};
