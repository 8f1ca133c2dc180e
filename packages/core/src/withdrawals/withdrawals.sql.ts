import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { WithdrawalRequestEntity, WithdrawalRuleEntity, type WithdrawalRequestRow, type WithdrawalRuleRow } from './withdrawal.entity.ts';

const columns = columnsOf(WithdrawalRequestEntity, 'w');

/** $1 JSON of one request. PENDING; no row when the merchant has used its reference before. */
export const insertRequest = statement<WithdrawalRequestRow>('withdrawals.insert', `
  insert into withdrawal_request as w (id, merchant_id, mode, request_ref, amount_satang, fee_satang, net_satang, bank_code, bank_name, account_number, account_name,
    member_id, member_name, status, metadata)
  select "id", "merchantId", "mode", "requestRef", "amountSatang", "feeSatang", "netSatang", "bankCode", "bankName", "accountNumber", "accountName", "memberId", "memberName",
    'PENDING', case when json_typeof("metadata") = 'null' then null else "metadata" end
  from json_to_record($1::json) as d("id" uuid, "merchantId" uuid, "mode" text, "requestRef" text, "amountSatang" bigint, "feeSatang" bigint, "netSatang" bigint,
    "bankCode" text, "bankName" text, "accountNumber" text, "accountName" text, "memberId" text, "memberName" text, "metadata" json)
  on conflict (merchant_id, mode, request_ref) do nothing returning ${columns}`);

/** $1 merchant, $2 mode, $3 id or null, $4 reference. Taken for the rest of the transaction; an id goes before a reference of the same text. */
export const lockRequest = statement<WithdrawalRequestRow>('withdrawals.lock', `
  select ${columns} from withdrawal_request w where w.merchant_id = $1 and w.mode = $2 and (w.id = $3 or w.request_ref = $4)
  order by w.id is not distinct from $3 desc limit 1 for no key update`);

/** Decides a request that must still be in $2; no row when it is not. $1 id, $3 to, $4 reason, $5 payout, $6 fee, $7 net, $8 who (MERCHANT or RULE). */
export const decideRequest = statement<WithdrawalRequestRow>('withdrawals.decide', `
  update withdrawal_request w set status = $3, status_reason = $4, payout_id = $5, fee_satang = $6, net_satang = $7, decided_by = $8, decided_at = now(), updated_at = now()
  where w.id = $1 and w.status = any($2::text[]) returning ${columns}`);

/** $1 merchant, $2 mode, $3 status or null, $4 limit, $5 offset; newest first. */
export const requestsPage = statement<WithdrawalRequestRow>('withdrawals.page', `
  select ${columns} from withdrawal_request w join (
    select id from withdrawal_request where merchant_id = $1 and mode = $2 and ($3::text is null or status = $3) order by id desc limit $4 offset $5
  ) page on page.id = w.id order by w.id desc`);
export const requestsCount = statement<{ total: number }>('withdrawals.count', `
  select count(*) as "total" from withdrawal_request where merchant_id = $1 and mode = $2 and ($3::text is null or status = $3)`);

export const findRule = statement<WithdrawalRuleRow>('withdrawals.findRule', `select ${columnsOf(WithdrawalRuleEntity, 'r')} from withdrawal_rule r where r.merchant_id = $1`);
/** $1 merchant, $2 the most for one request or null, $3 the most for a day or null. */
export const saveRule = statement<WithdrawalRuleRow>('withdrawals.saveRule', `
  insert into withdrawal_rule as r (merchant_id, auto_approve_max_satang, auto_approve_daily_satang) values ($1, $2, $3)
  on conflict (merchant_id) do update set auto_approve_max_satang = excluded.auto_approve_max_satang, auto_approve_daily_satang = excluded.auto_approve_daily_satang, updated_at = now()
  returning ${columnsOf(WithdrawalRuleEntity, 'r')}`);
/** $1 merchant, $2 mode: what the rule has approved since midnight in Bangkok. One row; read it under the merchant's balance lock. */
export const approvedByRuleToday = statement<{ approvedSatang: number }>('withdrawals.approvedByRuleToday', `
  select coalesce(sum(amount_satang), 0) as "approvedSatang" from withdrawal_request
  where merchant_id = $1 and mode = $2 and decided_by = 'RULE' and decided_at >= date_trunc('day', now(), 'Asia/Bangkok')`);
