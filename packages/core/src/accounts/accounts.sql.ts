import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import type { AccountRotation } from '../merchants/merchant.entity.ts';
import { ReceivingAccountEntity, type ReceivingAccountRow } from './receiving-account.entity.ts';

/** Whether a row belongs to a merchant, or with null to the platform. `is not distinct from` says the same and finds no index. */
export const isOwner = (alias: string, owner: string): string => `(${alias}.merchant_id = ${owner} or (${alias}.merchant_id is null and ${owner} is null))`;

/**
 * $1 mode, $2 merchant or null for the platform's. Active and not frozen, defaults first, at most 100, each with the rule by which its owner
 * gives them out.
 */
export const openAccounts = statement<ReceivingAccountRow & { readonly rotation: AccountRotation }>('accounts.open', `
  select ${columnsOf(ReceivingAccountEntity, 'a')},
    coalesce(m.account_rotation, (select s.value #>> '{}' from setting s where s.name = 'accountRotation'), 'default_first') as "rotation"
  from receiving_account a left join merchant m on m.id = a.merchant_id
  where a.mode = $1 and ${isOwner('a', '$2')} and a.is_active and a.frozen_at is null and a.usage in ('RECEIVE', 'BOTH')
  order by a.is_default desc, a.id limit 100`);

// Credits of this Bangkok day, also those that a PromptPay id's bank account shows, and open payments that were given `a` and count. Index-only.
const usedToday = `cross join lateral (select count(*) as count, coalesce(sum(c.amount_satang), 0) as satang from bank_credit c
      where c.receiving_account_id in (a.id, a.pays_into_account_id) and c.created_at >= date_trunc('day', now(), 'Asia/Bangkok')) credited
    cross join lateral (select count(*) as count, coalesce(sum(p.amount_satang), 0) as satang from payment p
      where p.receiving_account_id = a.id and p.is_counted and p.status = 'PENDING') opened
    cross join lateral (select count(*) as count, coalesce(sum(p.amount_satang), 0) as satang from payment p
      where p.bank_account_id = a.id and p.receiving_account_id <> a.id and p.is_counted and p.status = 'PENDING') transfers
    cross join lateral (select credited.count + opened.count + transfers.count as count, credited.satang + opened.satang + transfers.satang as satang) used`;

/** What counts against the limits of $1; one row each. */
export const accountsUsed = statement<{ id: string; count: number; satang: number }>('accounts.used', `
  select a.id as "id", used.count as "count", used.satang as "satang" from receiving_account a ${usedToday} where a.id = any($1::uuid[]) order by a.id`);

export interface ShownAccount extends ReceivingAccountRow {
  readonly usedCount: number;
  readonly usedSatang: number;
  readonly lastCreditAt: string | null;
  readonly feedContactAt: string | null;
  readonly feedFailureAt: string | null;
  readonly feedFailure: string | null;
}
// An account's own feed, the one heard of last: a merchant's own, or the platform's.
const shown = `
  select ${columnsOf(ReceivingAccountEntity, 'a')}, used.count as "usedCount", used.satang as "usedSatang",
    (select c.created_at from bank_credit c where c.receiving_account_id = a.id order by c.created_at desc limit 1) as "lastCreditAt",
    feed.last_contact_at as "feedContactAt", feed.last_failure_at as "feedFailureAt", feed.last_failure as "feedFailure"
  from receiving_account a ${usedToday}
    left join lateral (select f.last_contact_at, f.last_failure_at, f.last_failure from bank_feed f
      where f.is_active and f.mode = a.mode and ${isOwner('f', 'a.merchant_id')}
      order by greatest(f.last_contact_at, f.last_failure_at) desc nulls last limit 1) feed on true`;
/** $1 merchant or null for the platform's, $2 mode or null. Defaults first, also those that are switched off; at most 500. */
export const shownAccounts = statement<ShownAccount>('accounts.shown', `${shown}
  where ${isOwner('a', '$1')} and ($2::text is null or a.mode = $2) order by a.is_default desc, a.type, a.id limit 500`);
