import type { Answer, Input } from '@paygate/contract/kernel';
import type { merchantWebhookOperations } from '@paygate/contract/webhook-dashboard';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { Ctx, KeyCaller, SessionCaller } from '../caller.ts';
import { viewMerchantBrief } from '../merchants/merchant.view.ts';
import { ownEndpoint, scopeOf, type WebhookCaller } from './endpoint-scope.ts';
import { viewWebhook, viewWebhookDetail } from './webhook.view.ts';
import { endpointsOfMerchant, findEndpoint } from './webhooks.sql.ts';

type Get = (typeof webhookOperations)['get'];
type ListAll = (typeof merchantWebhookOperations)['list'];

/** One endpoint with its health. Refuses WEBHOOK_NOT_FOUND. */
export const getWebhook = async ({ sql, caller }: Ctx<WebhookCaller>, { id }: Input<Get>): Promise<Answer<Get>> => viewWebhookDetail(await ownEndpoint({ sql, caller }, findEndpoint, [id]));

/** The endpoints of the key's merchant and mode, oldest first, those that are off too, as the documents show them. */
export const listWebhooks = async ({ caller, sql }: Ctx<KeyCaller>): Promise<Answer<(typeof webhookOperations)['list']>> => {
  const endpoints = await sql.query(endpointsOfMerchant, [caller.merchant.id, caller.mode]);
  return {
    object: 'list', merchant: viewMerchantBrief(caller.merchant), total: endpoints.length, webhooks: endpoints.map(viewWebhook),
    updated_at: endpoints.map(({ updatedAt }) => updatedAt).toSorted().at(-1) ?? caller.merchant.createdAt,
  };
};

/** The merchant's endpoints, oldest first, with their health. */
export const listMerchantWebhooks = async ({ caller, sql }: Ctx<SessionCaller>, input: Input<ListAll>): Promise<Answer<ListAll>> => {
  const { merchant, mode } = scopeOf(caller, input.mode);
  return { webhooks: (await sql.query(endpointsOfMerchant, [merchant.id, mode])).map(viewWebhookDetail) };
};
