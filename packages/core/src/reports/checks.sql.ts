import { firstIdOf } from '../db/first-id.ts';
import { statement, type Statement } from '../db/statement.ts';

/** Rows a check names at most: enough to begin with, little enough to store. */
export const NAMED_MAX = 100;

/**
 * A change may become visible after a later one was seen: a transaction lasts 30 seconds at most (transaction_timeout), so whoever
 * looks this far back before the last comparison misses nothing but a fee statement that took longer, which the night's comparison sees.
 */
const OVERLAP = `interval '60 seconds'`;
/** Payments, credits and payouts are looked at while they are young: most are done within minutes. */
const YOUNG = `interval '20 minutes'`;

export interface Difference { readonly subject: string; readonly mode: string | null; readonly expectedSatang: number | null; readonly actualSatang: number | null }
const difference = (subject: string, mode: string, sums: readonly [expected: string, actual: string]) =>
  `${subject} as "subject", ${mode} as "mode", ${sums[0]} as "expectedSatang", ${sums[1]} as "actualSatang"`;

/** Everything has been compared up to the instant, and is summed up to the entry. */
export interface Since { readonly checkedUntil: string; readonly carriedThroughId: string }
export interface Check {
  readonly statement: Statement<Difference>;
  readonly values: (since: Since) => readonly unknown[];
}
const full = (name: string, text: string): Check => ({ statement: statement<Difference>(`reconcile.${name}.full`, text), values: () => [] });
/** $1: the instant. */
const changed = (name: string, text: string): Check => ({ statement: statement<Difference>(`reconcile.${name}.changed`, text), values: ({ checkedUntil }) => [checkedUntil] });
/** $1: the instant. $2: the entry up to which sums are carried, a parameter so that the planner knows how little comes after it. */
const summed = (name: string, text: string): Check => ({ ...changed(name, text), values: ({ checkedUntil, carriedThroughId }) => [checkedUntil, carriedThroughId] });

const since = (lookBack: string): string => firstIdOf(`($1::timestamptz - ${lookBack})`);
const changedBalance = `and b.updated_at >= $1::timestamptz - ${OVERLAP}`;
/** The entries of a posting come in one transaction, so they share created_at, and none has an id from before it: no posting is cut in two. */
const recentEntries = `select * from ledger_entry e where e.id >= ${since(OVERLAP)} and e.created_at >= $1::timestamptz - ${OVERLAP}`;
const recentOwners = (kind: string): string => `select recent.owner_id from ledger_entry recent where recent.id >= ${since(OVERLAP)} and recent.account_kind = '${kind}'`;

/** What amounts to all entries of these accounts, as rows of owner_id, mode, account_kind and amount_satang. */
type Entries = (kinds: string) => string;
const columns = 'owner_id, mode, account_kind, amount_satang';
const allEntries: Entries = (kinds) => `select ${columns} from ledger_entry where account_kind in (${kinds})`;
const sumsAndRest: Entries = (kinds) => `select ${columns} from ledger_sum where account_kind in (${kinds}) union all ${allEntries(kinds)} and id > $2::uuid`;

const storedIsDerived = (entriesOf: Entries, only: string): string => `
  with derived as (
    select e.owner_id, e.mode, coalesce(sum(e.amount_satang) filter (where e.account_kind = 'MERCHANT_AVAILABLE'), 0) as available,
      coalesce(sum(e.amount_satang) filter (where e.account_kind = 'MERCHANT_RESERVED'), 0) as reserved
    from (${entriesOf(`'MERCHANT_AVAILABLE', 'MERCHANT_RESERVED'`)}) e group by 1, 2
  )
  select ${difference(`'merchant ' || b.merchant_id || ' ' || part.name`, 'b.mode', ['part.derived', 'part.stored'])}
  from merchant_balance b left join derived d on d.owner_id = b.merchant_id and d.mode = b.mode
    cross join lateral (values ('available', b.available_satang, coalesce(d.available, 0)), ('reserved', b.reserved_satang, coalesce(d.reserved, 0))) part(name, stored, derived)
  where part.stored <> part.derived ${only} order by b.merchant_id, b.mode, part.name limit ${NAMED_MAX}`;

