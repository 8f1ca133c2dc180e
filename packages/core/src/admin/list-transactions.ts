import type { adminOperations } from '@paygate/contract/dashboard';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import { isUuid } from '@paygate/contract/scalars';
import type { Ctx, SessionCaller } from '../caller.ts';
import { single } from '../db/statement.ts';
import { transactionsCount, transactionsPage, type AdminPaymentRow, type TransactionFilter } from './admin.sql.ts';

type List = (typeof adminOperations)['transactions'];

const filterOf = ({ status, mode, q }: Input<List>): TransactionFilter => ({
  status: status === undefined || status === '' || status.toLowerCase() === 'all' ? undefined : status.toUpperCase(),
  mode, q, isId: q !== undefined && isUuid(q),
});

const viewAdminTransaction = (row: AdminPaymentRow): Answer<List>['transactions'][number] => ({
  id: row.id, merchantId: row.merchantId, orderId: row.orderId, amount: bahtTrimmedFromSatang(row.amountSatang), fee: bahtTrimmedFromSatang(row.feeSatang),
  status: row.status, mode: row.mode, referenceId: row.orderId, confirmedAt: row.paidAt, createdAt: row.createdAt,
  merchant: { businessName: row.merchantBusinessName, username: row.merchantUsername }, copy: { amount: bahtCopyFromSatang(row.amountSatang) },
});

/**
 * Payments of all merchants in both modes, newest first. `status` in any case, `all` or none for every status; one that does
 * not exist finds nothing. `q` is a payment's id, the start of an order id, or a merchant's username. Role checks are the edge's.
 */
export const listTransactions = async ({ sql }: Ctx<SessionCaller>, query: Input<List>): Promise<Answer<List>> => {
  const { page, limit } = query;
  const filter = filterOf(query);
  const listed = transactionsPage(filter, { limit, offset: (page - 1) * limit });
  const counted = transactionsCount(filter);
  const rows = await sql.query(listed.statement, listed.values);
  const { total } = single(await sql.query(counted.statement, counted.values), 'count');
  return { transactions: rows.map(viewAdminTransaction), pagination: { page, limit, total, totalItems: total, totalPages: Math.ceil(total / limit) } };
};
