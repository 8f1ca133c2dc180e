import type { Merchant } from '../caller.ts';
import { statement } from '../db/statement.ts';
import type { PaymentRow } from '../payments/payment.entity.ts';
import { testClockOf } from '../sandbox/test-clock.sql.ts';

/** What the payer page is made of. Sender, fee, metadata and the order's number are not selected, so nothing here can leak them. */
export interface CheckoutRow extends
  Pick<PaymentRow, 'id' | 'merchantId' | 'mode' | 'status' | 'isLate' | 'reference' | 'amountSatang' | 'description' | 'returnUrl' | 'qrPayload' | 'receivingOwnerId' | 'receivingAccountId' | 'bankAccountId' | 'expiresAt' | 'paidAt'>,
  Pick<Merchant, 'promptPayEnabled' | 'bankTransferEnabled'> {
  readonly merchantName: string;
  /** By the database's clock, 0 once due. */
  readonly secondsLeft: number;
  /** What arrived for this payment in another amount and waits for a person. */
  readonly strayAmountSatang: number | null;
  /** What came above a payment that is paid, and waits for a person. */
  readonly excessSatang: number | null;
  /** Its money arrived when it was over, and waits for a person. */
  readonly isMoneyLate: boolean;
  /** Pages of the merchant's public keys in this mode; they may show the payer page in a frame. */
  readonly origins: readonly string[];
}

// Due but not yet swept counts as expired: the payer must not be shown a QR that is over.
const status = `case when p.status = 'PENDING' and p.expires_at <= now() + ${testClockOf('p')} then 'EXPIRED' else p.status end`;
const stray = `(select r.amount_satang from credit_review r
    where r.payment_id = p.id and r.state = 'OPEN' and r.inexact in ('UNDERPAID', 'OVERPAID') and r.left_satang = r.amount_satang order by r.credit_id desc limit 1)`;
const moneyLate = `exists (select from credit_review r where r.payment_id = p.id and r.state = 'OPEN' and r.inexact in ('LATE', 'PAID_AFTER_GRACE', 'PAID_AFTER_CANCEL'))`;
const excess = `(select sum(r.left_satang) from credit_review r where r.payment_id = p.id and r.state = 'OPEN' and r.inexact = 'OVERPAID' and r.left_satang < r.amount_satang)::bigint`;

/** $1 payment. */
export const findCheckout = statement<CheckoutRow>('checkout.find', `
  select p.id as "id", p.merchant_id as "merchantId", p.mode as "mode", ${status} as "status", p.is_late as "isLate", p.reference as "reference",
    p.amount_satang as "amountSatang", p.description as "description", p.return_url as "returnUrl", p.qr_payload as "qrPayload",
    p.receiving_owner_id as "receivingOwnerId", p.receiving_account_id as "receivingAccountId", p.bank_account_id as "bankAccountId", p.expires_at as "expiresAt", p.paid_at as "paidAt", m.business_name as "merchantName",
    m.prompt_pay_enabled as "promptPayEnabled", m.bank_transfer_enabled as "bankTransferEnabled",
    greatest(0, ceil(extract(epoch from p.expires_at - now() - ${testClockOf('p')})))::bigint as "secondsLeft", ${stray} as "strayAmountSatang", ${moneyLate} as "isMoneyLate", ${excess} as "excessSatang",
    array(select distinct origin from api_key k, unnest(k.allowed_origins) origin
      where k.merchant_id = p.merchant_id and k.kind = 'public' and k.revoked_at is null and (k.mode = 'test') = (p.mode = 'test') order by origin limit 20) as "origins"
  from payment p join merchant m on m.id = p.merchant_id where p.id = $1`);

export type StateRow = Pick<CheckoutRow, 'id' | 'status' | 'strayAmountSatang' | 'isMoneyLate'>;
/** $1 payments, as many rows as are found. */
export const checkoutStates = statement<StateRow>('checkout.states', `
  select p.id as "id", ${status} as "status", ${stray} as "strayAmountSatang", ${moneyLate} as "isMoneyLate" from payment p where p.id = any($1::uuid[]) order by p.id`);
