import type { Answer, Input } from '@paygate/contract/kernel';
import { satangFromBaht } from '@paygate/contract/money';
import type { paymentOperations } from '@paygate/contract/payments';
import type { Ctx, KeyCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { cursorOfId, idOfCursor } from '../id-cursor.ts';
import { findPageOfMany, wantedStatus } from '../numbered-page.ts';
import { viewTransaction } from './payment.view.ts';
import { paymentsBelow, paymentsCount, paymentsPage, type PaymentFilter } from './payments.sql.ts';

type List = (typeof paymentOperations)['list'];

const filterOf = ({ caller }: Ctx<KeyCaller>, query: Input<List>): PaymentFilter => ({
  merchantId: caller.merchant.id, mode: caller.mode,
  status: wantedStatus(query.status),
  from: query.from, to: query.to, orderId: query.orderId, q: query.q,
  minSatang: query.minAmount === undefined ? undefined : (satangFromBaht(query.minAmount) ?? 0),
  maxSatang: query.maxAmount === undefined ? undefined : (satangFromBaht(query.maxAmount) ?? 0),
});

/**
 * The merchant's payments, newest first. With `cursor` (empty for the first page) the cost does not grow with depth and
 * nothing is counted; with `page` the answer has totals, which for a filter are counted to 10,000. A cursor that is not ours starts from the newest.
 */
export const listPayments = async (ctx: Ctx<KeyCaller>, query: Input<List>): Promise<Answer<List>> => {
  const { sql, platform } = ctx;
  const filter = filterOf(ctx, query);
  const { rows, hasMore, pagination } = query.cursor === undefined
    ? await findPageOfMany(sql, query, { listed: (slice) => paymentsPage(filter, slice), counted: paymentsCount(filter) })
    : { ...(await findBelow(sql, filter, { limit: query.limit, belowId: idOfCursor(query.cursor) })), pagination: null };
  const last = rows.at(-1);
  return { transactions: rows.map((row) => viewTransaction(row, platform.config)), pagination, nextCursor: hasMore && last ? cursorOfId(last.id) : null };
};

const findBelow = async (sql: Executor, filter: PaymentFilter, { limit, belowId }: { readonly limit: number; readonly belowId: string | undefined }) => {
  const below = paymentsBelow(filter, { limit: limit + 1, belowId });
  const found = await sql.query(below.statement, below.values);
  return { rows: found.slice(0, limit), hasMore: found.length > limit };
};
