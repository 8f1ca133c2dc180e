import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { Ctx, Mode } from '../caller.ts';
import { deliveriesPage, findDelivery, type DeliveryPage } from './delivery-log.sql.ts';
import { scopeOf, type WebhookCaller } from './endpoint-scope.ts';
import { cursorOfId, idOfCursor } from '../id-cursor.ts';
import { viewDelivery } from './webhook.view.ts';

type Deliveries = (typeof webhookOperations)['deliveries'];

/**
 * The caller's deliveries, newest event first. An id that names nothing of this merchant answers an empty list; a cursor that is
 * not ours starts from the newest.
 */
export const listDeliveries = async ({ caller, sql }: Ctx<WebhookCaller>, query: Input<Deliveries> & { readonly mode?: Mode | undefined }): Promise<Answer<Deliveries>> => {
  const { limit, webhookId: endpointId, objectId, status, cursor } = query;
  if ([endpointId, objectId].some((id) => id !== undefined && !isUuid(id))) return { object: 'list', deliveries: [], next_cursor: null };
  const { merchant, mode } = scopeOf(caller, query.mode);
  const lastId = cursor === undefined ? undefined : idOfCursor(cursor);
  const [after]: NonNullable<DeliveryPage['after']>[] = lastId === undefined ? [] : await sql.query(findDelivery, [lastId, merchant.id, mode]);
  const page = deliveriesPage({ merchantId: merchant.id, mode, endpointId, objectId, status }, { limit: limit + 1, after });
  const rows = await sql.query(page.statement, page.values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { object: 'list', deliveries: shown.map(viewDelivery), next_cursor: rows.length > limit && last ? cursorOfId(last.id) : null };
};
