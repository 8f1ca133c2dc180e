import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

/**
 * One request to the API, redacted. The id is the request's own, a UUIDv7, and so also its instant. Partitioned by day, never
 * changed, dropped by the day. Bodies and query are JSON text that is always valid.
 */
export const RequestLogEntity = defineEntity({
  name: 'RequestLog', tableName: 'request_log',
  properties: {
    id: column.id(),
    /** Null where nobody was recognised. */
    merchantId: column.uuid().nullable(),
    mode: column.text().$type<'live' | 'test'>().nullable(),
    keyId: column.uuid().nullable(),
    keyLast4: column.text().nullable(),
    /** Null where no operation lives at the path. */
    operationId: column.text().nullable(),
    method: column.text(),
    path: column.text(),
    query: column.text().nullable(),
    status: column.integer(),
    errorCode: column.text().nullable(),
    durationUs: column.count(),
    ip: column.text(),
    userAgent: column.text().nullable(),
    requestBody: column.text().nullable(),
    responseBody: column.text().nullable(),
    /** Path, query and request body are kept as they were sent: nothing masked, nothing cut. */
    isWhole: column.boolean(),
    replayOf: column.uuid().nullable(),
  },
});
export type RequestLogRow = RowOf<typeof RequestLogEntity>;
