import type { adminOperations } from '@paygate/contract/dashboard';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { Ctx, SessionCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { merchantIdOf } from '../merchants/merchant-of-username.ts';
import { findPageOfMany, wantedStatus } from '../numbered-page.ts';
import { transactionsCount, transactionsPage, type AdminPaymentRow, type TransactionFilter } from './admin.sql.ts';

type List = (typeof adminOperations)['transactions'];

const filterOf = async (sql: Executor, { status, mode, q }: Input<List>): Promise<TransactionFilter> => ({
  status: wantedStatus(status),
  mode, q, namedMerchantId: q === undefined ? undefined : await merchantIdOf(sql, q),
});

const viewAdminTransaction = (row: AdminPaymentRow): Answer<List>['transactions'][number] => ({
  id: row.id, merchantId: row.merchantId, orderId: row.orderId, amount: bahtTrimmedFromSatang(row.amountSatang), fee: bahtTrimmedFromSatang(row.feeSatang),
  status: row.status, mode: row.mode, referenceId: row.orderId, confirmedAt: row.paidAt, createdAt: row.createdAt,
  merchant: { businessName: row.merchantBusinessName, username: row.merchantUsername }, copy: { amount: bahtCopyFromSatang(row.amountSatang) },
});

/**
 * Payments of all merchants in both modes, newest first. `status` in any case, `all` or none for every status; one that does
 * not exist finds nothing. Of a filter's finds at most 10,000 are counted. `q` is a payment's id, the start of an order id, or a merchant's username. Role checks are the edge's.
 */
export const listTransactions = async ({ sql }: Ctx<SessionCaller>, query: Input<List>): Promise<Answer<List>> => {
  const filter = await filterOf(sql, query);
  const { rows, pagination } = await findPageOfMany(sql, query, { listed: (slice) => transactionsPage(filter, slice), counted: transactionsCount(filter) });
  return { transactions: rows.map(viewAdminTransaction), pagination: { ...pagination, totalItems: pagination.total } };
};
