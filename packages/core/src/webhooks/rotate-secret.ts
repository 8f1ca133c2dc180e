import type { Answer, Input } from '@paygate/contract/kernel';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { WriteCtx } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { webhookSecretPurpose } from './create-webhook.ts';
import { noteDeed, ownEndpoint, type WebhookCaller } from './endpoint-scope.ts';
import { newWebhookSecret } from './signature.rules.ts';
import { viewWebhookDetail } from './webhook.view.ts';
import { forgetEndedSecrets, lockEndpoint, revokePreviousSecret, rotateSecret } from './webhooks.sql.ts';

type Operations = typeof webhookOperations;

/**
 * A new secret, in this answer only. It signs X-Webhook-Signature from now on; until the overlap ends webhook-signature carries both. Of several
 * rotations within one overlap only the last two secrets sign. Refuses WEBHOOK_NOT_FOUND.
 */
export const rotateWebhookSecret = async ({ platform, caller, sql }: WriteCtx<WebhookCaller>, { id, overlapHours }: Input<Operations['rotateSecret']>): Promise<Answer<Operations['rotateSecret']>> => {
  const endpoint = await ownEndpoint({ sql, caller }, lockEndpoint, [id]);
  const secret = newWebhookSecret();
  const rotated = await ownEndpoint({ sql, caller }, rotateSecret, [endpoint.id, platform.vault.seal(secret, webhookSecretPurpose(endpoint.id)), overlapHours]);
  await noteDeed({ sql, caller }, 'webhook.rotateSecret', { id: rotated.id, overlapHours });
  return { ...viewWebhookDetail(rotated), secret };
};

/** The previous secret signs nothing any more and is erased. Nothing happens when there is none. Refuses WEBHOOK_NOT_FOUND. */
export const revokeWebhookSecret = async ({ caller, sql }: WriteCtx<WebhookCaller>, { id }: Input<Operations['revokeSecret']>): Promise<Answer<Operations['revokeSecret']>> => {
  const kept = await ownEndpoint({ sql, caller }, revokePreviousSecret, [id]);
  await noteDeed({ sql, caller }, 'webhook.revokeSecret', { id: kept.id });
  return viewWebhookDetail(kept);
};

/** Erases the previous secrets whose overlap is over. */
export const forgetEndedWebhookSecrets = async (sql: Executor): Promise<void> => {
  await sql.query(forgetEndedSecrets, []);
};
