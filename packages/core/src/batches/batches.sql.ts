import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { PayoutEntity, type AttemptOutcome, type PayoutRow } from '../payouts/payout.entity.ts';
import { PayoutBatchEntity, type PayoutBatchRow } from './batch.entity.ts';

const columns = columnsOf(PayoutBatchEntity, 'b');
const payoutColumns = columnsOf(PayoutEntity, 'p');

export type Collected = Pick<PayoutRow, 'id' | 'netSatang' | 'feeSatang' | 'accountName' | 'accountNumber' | 'bankCode'>;
const collected = 'p.id as "id", p.net_satang as "netSatang", p.fee_satang as "feeSatang", p.account_name as "accountName", p.account_number as "accountNumber", p.bank_code as "bankCode"';
/** $1 mode, $2 payout, $3 rows at most: the oldest after that one that are free, taken. What another operator or a connector holds at this moment is left to them. */
export const takeOldestQueued = statement<Collected>('batches.takeOldestQueued', `
  select ${collected} from payout p where p.mode = $1 and p.status = 'QUEUED' and p.batch_id is null and p.id > $2 order by p.id limit $3 for no key update skip locked`);
/** $1 mode, $2 ids: those of them that are free, taken. */
export const takeNamedQueued = statement<Collected>('batches.takeNamedQueued', `
  select ${collected} from payout p where p.mode = $1 and p.status = 'QUEUED' and p.batch_id is null and p.id = any($2::uuid[]) order by p.id for no key update skip locked`);

/** $1 id, $2 mode, $3 paying account, $4 payer, $5 payouts, $6 net, $7 fee, $8 maker. Numbered and named after the day in Bangkok. */
export const insertBatch = statement<{ id: string }>('batches.insert', `
  with next as (select nextval('payout_batch_number')::integer as number)
  insert into payout_batch (id, mode, status, number, reference, paying_account_id, payer, payout_count, amount_satang, fee_satang, created_by)
  select $1, $2, 'DRAFT', number, 'BATCH-' || to_char(now() at time zone 'Asia/Bangkok', 'YYYYMMDD') || '-' || lpad(number::text, 6, '0'), $3, $4, $5, $6, $7, $8 from next returning id as "id"`);
/** $1 batch, $2 payouts taken before. */
export const assignPayouts = statement<{ id: string }>('batches.assign', `
  update payout p set batch_id = $1, updated_at = now() where p.id = any($2::uuid[]) and p.status = 'QUEUED' and p.batch_id is null returning p.id as "id"`);
/** $1 batch that is being cancelled. */
export const releasePayouts = statement<{ id: string }>('batches.release', `
  update payout p set batch_id = null, updated_at = now() where p.batch_id = $1 and p.status = 'QUEUED' returning p.id as "id"`);

export interface BatchWithPeople extends PayoutBatchRow {
  readonly makerName: string;
  readonly makerEmail: string;
  readonly checkerName: string | null;
  readonly checkerEmail: string | null;
}
const withPeople = `select ${columns}, maker.name as "makerName", maker.email as "makerEmail", checker.name as "checkerName", checker.email as "checkerEmail"
  from payout_batch b join member maker on maker.id = b.created_by left join member checker on checker.id = b.checked_by`;
export const findBatch = statement<BatchWithPeople>('batches.find', `${withPeople} where b.id = $1`);
/** Takes the batch until the transaction ends. */
export const lockBatch = statement<BatchWithPeople>('batches.lock', `${withPeople} where b.id = $1 for no key update of b`);
/** $1 mode or null, $2 status or null, $3 limit, $4 offset; newest first. */
export const batchesPage = statement<BatchWithPeople>('batches.page', `
  ${withPeople} where ($1::text is null or b.mode = $1) and ($2::text is null or b.status = $2) order by b.id desc limit $3 offset $4`);
