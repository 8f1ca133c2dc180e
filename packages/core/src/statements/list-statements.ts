import type { statementOperations } from '@paygate/contract/statements';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { Ctx, SessionCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { findPage, prepared, wantedStatus } from '../numbered-page.ts';
import { viewImport, viewLine } from './statement.view.ts';
import { findImport, importsCount, importsPage, linesCount, linesPage, type ImportWithNames } from './statements.sql.ts';

type List = (typeof statementOperations)['list'];
type Get = (typeof statementOperations)['get'];

/** Refuses STATEMENT_NOT_FOUND. */
export const importById = async (sql: Executor, id: string): Promise<ImportWithNames> => {
  const [row] = isUuid(id) ? await sql.query(findImport, [id]) : [];
  if (!row) throw new Refusal('STATEMENT_NOT_FOUND');
  return row;
};

export const listStatements = async ({ sql }: Ctx<SessionCaller>, { status, mode, receivingAccountId, ...page }: Input<List>): Promise<Answer<List>> => {
  const wanted = wantedStatus(status);
  const { rows, pagination } = await findPage(sql, page, prepared(importsPage, importsCount, [mode ?? null, wanted ?? null, receivingAccountId ?? null]));
  return { imports: rows.map(viewImport), pagination, filters: { status: wanted ?? 'ALL' } };
};

/** How far an import is, with a page of its lines in the order of the file. Refuses STATEMENT_NOT_FOUND. */
export const getStatement = async ({ sql }: Ctx<SessionCaller>, { id, lines, ...page }: Input<Get>): Promise<Answer<Get>> => {
  const row = await importById(sql, id);
  const filter = [row.id, lines === 'all' || lines === 'problems' ? null : lines, lines === 'problems'];
  const { rows, pagination } = await findPage(sql, page, prepared(linesPage, linesCount, filter));
  return { import: viewImport(row), lines: rows.map(viewLine), pagination };
};
