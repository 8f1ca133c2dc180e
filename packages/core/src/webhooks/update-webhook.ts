import type { Answer, Input } from '@paygate/contract/kernel';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { refuseBadTarget } from './create-webhook.ts';
import { noteDeed, ownEndpoint, type WebhookCaller } from './endpoint-scope.ts';
import { wakeEndpoints } from './wake-endpoints.ts';
import { viewWebhookDetail } from './webhook.view.ts';
import { changeEndpoint, healEndpoint, lockEndpoint } from './webhooks.sql.ts';

type Update = (typeof webhookOperations)['update'];

/**
 * Changes what is sent and leaves the rest. Switching on, and another URL, forget past failures and try at once what waits. Deliveries
 * that wait go to the new URL. Refuses WEBHOOK_NOT_FOUND, WEBHOOK_URL_NOT_ALLOWED.
 */
export const updateWebhook = async ({ platform, caller, sql }: WriteCtx<WebhookCaller>, { id, ...wanted }: Input<Update>): Promise<Answer<Update>> => {
  const now = await ownEndpoint({ sql, caller }, lockEndpoint, [id]);
  const { url = now.url, events = now.events, policy = now.policy, version = now.version, active = now.isActive } = wanted;
  const description = wanted.description === undefined ? now.description : wanted.description;
  if (url !== now.url) refuseBadTarget(platform, url);
  let changed = single(await sql.query(changeEndpoint, [now.id, url, [...new Set(events)], description, policy, version, active]), 'webhook');
  if (url !== now.url || wanted.active === true) {
    changed = single(await sql.query(healEndpoint, [now.id]), 'webhook');
    wakeEndpoints(sql, platform, [now.id]);
  }
  await noteDeed({ sql, caller }, 'webhook.update', { id: now.id, from: { url: now.url, events: now.events, active: now.isActive }, to: { url, events, active } });
  return viewWebhookDetail(changed);
};
