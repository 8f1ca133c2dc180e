import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { WebhookEndpointEntity, type WebhookEndpointRow } from './webhook.entity.ts';

const columns = columnsOf(WebhookEndpointEntity, 'e');
/** Something may be sent to it now, its breaker apart. */
export const isSending = 'e.is_active and e.paused_at is null';
/** $1 id, $2 merchant, $3 mode or null for both. */
const theirs = 'e.id = $1 and e.merchant_id = $2 and ($3::text is null or e.mode = $3) and e.deleted_at is null';
/** What an endpoint begins anew with. */
const healed = 'failures_in_row = 0, failing_since = null, last_failure_at = null, warned_at = null, breaker_until = null';

/**
 * The common table `addressed`: one delivery of each event of `recorded` (id, merchant_id, mode, type) for every active endpoint of its merchant
 * and mode that wants it, a paused one too. `namesOfVersion1`: the parameter with the names that '*' stands for in version 1.
 */
export const addressedTo = (namesOfVersion1: string): string => `addressed as (
    insert into delivery (endpoint_id, event_id, merchant_id, status)
    select e.id, r.id, r.merchant_id, 'PENDING'
    from recorded r join webhook_endpoint e on e.merchant_id = r.merchant_id and e.mode = r.mode and e.is_active
      and (r.type = any(e.events) or ('*' = any(e.events) and (e.version >= 2 or r.type = any(${namesOfVersion1}::text[]))))
    order by e.id, r.id
    returning endpoint_id
  )`;

interface WokenRow { readonly endpointId: string }
/**
 * $1 merchants, $2 modes, $3 types, $4 objects, pairwise, $5 JSON array of their data, of which each one's text is kept as it is, $6 the names
 * that '*' stands for in version 1. Writes each event once per object and type, and its deliveries as `addressedTo` says. An event that exists
 * already is left alone and gets no second delivery. Answers each endpoint once that has a new one.
 */
export const insertEvents = statement<WokenRow>('webhooks.insertEvents', `
  with happened as (
    select * from rows from (unnest($1::uuid[]), unnest($2::text[]), unnest($3::text[]), unnest($4::uuid[]), json_array_elements($5::json)) with ordinality as t(merchant_id, mode, type, object_id, data, position)
  ), recorded as (
    insert into event (id, merchant_id, mode, type, object_id, data)
    select uuidv7(), merchant_id, mode, type, object_id, data::text from happened order by position
    on conflict (object_id, type) do nothing
    returning id, merchant_id, mode, type
  ), ${addressedTo('$6')}
  select distinct endpoint_id as "endpointId" from addressed order by 1`);

/** $1 merchant, $2 mode or null. Oldest first, at most 100. */
export const endpointsOfMerchant = statement<WebhookEndpointRow>('webhooks.ofMerchant', `
  select ${columns} from webhook_endpoint e where e.merchant_id = $1 and ($2::text is null or e.mode = $2) and e.deleted_at is null order by e.id limit 100`);

/** $1 merchant. Makes two creations wait for each other, so that both count; foreign keys into the merchant do not wait. */
export const lockMerchant = statement('webhooks.lockMerchant', 'select 1 from merchant where id = $1 for no key update');

/** $1 id, $2 merchant, $3 mode, $4 url, $5 events, $6 sealed secret, $7 how many are allowed, $8 description, $9 policy, $10 version. No row when the merchant has as many. */
export const insertEndpoint = statement<WebhookEndpointRow>('webhooks.insert', `
  insert into webhook_endpoint as e (id, merchant_id, mode, url, events, secret_encrypted, description, policy, version)
  select $1, $2, $3, $4, $5, $6, $8, $9, $10 where (select count(*) from webhook_endpoint o where o.merchant_id = $2 and o.mode = $3 and o.deleted_at is null) < $7
  returning ${columns}`);

export const findEndpoint = statement<WebhookEndpointRow>('webhooks.find', `select ${columns} from webhook_endpoint e where ${theirs}`);
/** The same, taken for the rest of the transaction; new deliveries to it do not wait. */
export const lockEndpoint = statement<WebhookEndpointRow>('webhooks.lock', `select ${columns} from webhook_endpoint e where ${theirs} for no key update`);

/** $1 id, $2 url, $3 events, $4 description, $5 policy, $6 version, $7 whether it is on. */
export const changeEndpoint = statement<WebhookEndpointRow>('webhooks.change', `
  update webhook_endpoint e set url = $2, events = $3, description = $4, policy = $5, version = $6, is_active = $7, disabled_at = case when not $7 then e.disabled_at end, updated_at = now()
  where e.id = $1 returning ${columns}`);
/** $1 id. Forgets past failures, so that it is tried at once. */
export const healEndpoint = statement<WebhookEndpointRow>('webhooks.heal', `update webhook_endpoint e set ${healed} where e.id = $1 returning ${columns}`);
/** An open breaker lets one through now. */
export const letOneThrough = statement('webhooks.letOneThrough', 'update webhook_endpoint set breaker_until = now() where id = $1 and breaker_until > now()');

export const deleteEndpoint = statement<{ id: string }>('webhooks.delete', `
  update webhook_endpoint e set is_active = false, disabled_at = null, deleted_at = now(), updated_at = now() where ${theirs} returning e.id as "id"`);
/** Paused twice is paused since the first time. */
export const pauseEndpoint = statement<WebhookEndpointRow>('webhooks.pause', `
  update webhook_endpoint e set paused_at = coalesce(e.paused_at, now()), updated_at = now() where ${theirs} returning ${columns}`);
export const resumeEndpoint = statement<WebhookEndpointRow>('webhooks.resume', `
  update webhook_endpoint e set paused_at = null, breaker_until = null, updated_at = now() where ${theirs} returning ${columns}`);

/** … $4 new sealed secret, $5 hours the replaced one signs on. */
export const rotateSecret = statement<WebhookEndpointRow>('webhooks.rotateSecret', `
  update webhook_endpoint e set secret_encrypted = $4, previous_secret_encrypted = case when $5 > 0 then e.secret_encrypted end,
    previous_secret_until = case when $5 > 0 then now() + make_interval(hours => $5) end, updated_at = now()
  where ${theirs} returning ${columns}`);
export const revokePreviousSecret = statement<WebhookEndpointRow>('webhooks.revokePreviousSecret', `
  update webhook_endpoint e set previous_secret_encrypted = null, previous_secret_until = null, updated_at = now() where ${theirs} returning ${columns}`);
/** Erases secrets whose overlap is over; no try used them since. One whose endpoint is held is for the next turn. */
export const forgetEndedSecrets = statement<{ id: string }>('webhooks.forgetEndedSecrets', `
  update webhook_endpoint e set previous_secret_encrypted = null, previous_secret_until = null where e.id = any(array(
    select e.id from webhook_endpoint e where e.previous_secret_until <= now() order by e.id for no key update skip locked
  )) returning e.id as "id"`);
