import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import type { Deliverable } from './delivery.view.ts';
import { WebhookListenerEntity, type WebhookListenerRow } from './listener.entity.ts';

// Longer than any transaction may take (30 s), so an event that commits late is still in view of a later look.
const LATE_COMMIT = "interval '-60 seconds'";
// A listener that nobody asked for this long is over.
const ALIVE = "l.last_polled_at > now() - interval '1 hour'";

/** $1 id, $2 merchant, $3 mode, $4 events, $5 sealed secret, $6 how many may live. No row when the merchant has as many. The merchant must be locked. */
export const insertListener = statement<WebhookListenerRow>('listeners.insert', `
  insert into webhook_listener as l (id, merchant_id, mode, events, secret_encrypted, from_event_id)
  select $1, $2, $3, $4, $5, uuidv7() where (select count(*) from webhook_listener l where l.merchant_id = $2 and l.mode = $3 and ${ALIVE}) < $6
  returning ${columnsOf(WebhookListenerEntity, 'l')}`);

/** $1 id, $2 merchant, $3 mode. Marks that it was asked, once a minute. No row when it is over or another's. */
export const touchListener = statement<WebhookListenerRow>('listeners.touch', `
  with found as materialized (select l.* from webhook_listener l where l.id = $1 and l.merchant_id = $2 and l.mode = $3 and ${ALIVE}), touched as (
    update webhook_listener w set last_polled_at = now() from found f where w.id = f.id and w.last_polled_at < now() - interval '1 minute'
  )
  select ${columnsOf(WebhookListenerEntity, 'l')} from found l`);

/** $1 id, $2 instant or null for now. From when on events are looked at, those it was given before as well; answers an id that every delivery found later exceeds. */
export const rewindListener = statement<{ readonly cursor: string }>('listeners.rewind', `
  with forgotten as (delete from webhook_listener_delivery d where d.listener_id = $1 and d.event_id >= request_log_floor($2::timestamptz))
  update webhook_listener l set from_event_id = case when $2::timestamptz is null then uuidv7() else request_log_floor(greatest($2::timestamptz, now() - interval '1 day')) end
  where l.id = $1 returning uuidv7() as "cursor"`);

/** Of the listener `l`: an event of its merchant, mode and kinds, no sample, that it was not given yet. `$2`: the names that '*' stands for. */
const fresh = `from event v where v.merchant_id = l.merchant_id and v.mode = l.mode and v.id >= l.from_event_id and not v.is_sample
        and (v.type = any(l.events) or ('*' = any(l.events) and v.type = any($2::text[])))
        and not exists (select 1 from webhook_listener_delivery d where d.listener_id = l.id and d.event_id = v.id)`;
// Further behind than the late ones need: its looks cover more and more. Half a minute more, so that an idle listener is written twice a minute at most.
const isFarBehind = "l.from_event_id < paygate_uuid_at(now() - interval '90 seconds')";

export interface ListenerLook {
  /** Something is to be given, or to be moved. */
  readonly isStale: boolean;
  /** The newest that it was ever given. */
  readonly newestId: string | null;
}
/** $1 listener, $2 the names that '*' stands for. Takes and writes nothing. */
export const lookForEvents = statement<ListenerLook>('listeners.look', `
  select ${isFarBehind} or exists (select ${fresh}) as "isStale", (select g.id from webhook_listener_delivery g where g.listener_id = l.id order by g.id desc limit 1) as "newestId"
  from webhook_listener l where l.id = $1`);

/**
 * $1 listener, $2 the names that '*' stands for, $3 how many at most. Gives the listener each event of its merchant and mode once, in the
 * order of the events. Looks back a minute behind the last look that found everything, or a little more, so an event that commits late is not missed.
 */
export const findEventsFor = statement<{ readonly found: number }>('listeners.findEvents', `
  with l as materialized (select * from webhook_listener where id = $1 for update),
    fresh as (
      select v.id from l cross join lateral (select v.id ${fresh} order by v.id limit $3) v
    ), given as (
      insert into webhook_listener_delivery (listener_id, event_id) select $1, f.id from fresh f order by f.id on conflict do nothing returning 1
    ), moved as (
      update webhook_listener w set from_event_id = greatest(w.from_event_id, uuidv7(${LATE_COMMIT}))
      from l where w.id = l.id and ${isFarBehind} and (select count(*) from fresh) < $3
    )
  select count(*)::int as "found" from given`);

/** $1 listener, $2 cursor, $3 limit. What it was given after the cursor, oldest first. */
export const deliveriesOfListener = statement<Deliverable>('listeners.deliveries', `
  select d.id as "deliveryId", d.listener_id as "endpointId", v.id as "eventId", v.object_id as "objectId", v.type as "type", v.data as "data", v.created_at as "createdAt"
  from webhook_listener_delivery d join event v on v.id = d.event_id where d.listener_id = $1 and d.id > $2 order by d.id limit $3`);

/** $1 id, $2 merchant, $3 mode. */
export const deleteListener = statement<WebhookListenerRow>('listeners.delete', `
  delete from webhook_listener l where l.id = $1 and l.merchant_id = $2 and l.mode = $3 and ${ALIVE} returning ${columnsOf(WebhookListenerEntity, 'l')}`);
/** At most 100 that are over, longest over first. */
export const deleteOverListeners = statement<{ readonly id: string }>('listeners.deleteOver', `
  delete from webhook_listener l where l.id = any(array(select l.id from webhook_listener l where not (${ALIVE}) order by l.last_polled_at limit 100)) returning l.id as "id"`);

/** At most 10,000 notes of what listeners were given more than two days ago, before what they still look at: a listener that lives for weeks keeps no more. Rewinding goes back a day. */
export const forgetGiven = statement<{ readonly id: string }>('listeners.forgetGiven', `
  delete from webhook_listener_delivery g
  where g.id = any(array(
    select d.id from webhook_listener_delivery d join webhook_listener w on w.id = d.listener_id and d.event_id < w.from_event_id
    where d.id < paygate_uuid_at(now() - interval '2 days') order by d.id limit 10000
  )) returning g.id as "id"`);
