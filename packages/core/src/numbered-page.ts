import { single, type Executor, type Statement } from './db/statement.ts';

/** A page as a list with numbered pages is asked for; the first one is 1. */
export interface Page { readonly page: number; readonly limit: number }
export interface Pagination extends Page { readonly total: number; readonly totalPages: number }
interface Slice { readonly limit: number; readonly offset: number }
interface Asked<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[] }
interface List<Row> { readonly listed: (slice: Slice) => Asked<Row>; readonly counted: Asked<{ readonly total: number }> }

export const sliceOf = ({ page, limit }: Page): Slice => ({ limit, offset: (page - 1) * limit });
export const paginationOf = ({ page, limit }: Page, total: number): Pagination => ({ page, limit, total, totalPages: Math.ceil(total / limit) });

/** A list by two prepared statements: both take the filter, the one for rows then a limit and an offset. */
export const prepared = <Row>(rows: Statement<Row>, count: Statement<{ readonly total: number }>, filter: readonly unknown[]): List<Row> =>
  ({ listed: ({ limit, offset }) => ({ statement: rows, values: [...filter, limit, offset] }), counted: { statement: count, values: filter } });

/** One page of a list, in the list's order, and how long the list is. */
export const findPage = async <Row>(sql: Executor, page: Page, { listed, counted }: List<Row>): Promise<{ readonly rows: readonly Row[]; readonly pagination: Pagination }> => {
  const asked = listed(sliceOf(page));
  const rows = await sql.query(asked.statement, asked.values);
  const { total } = single(await sql.query(counted.statement, counted.values), 'count');
  return { rows, pagination: paginationOf(page, total) };
};

/** A status in any case; undefined for none and `all`, which stand for every one. One that does not exist finds nothing. */
export const wantedStatus = (status: string | undefined): string | undefined => (status === undefined || status === '' || status.toLowerCase() === 'all' ? undefined : status.toUpperCase());