/** $1 account. */
export const shownAccount = statement<ShownAccount>('accounts.shownOne', `${shown} where a.id = $1`);

/** $1 merchant or null: whoever changes that owner's accounts at the same time waits for this transaction. */
export const lockOwner = statement('accounts.lockOwner', `select pg_advisory_xact_lock(hashtextextended('paygate accounts ' || coalesce($1::text, ''), 0))::text as locked`);
/** $1 merchant or null, $2 mode: how many there are, and of which kinds there is a default. One row. */
export const countAccounts = statement<{ readonly count: number; readonly defaults: readonly string[] }>('accounts.count', `
  select count(*) as "count", coalesce(array_agg(a.type || ' ' || a.usage) filter (where a.is_default), '{}') as "defaults" from receiving_account a
  where ${isOwner('a', '$1')} and a.mode = $2`);

const written = `"id" uuid, "merchantId" uuid, "mode" text, "type" text, "name" text, "accountNumber" text, "accountName" text, "bankCode" text, "usage" text, "isDefault" boolean, "isActive" boolean,
  "creditSource" text, "paysIntoAccountId" uuid, "dailyLimitSatang" bigint, "dailyLimitCount" integer, "frozenReason" text`;
/** $1 JSON of one account. No row where somebody has the number already. */
export const insertAccount = statement<{ readonly id: string }>('accounts.insert', `
  insert into receiving_account (id, merchant_id, mode, type, name, account_number, account_name, bank_code, usage, is_default, is_active, credit_source, pays_into_account_id, daily_limit_satang, daily_limit_count)
  select "id", "merchantId", "mode", "type", "name", "accountNumber", "accountName", "bankCode", "usage", "isDefault", true, "creditSource", "paysIntoAccountId", "dailyLimitSatang", "dailyLimitCount"
  from json_to_record($1::json) as d(${written}) on conflict (mode, account_number) do nothing returning id`);
/** $1 JSON of one account: everything but its number, bank and owner. Frozen since now where it was not and has a reason. */
export const saveAccount = statement<{ readonly id: string }>('accounts.save', `
  update receiving_account a set name = d."name", account_name = d."accountName", usage = d."usage", is_default = d."isDefault", is_active = d."isActive", credit_source = d."creditSource",
    pays_into_account_id = d."paysIntoAccountId", daily_limit_satang = d."dailyLimitSatang", daily_limit_count = d."dailyLimitCount",
    frozen_at = case when d."frozenReason" is not null then coalesce(a.frozen_at, now()) end, frozen_reason = d."frozenReason", updated_at = now()
  from json_to_record($1::json) as d(${written}) where a.id = d."id" returning a.id`);
/** The default of $1 merchant or null, $2 mode, $3 type, $4 usage is none any more. */
export const clearDefault = statement('accounts.clearDefault', `
  update receiving_account a set is_default = false, updated_at = now() where ${isOwner('a', '$1')} and a.mode = $2 and a.type = $3 and a.usage = $4 and a.is_default`);

/** $1 ids, at most a handful. Frozen and switched off ones too. In id order. */
export const accountsById = statement<ReceivingAccountRow>('accounts.byIds', `select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a where a.id = any($1::uuid[]) order by a.id`);

/** $1 mode, $2 account numbers, $3 a merchant, or null for anybody's. Frozen accounts too: money that arrived is never refused. */
export const accountsByNumber = statement<ReceivingAccountRow>('accounts.byNumber', `
  select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a where a.mode = $1 and a.account_number = any($2) and ($3::uuid is null or a.merchant_id = $3) order by a.id limit 1000`);

export const accountById = statement<ReceivingAccountRow>('accounts.byId', `select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a where a.id = $1`);

/** $1 mode. The platform's account that payouts leave from: the default first. */
export const payingAccount = statement<ReceivingAccountRow>('accounts.paying', `
  select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a
  where a.mode = $1 and a.merchant_id is null and a.type = 'BANK' and a.is_active and a.usage in ('PAYOUT', 'BOTH') order by a.usage desc, a.is_default desc, a.id limit 1`);
