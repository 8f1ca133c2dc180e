import type { Answer, Input } from '@paygate/contract/kernel';
import type { adminPayoutOperations, merchantPayoutOperations } from '@paygate/contract/payout-dashboard';
import type { Ctx, SessionCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { linkMerchantOf } from '../links/links.rules.ts';
import { merchantIdOf } from '../merchants/merchant-of-username.ts';
import { findPage, wantedStatus, type Page } from '../numbered-page.ts';
import { payoutsFound, payoutsFoundCount, payoutTotals, type PayoutFilter } from './payout-dashboard.sql.ts';
import { viewAdminPayout, viewDashboardPayout, viewSummary } from './payout-dashboard.view.ts';

type List = (typeof merchantPayoutOperations)['list'];
type Summary = (typeof merchantPayoutOperations)['summary'];
type AdminList = (typeof adminPayoutOperations)['list'];
type AdminSummary = (typeof adminPayoutOperations)['summary'];

const find = (sql: Executor, filter: PayoutFilter, page: Page) => findPage(sql, page, { listed: (slice) => payoutsFound(filter, slice), counted: payoutsFoundCount(filter) });
const sum = async (sql: Executor, filter: PayoutFilter) => {
  const totals = payoutTotals(filter);
  return viewSummary(await sql.query(totals.statement, totals.values));
};

/** The merchant's own orders, newest first; `filters.status` is `all` or the status asked for. Refuses FORBIDDEN without a merchant. */
export const listMerchantPayouts = async ({ sql, caller }: Ctx<SessionCaller>, { status, mode, ...page }: Input<List>): Promise<Answer<List>> => {
  const wanted = wantedStatus(status);
  const { rows, pagination } = await find(sql, { merchantId: linkMerchantOf(caller).id, mode, status: wanted, ordersOnly: true }, page);
  return { payouts: rows.map(viewDashboardPayout), pagination, filters: { status: wanted ?? 'all' } };
};
/** The same orders, counted and summed by what was asked for (not by what leaves). */
export const summarizeMerchantPayouts = ({ sql, caller }: Ctx<SessionCaller>, { mode }: Input<Summary>): Promise<Answer<Summary>> =>
  sum(sql, { merchantId: linkMerchantOf(caller).id, mode, ordersOnly: true });

/** Everything that leaves, of all merchants, newest first. Role checks are the edge's. */
export const listAdminPayouts = async ({ sql }: Ctx<SessionCaller>, { status, mode, q = '', ...page }: Input<AdminList>): Promise<Answer<AdminList>> => {
  const wanted = wantedStatus(status);
  const { rows, pagination } = await find(sql, { mode, status: wanted, ...(q !== '' && { q, namedMerchantId: await merchantIdOf(sql, q) }) }, page);
  return { payouts: rows.map(viewAdminPayout), pagination, filters: { status: wanted ?? 'ALL', q } };
};
export const summarizeAdminPayouts = async ({ sql }: Ctx<SessionCaller>, { mode }: Input<AdminSummary>): Promise<Answer<AdminSummary>> => ({ summary: await sum(sql, { mode }) });
