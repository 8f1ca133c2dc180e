import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import type { AccountRotation } from '../merchants/merchant.entity.ts';
import { ReceivingAccountEntity, type ReceivingAccountRow } from './receiving-account.entity.ts';

/**
 * $1 mode, $2 merchant or null for the platform's. Active and not frozen, defaults first, at most 100, each with the rule by which its owner
 * gives them out.
 */
export const openAccounts = statement<ReceivingAccountRow & { readonly rotation: AccountRotation }>('accounts.open', `
  select ${columnsOf(ReceivingAccountEntity, 'a')},
    coalesce(m.account_rotation, (select s.value #>> '{}' from setting s where s.name = 'accountRotation'), 'default_first') as "rotation"
  from receiving_account a left join merchant m on m.id = a.merchant_id
  where a.mode = $1 and a.merchant_id is not distinct from $2 and a.is_active and a.frozen_at is null and a.usage in ('RECEIVE', 'BOTH')
  order by a.is_default desc, a.id limit 100`);

/**
 * What counts against the limits of $1: credits of this Bangkok day, also those that a PromptPay id's bank account shows, and open payments
 * that were given it. Index-only; one row each.
 */
export const accountsUsed = statement<{ id: string; count: number; satang: number }>('accounts.used', `
  select a.id as "id", credited.count + opened.count + transfers.count as "count", credited.satang + opened.satang + transfers.satang as "satang"
  from receiving_account a
    cross join lateral (select count(*) as count, coalesce(sum(c.amount_satang), 0) as satang from bank_credit c
      where c.receiving_account_id in (a.id, a.pays_into_account_id) and c.created_at >= date_trunc('day', now(), 'Asia/Bangkok')) credited
    cross join lateral (select count(*) as count, coalesce(sum(p.amount_satang), 0) as satang from payment p
      where p.receiving_account_id = a.id and p.is_counted and p.status = 'PENDING') opened
    cross join lateral (select count(*) as count, coalesce(sum(p.amount_satang), 0) as satang from payment p
      where p.bank_account_id = a.id and p.receiving_account_id <> a.id and p.is_counted and p.status = 'PENDING') transfers
  where a.id = any($1::uuid[]) order by a.id`);

/** $1 ids, at most a handful. Frozen and switched off ones too. In id order. */
export const accountsById = statement<ReceivingAccountRow>('accounts.byIds', `select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a where a.id = any($1::uuid[]) order by a.id`);

/** $1 mode, $2 account numbers. Frozen accounts too: money that arrived is never refused. */
export const accountsByNumber = statement<ReceivingAccountRow>('accounts.byNumber', `
  select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a where a.mode = $1 and a.account_number = any($2) order by a.id limit 1000`);

export const accountById = statement<ReceivingAccountRow>('accounts.byId', `select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a where a.id = $1`);

/** $1 mode. The platform's account that payouts leave from: the default first. */
export const payingAccount = statement<ReceivingAccountRow>('accounts.paying', `
  select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a
  where a.mode = $1 and a.merchant_id is null and a.type = 'BANK' and a.is_active and a.usage in ('PAYOUT', 'BOTH') order by a.usage desc, a.is_default desc, a.id limit 1`);
