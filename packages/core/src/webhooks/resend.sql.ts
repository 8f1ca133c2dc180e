import { statement } from '../db/statement.ts';

interface IdRow { readonly id: string }

// Who addresses an event anew holds it, `for key share`, so that it is not forgotten at the same moment (event-retention.sql.ts).

/** $1 delivery, $2 merchant, $3 mode or null. Takes the delivery for the rest of the transaction, so that two replays count on from each other. */
export const lockDelivery = statement<{ readonly id: string; readonly endpointId: string }>('resend.lockDelivery', `
  select d.id as "id", d.endpoint_id as "endpointId" from delivery d join event v on v.id = d.event_id
  where d.id = $1 and d.merchant_id = $2 and ($3::text is null or v.mode = $3) for no key update of d for key share of v`);

/** $1 delivery. Its event once more to its endpoint, as the next copy. No row when another replay of the same event took that number just now. */
export const insertReplay = statement<IdRow>('resend.replay', `
  insert into delivery (endpoint_id, event_id, merchant_id, status, copy, replay_of)
  select d.endpoint_id, d.event_id, d.merchant_id, 'PENDING', (select max(o.copy) + 1 from delivery o where o.endpoint_id = d.endpoint_id and o.event_id = d.event_id), d.id
  from delivery d where d.id = $1 on conflict (endpoint_id, event_id, copy) do nothing returning id as "id"`);

/**
 * $1 endpoint, $2 since, $3 how many. Of each event since then whose last copy failed, the next copy; oldest first. An event that waits or was
 * delivered is left alone, so a repeat adds nothing.
 */
export const insertRecovered = statement<IdRow>('resend.recover', `
  insert into delivery (endpoint_id, event_id, merchant_id, status, copy, replay_of)
  select d.endpoint_id, d.event_id, d.merchant_id, 'PENDING', d.copy + 1, d.id from delivery d join event v on v.id = d.event_id and not v.is_sample
  where d.endpoint_id = $1 and d.status = 'FAILED' and d.event_id >= paygate_uuid_at($2)
    and not exists (select from delivery o where o.endpoint_id = d.endpoint_id and o.event_id = d.event_id and (o.copy > d.copy or o.status in ('PENDING', 'DELIVERED')))
  order by d.event_id limit $3 for key share of v on conflict (endpoint_id, event_id, copy) do nothing returning id as "id"`);

/** … $4 the names that '*' stands for in version 1. Events since then that the endpoint wants and that were never addressed to it, oldest first. */
export const insertMissed = statement<IdRow>('resend.missed', `
  insert into delivery (endpoint_id, event_id, merchant_id, status)
  select e.id, v.id, e.merchant_id, 'PENDING' from webhook_endpoint e join event v on v.merchant_id = e.merchant_id and v.mode = e.mode
  where e.id = $1 and v.id >= paygate_uuid_at($2) and not v.is_sample
    and (v.type = any(e.events) or ('*' = any(e.events) and (e.version >= 2 or v.type = any($4::text[]))))
    and not exists (select from delivery o where o.endpoint_id = e.id and o.event_id = v.id)
  order by v.id limit $3 for key share of v on conflict (endpoint_id, event_id, copy) do nothing returning id as "id"`);

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
