import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { ReconcileRunEntity, type ReconcileRunRow } from './reconcile-run.entity.ts';

/** Locked out when another worker compares at this moment. One row. */
export const tryReconcile = statement<{ isMine: boolean }>('reconcile.try', `select pg_try_advisory_xact_lock(hashtext('paygate reconcile')) as "isMine"`);

/** A full comparison goes through all books, and after a violation every one is full; with this pause after it, a twentieth of the time at most. After any other comes one of a minute. */
const PAUSES_PER_COMPARISON = 20;

interface Plan { readonly now: string; readonly latestAt: string | null; readonly checkedUntil: string | null; readonly latestViolations: number | null; readonly isRecent: boolean; readonly isFullDue: boolean; readonly carriedThroughId: string }
/** What ran last and what is due: a full one once a night after three in Bangkok. One row. */
export const planReconcile = statement<Plan>('reconcile.plan', `
  select now() as "now", latest.created_at as "latestAt", latest.checked_until as "checkedUntil", latest.violation_count as "latestViolations",
    coalesce(latest.created_at > now() - greatest(interval '45 seconds', case when latest.violation_count > 0 then ${PAUSES_PER_COMPARISON} * make_interval(secs => latest.duration_ms / 1000.0) end), false) as "isRecent",
    coalesce((select max(created_at) from reconcile_run where scope = 'FULL') < (date_trunc('day', (now() at time zone 'Asia/Bangkok') - interval '3 hours') + interval '3 hours') at time zone 'Asia/Bangkok', true) as "isFullDue",
    (select through_id from ledger_sum_mark) as "carriedThroughId"
  from (select 1) one left join lateral (select * from reconcile_run order by created_at desc limit 1) latest on true`);

/** $1 id, $2 scope, $3 checked until, $4 milliseconds, $5 violations, $6 how many. */
export const insertRun = statement('reconcile.insertRun', `
  insert into reconcile_run (id, scope, checked_until, duration_ms, violations, violation_count, created_at) values ($1, $2, $3, $4, $5, $6, clock_timestamp())`);
export const forgetRuns = statement('reconcile.forgetRuns', `delete from reconcile_run where created_at < now() - interval '30 days' and violation_count = 0`);
/** A comparison of large books may take minutes, and one that failed is tried again. */
const STALE_MINUTES = 15;
export interface LatestRun extends ReconcileRunRow { readonly isStale: boolean }
/** The newest of $1 scope, or of any with null; stale when the next one should long be there. */
export const latestRun = statement<LatestRun>('reconcile.latest', `
  select ${columnsOf(ReconcileRunEntity, 'r')}, r.created_at < now() - interval '${STALE_MINUTES} minutes' as "isStale" from reconcile_run r where ($1::text is null or r.scope = $1) order by r.created_at desc limit 1`);

/** $1 whether sending is stopped. A row when that changed. */
export const setSendingStopped = statement<{ name: string }>('reconcile.setSendingStopped', `
  insert into setting as s (name, value) values ('isSendingStopped', to_json($1::boolean))
  on conflict (name) do update set value = excluded.value, updated_at = now() where s.value::text <> excluded.value::text returning s.name as "name"`);
/** $1 mode. Queued payouts that nobody holds, oldest first, at most 1,000; the sweep for stalled ones finds the rest. */
export const waitingPayouts = statement<{ id: string }>('reconcile.waitingPayouts', `
  select p.id as "id" from payout p where p.mode = $1 and p.status = 'QUEUED' and p.batch_id is null order by p.id limit 1000`);