export const batchesCount = statement<{ total: number }>('batches.count', `
  select count(*) as "total" from payout_batch b where ($1::text is null or b.mode = $1) and ($2::text is null or b.status = $2)`);

/** DRAFT → LOCKED. $1 id, $2 checker. The money moves on the day in Bangkok on which it was checked. */
export const markLocked = statement<{ id: string }>('batches.markLocked', `
  update payout_batch b set status = 'LOCKED', checked_by = $2, locked_at = now(), execution_date = to_char(now() at time zone 'Asia/Bangkok', 'YYYY-MM-DD'), updated_at = now()
  where b.id = $1 and b.status = 'DRAFT' returning b.id as "id"`);
/** LOCKED → EXPORTED. $1 id. */
export const markExported = statement<{ id: string }>('batches.markExported', `
  update payout_batch b set status = 'EXPORTED', exported_at = now(), updated_at = now() where b.id = $1 and b.status = 'LOCKED' returning b.id as "id"`);
/** EXPORTED → COMPLETED once no payout of it is open. $1 id. */
export const markCompleted = statement<{ id: string }>('batches.markCompleted', `
  update payout_batch b set status = 'COMPLETED', completed_at = now(), updated_at = now() where b.id = $1 and b.status = 'EXPORTED'
    and not exists (select from payout p where p.batch_id = b.id and p.status in ('QUEUED', 'PROCESSING', 'UNKNOWN')) returning b.id as "id"`);
/** DRAFT → CANCELLED. $1 id. */
export const markCancelled = statement<{ id: string }>('batches.markCancelled', `
  update payout_batch b set status = 'CANCELLED', cancelled_at = now(), updated_at = now() where b.id = $1 and b.status = 'DRAFT' returning b.id as "id"`);

/** QUEUED → PROCESSING for every payout of a batch. $1 batch, $2 paying account. */
export const claimPayouts = statement<{ id: string }>('batches.claimPayouts', `
  update payout p set status = 'PROCESSING', paying_account_id = $2, updated_at = now() where p.batch_id = $1 and p.status = 'QUEUED' returning p.id as "id"`);
/** What an attempt's channel is until somebody takes the file, and so chooses a format. */
export const UNCHOSEN_CHANNEL = 'batch';
/** $1 JSON of {id, payoutId, bankReference}: the first try of each. */
export const insertAttempts = statement<{ id: string }>('batches.insertAttempts', `
  insert into payout_attempt as a (id, payout_id, attempt, bank_reference, channel, outcome)
  select "id", "payoutId", 1, "bankReference", '${UNCHOSEN_CHANNEL}', 'OPEN' from json_to_recordset($1::json) as n("id" uuid, "payoutId" uuid, "bankReference" text) returning a.id as "id"`);
/** $1 batch, $2 channel. */
export const chooseChannel = statement('batches.chooseChannel', `
  update payout_attempt a set channel = $2, updated_at = now() from payout p where p.id = a.payout_id and p.batch_id = $1 and a.channel = '${UNCHOSEN_CHANNEL}'`);

export interface BatchedPayout extends PayoutRow {
  readonly attemptId: string | null;
  readonly bankReference: string | null;
  readonly attemptOutcome: AttemptOutcome | null;
  readonly attemptDetail: string | null;
  readonly merchantUsername: string;
  readonly merchantBusinessName: string;
}
/** $1 batch. In the order of its file, at most 1,000 (BATCH_PAYOUTS_MAX). */
export const payoutsOfBatch = statement<BatchedPayout>('batches.payouts', `
  select ${payoutColumns}, a.id as "attemptId", a.bank_reference as "bankReference", a.outcome as "attemptOutcome", a.detail as "attemptDetail",
    m.username as "merchantUsername", m.business_name as "merchantBusinessName"
  from payout p join merchant m on m.id = p.merchant_id left join payout_attempt a on a.payout_id = p.id and a.attempt = 1
  where p.batch_id = $1 order by p.id limit 1000`);
