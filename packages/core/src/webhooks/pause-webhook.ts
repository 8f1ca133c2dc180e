import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { WriteCtx } from '../caller.ts';
import { noteDeed, ownEndpoint, scopeOf, type WebhookCaller } from './endpoint-scope.ts';
import { wakeEndpoints } from './wake-endpoints.ts';
import { viewWebhookDetail } from './webhook.view.ts';
import { deleteEndpoint, pauseEndpoint, resumeEndpoint } from './webhooks.sql.ts';

type Operations = typeof webhookOperations;

/** From its commit nothing more is taken for this endpoint; what is on its way arrives. Events go on making deliveries, which wait. Refuses WEBHOOK_NOT_FOUND. */
export const pauseWebhook = async ({ caller, sql }: WriteCtx<WebhookCaller>, { id }: Input<Operations['pause']>): Promise<Answer<Operations['pause']>> => {
  const paused = await ownEndpoint({ sql, caller }, pauseEndpoint, [id]);
  await noteDeed({ sql, caller }, 'webhook.pause', { id: paused.id });
  return viewWebhookDetail(paused);
};

/** What waited is sent, longest waiting first. Refuses WEBHOOK_NOT_FOUND. */
export const resumeWebhook = async ({ platform, caller, sql }: WriteCtx<WebhookCaller>, { id }: Input<Operations['resume']>): Promise<Answer<Operations['resume']>> => {
  const resumed = await ownEndpoint({ sql, caller }, resumeEndpoint, [id]);
  wakeEndpoints(sql, platform, [resumed.id]);
  await noteDeed({ sql, caller }, 'webhook.resume', { id: resumed.id });
  return viewWebhookDetail(resumed);
};

/** For good: nothing more is sent to it, and what waits is cancelled by upkeep. Its log stays. Refuses WEBHOOK_NOT_FOUND. */
export const deleteWebhook = async ({ caller, sql }: WriteCtx<WebhookCaller>, { id }: Input<Operations['delete']>): Promise<Answer<Operations['delete']>> => {
  const { merchant, mode } = scopeOf(caller);
  const [deleted] = isUuid(id) ? await sql.query(deleteEndpoint, [id, merchant.id, mode]) : [];
  if (!deleted) throw new Refusal('WEBHOOK_NOT_FOUND');
  await noteDeed({ sql, caller }, 'webhook.delete', deleted);
  return { object: 'webhook', id: deleted.id, deleted: true };
};
