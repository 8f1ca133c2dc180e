import { isUuid } from '@paygate/contract/scalars';
import { columnsOf } from '../db/entity.ts';
import { firstIdOf } from '../db/first-id.ts';
import { assembled, statement, type Statement } from '../db/statement.ts';
import { PaymentEntity, type PaymentRow } from './payment.entity.ts';

const columns = columnsOf(PaymentEntity, 'p');

/** $1 id, $2 merchant, $3 mode. */
export const findPayment = statement<PaymentRow>('payments.find', `select ${columns} from payment p where p.id = $1 and p.merchant_id = $2 and p.mode = $3`);

type Placed = PaymentRow & { readonly place: number };
const wanted = (name: string) => `unnest($1::${name}[], $2::uuid[], $3::text[]) with ordinality as wanted(name, merchant_id, mode, place)`;
/** $1 ids, $2 merchants, $3 modes, by place from 1. What is not there, or not theirs, is missing. */
export const findPayments = statement<Placed>('payments.findMany', `
  select wanted.place as "place", ${columns} from ${wanted('uuid')} join payment p on p.id = wanted.name and p.merchant_id = wanted.merchant_id and p.mode = wanted.mode`);
/** $1 order ids, $2 merchants, $3 modes, by place from 1. */
export const findPaymentsByOrder = statement<Placed>('payments.findManyByOrder', `
  select wanted.place as "place", ${columns} from ${wanted('text')} join payment p on p.order_id = wanted.name and p.merchant_id = wanted.merchant_id and p.mode = wanted.mode`);

/**
 * Moves one payment out of a status it must still have; the row as it is afterwards, or nothing when it had left it.
 * $1 id, $2 merchant, $3 mode, $4 from, $5 to, $6 reason.
 */
export const movePayment = statement<PaymentRow>('payments.move', `
  update payment p set status = $5, status_reason = $6, updated_at = now()
  where p.id = $1 and p.merchant_id = $2 and p.mode = $3 and p.status = any($4::text[])
  returning ${columns}`);

/**
 * First statement of a transaction that expires. The planner knows of few open payments whatever fell due since it last looked, and would sort all of them
 * for each chunk: a hundred thousand due at once cost the square of that. Walking `payment_expiring` stops after the chunk.
 */
export const walkTheIndex = statement<{ readonly set: string }>('payments.walkTheIndex', `select set_config('enable_bitmapscan', 'off', true) || set_config('enable_sort', 'off', true) as "set"`);

/**
 * Expires what is due by the database's clock, at most $1 at a time, oldest first; locked rows wait for the next round.
 */
export const expireDue = statement<PaymentRow>('payments.expireDue', `
  with due as (
    select id from payment where status = 'PENDING' and expires_at <= now() order by expires_at limit $1 for no key update skip locked
  )
  update payment p set status = 'EXPIRED', updated_at = now() where p.id = any(array(select id from due)) and p.status = 'PENDING'
  returning ${columns}`);

/** The same by the test clocks of merchants whose is ahead; theirs are few, and mostly none. */
export const expireDueByTestClock = statement<PaymentRow>('payments.expireDueByTestClock', `
  with ahead as materialized (
    select id, now() + make_interval(secs => test_clock_offset_seconds) as its_now from merchant where test_clock_offset_seconds > 0
  ), due as (
    select p.id from ahead cross join lateral (
      select id from payment where merchant_id = ahead.id and mode = 'test' and status = 'PENDING' and expires_at <= ahead.its_now
      order by expires_at limit $1 for no key update skip locked
    ) p limit $1
  )
  update payment p set status = 'EXPIRED', updated_at = now() where p.id = any(array(select id from due)) and p.status = 'PENDING'
  returning ${columns}`);

export interface PaymentFilter {
  readonly merchantId: string;
  readonly mode: string;
  readonly status?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly orderId?: string | undefined;
  readonly q?: string | undefined;
  readonly minSatang?: number | undefined;
  readonly maxSatang?: number | undefined;
}
// Ids are of about the time of their rows: a draft waits half a minute at most to be stored (DRAFT_WAIT_MS_MAX), and clocks of our machines may differ by minutes.
// So a stretch of time is one of the index, a little longer; and what was created a while ago has been counted once and for all.
const ID_SLACK = `interval '10 minutes'`;
const TALLY_BEHIND = `interval '5 minutes'`;

interface Where { readonly text: string; readonly values: readonly unknown[] }

