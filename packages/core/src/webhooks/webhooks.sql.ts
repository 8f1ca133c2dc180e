import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { WebhookEndpointEntity, type WebhookEndpointRow } from './webhook.entity.ts';

interface WokenRow { readonly endpointId: string }
/**
 * $1 merchants, $2 modes, $3 types, $4 objects, $5 data texts (all of one length), $6 the names that '*' stands for.
 * Writes each event once per object and type, and one delivery for every active endpoint of its merchant and mode that wants
 * it. An event that exists already is left alone and gets no second delivery. Answers each endpoint once that has a new one.
 */
export const insertEvents = statement<WokenRow>('webhooks.insertEvents', `
  with happened as (
    select * from unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[], $5::text[]) with ordinality as t(merchant_id, mode, type, object_id, data, position)
  ), recorded as (
    insert into event (id, merchant_id, mode, type, object_id, data)
    select uuidv7(), merchant_id, mode, type, object_id, data from happened order by position
    on conflict (object_id, type) do nothing
    returning id, merchant_id, mode, type
  ), addressed as (
    insert into delivery (endpoint_id, event_id, merchant_id, status)
    select e.id, r.id, r.merchant_id, 'PENDING'
    from recorded r join webhook_endpoint e on e.merchant_id = r.merchant_id and e.mode = r.mode and e.is_active
      and (r.type = any(e.events) or ('*' = any(e.events) and r.type = any($6::text[])))
    order by e.id, r.id
    returning endpoint_id
  )
  select distinct endpoint_id as "endpointId" from addressed order by 1`);

/** $1 merchant, $2 mode. Oldest first, at most 100. */
export const endpointsOfMerchant = statement<WebhookEndpointRow>('webhooks.ofMerchant', `
  select ${columnsOf(WebhookEndpointEntity, 'e')} from webhook_endpoint e where e.merchant_id = $1 and e.mode = $2 order by e.id limit 100`);

/** $1 merchant. Makes two creations wait for each other, so that both count; foreign keys into the merchant do not wait. */
export const lockMerchant = statement('webhooks.lockMerchant', 'select 1 from merchant where id = $1 for no key update');

/** $1 id, $2 merchant, $3 mode, $4 url, $5 events, $6 sealed secret, $7 how many are allowed. No row when the merchant has as many. */
export const insertEndpoint = statement<WebhookEndpointRow>('webhooks.insert', `
  insert into webhook_endpoint as e (id, merchant_id, mode, url, events, secret_encrypted)
  select $1, $2, $3, $4, $5, $6 where (select count(*) from webhook_endpoint o where o.merchant_id = $2 and o.mode = $3) < $7
  returning ${columnsOf(WebhookEndpointEntity, 'e')}`);
