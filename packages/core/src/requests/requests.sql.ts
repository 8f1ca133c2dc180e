import { columnName, columnsOf } from '../db/entity.ts';
import { assembled, statement, type Statement } from '../db/statement.ts';
import { textArray } from '../db/text-array.ts';
import { RequestLogEntity, type RequestLogRow } from './request-log.entity.ts';

const types = {
  id: 'uuid', merchantId: 'uuid', mode: 'text', keyId: 'uuid', keyLast4: 'text', operationId: 'text', method: 'text', path: 'text', query: 'text', status: 'integer', errorCode: 'text', durationUs: 'bigint',
  ip: 'text', userAgent: 'text', requestBody: 'text', responseBody: 'text', isWhole: 'boolean', replayOf: 'uuid',
} as const satisfies Record<keyof RequestLogRow, string>;
const stored = Object.keys(types) as (keyof RequestLogRow)[]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the keys of a record of them
const into = stored.map(columnName).join(', ');

/** The values of `insertRequests`: a list for each column. Bodies are long, so all of it travels in a form that nobody has to escape or parse. */
export const requestLists = (rows: readonly RequestLogRow[]): readonly Buffer[] =>
  stored.map((name) => textArray(rows.map((row) => (row[name] === null ? null : String(row[name])))));
/** As `requestLists` makes them; not `from unnest`, which would write every body down once more. One statement for any number; safe to repeat. Fails where a row's day has no partition. */
export const insertRequests = statement('requests.insert', `
  insert into request_log (${into}) select ${stored.map((name, at) => `unnest($${at + 1}::text[]::${types[name]}[])`).join(', ')}
  on conflict (id) do nothing`);

/** $1 how many days ahead. Makes the partitions that are missing, from yesterday on; rows keep coming in meanwhile. */
export const addRequestDays = statement('requests.addDays', 'select request_log_add_days($1)');
/** $1 how many days to keep. Drops older partitions; waits 200 ms for the lock at most and else drops nothing. One row. */
export const dropRequestDays = statement<{ readonly dropped: number }>('requests.dropDays', 'select request_log_drop_days($1) as "dropped"');

const columns = columnsOf(RequestLogEntity, 'r');
/** A request with the shop it belongs to, for operators; null where nobody was recognised. */
export interface RequestOfMerchant extends RequestLogRow { readonly merchantUsername: string | null }
const withMerchant = `${columns}, m.username as "merchantUsername"`;

/** $1 id, $2 merchant or null for every, $3 mode or null for both. */
export const findRequest = statement<RequestOfMerchant>('requests.find', `
  select ${withMerchant} from request_log r left join merchant m on m.id = r.merchant_id
  where r.id = $1 and ($2::uuid is null or r.merchant_id = $2) and ($3::text is null or r.mode = $3)`);

/** What narrows a search; undefined narrows nothing. */
export interface RequestFilter {
  readonly merchantId?: string | undefined;
  readonly mode?: string | undefined;
  /** Ids in [from, before): a stretch of time, or what comes after a page. */
  readonly fromId?: string | undefined;
  readonly beforeId?: string | undefined;
  readonly id?: string | undefined;
  readonly statusMin?: number | undefined;
  readonly statusMax?: number | undefined;
  readonly operationId?: string | undefined;
  readonly method?: string | undefined;
  /** Start of the path. */
  readonly path?: string | undefined;
  /** A key's id, or its last four characters. */
  readonly keyId?: string | undefined;
  readonly keyLast4?: string | undefined;
  /** Anywhere in path, query or bodies, in any case. */
  readonly q?: string | undefined;
}
type Test = readonly [value: unknown, test: (parameter: string) => string];

/** A page, with how far the look went: the same on every row. A page without rows is one row whose `id` is null. */
export type RequestPageRow = (RequestOfMerchant | { readonly id: null }) & { readonly scanned: number; readonly scannedUntil: string | null };

/**
 * Requests newest first. Looks at no more than `scan` rows of the merchant and the stretch of time and keeps those that fit, at most `limit`, so that
 * a rare needle costs a bounded look; `scannedUntil` is where the next one goes on.
 */
export const requestsPage = (filter: RequestFilter, { limit, scan }: { readonly limit: number; readonly scan: number }): { readonly statement: Statement<RequestPageRow>; readonly values: readonly unknown[] } => {
  const values: unknown[] = [];
  const joined = (tests: readonly Test[]): string =>
    tests.filter(([value]) => value !== undefined).map(([value, test]) => test(`$${values.push(value)}`)).join(' and ') || 'true';
  const scope = joined([
    [filter.merchantId, (p) => `r.merchant_id = ${p}`], [filter.mode, (p) => `r.mode = ${p}`], [filter.fromId, (p) => `r.id >= ${p}`], [filter.beforeId, (p) => `r.id < ${p}`], [filter.id, (p) => `r.id = ${p}`],
  ]);
  const fits = joined([
    [filter.statusMin, (p) => `r.status >= ${p}`], [filter.statusMax, (p) => `r.status <= ${p}`], [filter.operationId, (p) => `r.operation_id = ${p}`],
    [filter.method, (p) => `r.method = ${p}`], [filter.path, (p) => `starts_with(r.path, ${p})`], [filter.keyId, (p) => `r.key_id = ${p}`], [filter.keyLast4, (p) => `r.key_last4 = ${p}`],
    [filter.q, (p) => `strpos(lower(concat_ws(' ', r.path, r.query, r.request_body, r.response_body)), lower(${p})) > 0`],
  ]);
  const [scanAt, limitAt] = [`$${values.push(scan)}`, `$${values.push(limit)}`];
  return {
    statement: assembled(`
      with scanned as materialized (select r.id, (${fits}) as fits from request_log r where ${scope} order by r.id desc limit ${scanAt}),
        looked as (select count(*)::int as "scanned", (select id from scanned order by id limit 1) as "scannedUntil" from scanned),
        page as (select id from scanned where fits order by id desc limit ${limitAt})
      select looked.*, ${withMerchant} from looked left join page on true left join request_log r on r.id = page.id left join merchant m on m.id = r.merchant_id
      order by r.id desc`),
    values,
  };
};
