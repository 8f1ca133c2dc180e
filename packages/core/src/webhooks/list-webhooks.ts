import type { Answer } from '@paygate/contract/kernel';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { Ctx, KeyCaller } from '../caller.ts';
import { viewMerchantBrief } from '../merchants/merchant.view.ts';
import { viewWebhook } from './webhook.view.ts';
import { endpointsOfMerchant } from './webhooks.sql.ts';

/** The endpoints of the key's merchant and mode, oldest first, paused ones too. */
export const listWebhooks = async ({ caller, sql }: Ctx<KeyCaller>): Promise<Answer<(typeof webhookOperations)['list']>> => {
  const endpoints = await sql.query(endpointsOfMerchant, [caller.merchant.id, caller.mode]);
  return {
    object: 'list', merchant: viewMerchantBrief(caller.merchant), total: endpoints.length, webhooks: endpoints.map(viewWebhook),
    updated_at: endpoints.map(({ updatedAt }) => updatedAt).toSorted().at(-1) ?? caller.merchant.createdAt,
  };
};
