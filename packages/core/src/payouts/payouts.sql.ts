import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { PayoutAttemptEntity, PayoutEntity, PayoutTermsEntity, type PayoutAttemptRow, type PayoutRow, type PayoutTermsRow } from './payout.entity.ts';

const columns = columnsOf(PayoutEntity, 'p');
const attemptColumns = columnsOf(PayoutAttemptEntity, 'a');

export const findTerms = statement<PayoutTermsRow>('payouts.findTerms', `select ${columnsOf(PayoutTermsEntity, 't')} from payout_terms t where t.merchant_id = $1`);

/** $1 merchant, $2 mode, $3 references: those that a payout has already. Read under the merchant's balance lock, so the answer stays true. */
export const takenRefs = statement<{ merchantRef: string }>('payouts.takenRefs', `
  select p.merchant_ref as "merchantRef" from payout p where p.merchant_id = $1 and p.mode = $2 and p.merchant_ref = any($3::text[])`);

/** $1 merchant, $2 mode: what left or may still leave since midnight in Bangkok. One row. */
export const spentToday = statement<{ spentSatang: number }>('payouts.spentToday', `
  select coalesce(sum(p.debit_satang), 0) as "spentSatang" from payout p
  where p.merchant_id = $1 and p.mode = $2 and p.purpose = 'PAYOUT' and p.status not in ('FAILED', 'CANCELLED', 'REVERSED')
    and p.created_at >= date_trunc('day', now(), 'Asia/Bangkok')`);

/** $1 JSON of payouts. QUEUED, with the database's instants. */
export const insertPayouts = statement<PayoutRow>('payouts.insert', `
  insert into payout as p (id, merchant_id, mode, purpose, merchant_ref, idempotency_key, amount_satang, fee_satang, net_satang, debit_satang, bank_code, bank_name,
    account_number, account_name, status, metadata)
  select "id", "merchantId", "mode", "purpose", "merchantRef", "idempotencyKey", "amountSatang", "feeSatang", "netSatang", "debitSatang", "bankCode", "bankName",
    "accountNumber", "accountName", 'QUEUED', case when json_typeof("metadata") = 'null' then null else "metadata" end
  from json_to_recordset($1::json) as d("id" uuid, "merchantId" uuid, "mode" text, "purpose" text, "merchantRef" text, "idempotencyKey" text, "amountSatang" bigint,
    "feeSatang" bigint, "netSatang" bigint, "debitSatang" bigint, "bankCode" text, "bankName" text, "accountNumber" text, "accountName" text, "metadata" json)
  returning ${columns}`);

/** $1 id, $2 merchant, $3 mode. */
export const findPayout = statement<PayoutRow>('payouts.find', `select ${columns} from payout p where p.id = $1 and p.merchant_id = $2 and p.mode = $3`);
/** $1 merchantRef, $2 merchant, $3 mode. */
export const findPayoutByRef = statement<PayoutRow>('payouts.findByRef', `select ${columns} from payout p where p.merchant_ref = $1 and p.merchant_id = $2 and p.mode = $3`);
/** $1 merchant, $2 mode, $3 status or null, $4 limit, $5 offset; newest first. Settlements and refunds have lists of their own. */
export const payoutsPage = statement<PayoutRow>('payouts.page', `
  select ${columns} from payout p join (
    select id from payout where merchant_id = $1 and mode = $2 and purpose = 'PAYOUT' and ($3::text is null or status = $3) order by id desc limit $4 offset $5
  ) page on page.id = p.id order by p.id desc`);
export const payoutsCount = statement<{ total: number }>('payouts.count', `
  select count(*) as "total" from payout where merchant_id = $1 and mode = $2 and purpose = 'PAYOUT' and ($3::text is null or status = $3)`);

/** The row, taken for the rest of the transaction. $1 id. */
export const lockPayout = statement<PayoutRow>('payouts.lock', `select ${columns} from payout p where p.id = $1 for no key update`);
/** The same of several, in id order. $1 ids. */
export const lockPayouts = statement<PayoutRow>('payouts.lockSeveral', `select ${columns} from payout p where p.id = any($1::uuid[]) order by p.id for no key update`);

/**
 * Moves one payout out of a status it must still have; the row as it is afterwards, or nothing. A queued one that a batch holds is
 * moved by its batch alone. $1 id, $2 from, $3 to, $4 reason, $5 external reference (null keeps the present one), $6 whether this is its outcome.
 */
export const movePayout = statement<PayoutRow>('payouts.move', `
  update payout p set status = $3, status_reason = $4, external_ref = coalesce($5, p.external_ref), updated_at = now(),
    processed_at = case when $6 then now() else p.processed_at end
  where p.id = $1 and p.status = any($2::text[]) and (p.status <> 'QUEUED' or p.batch_id is null) returning ${columns}`);

/** QUEUED → PROCESSING with the account it leaves from. $1 id, $2 paying account. */
export const claimPayout = statement<PayoutRow>('payouts.claim', `
  update payout p set status = 'PROCESSING', paying_account_id = $2, updated_at = now() where p.id = $1 and p.status = 'QUEUED' and p.batch_id is null returning ${columns}`);

/** $1 id, $2 payout, $3 attempt, $4 bank reference, $5 channel. */
export const insertAttempt = statement<PayoutAttemptRow>('payouts.insertAttempt', `
  insert into payout_attempt as a (id, payout_id, attempt, bank_reference, channel, outcome) values ($1, $2, $3, $4, $5, 'OPEN') returning ${attemptColumns}`);
export const lastAttempt = statement<PayoutAttemptRow>('payouts.lastAttempt', `
  select ${attemptColumns} from payout_attempt a where a.payout_id = $1 order by a.attempt desc limit 1`);
/** $1 id, $2 outcome, $3 detail. */
export const recordAttempt = statement('payouts.recordAttempt', 'update payout_attempt set outcome = $2, detail = $3, updated_at = now() where id = $1');

/**
 * Open payouts of a mode that nothing has touched and nobody has asked about for $2 seconds, oldest first, at most 1,000: their job was
 * lost or gave up. One that is asked about regularly has a job that plans its own successor, so it must not get another.
 */
export const stalledPayouts = statement<{ id: string }>('payouts.stalled', `
  select p.id as "id" from payout p where p.mode = $1 and p.status in ('QUEUED', 'PROCESSING', 'UNKNOWN') and p.batch_id is null
    and p.updated_at < now() - make_interval(secs => $2)
    and not exists (select from payout_attempt a where a.payout_id = p.id and a.updated_at >= now() - make_interval(secs => $2)) order by p.id limit 1000`);

/** $1 merchant, $2 digest. A row when it was unspent. */
export const spendSignature = statement<{ spent: boolean }>('payouts.spendSignature', `
  insert into spent_signature (merchant_id, digest) values ($1, $2) on conflict do nothing returning true as "spent"`);
/** Long past every tolerance; $1 at a time. */
export const forgetSignatures = statement<{ merchantId: string }>('payouts.forgetSignatures', `
  delete from spent_signature where ctid = any(array(select ctid from spent_signature where created_at < now() - interval '1 day' order by created_at limit $1))
  returning merchant_id as "merchantId"`);
/** $1 ids. At most as many rows as ids. */
export const payoutModes = statement<{ id: string; mode: 'live' | 'test' }>('payouts.modes', 'select p.id as "id", p.mode as "mode" from payout p where p.id = any($1::uuid[]) order by p.id');