const debitsAreCredits = (entries: string): string => `
  select ${difference(`'ledger transaction ' || e.transaction_id`, 'min(e.mode)', ['0', 'sum(e.amount_satang)'])}
  from (${entries} offset 0) e
  group by e.transaction_id having sum(e.amount_satang) <> 0 or min(e.mode) <> max(e.mode) order by e.transaction_id limit ${NAMED_MAX}`;

const reservedIsOpen = (only: string): string => `
  with held as (
    select merchant_id, mode, sum(satang) as satang from (
      select merchant_id, mode, debit_satang as satang from payout where status in ('QUEUED', 'PROCESSING', 'UNKNOWN')
      union all select merchant_id, mode, amount_satang from settlement where status in ('PENDING', 'PROCESSING')
    ) open group by merchant_id, mode
  )
  select ${difference(`'merchant ' || b.merchant_id || ' reserved'`, 'b.mode', ['coalesce(held.satang, 0)', 'b.reserved_satang'])}
  from merchant_balance b left join held on held.merchant_id = b.merchant_id and held.mode = b.mode
  where b.reserved_satang <> coalesce(held.satang, 0) ${only} order by b.merchant_id, b.mode limit ${NAMED_MAX}`;

const bankIsCreditsLessTransfers = `
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
    )
  select ${difference(`'account ' || account.id`, 'account.mode', ['account.expected', 'account.actual'])} from account where account.actual <> account.expected order by account.id limit ${NAMED_MAX}`;

/** What was booked lately, against what it was booked for; and young credits and payouts for which nothing was booked. */
const recentBankIsCreditsLessTransfers = `
  with recent as materialized (${recentEntries} and e.account_kind = 'BANK' and e.owner_id is not null),
    cause as materialized (select distinct t.cause_kind as kind, t.cause_id as id from recent r join ledger_transaction t on t.id = r.transaction_id),
    credit as (
      select c.id, c.receiving_account_id, c.amount_satang, c.status from cause join bank_credit c on c.payment_id = cause.id where cause.kind = 'payment'
      union select c.id, c.receiving_account_id, c.amount_satang, c.status from cause join bank_credit c on c.id = cause.id where cause.kind = 'suspense'
    ), documented as (
      select receiving_account_id as id, amount_satang as satang from credit where status in ('MATCHED', 'REVIEW')
      union all select p.paying_account_id, -p.net_satang from cause join payout p on p.id = cause.id where cause.kind = 'payout-post' and p.status in ('SUCCESS', 'REVERSED')
      union all select p.paying_account_id, p.net_satang from cause join payout p on p.id = cause.id where cause.kind = 'payout-reverse' and p.status = 'REVERSED'
      union all select s.paying_account_id, -s.net_satang from cause join settlement s on s.id = cause.id where cause.kind = 'settlement-post' and s.status = 'COMPLETED'
      union all select s.paid_into_account_id, s.total_satang from cause join fee_statement s on s.id = cause.id where cause.kind = 'fee-statement-pay' and s.status = 'PAID' and s.credit_id is null
    ), account as (
      select id, sum(booked) as actual, sum(documented) as expected from (
        select owner_id as id, -amount_satang as booked, 0 as documented from recent union all select id, 0, satang from documented
      ) both_sides group by id
    )
  (select ${difference(`'account ' || b.id || ' lately'`, 'b.mode', ['account.expected', 'account.actual'])}
  from account join receiving_account b on b.id = account.id where account.actual <> account.expected order by b.id limit ${NAMED_MAX})
  union all
  (select ${difference(`'account ' || b.id || ': credit ' || c.id || ' is not booked'`, 'c.mode', ['c.amount_satang', '0'])}
  from bank_credit c join receiving_account b on b.id = c.receiving_account_id and b.merchant_id is null
  where c.id >= ${since(YOUNG)} and c.status in ('MATCHED', 'REVIEW') and not exists (select from ledger_transaction t where t.cause_kind = 'suspense' and t.cause_id = c.id)
    and not exists (select from ledger_transaction t where t.cause_kind = 'payment' and t.cause_id = c.payment_id) order by c.id limit ${NAMED_MAX})
  union all
  (select ${difference(`'account ' || p.paying_account_id || ': payout ' || p.id || ' is not booked'`, 'p.mode', ['p.net_satang', '0'])}
  from payout p where p.id >= ${since(YOUNG)} and p.status = 'SUCCESS' and p.paying_account_id is not null
    and not exists (select from ledger_transaction t where t.cause_kind = 'payout-post' and t.cause_id = p.id) order by p.id limit ${NAMED_MAX})`;

