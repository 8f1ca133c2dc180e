import { CreditReturnEntity, type CreditReturnRow } from '../credits/credit-review.entity.ts';
import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import type { PayoutRow } from '../payouts/payout.entity.ts';

const columns = columnsOf(CreditReturnEntity, 'b');

/** $1 id, $2 credit, $3 payout, $4 amount. PENDING. */
export const insertReturn = statement('returns.insert', `insert into credit_return (id, credit_id, payout_id, amount_satang, status) values ($1, $2, $3, $4, 'PENDING')`);
/** Moves the return that a payout carries; no row when it is not in $2. $1 payout, $2 from, $3 to, $4 reason. */
export const moveReturn = statement<CreditReturnRow & { readonly receivingAccountId: string }>('returns.move', `
  update credit_return b set status = $3, status_reason = $4, completed_at = now(), updated_at = now() from credit_review r
  where b.payout_id = $1 and b.status = any($2::text[]) and r.credit_id = b.credit_id returning ${columns}, r.receiving_account_id as "receivingAccountId"`);
/** What is on its way is with the sender. $1 credit. */
export const markReturned = statement<{ creditId: string }>('returns.arrived', `
  update credit_review r set state = 'RETURNED', updated_at = now() where r.credit_id = $1 and r.state = 'RETURNING' returning r.credit_id as "creditId"`);
/** What did not arrive, or came back, is left again and waits. $1 credit, $2 how much, $3 reason. */
export const putBack = statement<{ creditId: string }>('returns.putBack', `
  update credit_review r set state = 'OPEN', left_satang = r.left_satang + $2, state_reason = $3, updated_at = now()
  where r.credit_id = $1 and r.state in ('RETURNING', 'RETURNED') returning r.credit_id as "creditId"`);
/** Whether money of the credit was sent and came back, $1 credit. A row when it was. */
export const findFailedReturn = statement<{ id: string }>('returns.findFailed', `select id as "id" from credit_return where credit_id = $1 and status in ('FAILED', 'REVERSED') limit 1`);

export interface CarriedReturnRow extends CreditReturnRow, Pick<PayoutRow, 'bankName' | 'accountNumber' | 'accountName'> { readonly payoutStatus: PayoutRow['status'] }
/** $1 credit: newest first, at most 100. */
export const returnsOfCredit = statement<CarriedReturnRow>('returns.ofCredit', `
  select ${columns}, p.status as "payoutStatus", p.bank_name as "bankName", p.account_number as "accountNumber", p.account_name as "accountName"
  from credit_return b join payout p on p.id = b.payout_id where b.credit_id = $1 order by b.id desc limit 100`);
