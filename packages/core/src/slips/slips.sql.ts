import { isOwner } from '../accounts/accounts.sql.ts';
import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import type { CreditStatus } from '../credits/bank-credit.entity.ts';
import type { OwnAccount } from './receiver.rules.ts';
import { SlipEntity, type SlipRow } from './slip.entity.ts';

/** A slip with what became of its money. */
export interface SlipSeen extends SlipRow {
  readonly creditStatus: CreditStatus | null;
  readonly creditPaymentId: string | null;
}
const seen = `${columnsOf(SlipEntity, 's')}, c.status as "creditStatus", c.payment_id as "creditPaymentId"`;

/** $1 id, $2 payment, $3 merchant, $4 mode, $5 sending bank, $6 reference, $7 channel. No row where the transfer is known already. */
export const insertSlip = statement<{ id: string }>('slips.insert', `
  insert into slip (id, payment_id, merchant_id, mode, sending_bank, trans_ref, channel, status) values ($1, $2, $3, $4, $5, $6, $7, 'CHECKING')
  on conflict on constraint slip_transfer_unique do nothing returning id`);

/** $1 mode, $2 sending bank, $3 reference. Held until the end of the transaction. */
export const lockSlipByName = statement<SlipSeen>('slips.lockByName', `
  select ${seen} from slip s left join bank_credit c on c.id = s.credit_id where s.mode = $1 and s.sending_bank = $2 and s.trans_ref = $3 for update of s`);

/** A refused slip is checked again, now for payment $2 of merchant $3, sent by channel $4. $1 slip. */
export const reopenSlip = statement<{ id: string }>('slips.reopen', `
  update slip set payment_id = $2, merchant_id = $3, channel = $4, status = 'CHECKING', reason = null, attempts = 0, next_check_at = now(), updated_at = now()
  where id = $1 and status = 'REFUSED' returning id`);

/** Slips sent for payment $1, counted up to $2. */
export const countSlips = statement<{ count: number }>('slips.count', `select count(*) as "count" from (select from slip where payment_id = $1 limit $2) s`);

/** Of payment $1, newest first, at most $2. */
export const slipsOfPayment = statement<SlipSeen>('slips.ofPayment', `
  select ${seen} from slip s left join bank_credit c on c.id = s.credit_id where s.payment_id = $1 order by s.id desc limit $2`);

/** $1 slip. */
export const findSlip = statement<SlipSeen>('slips.find', `select ${seen} from slip s left join bank_credit c on c.id = s.credit_id where s.id = $1`);

type Due = Pick<SlipRow, 'id' | 'mode' | 'sendingBank' | 'transRef'>;
/** Of $1, those whose turn it is. In id order. */
export const dueSlips = statement<Due>('slips.due', `
  select s.id as "id", s.mode as "mode", s.sending_bank as "sendingBank", s.trans_ref as "transRef" from slip s
  where s.id = any($1::uuid[]) and s.status = 'CHECKING' and s.next_check_at <= now() order by s.id`);

export type CheckedSlip = SlipRow & { readonly receivingOwnerId: string; readonly paymentCreatedAt: string };
/** $1 slip, while it is being checked, with its payment's receiver. Held until the end of the transaction. */
export const lockChecking = statement<CheckedSlip>('slips.lockChecking', `
  select ${columnsOf(SlipEntity, 's')}, p.receiving_owner_id as "receivingOwnerId", p.created_at as "paymentCreatedAt"
  from slip s join payment p on p.id = s.payment_id where s.id = $1 and s.status = 'CHECKING' for update of s`);

/** $1 slip, $2 credit. */
export const creditSlip = statement('slips.credit', `update slip set status = 'CREDITED', credit_id = $2, attempts = attempts + 1, updated_at = now() where id = $1 and status = 'CHECKING'`);
/** $1 slip, $2 reason. */
export const refuseSlip = statement('slips.refuse', `update slip set status = 'REFUSED', reason = $2, attempts = attempts + 1, updated_at = now() where id = $1 and status = 'CHECKING'`);
/** $1 slip, $2 seconds until it is checked again. */
export const postponeSlip = statement('slips.postpone', `
  update slip set attempts = attempts + 1, next_check_at = now() + make_interval(secs => $2), updated_at = now() where id = $1 and status = 'CHECKING'`);

/** Slips whose turn came more than $1 seconds ago: their job was lost. Longest waiting first, at most 1,000. */
export const overdueSlips = statement<{ id: string }>('slips.overdue', `
  select id as "id" from slip where status = 'CHECKING' and next_check_at < now() - make_interval(secs => $1) order by next_check_at limit 1000`);

/** $1 mode, $2 merchant or null for the platform's. Frozen and switched off ones too: money that arrived is never refused. */
export const accountsOfReceiver = statement<OwnAccount>('slips.accountsOfReceiver', `
  select a.id as "id", a.account_number as "accountNumber", a.account_name as "accountName", a.bank_code as "bankCode" from receiving_account a
  where a.mode = $1 and ${isOwner('a', '$2')} order by a.is_active desc, a.is_default desc, a.id limit 1000`);

/** $1 credit. */
export const amountOfCredit = statement<{ amountSatang: number }>('slips.amountOfCredit', `select c.amount_satang as "amountSatang" from bank_credit c where c.id = $1`);
