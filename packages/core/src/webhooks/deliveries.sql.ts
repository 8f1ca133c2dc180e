import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import type { Deliverable } from './delivery.view.ts';
import { DeliveryEntity, type DeliveryRow, type EventRow } from './webhook.entity.ts';

export interface ClaimedDelivery extends Deliverable {
  /** Tries that ended before this one. */
  readonly attempts: number;
  readonly url: string;
  readonly secretEncrypted: string;
}
/**
 * $1 endpoints, $2 how many each may take, $3 lease in seconds. Takes due deliveries of active endpoints, longest due first.
 * Pushing `next_attempt_at` ahead is the lease: nobody else takes the delivery until then, and if this process dies somebody
 * does. Two processes never take the same one, and neither waits for the other.
 */
export const claimDeliveries = statement<ClaimedDelivery>('deliveries.claim', `
  with due as materialized (
    select d.id from unnest($1::uuid[], $2::int[]) as wanted(endpoint_id, room)
      join webhook_endpoint e on e.id = wanted.endpoint_id and e.is_active
      cross join lateral (
        select d.id from delivery d where d.endpoint_id = wanted.endpoint_id and d.status = 'PENDING' and d.next_attempt_at <= now()
        order by d.next_attempt_at, d.id limit wanted.room for update skip locked
      ) d
  ), claimed as (
    update delivery d set next_attempt_at = now() + make_interval(secs => $3) from due where d.id = due.id
    returning d.id, d.endpoint_id, d.event_id, d.attempts
  )
  select c.id as "deliveryId", c.endpoint_id as "endpointId", c.event_id as "eventId", c.attempts as "attempts", v.object_id as "objectId", v.type as "type",
    v.data as "data", v.created_at as "createdAt", e.url as "url", e.secret_encrypted as "secretEncrypted"
  from claimed c join event v on v.id = c.event_id join webhook_endpoint e on e.id = c.endpoint_id
  order by c.endpoint_id, v.id`);

/**
 * $1 try ids, $2 deliveries, $3 try numbers, $4 new statuses, $5 seconds until the next try, $6 status codes, $7 errors, $8 response bodies,
 * $9 durations (all of one length). Logs the tries and moves their deliveries on. A failure counts only if no other try
 * has ended since this one began; a success always does while the delivery is open. Safe to repeat.
 */
export const completeDeliveries = statement('deliveries.complete', `
  with ended as (
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::float8[], $6::int[], $7::text[], $8::text[], $9::int[])
      as t(id, delivery_id, attempt, status, wait_seconds, status_code, error, response_body, duration_ms)
  ), logged as (
    insert into delivery_attempt (id, delivery_id, attempt, status_code, error, response_body, duration_ms)
    select t.id, t.delivery_id, t.attempt, t.status_code, t.error, t.response_body, t.duration_ms from ended t join delivery d on d.id = t.delivery_id
    on conflict (id) do nothing
  )
  update delivery d set status = t.status, attempts = t.attempt, next_attempt_at = now() + make_interval(secs => t.wait_seconds),
    delivered_at = case when t.status = 'DELIVERED' then now() end
  from ended t where d.id = t.delivery_id and d.status = 'PENDING' and (t.status = 'DELIVERED' or d.attempts = t.attempt - 1)`);

/**
 * Active endpoints with a delivery that is due, at most 10,000. Jumps from endpoint to endpoint along the index of pending
 * deliveries, so a backlog of one endpoint costs one look.
 */
export const dueEndpoints = statement<{ readonly endpointId: string }>('deliveries.dueEndpoints', `
  with recursive pending as (
    (select endpoint_id, next_attempt_at from delivery where status = 'PENDING' order by endpoint_id, next_attempt_at limit 1)
    union all
    select n.endpoint_id, n.next_attempt_at from pending p cross join lateral (
      select endpoint_id, next_attempt_at from delivery where status = 'PENDING' and endpoint_id > p.endpoint_id order by endpoint_id, next_attempt_at limit 1
    ) n
  )
  select p.endpoint_id as "endpointId" from pending p join webhook_endpoint e on e.id = p.endpoint_id and e.is_active
  where p.next_attempt_at <= now() order by p.next_attempt_at limit 10000`);

export interface DeliveryLogRow extends DeliveryRow, Pick<EventRow, 'type' | 'objectId'> {
  readonly lastStatusCode: number | null;
  readonly lastError: string | null;
  readonly lastDurationMs: number | null;
}
const logColumns = `${columnsOf(DeliveryEntity, 'd')}, v.type as "type", v.object_id as "objectId",
  last.status_code as "lastStatusCode", last.error as "lastError", last.duration_ms as "lastDurationMs"`;
const joinLast = `left join lateral (
    select a.status_code, a.error, a.duration_ms from delivery_attempt a where a.delivery_id = d.id order by a.attempt desc, a.id desc limit 1
  ) last on true`;

/** $1 merchant, $2 mode, $3 limit, $4 endpoint or null. Newest event first; event ids grow with time, so each endpoint gives its newest from an index. */
export const deliveriesNewest = statement<DeliveryLogRow>('deliveries.newest', `
  with newest as (
    select d.id, d.event_id from webhook_endpoint e cross join lateral (
      select d.id, d.event_id from delivery d where d.endpoint_id = e.id order by d.event_id desc limit $3
    ) d
    where e.merchant_id = $1 and e.mode = $2 and ($4::uuid is null or e.id = $4)
    order by d.event_id desc, d.id limit $3
  )
  select ${logColumns} from newest n join delivery d on d.id = n.id join event v on v.id = d.event_id ${joinLast} order by n.event_id desc, d.id`);

/** The same of one object: $5. */
export const deliveriesOfObject = statement<DeliveryLogRow>('deliveries.ofObject', `
  select ${logColumns} from event v join delivery d on d.event_id = v.id ${joinLast}
  where v.object_id = $5 and v.merchant_id = $1 and v.mode = $2 and ($4::uuid is null or d.endpoint_id = $4) order by d.event_id desc, d.id limit $3`);
