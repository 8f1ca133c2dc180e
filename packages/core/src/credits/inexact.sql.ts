import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { movedColumns, PaymentEntity, type MovedPayment, type PaymentRow } from '../payments/payment.entity.ts';
import { InexactPolicyEntity, type CreditReviewRow, type InexactPolicyRow } from './credit-review.entity.ts';

interface OwnTerms extends Pick<InexactPolicyRow, 'late' | 'under' | 'underToleranceSatang' | 'over'> { readonly merchantId: string; readonly feeBps: number; readonly feeFixedSatang: number }
/** $1 merchants: what they chose, null where nothing, and what they pay for a payment today. */
export const ownTerms = statement<OwnTerms>('inexact.ownTerms', `
  select m.id as "merchantId", i.late as "late", i.under as "under", i.under_tolerance_satang as "underToleranceSatang", i.over as "over",
    coalesce(m.fee_bps, plan.fee_bps) as "feeBps", coalesce(m.fee_fixed_satang, plan.fee_fixed_satang) as "feeFixedSatang"
  from merchant m join plan on plan.code = m.plan_code left join inexact_policy i on i.merchant_id = m.id where m.id = any($1::uuid[])`);

/**
 * Pays payments with what arrived, which is less than they asked for: their amount and fee are then of that. The fee is never more than the
 * one they were created with. $1 JSON of {id, amountSatang, feeSatang}; locked, and open or expired.
 */
export const markPaidShort = statement<MovedPayment>('inexact.markPaidShort', `
  update payment p set is_late = (p.status = 'EXPIRED'), status = 'PAID', status_reason = null, amount_satang = s."amountSatang", fee_satang = least(p.fee_satang, s."feeSatang"),
    paid_at = statement_timestamp(), updated_at = statement_timestamp()
  from json_to_recordset($1::json) as s("id" uuid, "amountSatang" bigint, "feeSatang" bigint)
  where p.id = s."id" and p.status in ('PENDING', 'EXPIRED') returning ${columnsOf(PaymentEntity, 'p', movedColumns)}`);

/** $1 JSON of reviews, one for each credit that was not exact. */
export const insertReviews = statement<{ creditId: string }>('inexact.insertReviews', `
  insert into credit_review (credit_id, mode, receiving_account_id, is_held, inexact, reason, payment_id, asked_satang, amount_satang, left_satang, state)
  select "creditId", "mode", "receivingAccountId", "isHeld", "inexact", "reason", "paymentId", "askedSatang", "amountSatang", "leftSatang", "state"
  from json_to_recordset($1::json) as r("creditId" uuid, "mode" text, "receivingAccountId" uuid, "isHeld" boolean, "inexact" text, "reason" text, "paymentId" uuid, "askedSatang" bigint,
    "amountSatang" bigint, "leftSatang" bigint, "state" text) returning credit_id as "creditId"`);

/** $1 payments, as many rows as are found. */
export const paymentsByIds = statement<PaymentRow>('inexact.paymentsByIds', `select ${columnsOf(PaymentEntity, 'p')} from payment p where p.id = any($1::uuid[]) order by p.id`);

export const findPolicy = statement<InexactPolicyRow>('inexact.findPolicy', `select ${columnsOf(InexactPolicyEntity, 'i')} from inexact_policy i where i.merchant_id = $1`);
/** $1 merchant, $2 late, $3 under, $4 tolerance, $5 over; null for the platform's default. */
export const savePolicy = statement<InexactPolicyRow>('inexact.savePolicy', `
  insert into inexact_policy as i (merchant_id, late, under, under_tolerance_satang, over) values ($1, $2, $3, $4, $5)
  on conflict (merchant_id) do update set late = excluded.late, under = excluded.under, under_tolerance_satang = excluded.under_tolerance_satang, over = excluded.over, updated_at = now()
  returning ${columnsOf(InexactPolicyEntity, 'i')}`);

export interface PaymentCreditRow extends Pick<CreditReviewRow, 'leftSatang'> {
  readonly id: string;
  readonly inexact: CreditReviewRow['inexact'] | null;
  readonly state: CreditReviewRow['state'] | null;
  readonly receivedSatang: number;
  readonly appliedSatang: number;
  readonly returnedSatang: number;
  readonly paidAt: string;
}
/**
 * $1 payment: what paid it and what named it, oldest first, at most 100. Of a credit that did not name it only its own share is told: the rest is
 * somebody else's.
 */
export const creditsOfPayment = statement<PaymentCreditRow>('inexact.creditsOfPayment', `
  select c.id as "id", r.inexact as "inexact", r.state as "state", case when r.credit_id is null then coalesce(s.amount_satang, c.amount_satang) else c.amount_satang end as "receivedSatang",
    case when s.credit_id is not null then s.amount_satang when c.payment_id = $1 then least(c.amount_satang, coalesce(r.asked_satang, c.amount_satang)) else 0 end as "appliedSatang",
    coalesce(r.left_satang, 0) as "leftSatang", c.paid_at as "paidAt",
    case when r.credit_id is null then 0 else (select coalesce(sum(b.amount_satang), 0) from credit_return b where b.credit_id = c.id and b.status = 'SUCCESS') end as "returnedSatang"
  from (
    select id from bank_credit where payment_id = $1 union select credit_id from credit_share where payment_id = $1 union select credit_id from credit_review where payment_id = $1
  ) found join bank_credit c on c.id = found.id
    left join credit_review r on r.credit_id = c.id and r.payment_id = $1 left join credit_share s on s.credit_id = c.id and s.payment_id = $1
  order by c.paid_at, c.id limit 100`);
