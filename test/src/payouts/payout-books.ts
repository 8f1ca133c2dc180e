import type { Promises } from '../support/promises.ts';

/**
 * What must be true of payouts whenever no transaction is open, whatever is still under way at the bank. Each statement lists
 * the rows that break its promise. Written against the tables alone, not with the product's own statements.
 */
export const payoutPromises: Promises = {
  'every ledger transaction sums to zero (L1), and so does every mode (L3)':
    `select transaction_id::text as what from ledger_entry group by 1 having sum(amount_satang) <> 0 union all select mode from ledger_entry group by 1 having sum(amount_satang) <> 0`,
  'stored balances are the sums of their entries (L2)':
    `select b.merchant_id, b.mode, b.available_satang, b.reserved_satang from merchant_balance b
     where b.available_satang <> coalesce((select sum(amount_satang) from ledger_entry e where e.owner_id = b.merchant_id and e.mode = b.mode and e.account_kind = 'MERCHANT_AVAILABLE'), 0)
        or b.reserved_satang <> coalesce((select sum(amount_satang) from ledger_entry e where e.owner_id = b.merchant_id and e.mode = b.mode and e.account_kind = 'MERCHANT_RESERVED'), 0)`,
  'nothing is below zero, and what is reserved is what open payouts hold (L4)':
    `select b.merchant_id, b.mode, b.available_satang, b.reserved_satang from merchant_balance b
     where b.available_satang < 0 or b.reserved_satang <> coalesce((select sum(p.debit_satang) from payout p where p.merchant_id = b.merchant_id and p.mode = b.mode and p.status in ('QUEUED', 'PROCESSING', 'UNKNOWN')), 0)`,
  'what has left a paying account is the net of its paid payouts (L5)':
    `select a.id from receiving_account a
     where coalesce((select sum(amount_satang) from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where e.account_kind = 'BANK' and e.owner_id = a.id and t.cause_kind in ('payout-post', 'payout-reverse')), 0)
        <> coalesce((select sum(p.net_satang) from payout p where p.paying_account_id = a.id and p.status = 'SUCCESS'), 0)`,
  'a payout is held once, and posted or voided once when it ends; only a posted one is reversed (O1, L8)':
    `select p.id, p.status, got.causes from payout p
     cross join lateral (select coalesce(array_agg(cause_kind order by cause_kind), '{}') as causes from ledger_transaction t where t.cause_id = p.id) got
     where got.causes <> case p.status when 'SUCCESS' then array['payout-hold', 'payout-post'] when 'FAILED' then array['payout-hold', 'payout-void'] when 'CANCELLED' then array['payout-hold', 'payout-void']
       when 'REVERSED' then array['payout-hold', 'payout-post', 'payout-reverse'] else array['payout-hold'] end`,
  'every entry of a payout is its own debit, net and fee':
    `select id from (
       select p.*, coalesce(sum(e.amount_satang) filter (where account_kind = 'MERCHANT_RESERVED' and owner_id = p.merchant_id), 0) as debit,
         coalesce(sum(e.amount_satang) filter (where account_kind = 'BANK' and owner_id = p.paying_account_id), 0) as net, coalesce(sum(e.amount_satang) filter (where account_kind = 'FEE_REVENUE'), 0) as fee
       from payout p join ledger_transaction t on t.cause_id = p.id and t.cause_kind = 'payout-post' left join ledger_entry e on e.transaction_id = t.id group by p.id, t.id
     )
     where array[debit, net, fee]::bigint[] <> array[-debit_satang, net_satang, fee_satang]::bigint[]`,
  'a payout has one attempt once it was claimed and none before, and its account with it':
    `select p.id, p.status, (select count(*) from payout_attempt a where a.payout_id = p.id) as attempts from payout p
     where (select count(*) from payout_attempt a where a.payout_id = p.id) <> case when p.status in ('QUEUED', 'CANCELLED') then 0 else 1 end
        or (p.paying_account_id is null) <> (p.status in ('QUEUED', 'CANCELLED'))`,
  'an attempt says what its payout came to':
    `select p.id, p.status, a.outcome from payout p join payout_attempt a on a.payout_id = p.id
     where p.status = 'SUCCESS' and a.outcome <> 'SETTLED' or p.status = 'REVERSED' and a.outcome <> 'RETURNED' or p.status = 'FAILED' and a.outcome not in ('REJECTED', 'RETURNED')
        or p.status in ('PROCESSING', 'UNKNOWN') and a.outcome in ('SETTLED', 'REJECTED', 'RETURNED')`,
  'one event for every end, and none while it is under way':
    `select p.id, p.status, got.types from payout p cross join lateral (select coalesce(array_agg(type order by type), '{}') as types from event where object_id = p.id) got
     where got.types <> case p.status when 'SUCCESS' then array['payout.success'] when 'FAILED' then array['payout.failed'] when 'CANCELLED' then array['payout.failed']
       when 'REVERSED' then array['payout.reversed', 'payout.success'] else '{}'::text[] end`,
  'a reference names one payout of a merchant and mode (O3)': `select merchant_id, mode, merchant_ref from payout group by 1, 2, 3 having count(*) > 1`,
  'a request is approved if and only if it has its one payout (O6)':
    `select w.id, w.status, w.payout_id from withdrawal_request w left join payout p on p.id = w.payout_id and p.merchant_id = w.merchant_id and p.mode = w.mode
     where (w.status = 'APPROVED') <> (p.id is not null) or p.idempotency_key <> 'withdrawal-request:' || w.id`,
};
