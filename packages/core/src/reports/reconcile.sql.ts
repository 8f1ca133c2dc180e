import { columnsOf } from '../db/entity.ts';
import { firstIdOf } from '../db/first-id.ts';
import { statement, type Statement } from '../db/statement.ts';
import { ReconcileRunEntity, type ReconcileRunRow } from './reconcile-run.entity.ts';

/** Rows a check names at most: enough to begin with, little enough to store. */
export const NAMED_MAX = 100;

/**
 * A change may become visible after a later one was seen: a transaction lasts 30 seconds at most (transaction_timeout), so whoever
 * looks this far back before the last comparison misses nothing.
 */
const OVERLAP = `interval '60 seconds'`;

/** Locked out when another worker compares at this moment. One row. */
export const tryReconcile = statement<{ isMine: boolean }>('reconcile.try', `select pg_try_advisory_xact_lock(hashtext('paygate reconcile')) as "isMine"`);
/** A comparison may read for long on large books: more time and processes than a request has, for this transaction alone. */
export const bePatient = statement<{ patience: string }>('reconcile.bePatient', `
  select set_config('statement_timeout', '300s', true) || set_config('transaction_timeout', '1200s', true) || set_config('max_parallel_workers_per_gather', '2', true) as "patience"`);

/** A comparison goes through all that its accounts ever had, so it takes longer as the books grow; with this pause after it, a twentieth of the time at most. */
const PAUSES_PER_COMPARISON = 20;

interface Plan { readonly now: string; readonly latestAt: string | null; readonly checkedUntil: string | null; readonly latestViolations: number | null; readonly isRecent: boolean; readonly isFullDue: boolean }
/** What ran last and what is due: a full one once a night after three in Bangkok. One row. */
export const planReconcile = statement<Plan>('reconcile.plan', `
  select now() as "now", latest.created_at as "latestAt", latest.checked_until as "checkedUntil", latest.violation_count as "latestViolations",
    coalesce(latest.created_at > now() - greatest(interval '45 seconds', ${PAUSES_PER_COMPARISON} * make_interval(secs => latest.duration_ms / 1000.0)), false) as "isRecent",
    coalesce((select max(created_at) from reconcile_run where scope = 'FULL') < (date_trunc('day', (now() at time zone 'Asia/Bangkok') - interval '3 hours') + interval '3 hours') at time zone 'Asia/Bangkok', true) as "isFullDue"
  from (select 1) one left join lateral (select * from reconcile_run order by created_at desc limit 1) latest on true`);

/** $1 id, $2 scope, $3 checked until, $4 milliseconds, $5 violations, $6 how many. */
export const insertRun = statement('reconcile.insertRun', `
  insert into reconcile_run (id, scope, checked_until, duration_ms, violations, violation_count, created_at) values ($1, $2, $3, $4, $5, $6, clock_timestamp())`);
export const forgetRuns = statement('reconcile.forgetRuns', `delete from reconcile_run where created_at < now() - interval '30 days' and violation_count = 0`);
/** The newest of $1 scope, or of any with null. */
export const latestRun = statement<ReconcileRunRow>('reconcile.latest', `
  select ${columnsOf(ReconcileRunEntity, 'r')} from reconcile_run r where ($1::text is null or r.scope = $1) order by r.created_at desc limit 1`);

/** $1 whether sending is stopped. A row when that changed. */
export const setSendingStopped = statement<{ name: string }>('reconcile.setSendingStopped', `
  insert into setting as s (name, value) values ('isSendingStopped', to_json($1::boolean))
  on conflict (name) do update set value = excluded.value, updated_at = now() where s.value::text <> excluded.value::text returning s.name as "name"`);
/** $1 mode. Queued payouts that nobody holds, oldest first, at most 1,000; the sweep for stalled ones finds the rest. */
export const waitingPayouts = statement<{ id: string }>('reconcile.waitingPayouts', `
  select p.id as "id" from payout p where p.mode = $1 and p.status = 'QUEUED' and p.batch_id is null order by p.id limit 1000`);

export interface Difference { readonly subject: string; readonly mode: string | null; readonly expectedSatang: number | null; readonly actualSatang: number | null }
const difference = (subject: string, mode: string, sums: readonly [expected: string, actual: string]) =>
  `${subject} as "subject", ${mode} as "mode", ${sums[0]} as "expectedSatang", ${sums[1]} as "actualSatang"`;
