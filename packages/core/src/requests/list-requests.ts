import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { BODIES_SCANNED_MAX, REQUESTS_SCANNED_MAX, type adminRequestOperations, type merchantRequestOperations, type requestOperations } from '@paygate/contract/requests';
import { isUuid } from '@paygate/contract/scalars';
import type { Ctx, KeyCaller, SessionCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { createTurns } from '../db/turns.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { viewOwner, viewRequest } from './request.view.ts';
import { requestsPage, type RequestFilter, type RequestOfMerchant } from './requests.sql.ts';

type List = (typeof requestOperations)['list'];
type MerchantList = (typeof merchantRequestOperations)['list'];
type AdminList = (typeof adminRequestOperations)['list'];

const HEX = 16;
/** The smallest UUIDv7 of a millisecond: ids from here on came then or later. Before 1970 there are none. */
const floorOf = (instant: string): string => {
  const digits = Math.max(0, Date.parse(instant)).toString(HEX).padStart(12, '0');
  return `${digits.slice(0, 8)}-${digits.slice(8, 12)}-0000-0000-000000000000`;
};
const statusRange = (status: string | undefined): Pick<RequestFilter, 'statusMin' | 'statusMax'> => {
  if (status === undefined) return {};
  return { statusMin: Number(status.replace('xx', '00')), statusMax: Number(status.replace('xx', '99')) };
};
const earlier = (...ids: readonly (string | undefined)[]): string | undefined => ids.filter((id) => id !== undefined).toSorted()[0];

const filterOf = ({ cursor, requestId, status, operation, path, method, key, from, to, q }: Input<List>): RequestFilter => {
  if (cursor !== undefined && !isUuid(cursor)) throw new Refusal('INVALID_REQUEST', { issues: [{ field: 'cursor', en: 'must be the next_cursor of an earlier answer', th: 'ต้องเป็นค่า next_cursor จากคำตอบก่อนหน้า' }] });
  return {
    ...statusRange(status), operationId: operation, path, method, q, id: requestId,
    ...(key !== undefined && (isUuid(key) ? { keyId: key } : { keyLast4: key })),
    fromId: from && floorOf(from), beforeId: earlier(cursor?.toLowerCase(), to && floorOf(to)),
  };
};

const isFiltered = ({ statusMin, operationId, path, method, keyId, keyLast4 }: RequestFilter): boolean => [statusMin, operationId, path, method, keyId, keyLast4].some((value) => value !== undefined);
const scanOf = (filter: RequestFilter, limit: number): number => {
  if (filter.q !== undefined) return BODIES_SCANNED_MAX;
  return isFiltered(filter) ? REQUESTS_SCANNED_MAX : limit;
};

// Bodies are long, and what reads them has a connection of those that everybody's calls need: two of a process at a time.
// The others wait in line, merchants in turn, and are told SERVICE_UNAVAILABLE when it takes too long.
const readBodies = createTurns({ atOnceMax: 2, waitMilliseconds: 5_000 });

interface Page { readonly rows: readonly RequestOfMerchant[]; readonly next_cursor: string | null }
const pageOf = async (sql: Executor, filter: RequestFilter, limit: number): Promise<Page> => {
  // What is no id names no request.
  if ([filter.id, filter.merchantId].some((id) => id !== undefined && !isUuid(id))) return { rows: [], next_cursor: null };
  const scan = scanOf(filter, limit);
  const { statement, values } = requestsPage(filter, { limit, scan });
  const look = () => sql.query(statement, values);
  const found = await (filter.q === undefined ? look() : readBodies(filter.merchantId ?? '', look));
  const rows = found.filter((row): row is typeof row & { readonly id: string } => row.id !== null);
  const { scanned = 0, scannedUntil = null } = found[0] ?? {};
  return { rows, next_cursor: rows.length === limit ? (rows.at(-1)?.id ?? null) : scanned === scan ? scannedUntil : null };
};

/** Requests of the key's merchant and mode, newest first. Looks at a bounded number of them and says where to go on. Refuses INVALID_REQUEST for a cursor that is none. */
export const listRequests = async ({ caller, sql }: Ctx<KeyCaller>, input: Input<List>): Promise<Answer<List>> => {
  const { rows, next_cursor } = await pageOf(sql, { ...filterOf(input), merchantId: caller.merchant.id, mode: caller.mode }, input.limit);
  return { object: 'list', requests: rows.map(viewRequest), next_cursor };
};

/** The same for the shop's people, in the mode they ask for or both. */
export const listMerchantRequests = async ({ caller, sql }: Ctx<SessionCaller>, { mode, ...input }: Input<MerchantList>): Promise<Answer<MerchantList>> => {
  const { rows, next_cursor } = await pageOf(sql, { ...filterOf(input), merchantId: ownMerchant(caller).id, mode }, input.limit);
  return { object: 'list', requests: rows.map(viewRequest), next_cursor };
};

/** The same for the platform's admins: everybody's, those of nobody we recognised too. */
export const listAnyRequests = async ({ sql }: Ctx<SessionCaller>, { mode, merchantId, ...input }: Input<AdminList>): Promise<Answer<AdminList>> => {
  const { rows, next_cursor } = await pageOf(sql, { ...filterOf(input), merchantId, mode }, input.limit);
  return { object: 'list', requests: rows.map((row) => ({ ...viewRequest(row), ...viewOwner(row) })), next_cursor };
};
