import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { PaymentEntity, type PaymentRow } from '../payments/payment.entity.ts';
import { RefundedPaymentEntity, RefundEntity, type RefundedPaymentRow, type RefundRow } from './refund.entity.ts';

const totalColumns = columnsOf(RefundedPaymentEntity, 't');

/** $1 id, $2 merchant, $3 mode. Taken for the rest of the transaction. */
export const lockPayment = statement<PaymentRow>('refunds.lockPayment', `
  select ${columnsOf(PaymentEntity, 'p')} from payment p where p.id = $1 and p.merchant_id = $2 and p.mode = $3 for no key update`);

interface Payer { readonly payerName: string | null; readonly payerAccount: string | null; readonly payerBankCode: string | null }
/** $1 payment: who paid it, as the bank told, matched or given to it by a person. At most one row. */
export const payerOfPayment = statement<Payer>('refunds.payer', `
  select c.payer_name as "payerName", c.payer_account as "payerAccount", c.payer_bank_code as "payerBankCode" from bank_credit c
  where c.id = (select m.id from bank_credit m where m.payment_id = $1 union all select s.credit_id from credit_share s where s.payment_id = $1 limit 1)`);

export const findRefunded = statement<RefundedPaymentRow>('refunds.findTotal', `select ${totalColumns} from refunded_payment t where t.payment_id = $1`);
/** $1 payment, $2 its amount, $3 what is claimed now. Fails by constraint when more would be claimed than the payment has. */
export const claimRefund = statement<RefundedPaymentRow>('refunds.claim', `
  insert into refunded_payment as t (payment_id, amount_satang, claimed_satang) values ($1, $2, $3)
  on conflict (payment_id) do update set claimed_satang = t.claimed_satang + excluded.claimed_satang, updated_at = now() returning ${totalColumns}`);
/** $1 payment, $2 change of what is claimed, $3 change of what has arrived. One row. */
export const countRefund = statement<RefundedPaymentRow>('refunds.count', `
  update refunded_payment t set claimed_satang = t.claimed_satang + $2, refunded_satang = t.refunded_satang + $3, updated_at = now() where t.payment_id = $1 returning ${totalColumns}`);

/** $1 id, $2 merchant, $3 mode, $4 payment, $5 payout, $6 amount, $7 reason. PENDING. */
export const insertRefund = statement('refunds.insert', `
  insert into refund (id, merchant_id, mode, payment_id, payout_id, amount_satang, reason, status) values ($1, $2, $3, $4, $5, $6, $7, 'PENDING')`);
/** Moves the refund that a payout carries; no row when it is not in $2. $1 payout, $2 from, $3 to, $4 reason. */
export const moveRefund = statement<RefundRow>('refunds.move', `
  update refund r set status = $3, status_reason = $4, completed_at = now(), updated_at = now() where r.payout_id = $1 and r.status = any($2::text[]) returning ${columnsOf(RefundEntity, 'r')}`);

/** The payment's status is what has arrived of its amount. $1 id, $2 what has arrived. One row. */
export const followRefunds = statement<PaymentRow>('refunds.follow', `
  update payment p set status = case when $2 = 0 then 'PAID' when $2 = p.amount_satang then 'REFUNDED' else 'PARTIALLY_REFUNDED' end, updated_at = now()
  where p.id = $1 and p.status in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED') returning ${columnsOf(PaymentEntity, 'p')}`);

export interface CarriedRefundRow extends RefundRow {
  readonly payoutFeeSatang: number;
  readonly bankCode: string;
  readonly bankName: string;
  readonly accountNumber: string;
  readonly accountName: string;
  readonly externalRef: string | null;
}
/** $1 payment: its refunds with what carries them, newest first, at most 1,000. */
export const refundsOfPayment = statement<CarriedRefundRow>('refunds.ofPayment', `
  select ${columnsOf(RefundEntity, 'r')}, p.fee_satang as "payoutFeeSatang", p.bank_code as "bankCode", p.bank_name as "bankName", p.account_number as "accountNumber",
    p.account_name as "accountName", p.external_ref as "externalRef"
  from refund r join payout p on p.id = r.payout_id where r.payment_id = $1 order by r.id desc limit 1000`);
