import { statement } from '../db/statement.ts';
import type { Deliverable } from './delivery.view.ts';
import { BREAKER_OPENS_AFTER, BREAKER_SECONDS_FIRST, BREAKER_SECONDS_MAX } from './health.rules.ts';
import type { DeliveryPolicy } from './webhook.entity.ts';
import { isSending } from './webhooks.sql.ts';

export interface ClaimedDelivery extends Deliverable {
  /** Tries that ended before this one. */
  readonly attempts: number;
  readonly url: string;
  readonly policy: DeliveryPolicy;
  /** The breaker is open and lets this one through to see. */
  readonly isProbe: boolean;
  readonly secretEncrypted: string;
  /** While it still signs. */
  readonly previousSecretEncrypted: string | null;
}
const isDue = "d.status = 'PENDING' and d.next_attempt_at <= now() and (d.leased_until is null or d.leased_until <= now())";

/**
 * $1 endpoints, $2 how many each may take, $3 lease in seconds. Takes due deliveries of endpoints that are sending, longest due first;
 * of an endpoint whose breaker is open none, or one once its pause is over. `leased_until` is the lease: nobody else
 * takes the delivery until then, and if this process dies somebody does. The probe is leased the same way, by
 * `breaker_until`, and only when there is something to send; an endpoint that somebody holds just now gets its probe later. Two
 * processes never take the same delivery, and none waits for another's deliveries or endpoints.
 */
export const claimDeliveries = statement<ClaimedDelivery>('deliveries.claim', `
  with probing as (
    update webhook_endpoint e set breaker_until = now() + make_interval(secs => $3) where e.id = any(array(
      select e.id from webhook_endpoint e where e.id = any($1::uuid[]) and e.breaker_until <= now() and ${isSending}
        and exists (select from delivery d where d.endpoint_id = e.id and ${isDue}) order by e.id for no key update of e skip locked
    )) returning e.id
  ), open as (
    select e.id, case when p.id is null then wanted.room else 1 end as room from unnest($1::uuid[], $2::int[]) as wanted(endpoint_id, room)
      join webhook_endpoint e on e.id = wanted.endpoint_id and ${isSending} left join probing p on p.id = e.id
    where e.breaker_until is null or p.id is not null
  ), due as materialized (
    select d.id from open cross join lateral (
      select d.id from delivery d where d.endpoint_id = open.id and ${isDue}
      order by d.next_attempt_at, d.id limit open.room for update skip locked
    ) d
  ), claimed as (
    update delivery d set leased_until = now() + make_interval(secs => $3) from due where d.id = due.id
    returning d.id, d.endpoint_id, d.event_id, d.attempts
  )
  select c.id as "deliveryId", c.endpoint_id as "endpointId", c.event_id as "eventId", c.attempts as "attempts", v.object_id as "objectId", v.type as "type",
    v.data as "data", v.is_sample as "isSample", v.created_at as "createdAt", e.url as "url", e.policy as "policy", e.breaker_until is not null as "isProbe",
    e.secret_encrypted as "secretEncrypted", case when e.previous_secret_until > now() then e.previous_secret_encrypted end as "previousSecretEncrypted"
  from claimed c join event v on v.id = c.event_id join webhook_endpoint e on e.id = c.endpoint_id
  order by c.endpoint_id, v.id`);

/**
 * $1 try ids, $2 deliveries, $3 try numbers, $4 new statuses, $5 seconds until the next try, $6 status codes, $7 errors, $8 response bodies,
 * $9 durations, $10 URLs, $11 endpoints (all of one length), $12 what the breaker's pauses are multiplied by. Logs the tries and moves
 * their deliveries on. A failure counts only if no other try has ended since this one began; a success always does while the delivery
 * is open. A try that was accepted clears its endpoint's failures, others add to them and open the breaker; an endpoint in good
 * health is not written at all. Nobody's tries wait for another's endpoint: of one that somebody holds just now the health is left as it is, and the
 * next try tells it. Safe to repeat.
 */
export const completeDeliveries = statement('deliveries.complete', `
  with ended as (
    select * from unnest($1::uuid[], $2::uuid[], $3::int[], $4::text[], $5::float8[], $6::int[], $7::text[], $8::text[], $9::int[], $10::text[], $11::uuid[])
      as t(id, delivery_id, attempt, status, wait_seconds, status_code, error, response_body, duration_ms, url, endpoint_id)
  ), logged as (
    insert into delivery_attempt (id, delivery_id, attempt, status_code, error, response_body, duration_ms, url)
    select t.id, t.delivery_id, t.attempt, t.status_code, t.error, t.response_body, t.duration_ms, t.url from ended t join delivery d on d.id = t.delivery_id
    on conflict (delivery_id, attempt, id) do nothing
  ), told as materialized (
    select endpoint_id, bool_or(status = 'DELIVERED') as is_alive, count(*)::int as ended_count from ended group by endpoint_id
  ), taken as materialized (
    select e.id, t.is_alive, t.ended_count from told t join webhook_endpoint e on e.id = t.endpoint_id
    where not t.is_alive or e.failing_since is not null order by e.id for no key update of e skip locked
  ), judged as (
    update webhook_endpoint e set
      failures_in_row = case when t.is_alive then 0 else e.failures_in_row + t.ended_count end,
      failing_since = case when not t.is_alive then coalesce(e.failing_since, now()) end,
      last_failure_at = case when not t.is_alive then now() end,
      warned_at = case when not t.is_alive then e.warned_at end,
      breaker_until = case when not t.is_alive and e.failures_in_row + t.ended_count >= ${BREAKER_OPENS_AFTER}
        then now() + make_interval(secs => $12::float8 * least(${BREAKER_SECONDS_MAX}, ${BREAKER_SECONDS_FIRST} * 2.0 ^ least(20, e.failures_in_row + t.ended_count - ${BREAKER_OPENS_AFTER}))) end
    from taken t where e.id = t.id
  )
  update delivery d set status = t.status, attempts = t.attempt, next_attempt_at = now() + make_interval(secs => t.wait_seconds), leased_until = null,
    delivered_at = case when t.status = 'DELIVERED' then now() end
  from ended t where d.id = t.delivery_id and d.status = 'PENDING' and (t.status = 'DELIVERED' or d.attempts = t.attempt - 1)`);

/** $1 deliveries claimed by this process and not sent. Ends their lease, so that anybody may take them now. */
export const releaseDeliveries = statement('deliveries.release', `update delivery set leased_until = null where id = any($1::uuid[]) and status = 'PENDING'`);

/**
 * Endpoints that are sending, with a delivery that is due and a breaker that lets one through, at most 10,000. Jumps from endpoint to
 * endpoint along the index of pending deliveries, so a backlog of one endpoint costs one look.
 */
export const dueEndpoints = statement<{ readonly endpointId: string }>('deliveries.dueEndpoints', `
  with recursive pending as (
    (select endpoint_id, next_attempt_at from delivery where status = 'PENDING' order by endpoint_id, next_attempt_at limit 1)
    union all
    select n.endpoint_id, n.next_attempt_at from pending p cross join lateral (
      select endpoint_id, next_attempt_at from delivery where status = 'PENDING' and endpoint_id > p.endpoint_id order by endpoint_id, next_attempt_at limit 1
    ) n
  )
  select p.endpoint_id as "endpointId" from pending p join webhook_endpoint e on e.id = p.endpoint_id and ${isSending} and (e.breaker_until is null or e.breaker_until <= now())
  where p.next_attempt_at <= now() and exists (select from delivery d where d.endpoint_id = p.endpoint_id and ${isDue}) order by p.next_attempt_at limit 10000`);
