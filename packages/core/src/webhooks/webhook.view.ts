import type { DeliveryLogRow } from './deliveries.sql.ts';
import { eventIdempotencyKey } from './delivery.view.ts';
import type { WebhookEndpointRow } from './webhook.entity.ts';

/** An endpoint as lists show it: never with its secret. */
export const viewWebhook = ({ id, url, events, isActive, createdAt, updatedAt }: WebhookEndpointRow) => ({
  object: 'webhook' as const, id, url, events, is_active: isActive, created_at: createdAt, updated_at: updatedAt,
});

/** A delivery with its last try. `next_attempt_at` is null once nothing will be sent any more. */
export const viewDelivery = (row: DeliveryLogRow) => ({
  object: 'webhook_delivery' as const, id: row.id, webhook_id: row.endpointId, event: row.type, idempotency_key: eventIdempotencyKey(row),
  status: row.status, attempts: row.attempts, next_attempt_at: row.status === 'PENDING' ? row.nextAttemptAt : null,
  last_status_code: row.lastStatusCode, last_error: row.lastError, last_duration_ms: row.lastDurationMs,
  delivered_at: row.deliveredAt, created_at: row.createdAt,
});
