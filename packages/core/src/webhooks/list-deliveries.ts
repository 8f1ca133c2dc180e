import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { webhookOperations } from '@paygate/contract/webhooks';
import type { Ctx, KeyCaller } from '../caller.ts';
import { deliveriesNewest, deliveriesOfObject } from './deliveries.sql.ts';
import { viewDelivery } from './webhook.view.ts';

type Deliveries = (typeof webhookOperations)['deliveries'];

/** Deliveries of the key's merchant and mode, newest event first. An id that names nothing of this merchant answers an empty list. */
export const listDeliveries = async ({ caller, sql }: Ctx<KeyCaller>, { limit, webhookId, objectId }: Input<Deliveries>): Promise<Answer<Deliveries>> => {
  if ([webhookId, objectId].some((id) => id !== undefined && !isUuid(id))) return { object: 'list', deliveries: [] };
  const scope = [caller.merchant.id, caller.mode, limit, webhookId ?? null];
  const rows = objectId === undefined ? await sql.query(deliveriesNewest, scope) : await sql.query(deliveriesOfObject, [...scope, objectId]);
  return { object: 'list', deliveries: rows.map(viewDelivery) };
};
