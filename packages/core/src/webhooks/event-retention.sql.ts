import { statement } from '../db/statement.ts';

interface IdRow { readonly id: string }

/**
 * $1 the event after which to look, $2 days, $3 how many. Takes events older than that, oldest first, for the rest of the transaction. None while another
 * transaction forgets. What somebody holds is passed over.
 */
export const lockOldEvents = statement<IdRow>('eventRetention.lock', `
  select v.id as "id" from event v
  where v.id > $1 and v.id < paygate_uuid_at(now() - make_interval(days => $2)) and (select pg_try_advisory_xact_lock(hashtext('paygate event retention')))
  order by v.id limit $3 for update skip locked`);

/**
 * $1 events that are taken. Removes those whose deliveries have all ended a day ago or longer, with these and their tries. A statement of its own, so that it
 * sees what was addressed before they were taken. A delivery that somebody holds keeps its event.
 */
export const deleteEvents = statement<IdRow>('eventRetention.delete', `
  with ended as materialized (
    select d.id from delivery d where d.event_id = any($1::uuid[]) and d.status <> 'PENDING' and d.next_attempt_at < now() - interval '1 day' for update skip locked
  ), over as materialized (
    select t.id from unnest($1::uuid[]) as t(id) where not exists (select from delivery d where d.event_id = t.id and d.id not in (select id from ended))
  ), told as (
    delete from delivery d using over where d.event_id = over.id returning d.id
  ), tried as (
    delete from delivery_attempt a using told where a.delivery_id = told.id
  )
  delete from event v using over where v.id = over.id returning v.id as "id"`);
