import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { settlementOperations } from '@paygate/contract/settlements';
import type { Ctx, SessionCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { findPage, wantedStatus, type Page } from '../numbered-page.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { viewAdminSettlement, viewSettlement, viewSettlementSummary } from './settlement.view.ts';
import { settlementsFound, settlementsFoundCount, settlementTotals, type SettlementFilter } from './settlements.sql.ts';

type Operations = typeof settlementOperations;

const find = (sql: Executor, filter: SettlementFilter, page: Page) => findPage(sql, page, { listed: (slice) => settlementsFound(filter, slice), counted: settlementsFoundCount(filter) });
const sum = async (sql: Executor, filter: SettlementFilter): Promise<Answer<Operations['summary']>> => {
  const totals = settlementTotals(filter);
  return viewSettlementSummary(await sql.query(totals.statement, totals.values));
};

/** The merchant's own, newest first; `filters.status` is `all` or the status asked for. Refuses FORBIDDEN without a merchant. */
export const listSettlements = async ({ sql, caller }: Ctx<SessionCaller>, { status, mode, ...page }: Input<Operations['list']>): Promise<Answer<Operations['list']>> => {
  const wanted = wantedStatus(status);
  const { rows, pagination } = await find(sql, { merchantId: ownMerchant(caller).id, mode, status: wanted }, page);
  return { settlements: rows.map(viewSettlement), pagination, filters: { status: wanted ?? 'all' } };
};
export const summarizeSettlements = ({ sql, caller }: Ctx<SessionCaller>, { mode }: Input<Operations['summary']>): Promise<Answer<Operations['summary']>> =>
  sum(sql, { merchantId: ownMerchant(caller).id, mode });

/** Those of every merchant, newest first. Role checks are the edge's. */
export const listAllSettlements = async ({ sql }: Ctx<SessionCaller>, { status, q = '', mode, ...page }: Input<Operations['adminList']>): Promise<Answer<Operations['adminList']>> => {
  const wanted = wantedStatus(status);
  const { rows, pagination } = await find(sql, { mode, status: wanted, ...(q !== '' && { q, isId: isUuid(q) }) }, page);
  return { settlements: rows.map(viewAdminSettlement), pagination, filters: { status: wanted ?? 'ALL', q } };
};
export const summarizeAllSettlements = ({ sql }: Ctx<SessionCaller>, { mode }: Input<Operations['adminSummary']>): Promise<Answer<Operations['adminSummary']>> => sum(sql, { mode });
