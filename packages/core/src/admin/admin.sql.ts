import { columnsOf } from '../db/entity.ts';
import { assembled, type Statement } from '../db/statement.ts';
import { PaymentEntity, type PaymentRow } from '../payments/payment.entity.ts';

export interface TransactionFilter {
  readonly status: string | undefined;
  readonly mode: string | undefined;
  /** Start of an order id, or a merchant's whole username. */
  readonly q: string | undefined;
  /** `q` has the form of an id: then it may be a payment's id instead of a username. */
  readonly isId: boolean;
}
export interface AdminPaymentRow extends PaymentRow { readonly merchantUsername: string; readonly merchantBusinessName: string }
interface Query<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[] }

/** The filter as constant fragments; every value is a parameter. */
const whereOf = ({ status, mode, q, isId }: TransactionFilter): { readonly where: string; readonly values: readonly unknown[] } => {
  const tests: readonly (readonly [value: string | undefined, test: (parameter: string) => string])[] = [
    [status, (parameter) => `p.status = ${parameter}`],
    [mode, (parameter) => `p.mode = ${parameter}`],
    [q, (parameter) => `(starts_with(p.order_id, ${parameter}) or ${isId ? `p.id = ${parameter}::text::uuid` : `p.merchant_id = (select id from merchant where username = ${parameter})`})`],
  ];
  const wanted = tests.filter(([value]) => value !== undefined);
  return { where: wanted.map(([, test], at) => test(`$${at + 1}`)).join(' and ') || 'true', values: wanted.map(([value]) => value) };
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

/** How many the filter finds in all. One row. */
export const transactionsCount = (filter: TransactionFilter): Query<{ readonly total: number }> => {
  const { where, values } = whereOf(filter);
  return { statement: assembled(`select count(*) as total from payment p where ${where}`), values };
};
