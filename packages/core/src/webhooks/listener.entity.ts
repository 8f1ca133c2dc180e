import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

/** A developer's terminal that listens in place of a public address. Nothing is pushed to it: it asks. */
export const WebhookListenerEntity = defineEntity({
  name: 'WebhookListener', tableName: 'webhook_listener',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    events: column.texts(),
    secretEncrypted: column.text(),
    /** Events before this one are not looked at any more. */
    fromEventId: column.uuid(),
    lastPolledAt: column.instant(),
    createdAt: column.instant(),
  },
});
export type WebhookListenerRow = RowOf<typeof WebhookListenerEntity>;

/** One event that a listener has been given. Ids grow in the order in which events were found, so they are its cursor. */
export const WebhookListenerDeliveryEntity = defineEntity({
  name: 'WebhookListenerDelivery', tableName: 'webhook_listener_delivery',
  properties: { id: column.id(), listenerId: column.uuid(), eventId: column.uuid() },
});
