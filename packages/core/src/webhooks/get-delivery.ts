import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { Ctx } from '../caller.ts';
import { single, type Executor } from '../db/statement.ts';
import { findDelivery, requestOfDelivery, triesOfDelivery, type DeliveryLogRow } from './delivery-log.sql.ts';
import { deliveryBody, steadyHeaders } from './delivery.view.ts';
import { scopeOf, type WebhookCaller } from './endpoint-scope.ts';
import { viewDelivery } from './webhook.view.ts';

type Get = (typeof webhookOperations)['delivery'];

/** The caller's delivery. Refuses DELIVERY_NOT_FOUND. */
export const ownDelivery = async (by: { readonly sql: Executor; readonly caller: WebhookCaller }, id: string): Promise<DeliveryLogRow> => {
  const { merchant, mode } = scopeOf(by.caller);
  const [delivery] = isUuid(id) ? await by.sql.query(findDelivery, [id, merchant.id, mode]) : [];
  if (!delivery) throw new Refusal('DELIVERY_NOT_FOUND');
  return delivery;
};

/** A delivery with its request as it goes out and every try as it ended. The URL is the last try's, or the endpoint's while there is none. Refuses DELIVERY_NOT_FOUND. */
export const getDelivery = async ({ sql, caller }: Ctx<WebhookCaller>, { id }: Input<Get>): Promise<Answer<Get>> => {
  const row = await ownDelivery({ sql, caller }, id);
  const tries = await sql.query(triesOfDelivery, [row.id]);
  const { url, data, createdAt } = single(await sql.query(requestOfDelivery, [row.id]), 'request');
  const deliverable = { ...row, deliveryId: row.id, data, createdAt };
  return {
    ...viewDelivery(row),
    request: { method: 'POST', url: tries.at(-1)?.url ?? url, headers: steadyHeaders(deliverable), body: deliveryBody(deliverable) },
    tries: tries.map((one) => ({
      attempt: one.attempt, url: one.url, status_code: one.statusCode, error: one.error, response_body: one.responseBody, duration_ms: one.durationMs, ended_at: one.createdAt,
    })),
  };
};
