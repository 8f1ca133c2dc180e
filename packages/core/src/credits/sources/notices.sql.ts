import { columnsOf } from '../../db/entity.ts';
import { statement } from '../../db/statement.ts';
import { BankNoticeEntity, type BankNoticeRow, type NoticeStatus } from './bank-notice.entity.ts';

const columns = columnsOf(BankNoticeEntity, 'n');

/**
 * $1 id, $2 source, $3 transaction, $4 payee, $5 payee's account or '', $6 ref1, $7 instant of the transfer, $8 what was told, $9 address. The notice's id,
 * and its status before this call: null when it is new. One that was given up is opened again: who tells it again may be the bank.
 */
export const tellNotice = statement<{ id: string; before: NoticeStatus | null }>('notices.tell', `
  insert into bank_notice as n (id, source, transaction_id, payee, payee_account, ref1, paid_on, told, address, status)
  values ($1, $2, $3, $4, $5, $6, ($7::timestamptz at time zone 'Asia/Bangkok')::date, $8::json, $9, 'OPEN')
  on conflict (source, transaction_id, payee, payee_account, ref1, paid_on) do update set told_times = n.told_times + 1, updated_at = now(),
    status = case when n.status in ('REFUTED', 'ABANDONED') then 'OPEN' else n.status end,
    misses = case when n.status in ('REFUTED', 'ABANDONED') then 0 else n.misses end,
    next_inquiry_at = case when n.status in ('REFUTED', 'ABANDONED') then now() else n.next_inquiry_at end
  returning new.id as "id", old.status as "before"`);

export const findOpenNotice = statement<BankNoticeRow>('notices.findOpen', `select ${columns} from bank_notice n where n.id = $1 and n.status = 'OPEN'`);
/** The same, taken for the rest of the transaction. */
export const lockOpenNotice = statement<BankNoticeRow>('notices.lockOpen', `select ${columns} from bank_notice n where n.id = $1 and n.status = 'OPEN' for no key update`);

/** $1 id, $2 credit, $3 what the bank answered. */
export const creditNotice = statement('notices.credit', `update bank_notice set status = 'CREDITED', credit_id = $2, last_answer = $3, updated_at = now() where id = $1`);

/** $1 id, $2 status, $3 misses, $4 failures, $5 what the bank answered, $6 seconds until it is asked again. */
export const putOffNotice = statement('notices.putOff', `
  update bank_notice set status = $2, misses = $3, failures = $4, last_answer = $5, next_inquiry_at = now() + make_interval(secs => $6), updated_at = now() where id = $1`);

/** Open ones that nobody asked about for $1 seconds after they were due, oldest first, at most 1,000: their job was lost. */
export const overdueNotices = statement<{ id: string }>('notices.overdue', `
  select id as "id" from bank_notice where status = 'OPEN' and next_inquiry_at < now() - make_interval(secs => $1) order by next_inquiry_at limit 1000`);

/** How many are open, by the address that told them; the fullest first, at most 1,000. */
export const openByAddress = statement<{ address: string; count: number }>('notices.openByAddress', `
  select address as "address", count(*) as "count" from bank_notice where status = 'OPEN' group by address order by count(*) desc limit 1000`);

/** Forgets refuted ones but the newest $1. */
export const forgetRefuted = statement('notices.forgetRefuted', `
  delete from bank_notice where status in ('REFUTED', 'ABANDONED') and updated_at < (
    select updated_at from bank_notice where status in ('REFUTED', 'ABANDONED') order by updated_at desc offset $1 limit 1)`);
