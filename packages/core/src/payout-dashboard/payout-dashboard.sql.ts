import type { PayoutStatus } from '@paygate/contract/payouts';
import { columnsOf } from '../db/entity.ts';
import { assembled, type Statement } from '../db/statement.ts';
import { PayoutEntity, type PayoutRow } from '../payouts/payout.entity.ts';

export interface PayoutFilter {
  readonly merchantId?: string | undefined;
  readonly mode?: string | undefined;
  readonly status?: string | undefined;
  /** A payout's id, the start of a merchantRef, or a merchant's whole username. */
  readonly q?: string | undefined;
  readonly isId?: boolean;
  /** Merchants see their own orders; settlements and refunds have lists of their own. */
  readonly ordersOnly?: boolean;
}
export interface AdminPayoutRow extends PayoutRow {
  readonly merchantUsername: string;
  readonly merchantBusinessName: string;
  readonly batchReference: string | null;
  readonly batchStatus: string | null;
}
interface Query<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[] }

/** The filter as constant fragments; every value is a parameter. */
const whereOf = ({ merchantId, mode, status, q, isId = false, ordersOnly = false }: PayoutFilter): { readonly where: string; readonly values: readonly unknown[] } => {
  const tests: readonly (readonly [value: string | undefined, test: (parameter: string) => string])[] = [
    [merchantId, (parameter) => `p.merchant_id = ${parameter}`],
    [mode, (parameter) => `p.mode = ${parameter}`],
    [status, (parameter) => `p.status = ${parameter}`],
    [q, (parameter) => `(starts_with(p.merchant_ref, ${parameter}) or ${isId ? `p.id = ${parameter}::text::uuid` : `p.merchant_id = (select id from merchant where username = ${parameter})`})`],
  ];
  const wanted = tests.filter(([value]) => value !== undefined);
  const conditions = [...wanted.map(([, test], at) => test(`$${at + 1}`)), ...(ordersOnly ? [`p.purpose = 'PAYOUT'`] : [])];
  return { where: conditions.join(' and ') || 'true', values: wanted.map(([value]) => value) };
};

/** Newest first, `limit` after `offset`: the offset walks ids alone, then rows, merchants and batches are joined. */
export const payoutsFound = (filter: PayoutFilter, page: { readonly limit: number; readonly offset: number }): Query<AdminPayoutRow> => {
  const { where, values } = whereOf(filter);
  return {
    statement: assembled(`
      select ${columnsOf(PayoutEntity, 'p')}, m.username as "merchantUsername", m.business_name as "merchantBusinessName", b.reference as "batchReference", b.status as "batchStatus"
      from (select p.id from payout p where ${where} order by p.id desc limit $${values.length + 1} offset $${values.length + 2}) page
        join payout p on p.id = page.id join merchant m on m.id = p.merchant_id left join payout_batch b on b.id = p.batch_id
      order by p.id desc`),
    values: [...values, page.limit, page.offset],
  };
};
/** How many the filter finds in all. One row. */
export const payoutsFoundCount = (filter: PayoutFilter): Query<{ readonly total: number }> => {
  const { where, values } = whereOf(filter);
  return { statement: assembled(`select count(*) as "total" from payout p where ${where}`), values };
};

export interface StatusTotal { readonly status: PayoutStatus; readonly count: number; readonly amountSatang: number }
/** One row per status that occurs. */
export const payoutTotals = (filter: PayoutFilter): Query<StatusTotal> => {
  const { where, values } = whereOf(filter);
  return { statement: assembled(`select p.status as "status", count(*) as "count", sum(p.amount_satang) as "amountSatang" from payout p where ${where} group by p.status order by p.status`), values };
};