/** The filter as constant fragments; every value is a parameter. */
const whereOf = (filter: PaymentFilter): Where => {
  const values: unknown[] = [filter.merchantId, filter.mode];
  const tests = ['p.merchant_id = $1', 'p.mode = $2'];
  const add = (value: unknown, test: (parameter: string) => string) => {
    if (value === undefined) return;
    values.push(value);
    tests.push(test(`$${values.length}`));
  };
  add(filter.status, (parameter) => `p.status = ${parameter}`);
  add(filter.from, (parameter) => `p.created_at >= ${parameter}::timestamptz and p.id >= paygate_uuid_at(${parameter}::timestamptz - ${ID_SLACK})`);
  add(filter.to, (parameter) => `p.created_at < ${parameter}::timestamptz and p.id < paygate_uuid_at(${parameter}::timestamptz + ${ID_SLACK})`);
  add(filter.orderId, (parameter) => `p.order_id = ${parameter}`);
  add(filter.q, (parameter) => (isUuid(filter.q ?? '') ? `(starts_with(p.order_id, ${parameter}) or p.id = ${parameter}::text::uuid)` : `starts_with(p.order_id, ${parameter})`));
  add(filter.minSatang, (parameter) => `p.amount_satang >= ${parameter}`);
  add(filter.maxSatang, (parameter) => `p.amount_satang <= ${parameter}`);
  return { text: tests.join(' and '), values };
};

interface Query<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[] }

/** Newest first, `limit` rows after `offset`: the offset walks the index alone, then the rows are joined. */
export const paymentsPage = (filter: PaymentFilter, page: { readonly limit: number; readonly offset: number }): Query<PaymentRow> => {
  const { text, values } = whereOf(filter);
  const [limit, offset] = [`$${values.length + 1}`, `$${values.length + 2}`];
  return {
    statement: assembled(`select ${columns} from payment p join (select p.id from payment p where ${text} order by p.id desc limit ${limit} offset ${offset}) page on page.id = p.id order by p.id desc`),
    values: [...values, page.limit, page.offset],
  };
};
/** Newest first, `limit` rows below an id; the cost does not grow with depth. */
export const paymentsBelow = (filter: PaymentFilter, page: { readonly limit: number; readonly belowId: string | undefined }): Query<PaymentRow> => {
  const { text, values } = whereOf(filter);
  const below = page.belowId === undefined ? '' : ` and p.id < $${values.length + 2}`;
  return {
    statement: assembled(`select ${columns} from payment p where ${text}${below} order by p.id desc limit $${values.length + 1}`),
    values: [...values, page.limit, ...(page.belowId === undefined ? [] : [page.belowId])],
  };
};

/** What a filter finds is counted to here and no further. */
export const COUNTED_MAX = 10_000;
const TALLY_CHUNK = 200_000;

/** $1 merchant, $2 mode. One row, in one snapshot: the tally, and what has come since. */
const paymentsTotal = statement<{ readonly total: number }>('payments.total', `
  select coalesce((select t.count from payment_tally t where t.merchant_id = $1 and t.mode = $2), 0)
    + (select count(*) from payment p where p.merchant_id = $1 and p.mode = $2 and p.id >= (select m.through_id from payment_tally_mark m)) as "total"`);

/** One row. All of a merchant's payments exactly; of those a filter finds, COUNTED_MAX + 1 says that there are more. */
export const paymentsCount = (filter: PaymentFilter): Query<{ readonly total: number }> & { readonly totalMax: number } => {
  const { text, values } = whereOf(filter);
  if (values.length === 2) return { statement: paymentsTotal, values, totalMax: Infinity };
  return { totalMax: COUNTED_MAX, statement: assembled(`select count(*) as total from (select 1 from payment p where ${text} limit ${COUNTED_MAX + 1}) counted`), values };
};

/** Moves the mark on by at most a chunk. A row with how many it passed, or nothing when it stands where it may. */
export const tallyMore = statement<{ readonly counted: number }>('payments.tallyMore', `
  with mark as (select through_id from payment_tally_mark for update),
  ahead as (
    select least(latest.id, coalesce((select p.id from payment p where p.id >= (select through_id from mark) order by p.id offset ${TALLY_CHUNK} limit 1), latest.id)) as id
    from (select ${firstIdOf(`(now() - ${TALLY_BEHIND})`)} as id) latest
  ),
  fresh as (
    select p.merchant_id, p.mode, count(*) as count from payment p where p.id >= (select through_id from mark) and p.id < (select id from ahead) group by p.merchant_id, p.mode
  ),
  tallied as (
    insert into payment_tally as t (merchant_id, mode, count) select merchant_id, mode, count from fresh order by merchant_id, mode
    on conflict (merchant_id, mode) do update set count = t.count + excluded.count
  )
  update payment_tally_mark m set through_id = ahead.id from mark, ahead where ahead.id > mark.through_id
  returning (select coalesce(sum(fresh.count), 0)::bigint from fresh) as "counted"`);
