import { columnsOf } from '../db/entity.ts';
import { assembled, statement, type Statement } from '../db/statement.ts';
import { DeliveryEntity, type DeliveryRow, type DeliveryStatus, type EventRow } from './webhook.entity.ts';

export interface DeliveryLogRow extends DeliveryRow, Pick<EventRow, 'type' | 'objectId' | 'isSample'> {
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
  readonly lastDurationMs: number | null;
}
const logColumns = `${columnsOf(DeliveryEntity, 'd')}, v.type as "type", v.object_id as "objectId", v.is_sample as "isSample",
  last.status_code as "lastStatusCode", last.error as "lastError", last.duration_ms as "lastDurationMs"`;
const joinLast = `left join lateral (
    select a.status_code, a.error, a.duration_ms from delivery_attempt a where a.delivery_id = d.id order by a.attempt desc, a.id desc limit 1
  ) last on true`;

export interface DeliveryFilter {
  readonly merchantId: string;
  readonly mode: string | null;
  readonly endpointId?: string | undefined;
  readonly objectId?: string | undefined;
  readonly status?: DeliveryStatus | undefined;
}
export interface DeliveryPage {
  readonly limit: number;
  /** The last delivery of the page before. */
  readonly after?: Pick<DeliveryRow, 'eventId' | 'copy' | 'endpointId'> | undefined;
}
// As literals, so that PostgreSQL sees which partial index fits.
const ofStatus = { PENDING: "d.status = 'PENDING'", DELIVERED: "d.status = 'DELIVERED'", FAILED: "d.status = 'FAILED'", CANCELLED: "d.status = 'CANCELLED'" } as const satisfies Record<DeliveryStatus, string>;

/**
 * Newest event first, the latest replay before what it repeats; deleted endpoints' too. Event ids grow with time, so each endpoint gives its
 * newest from an index at any depth; the deliveries of one object are few.
 */
export const deliveriesPage = ({ merchantId, mode, endpointId, objectId, status }: DeliveryFilter, { limit, after }: DeliveryPage): { readonly statement: Statement<DeliveryLogRow>; readonly values: readonly unknown[] } => {
  const values: unknown[] = [merchantId, mode, limit];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const where = [
    ...(status ? [ofStatus[status]] : []),
    ...(after ? [`(d.event_id, d.copy, d.endpoint_id) < (${parameter(after.eventId)}, ${parameter(after.copy)}, ${parameter(after.endpointId)}::uuid)`] : []),
  ];
  const ofEndpoint = endpointId === undefined ? '' : `and e.id = ${parameter(endpointId)}`;
  const own = `e.merchant_id = $1 and ($2::text is null or e.mode = $2) ${ofEndpoint}`;
  const found = objectId === undefined
    ? `webhook_endpoint e cross join lateral (
        select d.id, d.event_id, d.copy, d.endpoint_id from delivery d where ${['d.endpoint_id = e.id', ...where].join(' and ')} order by d.event_id desc, d.copy desc limit $3
      ) d where ${own}`
    : `event v join delivery d on d.event_id = v.id join webhook_endpoint e on e.id = d.endpoint_id where ${[`v.object_id = ${parameter(objectId)}`, own, ...where].join(' and ')}`;
  const order = (alias: string): string => `order by ${alias}.event_id desc, ${alias}.copy desc, ${alias}.endpoint_id desc`;
  return {
    statement: assembled(`with newest as (select d.id, d.event_id, d.copy, d.endpoint_id from ${found} ${order('d')} limit $3)
      select ${logColumns} from newest n join delivery d on d.id = n.id join event v on v.id = d.event_id ${joinLast} ${order('n')}`),
    values,
  };
};

/** $1 id, $2 merchant, $3 mode or null. */
export const findDelivery = statement<DeliveryLogRow>('deliveries.find', `
  select ${logColumns} from delivery d join event v on v.id = d.event_id ${joinLast} where d.id = $1 and d.merchant_id = $2 and ($3::text is null or v.mode = $3)`);

export interface TryRow {
  readonly attempt: number;
  readonly url: string | null;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly responseBody: string | null;
  readonly durationMs: number;
  readonly createdAt: string;
}
/** $1 delivery. Oldest first, at most 100. */
export const triesOfDelivery = statement<TryRow>('deliveries.tries', `
  select a.attempt as "attempt", a.url as "url", a.status_code as "statusCode", a.error as "error", a.response_body as "responseBody", a.duration_ms as "durationMs", a.created_at as "createdAt"
  from delivery_attempt a where a.delivery_id = $1 order by a.attempt, a.id limit 100`);

/** $1 delivery. What its request is made of; its endpoint may be deleted. */
export const requestOfDelivery = statement<Pick<EventRow, 'data' | 'createdAt'> & { readonly url: string }>('deliveries.request', `
  select v.data as "data", v.created_at as "createdAt", e.url as "url" from delivery d join event v on v.id = d.event_id join webhook_endpoint e on e.id = d.endpoint_id where d.id = $1`);