const suspenseIsLeft = (entriesOf: Entries, only: string): string => `
  with unused as (select receiving_account_id as id, sum(left_satang) as satang from credit_review where is_held and left_satang > 0 group by 1),
    booked as (select e.owner_id as id, sum(e.amount_satang) as satang from (${entriesOf(`'SUSPENSE'`)}) e group by 1)
  select ${difference(`'suspense of account ' || a.id`, 'a.mode', ['coalesce(unused.satang, 0)', 'coalesce(booked.satang, 0)'])}
  from receiving_account a left join unused on unused.id = a.id left join booked on booked.id = a.id
  where coalesce(unused.satang, 0) <> coalesce(booked.satang, 0) ${only} order by a.id limit ${NAMED_MAX}`;

/** What a merchant owes: fees of payments that went to its own accounts and VAT on statements, less what was paid or waived. */
const receivableIsOwed = `
  with booked as (select owner_id, mode, -sum(amount_satang) as satang from ledger_entry where account_kind = 'FEE_RECEIVABLE' group by 1, 2)
  select ${difference(`'merchant ' || m.id || ' receivable'`, 'modes.mode', ['owed.satang', 'coalesce(booked.satang, 0)'])}
  from merchant m cross join (values ('live'), ('test')) modes(mode)
    cross join lateral (select coalesce(sum(p.fee_satang), 0) as satang from payment p where p.merchant_id = m.id and p.mode = modes.mode and p.qr_mode = 'DIRECT' and p.paid_at is not null) fees
    cross join lateral (select coalesce(sum(s.vat_satang), 0) - coalesce(sum(s.total_satang) filter (where s.status <> 'OPEN'), 0) as satang
      from fee_statement s where s.merchant_id = m.id and s.mode = modes.mode) billed
    cross join lateral (select fees.satang + billed.satang as satang) owed
    left join booked on booked.owner_id = m.id and booked.mode = modes.mode
  where owed.satang <> coalesce(booked.satang, 0) order by m.id, modes.mode limit ${NAMED_MAX}`;

const recentReceivableIsOwed = `
  with recent as materialized (${recentEntries} and e.account_kind = 'FEE_RECEIVABLE'),
    cause as materialized (select distinct t.cause_kind as kind, t.cause_id as id from recent r join ledger_transaction t on t.id = r.transaction_id),
    documented as (
      select p.merchant_id as id, p.mode, p.fee_satang as satang from cause join payment p on p.id = cause.id where cause.kind = 'payment' and p.qr_mode = 'DIRECT' and p.paid_at is not null
      union all select s.merchant_id, s.mode, s.vat_satang from cause join fee_statement s on s.id = cause.id where cause.kind = 'fee-statement'
      union all select s.merchant_id, s.mode, -s.total_satang from cause join fee_statement s on s.id = cause.id where cause.kind in ('fee-statement-pay', 'fee-statement-void') and s.status <> 'OPEN'
    ), account as (
      select id, mode, sum(booked) as actual, sum(documented) as expected from (
        select owner_id as id, mode, -amount_satang as booked, 0 as documented from recent union all select id, mode, 0, satang from documented
      ) both_sides group by id, mode
    )
  select ${difference(`'merchant ' || id || ' receivable, lately'`, 'mode', ['expected', 'actual'])} from account where actual <> expected order by id, mode limit ${NAMED_MAX}`;