const since = (lookBack: string): string => firstIdOf(`($1::timestamptz - ${lookBack})`);

type Scope = 'FULL' | 'CHANGED';
/** A full check has no parameter, the other takes $1: the instant up to which everything has been compared. Two texts, since one plan cannot serve both. */
const scoped = (name: string, text: (only: (condition: string) => string) => string): Readonly<Record<Scope, Statement<Difference>>> => ({
  FULL: statement<Difference>(`reconcile.${name}.full`, text(() => '')),
  CHANGED: statement<Difference>(`reconcile.${name}.changed`, text((condition) => `and ${condition}`)),
});
const changedBalance = `b.updated_at >= $1::timestamptz - ${OVERLAP}`;

/** One statement is one snapshot, so nothing half done is seen. */
export const checks = {
  STORED_IS_DERIVED: scoped('storedIsDerived', (only) => `
    select ${difference(`'merchant ' || b.merchant_id || ' ' || part.name`, 'b.mode', ['part.derived', 'part.stored'])}
    from merchant_balance b cross join lateral (
      select coalesce(sum(e.amount_satang) filter (where e.account_kind = 'MERCHANT_AVAILABLE'), 0) as available,
        coalesce(sum(e.amount_satang) filter (where e.account_kind = 'MERCHANT_RESERVED'), 0) as reserved
      from ledger_entry e where e.owner_id = b.merchant_id and e.mode = b.mode and e.account_kind in ('MERCHANT_AVAILABLE', 'MERCHANT_RESERVED')
    ) d cross join lateral (values ('available', b.available_satang, d.available), ('reserved', b.reserved_satang, d.reserved)) part(name, stored, derived)
    where part.stored <> part.derived ${only(changedBalance)} order by b.merchant_id, b.mode, part.name limit ${NAMED_MAX}`),

  // The entries of a posting come in one transaction, so they share created_at, and none has an id from before it: no posting is cut in two.
  DEBITS_ARE_CREDITS: scoped('debitsAreCredits', (only) => `
    select ${difference(`'ledger transaction ' || e.transaction_id`, 'min(e.mode)', ['0', 'sum(e.amount_satang)'])}
    from (select * from ledger_entry e where true ${only(`e.id >= ${since(OVERLAP)} and e.created_at >= $1::timestamptz - ${OVERLAP}`)} offset 0) e
    group by e.transaction_id having sum(e.amount_satang) <> 0 or min(e.mode) <> max(e.mode) order by e.transaction_id limit ${NAMED_MAX}`),

  RESERVED_IS_OPEN: scoped('reservedIsOpen', (only) => `
    with held as (
      select merchant_id, mode, sum(satang) as satang from (
        select merchant_id, mode, debit_satang as satang from payout where status in ('QUEUED', 'PROCESSING', 'UNKNOWN')
        union all select merchant_id, mode, amount_satang from settlement where status in ('PENDING', 'PROCESSING')
      ) open group by merchant_id, mode
    )
    select ${difference(`'merchant ' || b.merchant_id || ' reserved'`, 'b.mode', ['coalesce(held.satang, 0)', 'b.reserved_satang'])}
    from merchant_balance b left join held on held.merchant_id = b.merchant_id and held.mode = b.mode
    where b.reserved_satang <> coalesce(held.satang, 0) ${only(changedBalance)} order by b.merchant_id, b.mode limit ${NAMED_MAX}`),

  BANK_IS_CREDITS_LESS_TRANSFERS: scoped('bankIsCreditsLessTransfers', (only) => `
    with incoming as (select receiving_account_id as id, sum(amount_satang) as satang from bank_credit where status in ('MATCHED', 'REVIEW') group by 1),
      paid as (select paying_account_id as id, sum(net_satang) as satang from payout where status = 'SUCCESS' group by 1),
      settled as (select paying_account_id as id, sum(net_satang) as satang from settlement where status = 'COMPLETED' group by 1),
      collected as (select paid_into_account_id as id, sum(total_satang) as satang from fee_statement where status = 'PAID' and credit_id is null group by 1),
      booked as (select owner_id as id, mode, sum(amount_satang) as satang from ledger_entry where account_kind = 'BANK' group by 1, 2),
      account as (
        select b.id, b.mode, -coalesce(booked.satang, 0) as actual,
          case when b.merchant_id is null then coalesce(incoming.satang, 0) else 0 end + coalesce(collected.satang, 0) - coalesce(paid.satang, 0) - coalesce(settled.satang, 0) as expected
        from receiving_account b left join incoming on incoming.id = b.id left join paid on paid.id = b.id left join settled on settled.id = b.id
          left join collected on collected.id = b.id left join booked on booked.id = b.id and booked.mode = b.mode
        where true ${only(`b.id in (select recent.owner_id from ledger_entry recent where recent.id >= ${since(OVERLAP)} and recent.account_kind = 'BANK')`)}
      )
    select ${difference(`'account ' || account.id`, 'account.mode', ['account.expected', 'account.actual'])} from account where account.actual <> account.expected order by account.id limit ${NAMED_MAX}`),

  SUSPENSE_IS_LEFT: scoped('suspenseIsLeft', (only) => `
    with unused as (select receiving_account_id as id, sum(left_satang) as satang from credit_review where is_held and left_satang > 0 group by 1),
      booked as (select owner_id as id, sum(amount_satang) as satang from ledger_entry where account_kind = 'SUSPENSE' group by 1)
    select ${difference(`'suspense of account ' || a.id`, 'a.mode', ['coalesce(unused.satang, 0)', 'coalesce(booked.satang, 0)'])}
    from receiving_account a left join unused on unused.id = a.id left join booked on booked.id = a.id
    where coalesce(unused.satang, 0) <> coalesce(booked.satang, 0)
      ${only(`a.id in (select recent.owner_id from ledger_entry recent where recent.id >= ${since(OVERLAP)} and recent.account_kind = 'SUSPENSE')`)} order by a.id limit ${NAMED_MAX}`),

  // What a merchant owes: fees of payments that went to its own accounts and VAT on statements, less what was paid or waived.
  RECEIVABLE_IS_OWED: scoped('receivableIsOwed', (only) => `
    select ${difference(`'merchant ' || m.id || ' receivable'`, 'modes.mode', ['owed.satang', 'booked.satang'])}
    from merchant m cross join (values ('live'), ('test')) modes(mode)
      cross join lateral (select coalesce(sum(p.fee_satang), 0) as satang from payment p where p.merchant_id = m.id and p.mode = modes.mode and p.qr_mode = 'DIRECT' and p.paid_at is not null) fees
      cross join lateral (select coalesce(sum(s.vat_satang), 0) - coalesce(sum(s.total_satang) filter (where s.status <> 'OPEN'), 0) as satang
        from fee_statement s where s.merchant_id = m.id and s.mode = modes.mode) billed
      cross join lateral (select fees.satang + billed.satang as satang) owed
      cross join lateral (select -coalesce(sum(e.amount_satang), 0) as satang from ledger_entry e where e.owner_id = m.id and e.mode = modes.mode and e.account_kind = 'FEE_RECEIVABLE') booked
    where owed.satang <> booked.satang ${only(`m.id in (select recent.owner_id from ledger_entry recent where recent.id >= ${since(OVERLAP)} and recent.account_kind = 'FEE_RECEIVABLE')`)}
    order by m.id, modes.mode limit ${NAMED_MAX}`),

  // Between full comparisons payments are looked at while they are young: most are paid within minutes.
  PAID_IS_POSTED_ONCE: scoped('paidIsPostedOnce', (only) => `
    (select ${difference(`'payment ' || p.id || ' is paid, not posted'`, 'p.mode', ['p.amount_satang', '0'])}
    from payment p where p.status in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') ${only(`p.id >= ${since(`interval '20 minutes'`)}`)}
      and not exists (select from ledger_transaction t where t.cause_kind = 'payment' and t.cause_id = p.id) order by p.id limit ${NAMED_MAX})
    union all
    (select ${difference(`'payment ' || t.cause_id || ' is posted, not paid'`, 't.mode', ['0', 'p.amount_satang'])}
    from ledger_transaction t left join payment p on p.id = t.cause_id
    where t.cause_kind = 'payment' and (p.id is null or p.status not in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')) ${only(`t.id >= ${since(OVERLAP)}`)} order by t.id limit ${NAMED_MAX})`),
} as const;
