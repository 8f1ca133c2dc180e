import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { BREAKER_OPENS_AFTER } from './health.rules.ts';
import { WebhookEndpointEntity, WebhookNoticeEntity, type WebhookEndpointRow, type WebhookNoticeRow } from './webhook.entity.ts';

const columns = columnsOf(WebhookEndpointEntity, 'e');
// From the first failure to the last, not to now: an endpoint that nothing was sent to has not failed meanwhile. Nor has one that took something since then,
// which its health does not say where somebody held its row at that moment.
const failedFor = (hours: string): string => `e.is_active and e.failures_in_row >= ${BREAKER_OPENS_AFTER} and e.last_failure_at - e.failing_since >= make_interval(hours => ${hours})
      and not exists (select from delivery d where d.endpoint_id = e.id and d.event_id >= paygate_uuid_at(e.failing_since) and d.status = 'DELIVERED')`;

/** $1 hours, $2 how many. Endpoints that failed for so long and whose merchant was not told yet; marks them as told. */
export const warnFailing = statement<WebhookEndpointRow>('health.warn', `
  update webhook_endpoint e set warned_at = now() where e.id = any(array(
    select e.id from webhook_endpoint e where e.failing_since is not null and e.warned_at is null and ${failedFor('$1')} order by e.failing_since limit $2 for no key update skip locked
  )) returning ${columns}`);

/** $1 hours, $2 how many. Switches off the endpoints that failed for so long, also those that were never warned. */
export const disableFailing = statement<WebhookEndpointRow>('health.disable', `
  update webhook_endpoint e set is_active = false, disabled_at = now(), updated_at = now() where e.id = any(array(
    select e.id from webhook_endpoint e where e.failing_since is not null and ${failedFor('$1')} order by e.failing_since limit $2 for no key update skip locked
  )) returning ${columns}`);

/** $1 JSON array of notices. */
export const insertNotices = statement<WebhookNoticeRow>('health.insertNotices', `
  insert into webhook_notice as n (merchant_id, mode, endpoint_id, kind, url, failing_since, failures_in_row)
  select * from json_to_recordset($1::json) as t("merchantId" uuid, "mode" text, "endpointId" uuid, "kind" text, "url" text, "failingSince" timestamptz, "failuresInRow" integer)
  returning ${columnsOf(WebhookNoticeEntity, 'n')}`);

/** $1 merchant, $2 mode or null. Newest first, at most 100. */
export const noticesOfMerchant = statement<WebhookNoticeRow>('health.notices', `
  select ${columnsOf(WebhookNoticeEntity, 'n')} from webhook_notice n where n.merchant_id = $1 and ($2::text is null or n.mode = $2) order by n.id desc limit 100`);
