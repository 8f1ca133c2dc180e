import { statement } from '../db/statement.ts';

/** Takes the balance rows of $1 merchants (pairwise with $2 modes) in id order, so that two postings never deadlock. */
export const lockBalances = statement<{ merchantId: string; availableSatang: number }>('ledger.lockBalances', `
  select b.merchant_id as "merchantId", b.available_satang as "availableSatang" from merchant_balance b join unnest($1::uuid[], $2::text[]) as wanted(merchant_id, mode) using (merchant_id, mode)
  order by b.merchant_id, b.mode for no key update of b`);

export interface BalanceChange { readonly merchantId: string; readonly mode: string; readonly availableSatang: number; readonly reservedSatang: number }
/**
 * $1 ids of transactions, $2 their modes, $3 kinds and $4 ids of their causes, pairwise; $5 transactions, $6 modes, $7 kinds of account, $8 owners
 * and $9 satang of their entries, pairwise. Answers by how much the stored balances must move: the sums of what was written. Fails on a cause
 * that has posted before.
 */
export const insertPostings = statement<BalanceChange>('ledger.insertPostings', `
  with new_transaction as (
    insert into ledger_transaction (id, mode, cause_kind, cause_id) select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])
  ), new_entry as (
    insert into ledger_entry (transaction_id, mode, account_kind, owner_id, amount_satang) select * from unnest($5::uuid[], $6::text[], $7::text[], $8::uuid[], $9::bigint[])
    returning owner_id, mode, account_kind, amount_satang
  )
  select owner_id as "merchantId", mode as "mode",
    coalesce(sum(amount_satang) filter (where account_kind = 'MERCHANT_AVAILABLE'), 0) as "availableSatang",
    coalesce(sum(amount_satang) filter (where account_kind = 'MERCHANT_RESERVED'), 0) as "reservedSatang"
  from new_entry where account_kind in ('MERCHANT_AVAILABLE', 'MERCHANT_RESERVED') group by 1, 2 order by 1, 2`);

/** $1 merchants, $2 modes, $3 available and $4 reserved satang to add, pairwise; several are locked before. Fails on a balance below zero. */
export const moveBalances = statement<{ merchantId: string }>('ledger.moveBalances', `
  update merchant_balance b set available_satang = b.available_satang + change.available, reserved_satang = b.reserved_satang + change.reserved, updated_at = now()
  from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) as change(merchant_id, mode, available, reserved)
  where b.merchant_id = change.merchant_id and b.mode = change.mode returning b.merchant_id as "merchantId"`);

interface Imbalance { readonly merchantId: string; readonly mode: string; readonly storedSatang: number; readonly derivedSatang: number }
/** Merchants whose stored available or reserved differs from the sum of its entries. Empty when the books are right; at most 100. */
export const imbalances = statement<Imbalance>('ledger.imbalances', `
  select b.merchant_id as "merchantId", b.mode as "mode", b.available_satang + b.reserved_satang as "storedSatang", coalesce(d.available + d.reserved, 0) as "derivedSatang"
  from merchant_balance b left join (
    select owner_id, mode, coalesce(sum(amount_satang) filter (where account_kind = 'MERCHANT_AVAILABLE'), 0) as available,
      coalesce(sum(amount_satang) filter (where account_kind = 'MERCHANT_RESERVED'), 0) as reserved
    from ledger_entry where account_kind in ('MERCHANT_AVAILABLE', 'MERCHANT_RESERVED') group by 1, 2
  ) d on d.owner_id = b.merchant_id and d.mode = b.mode
  where b.available_satang <> coalesce(d.available, 0) or b.reserved_satang <> coalesce(d.reserved, 0)
  order by b.merchant_id limit 100`);

/** The sum of every entry of a mode; zero when nothing was made or lost. One row per mode that has entries. */
export const ledgerSums = statement<{ mode: string; sumSatang: number }>('ledger.sums', `select mode as "mode", sum(amount_satang) as "sumSatang" from ledger_entry group by mode order by mode`);
