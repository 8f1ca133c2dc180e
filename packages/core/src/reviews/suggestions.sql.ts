import { statement } from '../db/statement.ts';
import type { PaymentRow } from '../payments/payment.entity.ts';

/** Payments that were paid in the day before by a credit of the same amount, on the same account, by who looks the same: this may be the second time. $1 credit; newest first, at most 3. */
export const paidAlike = statement<{ paymentId: string }>('suggestions.paidAlike', `
  select c.payment_id as "paymentId" from bank_credit mine join bank_credit c on c.receiving_account_id = mine.receiving_account_id
    and c.created_at between mine.created_at - interval '24 hours' and mine.created_at and c.amount_satang = mine.amount_satang
  where mine.id = $1 and c.id <> mine.id and c.payment_id is not null and coalesce(mine.payer_account, mine.payer_name) is not null
    and c.payer_account is not distinct from mine.payer_account and c.payer_name is not distinct from mine.payer_name
  order by c.created_at desc limit 3`);

export interface NamedPaymentRow extends Pick<PaymentRow, 'id' | 'orderId' | 'status' | 'amountSatang'> {
  readonly merchantUsername: string;
  readonly merchantBusinessName: string;
  /** An admin confirmed it and its money has not been found. */
  readonly isVouchedFor: boolean;
}
const named = `p.id as "id", p.order_id as "orderId", p.status as "status", p.amount_satang as "amountSatang", m.username as "merchantUsername", m.business_name as "merchantBusinessName",
  exists (select from payment_confirmation f where f.payment_id = p.id and f.covered_by is null) as "isVouchedFor"`;
/** $1 payments, as many rows as are found. */
export const paymentsNamed = statement<NamedPaymentRow>('suggestions.paymentsNamed', `
  select ${named} from payment p join merchant m on m.id = p.merchant_id where p.id = any($1::uuid[]) order by p.id`);
/** $1 credit: what it gave to whom, at most 100. */
export const sharesOfCredit = statement<NamedPaymentRow & { readonly sharedSatang: number; readonly at: string }>('suggestions.shares', `
  select ${named}, s.amount_satang as "sharedSatang", s.created_at as "at" from credit_share s join payment p on p.id = s.payment_id join merchant m on m.id = p.merchant_id
  where s.credit_id = $1 order by p.id limit 100`);
