import { Refusal } from '@paygate/contract/errors';
import { STATEMENT_FILE_LINES_MAX, type adminFeeStatementOperations, type feeStatementOperations } from '@paygate/contract/fee-statements';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { Ctx, SessionCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { findPage, paginationOf, sliceOf, wantedStatus, type Page } from '../numbered-page.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { linesCsv, viewAdminStatement, viewLine, viewStatement } from './fee-statement.view.ts';
import { linesOf, statementsCount, statementsFound, type NamedStatementRow, type StatementFilter } from './fee-statements.sql.ts';

type Of = typeof feeStatementOperations;
type AdminOf = typeof adminFeeStatementOperations;

const find = (sql: Executor, filter: StatementFilter, page: Page) => findPage(sql, page, { listed: (slice) => statementsFound(filter, slice), counted: statementsCount(filter) });
/** Refuses FEE_STATEMENT_NOT_FOUND, also for another merchant's. */
export const findStatement = async (sql: Executor, id: string, merchantId?: string): Promise<NamedStatementRow> => {
  const found = isUuid(id) ? statementsFound({ id, merchantId }, { limit: 1, offset: 0 }) : undefined;
  const [row] = found ? await sql.query(found.statement, found.values) : [];
  if (!row) throw new Refusal('FEE_STATEMENT_NOT_FOUND');
  return row;
};

/** The merchant's own, newest month first. */
export const listFeeStatements = async ({ sql, caller }: Ctx<SessionCaller>, { status, mode, ...page }: Input<Of['list']>): Promise<Answer<Of['list']>> => {
  const { rows, pagination } = await find(sql, { merchantId: ownMerchant(caller).id, mode, status: wantedStatus(status) }, page);
  return { statements: rows.map(viewStatement), pagination };
};
/** Those of every merchant, newest month first. */
export const listAllFeeStatements = async ({ sql }: Ctx<SessionCaller>, { status, mode, merchantId, ...page }: Input<AdminOf['list']>): Promise<Answer<AdminOf['list']>> => {
  const { rows, pagination } = await find(sql, { merchantId, mode, status: wantedStatus(status) }, page);
  return { statements: rows.map(viewAdminStatement), pagination };
};

/** One of the merchant's own with a page of its lines, in the order in which they were paid. */
export const getFeeStatement = async ({ sql, caller }: Ctx<SessionCaller>, { id, ...page }: Input<Of['get']>): Promise<Answer<Of['get']>> => {
  const statement = await findStatement(sql, id, ownMerchant(caller).id);
  const { limit, offset } = sliceOf(page);
  const lines = await sql.query(linesOf, [statement.id, limit, offset]);
  return { statement: viewStatement(statement), lines: lines.map(viewLine), pagination: paginationOf(page, statement.lineCount) };
};

/** A part of its lines as CSV; a part beyond the last is the last. */
export const exportFeeStatement = async ({ sql, caller }: Ctx<SessionCaller>, { id, part }: Input<Of['file']>): Promise<Answer<Of['file']>> => {
  const { number, lineCount, id: statementId } = await findStatement(sql, id, ownMerchant(caller).id);
  const parts = Math.ceil(lineCount / STATEMENT_FILE_LINES_MAX);
  const shown = Math.min(part, parts);
  const lines = await sql.query(linesOf, [statementId, STATEMENT_FILE_LINES_MAX, (shown - 1) * STATEMENT_FILE_LINES_MAX]);
  const name = parts === 1 ? `${number}.csv` : `${number}-${shown}.csv`;
  return { file: { name, contentType: 'text/csv; charset=utf-8', base64: linesCsv(lines).toString('base64') }, part: shown, parts };
};
