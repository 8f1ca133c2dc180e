import { statement } from '../db/statement.ts';

interface IdRow { readonly id: string }

// Who addresses an event anew holds it, `for key share`, so that it is not forgotten at the same moment (event-retention.sql.ts).

/** $1 delivery, $2 merchant, $3 mode or null. Does not take the delivery: a try of it may be ending. */
export const findReplayed = statement<{ readonly id: string; readonly endpointId: string }>('resend.findReplayed', `
  select d.id as "id", d.endpoint_id as "endpointId" from delivery d join event v on v.id = d.event_id
  where d.id = $1 and d.merchant_id = $2 and ($3::text is null or v.mode = $3) for key share of v`);

/** $1 delivery. Its event once more to its endpoint, as the next copy. No row when another replay of the same event took that number just now. */
export const insertReplay = statement<IdRow>('resend.replay', `
  insert into delivery (endpoint_id, event_id, merchant_id, status, copy, replay_of)
  select d.endpoint_id, d.event_id, d.merchant_id, 'PENDING', (select max(o.copy) + 1 from delivery o where o.endpoint_id = d.endpoint_id and o.event_id = d.event_id), d.id
  from delivery d where d.id = $1 on conflict (endpoint_id, event_id, copy) do nothing returning id as "id"`);

/** So many are looked at in one call, a tenth of a second's work: whoever has more goes on where it ended. */
export const RECOVERY_LOOKS_AT = 25_000;
export interface RecoveryRow {
  readonly eventId: string;
  /** When it happened. */
  readonly at: string;
  /** Its delivery that failed last; null if it was never addressed. */
  readonly failedId: string | null;
  /** False for one more row: the event at which the look was cut short. */
  readonly isFound: boolean;
}
/** The rows of `seen` (event_id) that are in `found` (event_id, failed_id), and where the look was cut short. */
const foundIn = `
  select f.event_id as "eventId", uuid_extract_timestamp(f.event_id) as "at", f.failed_id as "failedId", true as "isFound" from found f
  union all select * from (select s.event_id, uuid_extract_timestamp(s.event_id), null::uuid, false from seen s order by s.event_id offset ${RECOVERY_LOOKS_AT - 1} limit 1) cut`;

// Below, what is asked of each row is a scalar query, which stays a look into an index for each: joined, a stretch of this length makes the planner read whole tables.

/**
 * $1 endpoint, $2 since, $3 how many. Events since then whose last copy failed, oldest first. One that waits or was delivered is not among them. Takes nothing:
 * what is found may be addressed by somebody else before it is here, which `insertResent` sees.
 */
export const findFailed = statement<RecoveryRow>('resend.findFailed', `
  with seen as materialized (
    select d.event_id, d.id, d.copy from delivery d where d.endpoint_id = $1 and d.status = 'FAILED' and d.event_id >= paygate_uuid_at($2) order by d.event_id, d.copy limit ${RECOVERY_LOOKS_AT}
  ), found as materialized (
    select s.event_id, s.id as failed_id from seen s
    where (select true from delivery o where o.endpoint_id = $1 and o.event_id = s.event_id and (o.copy > s.copy or o.status in ('PENDING', 'DELIVERED')) limit 1) is null
      and (select not v.is_sample from event v where v.id = s.event_id)
    order by s.event_id limit $3
  )${foundIn}`);

/** … $4 the names that '*' stands for in version 1. Events since then that the endpoint wants and that were never addressed to it, oldest first. */
export const findMissed = statement<RecoveryRow>('resend.findMissed', `
  with seen as materialized (
    select v.id as event_id, v.type = any(e.events) or ('*' = any(e.events) and (e.version >= 2 or v.type = any($4::text[]))) as is_wanted
    from webhook_endpoint e cross join lateral (
      select v.id, v.type from event v where v.merchant_id = e.merchant_id and v.mode = e.mode and v.id >= paygate_uuid_at($2) and not v.is_sample order by v.id limit ${RECOVERY_LOOKS_AT}
    ) v where e.id = $1
  ), found as materialized (
    select s.event_id, null::uuid as failed_id from seen s
    where s.is_wanted and (select true from delivery o where o.endpoint_id = $1 and o.event_id = s.event_id limit 1) is null order by s.event_id limit $3
  )${foundIn}`);

/** $1 endpoint, $2 events, $3 for each the delivery that failed, or null. Addresses each to the endpoint as the copy after that one, or the first; one that has this copy by now is left alone. */
export const insertResent = statement<IdRow>('resend.insert', `
  insert into delivery (endpoint_id, event_id, merchant_id, status, copy, replay_of)
  select $1, v.id, v.merchant_id, 'PENDING', coalesce(d.copy + 1, 0), d.id
  from unnest($2::uuid[], $3::uuid[]) as t(event_id, failed_id) join event v on v.id = t.event_id left join delivery d on d.id = t.failed_id
  order by v.id for key share of v on conflict (endpoint_id, event_id, copy) do nothing returning id as "id"`);

/** $1 merchant, $2 mode, $3 type, $4 object, $5 data, $6 endpoint. A sample and its delivery, which goes before everything that waits. */
export const insertSample = statement<IdRow>('resend.sample', `
  with sample as (
    insert into event (id, merchant_id, mode, type, object_id, data, is_sample) values (uuidv7(), $1, $2, $3, $4, $5, true) returning id
  )
  insert into delivery (endpoint_id, event_id, merchant_id, status, next_attempt_at) select $6, s.id, $1, 'PENDING', 'epoch' from sample s returning id as "id"`);

/** $1 how many. Deliveries that still wait for a deleted endpoint, of a few endpoints at a time. */
export const cancelOfDeleted = statement<IdRow>('resend.cancelOfDeleted', `
  update delivery set status = 'CANCELLED' where id = any(array(
    select d.id from webhook_endpoint e cross join lateral (select d.id from delivery d where d.endpoint_id = e.id and d.status = 'PENDING' limit $1) d
    where e.deleted_at is not null limit $1
  )) and status = 'PENDING' returning id as "id"`);
