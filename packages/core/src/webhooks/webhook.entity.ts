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
    /** The merchant's switch, and health's: nothing is addressed to an endpoint that is off. */
    isActive: column.boolean(),
    description: column.text().nullable(),
    policy: column.text().$type<DeliveryPolicy>(),
    version: column.integer(),
    /** Set: deliveries are made and wait. */
    pausedAt: column.instant().nullable(),
    /** Set: switched off because it failed for days. */
    disabledAt: column.instant().nullable(),
    deletedAt: column.instant().nullable(),
    previousSecretEncrypted: column.text().nullable(),
    previousSecretUntil: column.instant().nullable(),
    /** Since the last try that was accepted. */
    failuresInRow: column.integer(),
    failingSince: column.instant().nullable(),
    lastFailureAt: column.instant().nullable(),
    warnedAt: column.instant().nullable(),
    /** Set: the breaker is open; from this instant one delivery may try. */
    breakerUntil: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type DeliveryPolicy = 'standard' | 'durable';
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
    /** Made for a test of an endpoint: nothing happened. */
    isSample: column.boolean(),
    createdAt: column.instant(),
  },
});
export type EventRow = RowOf<typeof EventEntity>;

export type DeliveryStatus = 'PENDING' | 'DELIVERED' | 'FAILED' | 'CANCELLED';

/** One event on its way to one endpoint. While a try runs, `leasedUntil` keeps others from it. */
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
    leasedUntil: column.instant().nullable(),
    createdAt: column.instant(),
    /** 0: made by the event itself, once for each endpoint. Replays count on from 1. */
    copy: column.integer(),
    replayOf: column.uuid().nullable(),
  },
});
export type DeliveryRow = RowOf<typeof DeliveryEntity>;

/** The log of every try: what was answered, how long it took. */
export const DeliveryAttemptEntity = defineEntity({
  name: 'DeliveryAttempt', tableName: 'delivery_attempt',
  properties: {
    id: column.id(),
    deliveryId: column.uuid().primary(),
    attempt: column.integer().primary(),
    statusCode: column.integer().nullable(),
    error: column.text().nullable(),
    responseBody: column.text().nullable(),
    durationMs: column.integer(),
    createdAt: column.instant(),
    url: column.text().nullable(),
  },
});
export type DeliveryAttemptRow = RowOf<typeof DeliveryAttemptEntity>;

/** What the merchant was told about an endpoint that fails. */
export const WebhookNoticeEntity = defineEntity({
  name: 'WebhookNotice', tableName: 'webhook_notice',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    endpointId: column.uuid(),
    kind: column.text().$type<'FAILING' | 'DISABLED'>(),
    url: column.text(),
    failingSince: column.instant(),
    failuresInRow: column.integer(),
    createdAt: column.instant(),
  },
});
export type WebhookNoticeRow = RowOf<typeof WebhookNoticeEntity>;
