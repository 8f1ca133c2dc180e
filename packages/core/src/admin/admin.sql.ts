import { isUuid } from '@paygate/contract/scalars';
import { columnsOf } from '../db/entity.ts';
import { assembled, statement, type Statement } from '../db/statement.ts';
import { PaymentEntity, type PaymentRow } from '../payments/payment.entity.ts';
import { COUNTED_MAX } from '../payments/payments.sql.ts';

export interface TransactionFilter {
  readonly status: string | undefined;
  readonly mode: string | undefined;
  /** Start of an order id; of the form of an id, a payment's as well. */
  readonly q: string | undefined;
  /** The merchant whose username `q` is. Looked up before, so that the planner knows how much is its. */
  readonly namedMerchantId: string | undefined;
}
export interface AdminPaymentRow extends PaymentRow { readonly merchantUsername: string; readonly merchantBusinessName: string }
interface Query<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[] }

/** The filter as constant fragments; every value is a parameter. */
const whereOf = ({ status, mode, q, namedMerchantId }: TransactionFilter): { readonly where: string; readonly values: readonly unknown[] } => {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const tests: string[] = [];
  if (status !== undefined) tests.push(`p.status = ${parameter(status)}`);
  if (mode !== undefined) tests.push(`p.mode = ${parameter(mode)}`);
  if (q !== undefined) {
    const finds = [`starts_with(p.order_id, ${parameter(q)})`, ...(isUuid(q) ? [`p.id = ${parameter(q)}`] : []), ...(namedMerchantId === undefined ? [] : [`p.merchant_id = ${parameter(namedMerchantId)}`])];
    tests.push(`(${finds.join(' or ')})`);
  }
  return { where: tests.join(' and ') || 'true', values };
};

/** Payments of every merchant, newest first, `limit` after `offset`: the offset walks ids alone, then rows and merchants are joined. */
export const transactionsPage = (filter: TransactionFilter, page: { readonly limit: number; readonly offset: number }): Query<AdminPaymentRow> => {
  const { where, values } = whereOf(filter);
  const [limit, offset] = [`$${values.length + 1}`, `$${values.length + 2}`];
  return {
    statement: assembled(`
      select ${columnsOf(PaymentEntity, 'p')}, m.username as "merchantUsername", m.business_name as "merchantBusinessName"
      from (select p.id from payment p where ${where} order by p.id desc limit ${limit} offset ${offset}) page
        join payment p on p.id = page.id join merchant m on m.id = p.merchant_id
      order by p.id desc`),
    values: [...values, page.limit, page.offset],
  };
};

/** $1 mode or null for both. One row, in one snapshot: the tallies, and what has come since. */
const transactionsTotal = statement<{ readonly total: number }>('admin.transactionsTotal', `
  select coalesce((select sum(t.count)::bigint from payment_tally t where $1::text is null or t.mode = $1), 0)
    + (select count(*) from payment p where ($1::text is null or p.mode = $1) and p.id >= (select m.through_id from payment_tally_mark m)) as "total"`);

/** One row. Everything, or everything of a mode, exactly; of what else a filter finds, COUNTED_MAX + 1 says that there are more. */
export const transactionsCount = (filter: TransactionFilter): Query<{ readonly total: number }> & { readonly totalMax: number } => {
  if (filter.status === undefined && filter.q === undefined) return { statement: transactionsTotal, values: [filter.mode ?? null], totalMax: Infinity };
  const { where, values } = whereOf(filter);
  return { statement: assembled(`select count(*) as total from (select from payment p where ${where} limit ${COUNTED_MAX + 1}) counted`), values, totalMax: COUNTED_MAX };
};
