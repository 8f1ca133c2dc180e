import type { Logger } from 'pino';
import type { Executor } from '../db/statement.ts';
import type { RequestLogRow } from './request-log.entity.ts';
import { addRequestDays, insertRequests, requestLists } from './requests.sql.ts';

/** Why a row was not kept: no room, a database that failed or was too slow, or too many requests of nobody we know. */
export type Dropped = 'full' | 'failed' | 'anonymous';
export interface RequestLogCounts { readonly written: number; readonly dropped: Readonly<Record<Dropped, number>> }

/** Keeps requests for their merchants to look at. It never makes a request wait: what the database cannot take in time is dropped and counted. */
export interface RequestLog {
  readonly isOn: boolean;
  record(row: RequestLogRow): void;
  /** Writes what has been recorded until now. For the stop, and for tests. */
  flush(): Promise<void>;
  counts(): RequestLogCounts;
  /** Writes the rest and stops. */
  close(): Promise<void>;
}
interface Parts {
  /** Of its own: a slow write must take no connection from a request. */
  readonly sql: Executor;
  readonly log: Pick<Logger, 'warn'>;
  readonly clock: () => number;
  readonly isOn: boolean;
}

const FLUSH_MS = 200;
const ROWS_PER_INSERT_MAX = 1_000;
const ROWS_MAX = 10_000;
const CHARACTERS_MAX = 16_777_216;
// Strangers' requests between two writes; a flood of them must not push out merchants' requests.
const ANONYMOUS_MAX = 100;
const DAYS_AHEAD = 2;
const DAY_MS = 86_400_000;

const sizeOf = ({ requestBody, responseBody, query, path }: RequestLogRow): number => (requestBody?.length ?? 0) + (responseBody?.length ?? 0) + (query?.length ?? 0) + path.length;

/** One insert every 200 ms at most, one at a time. Rows wait in memory, at most 10,000 of them or 16 million characters. */
export const createRequestLog = ({ sql, log, clock, isOn }: Parts): RequestLog => {
  let waiting: RequestLogRow[] = [];
  let characters = 0;
  let anonymous = 0;
  let dayReady = 0;
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> | undefined;
  let isFailing = false;
  let written = 0;
  const dropped = { full: 0, failed: 0, anonymous: 0 };

  const insert = async (rows: readonly RequestLogRow[]): Promise<void> => {
    const today = Math.floor(clock() / DAY_MS);
    // The worker makes days ahead as well; a process that outlives it, or starts first, helps itself.
    if (dayReady < today) {
      await sql.query(addRequestDays, [DAYS_AHEAD]);
      dayReady = today;
    }
    await sql.query(insertRequests, requestLists(rows));
  };
  const writeAll = async (): Promise<void> => {
    while (waiting.length > 0) {
      const rows = waiting.slice(0, ROWS_PER_INSERT_MAX);
      waiting = waiting.slice(ROWS_PER_INSERT_MAX);
      characters -= rows.reduce((sum, row) => sum + sizeOf(row), 0);
      if (waiting.length === 0) anonymous = 0;
      try {
        await insert(rows);
        written += rows.length;
        isFailing = false;
      } catch (cause) {
        dropped.failed += rows.length;
        if (!isFailing) log.warn({ err: cause, rows: rows.length }, 'requests could not be logged and were dropped');
        isFailing = true;
      }
    }
  };
  const flush = async (): Promise<void> => {
    clearTimeout(timer);
    timer = undefined;
    // Whoever asks while a write runs wants the rows recorded since, too.
    while (writing) await writing;
    writing = writeAll().finally(() => { writing = undefined; });
    await writing;
  };
  const flushSoon = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined;
      if (writing) flushSoon();
      else void flush();
    }, FLUSH_MS).unref();
  };
  const reasonToDrop = (row: RequestLogRow): Dropped | undefined => {
    if (row.merchantId === null && anonymous >= ANONYMOUS_MAX) return 'anonymous';
    return waiting.length >= ROWS_MAX || characters >= CHARACTERS_MAX ? 'full' : undefined;
  };
  return {
    isOn,
    record: (row) => {
      if (!isOn) return;
      const reason = reasonToDrop(row);
      if (reason) dropped[reason] += 1;
      else {
        waiting.push(row);
        characters += sizeOf(row);
        if (row.merchantId === null) anonymous += 1;
        flushSoon();
      }
    },
    flush, close: flush,
    counts: () => ({ written, dropped: { ...dropped } }),
  };
};
