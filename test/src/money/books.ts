import type { Promises } from '../support/promises.ts';

/**
 * What must be true of the money at every moment nothing is under way. Each statement lists the rows that break its promise,
 * so a list that is not empty says which. Written against the tables alone, not with the product's own statements.
 */
export const moneyPromises: Promises = {
  'every ledger transaction sums to zero (L1)':
    `select transaction_id from ledger_entry group by 1 having sum(amount_satang) <> 0`,
  'stored balances are the sums of their entries (L2)':
    `select b.merchant_id, b.mode, b.available_satang, b.reserved_satang from merchant_balance b
     where b.available_satang <> coalesce((select sum(amount_satang) from ledger_entry e where e.owner_id = b.merchant_id and e.mode = b.mode and e.account_kind = 'MERCHANT_AVAILABLE'), 0)
        or b.reserved_satang <> coalesce((select sum(amount_satang) from ledger_entry e where e.owner_id = b.merchant_id and e.mode = b.mode and e.account_kind = 'MERCHANT_RESERVED'), 0)`,
  'the entries of each mode sum to zero (L3)':
    `select mode, sum(amount_satang) from ledger_entry group by 1 having sum(amount_satang) <> 0`,
  'no entry is in another mode than its transaction, or without one':
    `select e.id from ledger_entry e left join ledger_transaction t on t.id = e.transaction_id where t.mode is distinct from e.mode`,
  'the bank holds exactly what arrived on the platform\'s accounts (L5)':
    `select a.id from receiving_account a where a.merchant_id is null
       and coalesce((select sum(amount_satang) from bank_credit c where c.receiving_account_id = a.id and c.status <> 'RECEIVED'), 0)
         - coalesce((select sum(net_satang) from payout o where o.paying_account_id = a.id and o.status = 'SUCCESS'), 0)
        <> -coalesce((select sum(amount_satang) from ledger_entry e where e.account_kind = 'BANK' and e.owner_id = a.id), 0)`,
  'suspense holds exactly what is left of credits that were not exact (L5)':
    `select a.id from receiving_account a
     where coalesce((select sum(left_satang) from credit_review r where r.receiving_account_id = a.id and a.merchant_id is null), 0)
        <> coalesce((select sum(amount_satang) from ledger_entry e where e.account_kind = 'SUSPENSE' and e.owner_id = a.id), 0)`,
  'a paid payment posts its amount, fee and net, as its plan says (L6)':
    `select id from (
       select p.*, coalesce(sum(e.amount_satang) filter (where account_kind in ('BANK', 'SUSPENSE', 'ADJUSTMENT')), 0) as bank, coalesce(sum(e.amount_satang) filter (where account_kind = 'MERCHANT_AVAILABLE' and owner_id = p.merchant_id), 0) as net,
         coalesce(sum(e.amount_satang) filter (where account_kind = 'FEE_REVENUE'), 0) as fee, coalesce(sum(e.amount_satang) filter (where account_kind = 'FEE_RECEIVABLE' and owner_id = p.merchant_id), 0) as owed
       from payment p join ledger_transaction t on t.cause_kind = 'payment' and t.cause_id = p.id left join ledger_entry e on e.transaction_id = t.id group by p.id, t.id
     )
     where array[bank, net, fee, owed]::bigint[] <> case qr_mode when 'CENTRAL' then array[-amount_satang, amount_satang - fee_satang, fee_satang, 0]::bigint[] else array[0, 0, fee_satang, -fee_satang]::bigint[] end`,
  'a fee is rounded half up to a satang (L6)':
    `select p.id, p.fee_satang from payment p join merchant m on m.id = p.merchant_id join plan on plan.code = m.plan_code
     where p.fee_satang <> floor((p.amount_satang * coalesce(m.fee_bps, plan.fee_bps) + 5000) / 10000) + coalesce(m.fee_fixed_satang, plan.fee_fixed_satang)`,
  'a cause posts once (L8)': `select cause_kind, cause_id from ledger_transaction group by 1, 2 having count(*) > 1`,
  'PAID if and only if one ledger transaction (P2)':
    `select coalesce(p.id, t.cause_id), p.status from payment p full join (select * from ledger_transaction where cause_kind = 'payment') t on t.cause_id = p.id
     where (p.status = 'PAID') is distinct from (t.id is not null)`,
  'PAID if and only if one credit was matched or given to it, or an admin confirmed it (D1)':
    `with source as (
       select payment_id, mode from bank_credit where status = 'MATCHED'
       union all select s.payment_id, c.mode from credit_share s join bank_credit c on c.id = s.credit_id where not exists (select from payment_confirmation f where f.payment_id = s.payment_id)
       union all select f.payment_id, p.mode from payment_confirmation f join payment p on p.id = f.payment_id
     ) select coalesce(p.id, source.payment_id) from (select * from payment where status = 'PAID') p full join source on source.payment_id = p.id
       group by 1 having count(p.id) <> 1 or count(source.payment_id) <> 1 or min(p.mode) <> min(source.mode)`,
  'every satang of every decided credit paid a payment, is on its way back, or is left (hazard 10)':
    `select c.id from bank_credit c join receiving_account a on a.id = c.receiving_account_id left join payment p on p.id = c.payment_id left join credit_review r on r.credit_id = c.id
     where c.status <> 'RECEIVED' and a.merchant_id is null and c.amount_satang <> coalesce(p.amount_satang, 0) + coalesce(r.left_satang, 0)
       + coalesce((select sum(amount_satang) from credit_share s where s.credit_id = c.id), 0)
       + coalesce((select sum(amount_satang) from credit_return b where b.credit_id = c.id and b.status in ('PENDING', 'SUCCESS')), 0)`,
  'whatever a person must decide is in the queue':
    `select c.id from bank_credit c left join credit_review r on r.credit_id = c.id where c.status = 'REVIEW' and r.credit_id is null or c.status = 'RECEIVED' and r.credit_id is not null`,
  'one event for every state passed through, and no other (P3, P6)':
    `select p.id, p.status, got.types from payment p
     cross join lateral (select coalesce(array_agg(type order by id), '{}') as types from event where object_id = p.id) got
     where got.types <> case when p.status = 'PENDING' then array['payment.created'] when p.status = 'PAID' and p.is_late then array['payment.created', 'payment.expired', 'payment.success']
       when p.status = 'PAID' then array['payment.created', 'payment.success'] when p.status = 'EXPIRED' then array['payment.created', 'payment.expired'] else array['payment.created', 'payment.failed'] end`,
  'an event says what its payment is':
    `select e.id, e.data from event e join payment p on p.id = e.object_id
     where e.merchant_id <> p.merchant_id or e.mode <> p.mode
        or ((e.data::json ->> 'amount')::numeric <> p.amount_satang / 100.0 or (e.data::json ->> 'fee')::numeric <> p.fee_satang / 100.0)
          -- Paid with less than was asked: what was said before was true then.
          and (e.type = 'payment.success' or not exists (select from credit_review r where r.payment_id = p.id and r.asked_satang > p.amount_satang)
            and not exists (select from credit_share s where s.payment_id = p.id))
        or (e.type = 'payment.success' and (e.data::json ->> 'late')::boolean <> p.is_late)`,
  'every event goes once to every endpoint that wants it (W2)':
    `select e.id, w.id from event e join webhook_endpoint w on w.merchant_id = e.merchant_id and w.mode = e.mode and w.created_at <= e.created_at and ('*' = any(w.events) and e.type in ('payment.created', 'payment.success', 'payment.failed', 'payment.expired') or e.type = any(w.events))
     where (select count(*) from delivery d where d.event_id = e.id and d.endpoint_id = w.id) <> 1`,
  'nothing is paid, moved or delivered before it exists (P4)':
    `select id, created_at, paid_at, updated_at from payment where paid_at < created_at or updated_at < created_at or expires_at < created_at and status = 'PENDING' and expires_at > now()`,
  'late means: it had expired, and only then': `select id from payment where is_late and status <> 'PAID'`,
  'an order id names one payment of a merchant and mode (P5)': `select merchant_id, mode, order_id from payment where order_id is not null group by 1, 2, 3 having count(*) > 1`,
  'no credit is counted twice, and every decided one says why':
    `select coalesce(paid_into_account_id, receiving_account_id), bank_reference from bank_credit group by 1, 2 having count(*) > 1
     union all select receiving_account_id, bank_reference from bank_credit where status <> 'RECEIVED' and coalesce(decision ->> 'rule', decision ->> 'reason') is null`,
};
