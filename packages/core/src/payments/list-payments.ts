import type { Answer, Input } from '@paygate/contract/kernel';
import { satangFromBaht } from '@paygate/contract/money';
import type { paymentOperations } from '@paygate/contract/payments';
import type { Ctx, KeyCaller } from '../caller.ts';
import { single } from '../db/statement.ts';
import { cursorOfId, idOfCursor } from '../id-cursor.ts';
import { paginationOf, sliceOf, wantedStatus } from '../numbered-page.ts';
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
 * nothing is counted; with `page` the answer has totals, which for a filter end at 10,000. A cursor that is not ours starts from the newest.
 */
export const listPayments = async (ctx: Ctx<KeyCaller>, query: Input<List>): Promise<Answer<List>> => {
  const { sql, platform } = ctx;
  const filter = filterOf(ctx, query);
  const { page, limit, cursor } = query;
  if (cursor !== undefined) {
    const below = paymentsBelow(filter, { limit: limit + 1, belowId: idOfCursor(cursor) });
    const rows = await sql.query(below.statement, below.values);
    const shown = rows.slice(0, limit);
    const last = shown.at(-1);
    return { transactions: shown.map((row) => viewTransaction(row, platform.config)), pagination: null, nextCursor: rows.length > limit && last ? cursorOfId(last.id) : null };
  }
  const listed = paymentsPage(filter, sliceOf(query));
  const counted = paymentsCount(filter);
  const rows = await sql.query(listed.statement, listed.values);
  const found = single(await sql.query(counted.statement, counted.values), 'count').total;
  const total = Math.min(found, counted.totalMax);
  const last = rows.at(-1);
  return {
    transactions: rows.map((row) => viewTransaction(row, platform.config)),
    pagination: { ...paginationOf(query, total), isTotalExact: found <= counted.totalMax },
    nextCursor: last && page * limit < found ? cursorOfId(last.id) : null,
  };
};