const paidIsPostedOnce = (onlyPayments: string, onlyPostings: string): string => `
  (select ${difference(`'payment ' || p.id || ' is paid, not posted'`, 'p.mode', ['p.amount_satang', '0'])}
  from payment p where p.status in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') ${onlyPayments}
    and not exists (select from ledger_transaction t where t.cause_kind = 'payment' and t.cause_id = p.id) order by p.id limit ${NAMED_MAX})
  union all
  (select ${difference(`'payment ' || t.cause_id || ' is posted, not paid'`, 't.mode', ['0', 'p.amount_satang'])}
  from ledger_transaction t left join payment p on p.id = t.cause_id
  where t.cause_kind = 'payment' and (p.id is null or p.status not in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')) ${onlyPostings} order by t.id limit ${NAMED_MAX})`;

/** What the comparisons of every minute build on. */
const carriedIsDerived = `
  with derived as (
    select coalesce(owner_id, '00000000-0000-0000-0000-000000000000') as owner_id, account_kind, mode, sum(amount_satang) as satang
    from ledger_entry where id <= (select through_id from ledger_sum_mark) group by 1, 2, 3
  )
  select ${difference(`'carried sum of ' || account_kind || ' ' || owner_id`, 'mode', ['coalesce(d.satang, 0)', 'coalesce(s.amount_satang, 0)'])}
  from derived d full join ledger_sum s using (owner_id, account_kind, mode) where coalesce(d.satang, 0) <> coalesce(s.amount_satang, 0) order by account_kind, owner_id, mode limit ${NAMED_MAX}`;

/** One statement is one snapshot, so nothing half done is seen. `CHANGED` costs by what came since, whatever the books hold. */
export const checks = {
  STORED_IS_DERIVED: { FULL: full('storedIsDerived', storedIsDerived(allEntries, '')), CHANGED: summed('storedIsDerived', storedIsDerived(sumsAndRest, changedBalance)) },
  DEBITS_ARE_CREDITS: { FULL: full('debitsAreCredits', debitsAreCredits('select * from ledger_entry')), CHANGED: changed('debitsAreCredits', debitsAreCredits(recentEntries)) },
  RESERVED_IS_OPEN: { FULL: full('reservedIsOpen', reservedIsOpen('')), CHANGED: changed('reservedIsOpen', reservedIsOpen(changedBalance)) },
  BANK_IS_CREDITS_LESS_TRANSFERS: { FULL: full('bankIsCreditsLessTransfers', bankIsCreditsLessTransfers), CHANGED: changed('bankIsCreditsLessTransfers', recentBankIsCreditsLessTransfers) },
  SUSPENSE_IS_LEFT: { FULL: full('suspenseIsLeft', suspenseIsLeft(allEntries, '')), CHANGED: summed('suspenseIsLeft', suspenseIsLeft(sumsAndRest, `and a.id in (${recentOwners('SUSPENSE')})`)) },
  RECEIVABLE_IS_OWED: { FULL: full('receivableIsOwed', receivableIsOwed), CHANGED: changed('receivableIsOwed', recentReceivableIsOwed) },
  PAID_IS_POSTED_ONCE: { FULL: full('paidIsPostedOnce', paidIsPostedOnce('', '')), CHANGED: changed('paidIsPostedOnce', paidIsPostedOnce(`and p.id >= ${since(YOUNG)}`, `and t.id >= ${since(OVERLAP)}`)) },
  CARRIED_IS_DERIVED: { FULL: full('carriedIsDerived', carriedIsDerived), CHANGED: undefined },
} as const satisfies Record<string, { readonly FULL: Check; readonly CHANGED: Check | undefined }>;
