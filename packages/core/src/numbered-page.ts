import { single, type Executor, type Statement } from './db/statement.ts';

/** A page as a list with numbered pages is asked for; the first one is 1. */
export interface Page { readonly page: number; readonly limit: number }
export interface Pagination extends Page { readonly total: number; readonly totalPages: number }
interface Slice { readonly limit: number; readonly offset: number }
interface Asked<Row> { readonly statement: Statement<Row>; readonly values: readonly unknown[] }
interface List<Row> { readonly listed: (slice: Slice) => Asked<Row>; readonly counted: Asked<{ readonly total: number }> }
/** A list that is counted to `totalMax` and no further; a count above it says that there are more. */
interface EndlessList<Row> extends List<Row> { readonly counted: List<Row>['counted'] & { readonly totalMax: number } }
interface EndlessPage<Row> { readonly rows: readonly Row[]; readonly hasMore: boolean; readonly pagination: Pagination & { readonly isTotalExact: boolean } }

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

/**
 * The same of a list that is counted only so far. Where it is longer, the total is as much of it as is known of, by the count or by
 * this page: it never ends while there are more, so whoever pages on reaches the last row.
 */
export const findPageOfMany = async <Row>(sql: Executor, page: Page, { listed, counted }: EndlessList<Row>): Promise<EndlessPage<Row>> => {
  const { limit, offset } = sliceOf(page);
  const asked = listed({ limit: limit + 1, offset });
  const found = await sql.query(asked.statement, asked.values);
  const { total } = single(await sql.query(counted.statement, counted.values), 'count');
  const isTotalExact = total <= counted.totalMax;
  const seen = found.length === 0 ? 0 : offset + found.length;
  return { rows: found.slice(0, limit), hasMore: found.length > limit, pagination: { ...paginationOf(page, isTotalExact ? total : Math.max(total, seen)), isTotalExact } };
};

/** A status in any case; undefined for none and `all`, which stand for every one. One that does not exist finds nothing. */
export const wantedStatus = (status: string | undefined): string | undefined => (status === undefined || status === '' || status.toLowerCase() === 'all' ? undefined : status.toUpperCase());
