import { allOperations } from '@paygate/contract';
import type { Answer } from '@paygate/contract/kernel';
import type { adminRequestOperations, requestOperations } from '@paygate/contract/requests';
import { obstacleToReplay } from './replay.rules.ts';
import type { RequestLogRow } from './request-log.entity.ts';
import type { RequestOfMerchant } from './requests.sql.ts';

export type Brief = Answer<(typeof requestOperations)['list']>['requests'][number];
export type Detail = Answer<(typeof requestOperations)['get']>;
export type AdminDetail = Answer<(typeof adminRequestOperations)['get']>;

const HEX = 16;
/** When a request came: the first 48 bits of its id, a UUIDv7, are milliseconds. */
const instantOf = (id: string): string => new Date(Number.parseInt(id.replace('-', '').slice(0, 12), HEX)).toISOString();
const parsed = (json: string | null): unknown => (json === null ? null : JSON.parse(json));

export const viewRequest = (row: RequestLogRow): Brief => ({
  object: 'request', id: row.id, created_at: instantOf(row.id), method: row.method, path: row.path, operation: row.operationId, status: row.status, error_code: row.errorCode,
  duration_us: row.durationUs, mode: row.mode, key_id: row.keyId, key_last4: row.keyLast4, ip: row.ip, user_agent: row.userAgent, replay_of: row.replayOf,
});

export const viewRequestDetail = (row: RequestLogRow): Detail => ({
  ...viewRequest(row), query: parsed(row.query) as Record<string, unknown> | null, request_body: parsed(row.requestBody), response_body: parsed(row.responseBody),
  is_replayable: obstacleToReplay(row, allOperations.find(({ id }) => id === row.operationId)) === undefined,
});

/** Whose request it is, for operators. */
export const viewOwner = ({ merchantId, merchantUsername }: RequestOfMerchant) => ({ merchant_id: merchantId, merchant_username: merchantUsername });
