import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { WEBHOOKS_MAX, type webhookOperations } from '@paygate/contract/webhooks';
import { newId } from '../ids.ts';
import type { Mode, WriteCtx } from '../caller.ts';
import type { Platform } from '../platform.ts';
import { noteDeed, scopeOf, type WebhookCaller } from './endpoint-scope.ts';
import { newWebhookSecret } from './signature.rules.ts';
import { targetPolicyOf, vetTarget } from './target.rules.ts';
import { viewWebhookDetail } from './webhook.view.ts';
import { insertEndpoint, lockMerchant } from './webhooks.sql.ts';

type Create = (typeof webhookOperations)['create'];

/** The purpose under which the vault seals an endpoint's secret. */
export const webhookSecretPurpose = (endpointId: string): string => `webhook_endpoint:${endpointId}`;

/**
 * The URL's text is vetted here and what its name resolves to at every connection: asking a name server would be a network
 * call inside the transaction, and its answer may change a second later anyway. Refuses WEBHOOK_URL_NOT_ALLOWED.
 */
export const refuseBadTarget = ({ config }: Pick<Platform, 'config'>, url: string): void => {
  const target = vetTarget(url, targetPolicyOf(config.runtime));
  if (!target.ok) throw new Refusal('WEBHOOK_URL_NOT_ALLOWED', { reason: target.reason });
};

/**
 * Creates an endpoint of the caller's merchant, in the key's mode or the one named; events written from now on are delivered to
 * it. The secret is in this answer only. Refuses MERCHANT_NOT_ACTIVE, WEBHOOK_URL_NOT_ALLOWED, WEBHOOK_LIMIT_REACHED.
 */
export const createWebhook = async ({ platform, caller, sql }: WriteCtx<WebhookCaller>, wanted: Input<Create> & { readonly mode?: Mode }): Promise<Answer<Create>> => {
  const { merchant, mode } = scopeOf(caller, wanted.mode);
  if (merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  const { url, events, description = null, policy = 'standard', version = 1 } = wanted;
  refuseBadTarget(platform, url);
  const id = newId();
  const secret = newWebhookSecret();
  await sql.query(lockMerchant, [merchant.id]);
  const [created] = await sql.query(insertEndpoint, [
    id, merchant.id, mode ?? 'live', url, [...new Set(events)], platform.vault.seal(secret, webhookSecretPurpose(id)), WEBHOOKS_MAX, description, policy, version,
  ]);
  if (!created) throw new Refusal('WEBHOOK_LIMIT_REACHED', { max: WEBHOOKS_MAX });
  await noteDeed({ sql, caller }, 'webhook.create', { id, url, events: created.events });
  return { ...viewWebhookDetail(created), secret };
};
