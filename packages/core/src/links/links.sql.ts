import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { PaymentEntity, type PaymentRow } from '../payments/payment.entity.ts';

/** $1 merchant, $2 mode, $3 rows at most. Newest first, from an index of links alone. */
export const recentLinks = statement<PaymentRow>('links.recent', `
  select ${columnsOf(PaymentEntity, 'p')} from payment p where p.merchant_id = $1 and p.mode = $2 and p.source = 'LINK' order by p.id desc limit $3`);
