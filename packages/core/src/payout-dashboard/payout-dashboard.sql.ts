import { isUuid } from '@paygate/contract/scalars';
import type { PayoutStatus } from '@paygate/contract/payouts';
import { columnsOf } from '../db/entity.ts';
import { assembled, type Statement } from '../db/statement.ts';
import { PayoutEntity, type PayoutRow } from '../payouts/payout.entity.ts';

export interface PayoutFilter {
  readonly merchantId?: string | undefined;
  readonly mode?: string | undefined;
  readonly status?: string | undefined;
  /** A payout's id, or the start of a merchantRef. */
  readonly q?: string | undefined;
  /** The merchant whose username `q` is. Looked up before, so that the planner knows how much is its. */
  readonly namedMerchantId?: string | undefined;
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
const whereOf = ({ merchantId, mode, status, q, namedMerchantId, ordersOnly = false }: PayoutFilter): { readonly where: string; readonly values: readonly unknown[] } => {
  const values: unknown[] = [];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const tests: string[] = [];
  if (merchantId !== undefined) tests.push(`p.merchant_id = ${parameter(merchantId)}`);
  if (mode !== undefined) tests.push(`p.mode = ${parameter(mode)}`);
  if (status !== undefined) tests.push(`p.status = ${parameter(status)}`);
  if (q !== undefined) {
    const finds = [`starts_with(p.merchant_ref, ${parameter(q)})`, ...(isUuid(q) ? [`p.id = ${parameter(q)}`] : []), ...(namedMerchantId === undefined ? [] : [`p.merchant_id = ${parameter(namedMerchantId)}`])];
    tests.push(`(${finds.join(' or ')})`);
  }
  if (ordersOnly) tests.push(`p.purpose = 'PAYOUT'`);
  return { where: tests.join(' and ') || 'true', values };
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
