import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { WEBHOOKS_MAX, type webhookOperations } from '@paygate/contract/webhooks';
import { v7 as uuidv7 } from 'uuid';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { newWebhookSecret } from './signature.rules.ts';
import { targetPolicyOf, vetTarget } from './target.rules.ts';
import { viewWebhook } from './webhook.view.ts';
import { insertEndpoint, lockMerchant } from './webhooks.sql.ts';

type Create = (typeof webhookOperations)['create'];

/** The purpose under which the vault seals an endpoint's secret. */
export const webhookSecretPurpose = (endpointId: string): string => `webhook_endpoint:${endpointId}`;

/**
 * Creates an endpoint of the key's merchant and mode; events written from now on are delivered to it. The secret is in this answer only.
 * The URL's text is vetted here and what its name resolves to at every connection: asking a name server would be a network
 * call inside the transaction, and its answer may change a second later anyway.
 * Refuses MERCHANT_NOT_ACTIVE, WEBHOOK_URL_NOT_ALLOWED, WEBHOOK_LIMIT_REACHED.
 */
export const createWebhook = async ({ platform, caller, sql }: WriteCtx<KeyCaller>, { url, events }: Input<Create>): Promise<Answer<Create>> => {
  const { merchant, mode } = caller;
  if (merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  const target = vetTarget(url, targetPolicyOf(platform.config.runtime));
  if (!target.ok) throw new Refusal('WEBHOOK_URL_NOT_ALLOWED', { reason: target.reason });
  const id = uuidv7();
  const secret = newWebhookSecret();
  await sql.query(lockMerchant, [merchant.id]);
  const [created] = await sql.query(insertEndpoint, [
    id, merchant.id, mode, url, [...new Set(events)], platform.vault.seal(secret, webhookSecretPurpose(id)), WEBHOOKS_MAX,
  ]);
  if (!created) throw new Refusal('WEBHOOK_LIMIT_REACHED', { max: WEBHOOKS_MAX });
  return { ...viewWebhook(created), secret };
};
