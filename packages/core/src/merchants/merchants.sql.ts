import type { Merchant } from '../caller.ts';
import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { MerchantEntity, type AccountRotation, type MerchantRow, type UniqueSatangDirection, type UniqueSatangWhenFull } from './merchant.entity.ts';

/** A merchant as callers carry it: overrides applied over its plan. Needs `m` and `plan`. */
export const merchantColumns = `m.id as "id", m.username as "username", m.business_name as "businessName", m.status as "status", plan.qr_mode as "qrMode",
  coalesce(m.fee_bps, plan.fee_bps) as "feeBps", coalesce(m.fee_fixed_satang, plan.fee_fixed_satang) as "feeFixedSatang", m.policy_mode as "policyMode",
  m.prompt_pay_enabled as "promptPayEnabled", m.bank_transfer_enabled as "bankTransferEnabled", m.unique_satang_max as "uniqueSatangMax",
  m.unique_satang_direction as "uniqueSatangDirection", m.unique_satang_when_full as "uniqueSatangWhenFull", m.test_clock_offset_seconds as "testClockOffsetSeconds", m.created_at as "createdAt"`;

export const findMerchant = statement<Merchant>('merchants.find', `select ${merchantColumns} from merchant m join plan on plan.code = m.plan_code where m.id = $1`);

/** $1 username. */
export const findMerchantOfUsername = statement<{ readonly id: string }>('merchants.ofUsername', 'select id as "id" from merchant where username = $1');

interface ProfileRow extends MerchantRow {
  readonly availableSatang: number;
  readonly parentUsername: string | null;
  readonly parentBusinessName: string | null;
  readonly childCount: number;
  readonly webhookCount: number;
  readonly effectiveFeeBps: number;
  readonly effectiveFeeFixedSatang: number;
}
/** $1 merchant, $2 mode. One row. */
export const merchantProfile = statement<ProfileRow>('merchants.profile', `
  select ${columnsOf(MerchantEntity, 'm')}, coalesce(b.available_satang, 0) as "availableSatang",
    coalesce(m.fee_bps, plan.fee_bps) as "effectiveFeeBps", coalesce(m.fee_fixed_satang, plan.fee_fixed_satang) as "effectiveFeeFixedSatang",
    parent.username as "parentUsername", parent.business_name as "parentBusinessName",
    (select count(*) from merchant child where child.parent_merchant_id = m.id) as "childCount",
    (select count(*) from webhook_endpoint e where e.merchant_id = m.id and e.mode = $2 and e.deleted_at is null) as "webhookCount"
  from merchant m join plan on plan.code = m.plan_code
    left join merchant parent on parent.id = m.parent_merchant_id
    left join merchant_balance b on b.merchant_id = m.id and b.mode = $2
  where m.id = $1`);

interface BalanceRow { readonly availableSatang: number; readonly reservedSatang: number; readonly updatedAt: string }
/** $1 merchant, $2 mode. One row for every merchant that exists. */
export const merchantBalance = statement<BalanceRow>('merchants.balance', `
  select coalesce(b.available_satang, 0) as "availableSatang", coalesce(b.reserved_satang, 0) as "reservedSatang", coalesce(b.updated_at, m.created_at) as "updatedAt"
  from merchant m left join merchant_balance b on b.merchant_id = m.id and b.mode = $2 where m.id = $1`);

interface LineRow { readonly downlineCount: number; readonly directChildrenCount: number; readonly downlineSatang: number; readonly lineUpdatedAt: string | null }
// Cycles cannot be made (decisions H2); the depth bound keeps the walk finite even if a row is edited by hand.
const LINE_DEPTH_MAX = 32;
// A line is short and its length unknown to the planner: `offset 0` keeps it from reading every merchant there is.
/** $1 merchant, $2 mode: everyone below, without the merchant itself. One row. */
export const merchantLine = statement<LineRow>('merchants.line', `
  with recursive line(id, depth) as (
    select id, 1 from merchant where parent_merchant_id = $1
    union all
    select child.id, depth + 1 from line cross join lateral (select c.id from merchant c where c.parent_merchant_id = line.id offset 0) child where depth < ${LINE_DEPTH_MAX}
  )
  select count(*) as "downlineCount", count(*) filter (where depth = 1) as "directChildrenCount",
    coalesce(sum(b.available_satang), 0) as "downlineSatang", max(b.updated_at) as "lineUpdatedAt"
  from line left join lateral (select own.available_satang, own.updated_at from merchant_balance own where own.merchant_id = line.id and own.mode = $2 offset 0) b on true`);

export interface ReceivingSettingsRow { readonly rotation: AccountRotation; readonly maxSatang: number | null; readonly direction: UniqueSatangDirection; readonly whenFull: UniqueSatangWhenFull }
const receivingColumns = `m.account_rotation as "rotation", m.unique_satang_max as "maxSatang", m.unique_satang_direction as "direction", m.unique_satang_when_full as "whenFull"`;
/** $1 merchant. */
export const findReceivingSettings = statement<ReceivingSettingsRow>('merchants.receivingSettings', `select ${receivingColumns} from merchant m where m.id = $1`);
/** The same, taken until the transaction ends. */
export const lockReceivingSettings = statement<ReceivingSettingsRow>('merchants.lockReceivingSettings', `select ${receivingColumns} from merchant m where m.id = $1 for no key update`);
/** $1 merchant, $2 rotation, $3 satang or null, $4 direction, $5 what happens when full. */
export const saveReceivingSettings = statement<ReceivingSettingsRow>('merchants.saveReceivingSettings', `
  update merchant m set account_rotation = $2, unique_satang_max = $3, unique_satang_direction = $4, unique_satang_when_full = $5, updated_at = now() where m.id = $1 returning ${receivingColumns}`);
