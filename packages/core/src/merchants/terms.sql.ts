import { columnsOf, type RowOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import type { PayoutTermsRow } from '../payouts/payout.entity.ts';
import type { SettlementTermsRow } from '../settlements/settlement.entity.ts';
import { MerchantEntity, PlanEntity, type MerchantRow } from './merchant.entity.ts';

export type PlanRow = RowOf<typeof PlanEntity>;
export interface CountedPlan extends PlanRow { readonly merchantCount: number }
const counted = `${columnsOf(PlanEntity, 'plan')}, (select count(*) from merchant m where m.plan_code = plan.code) as "merchantCount"`;
/** At most 100. */
export const allPlans = statement<CountedPlan>('terms.plans', `select ${counted} from plan order by plan.fee_bps desc, plan.code limit 100`);
/** $1 code. */
export const findPlan = statement<CountedPlan>('terms.plan', `select ${counted} from plan where plan.code = $1`);
/** The plan alone, taken until the transaction ends. $1 code. */
export const lockPlan = statement<PlanRow>('terms.lockPlan', `select ${columnsOf(PlanEntity, 'plan')} from plan where plan.code = $1 for no key update`);
/** $1 code, $2 rate, $3 fixed part. */
export const savePlan = statement('terms.savePlan', 'update plan set fee_bps = $2, fee_fixed_satang = $3, updated_at = now() where code = $1');

export type MerchantWithPlan = MerchantRow & { readonly qrMode: PlanRow['qrMode']; readonly planFeeBps: number; readonly planFeeFixedSatang: number };
const withPlan = `select ${columnsOf(MerchantEntity, 'm')}, plan.qr_mode as "qrMode", plan.fee_bps as "planFeeBps", plan.fee_fixed_satang as "planFeeFixedSatang"
  from merchant m join plan on plan.code = m.plan_code where m.id = $1`;
/** $1 merchant. */
export const findMerchantTerms = statement<MerchantWithPlan>('terms.merchant', withPlan);
/** The same, taken until the transaction ends. */
export const lockMerchantTerms = statement<MerchantWithPlan>('terms.lockMerchant', `${withPlan} for no key update of m`);

/** $1 merchant, $2 plan, $3 rate, $4 fixed part, $5 PromptPay, $6 bank transfer, $7 contract policy; nulls as the plan or the platform says. */
export const saveMerchantTerms = statement('terms.saveMerchant', `
  update merchant set plan_code = $2, fee_bps = $3, fee_fixed_satang = $4, prompt_pay_enabled = $5, bank_transfer_enabled = $6, policy_mode = $7, updated_at = now() where id = $1`);
/** $1 merchant, $2 rate, $3 fixed part, $4 smallest. */
export const saveSettlementTerms = statement<SettlementTermsRow>('terms.saveSettlement', `
  insert into settlement_terms (merchant_id, fee_bps, fee_fixed_satang, min_satang) values ($1, $2, $3, $4)
  on conflict (merchant_id) do update set fee_bps = excluded.fee_bps, fee_fixed_satang = excluded.fee_fixed_satang, min_satang = excluded.min_satang, updated_at = now()`);
/** $1 merchant, $2 rate, $3 fixed part, $4 bearer, $5 smallest, $6 largest, $7 a day, $8 signature mode. */
export const savePayoutTerms = statement<PayoutTermsRow>('terms.savePayout', `
  insert into payout_terms (merchant_id, fee_bps, fee_fixed_satang, fee_bearer, min_satang, max_satang, daily_limit_satang, signature_mode) values ($1, $2, $3, $4, $5, $6, $7, $8)
  on conflict (merchant_id) do update set fee_bps = excluded.fee_bps, fee_fixed_satang = excluded.fee_fixed_satang, fee_bearer = excluded.fee_bearer, min_satang = excluded.min_satang,
    max_satang = excluded.max_satang, daily_limit_satang = excluded.daily_limit_satang, signature_mode = excluded.signature_mode, updated_at = now()`);
