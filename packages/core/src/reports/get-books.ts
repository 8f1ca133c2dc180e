import type { bookOperations } from '@paygate/contract/books';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { platformSettings } from '../settings/platform-settings.ts';
import { stateOf } from './books-state.ts';
import type { ReconcileRunRow } from './reconcile-run.entity.ts';
import { latestRun, setSendingStopped, waitingPayouts } from './reconcile.sql.ts';

type Status = (typeof bookOperations)['status'];
type Resume = (typeof bookOperations)['resume'];

const baht = (satang: number | null): string | null => (satang === null ? null : bahtTrimmedFromSatang(satang));
const viewRun = (run: ReconcileRunRow | undefined): Answer<Status>['latest'] => (run === undefined ? null : {
  scope: run.scope, at: run.createdAt, durationMs: run.durationMs, violationCount: run.violationCount,
  violations: run.violations.map(({ check, subject, mode, expectedSatang, actualSatang }) => ({ check, subject, mode, expected: baht(expectedSatang), actual: baht(actualSatang) })),
});

const statusOf = async (sql: Executor): Promise<Answer<Status>> => {
  const [latest] = await sql.query(latestRun, [null]);
  const [latestFull] = await sql.query(latestRun, ['FULL']);
  const { isSendingStopped } = await platformSettings(sql);
  return { status: stateOf(latest).status, isSendingStopped, latest: viewRun(latest), latestFull: viewRun(latestFull) };
};

/** What the latest comparisons of the books found, and whether sending is stopped. */
export const getBooks = ({ sql }: Ctx<SessionCaller>): Promise<Answer<Status>> => statusOf(sql);

/**
 * Lets payouts leave again and gives those that waited a job. Refuses BOOKS_DISAGREE unless the latest comparison found nothing:
 * after a violation every comparison is full until one is clean. Safe against one that is stopping sending at this moment: it has the setting until it is
 * through, so whoever has the setting sees every comparison that has stopped sending before, and is undone by a refusal.
 */
export const resumeSending = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, { reason }: Input<Resume>): Promise<Answer<Resume>> => {
  const [resumed] = await sql.query(setSendingStopped, [false]);
  const [latest] = await sql.query(latestRun, [null]);
  if (!latest || latest.violationCount > 0) throw new Refusal('BOOKS_DISAGREE', { count: latest?.violationCount ?? 0 });
  for (const mode of ['live', 'test'] as const) {
    if (!platform.bankFor(mode)) continue;
    const waiting = await sql.query(waitingPayouts, [mode]);
    await platform.queue.enqueue(sql, 'payouts.send', waiting.map(({ id }) => ({ payload: { payoutId: id }, startAfterSeconds: SETTINGS_LAG_SECONDS })));
  }
  if (resumed) await recordAudit(sql, { actor: actorOf(caller), action: 'books.resume', objectKind: 'reconcile_run', objectId: latest.id, details: { reason } });
  return { success: true, books: await statusOf(sql) };
};

/** Workers hear of a setting within a second; a job that came sooner would find sending still stopped and end. */
const SETTINGS_LAG_SECONDS = 2;
