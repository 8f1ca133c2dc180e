import { statement } from '../db/statement.ts';

/**
 * $1 how many. Adds the next entries up to the candidate to their accounts' sums and moves the mark behind them, if every transaction that may have written one of
 * them has ended: then all that will ever be there is seen here. Answers how many were added. Two at once add each entry once.
 */
export const carryMore = statement<{ readonly carried: number }>('sums.carry', `
  with mark as materialized (
    select through_id, candidate_id from ledger_sum_mark where through_id < candidate_id and candidate_xid <= pg_snapshot_xmin(pg_current_snapshot())::text::bigint for update
  ), chunk as materialized (
    select e.id, coalesce(e.owner_id, '00000000-0000-0000-0000-000000000000') as owner_id, e.account_kind, e.mode, e.amount_satang
    from mark cross join lateral (select * from ledger_entry e where e.id > mark.through_id and e.id <= mark.candidate_id order by e.id limit $1) e
  ), added as (
    insert into ledger_sum as s (owner_id, account_kind, mode, amount_satang)
    select owner_id, account_kind, mode, sum(amount_satang)::bigint from chunk group by 1, 2, 3 order by 1, 2, 3
    on conflict (owner_id, account_kind, mode) do update set amount_satang = s.amount_satang + excluded.amount_satang
  ), moved as (
    update ledger_sum_mark m set through_id = case when (select count(*) from chunk) = $1 then (select id from chunk order by id desc limit 1) else mark.candidate_id end from mark
  )
  select count(*)::int as "carried" from chunk`);

/**
 * $1 seconds. Once the candidate is reached: the next one, that long ago, and the number of this transaction, which is above that of every transaction that has one (a
 * snapshot's `xmax` is not: it is above the last one that ended). An entry's id is the database's clock when it was written, so one below the candidate whose transaction has
 * no number yet would have to be that old already; the same holds for a clock that was set back. A number that no transaction has is another server's,
 * from before the books moved here.
 */
export const setCandidate = statement('sums.setCandidate', `
  update ledger_sum_mark m set candidate_id = next.id, candidate_xid = next.xid
  from (select paygate_uuid_at(clock_timestamp() - make_interval(secs => $1)) as id, pg_current_xact_id()::text::bigint as xid) next
  where (m.through_id >= m.candidate_id or m.candidate_xid > next.xid) and next.id > m.through_id`);
