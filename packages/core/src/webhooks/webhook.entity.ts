import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

export const WebhookEndpointEntity = defineEntity({
  name: 'WebhookEndpoint', tableName: 'webhook_endpoint',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    url: column.text(),
    events: column.texts(),
    secretEncrypted: column.text(),
    isActive: column.boolean(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type WebhookEndpointRow = RowOf<typeof WebhookEndpointEntity>;

/** What happened, written in the transaction that made it happen. `data` is the text sent, so it is `text`, never `jsonb`. */
export const EventEntity = defineEntity({
  name: 'Event', tableName: 'event',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    type: column.text(),
    objectId: column.uuid(),
    data: column.text(),
    createdAt: column.instant(),
  },
});
export type EventRow = RowOf<typeof EventEntity>;

export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'FAILED';

/** One event on its way to one endpoint. `nextAttemptAt` is both the schedule and, while an attempt runs, its lease. */
export const DeliveryEntity = defineEntity({
  name: 'Delivery', tableName: 'delivery',
  properties: {
    id: column.id(),
    endpointId: column.uuid(),
    eventId: column.uuid(),
    merchantId: column.uuid(),
    status: column.text().$type<DeliveryStatus>(),
    attempts: column.integer(),
    nextAttemptAt: column.instant(),
    deliveredAt: column.instant().nullable(),
    createdAt: column.instant(),
  },
});
export type DeliveryRow = RowOf<typeof DeliveryEntity>;

/** The log of every try: what was answered, how long it took. */
export const DeliveryAttemptEntity = defineEntity({
  name: 'DeliveryAttempt', tableName: 'delivery_attempt',
  properties: {
    id: column.id(),
    deliveryId: column.uuid(),
    attempt: column.integer(),
    statusCode: column.integer().nullable(),
    error: column.text().nullable(),
    responseBody: column.text().nullable(),
    durationMs: column.integer(),
    createdAt: column.instant(),
  },
});
export type DeliveryAttemptRow = RowOf<typeof DeliveryAttemptEntity>;
