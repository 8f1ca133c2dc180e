import type { DeliveryLogRow } from './delivery-log.sql.ts';
import { eventIdempotencyKey } from './delivery.view.ts';
import type { WebhookEndpointRow, WebhookNoticeRow } from './webhook.entity.ts';

/** An endpoint as the documents' list shows it: never with its secret. */
export const viewWebhook = ({ id, url, events, isActive, createdAt, updatedAt }: WebhookEndpointRow) => ({
  object: 'webhook' as const, id, url, events, is_active: isActive, created_at: createdAt, updated_at: updatedAt,
});

export const statusOf = ({ isActive, pausedAt, disabledAt }: Pick<WebhookEndpointRow, 'isActive' | 'pausedAt' | 'disabledAt'>): 'ACTIVE' | 'PAUSED' | 'INACTIVE' | 'DISABLED' => {
  if (disabledAt !== null) return 'DISABLED';
  if (!isActive) return 'INACTIVE';
  return pausedAt === null ? 'ACTIVE' : 'PAUSED';
};

/** All there is to say about an endpoint, its secrets apart. */
export const viewWebhookDetail = (row: WebhookEndpointRow) => ({
  ...viewWebhook(row), description: row.description, mode: row.mode, policy: row.policy, version: row.version, status: statusOf(row),
  paused_at: row.pausedAt, disabled_at: row.disabledAt, previous_secret_until: row.previousSecretUntil,
  health: {
    failures_in_row: row.failuresInRow, failing_since: row.failingSince, last_failure_at: row.lastFailureAt, warned_at: row.warnedAt,
    breaker: row.breakerUntil === null ? ('CLOSED' as const) : ('OPEN' as const), retry_at: row.breakerUntil,
  },
});

/** A delivery with its last try. `next_attempt_at` is null once nothing will be sent any more. */
export const viewDelivery = (row: DeliveryLogRow) => ({
  object: 'webhook_delivery' as const, id: row.id, webhook_id: row.endpointId, event: row.type, event_id: row.eventId, idempotency_key: eventIdempotencyKey(row),
  kind: row.isSample ? ('TEST' as const) : row.copy > 0 ? ('REPLAY' as const) : ('EVENT' as const), replay_of: row.replayOf,
  status: row.status, attempts: row.attempts, next_attempt_at: row.status === 'PENDING' ? row.nextAttemptAt : null,
  last_status_code: row.lastStatusCode, last_error: row.lastError, last_duration_ms: row.lastDurationMs,
  delivered_at: row.deliveredAt, created_at: row.createdAt,
});

const messages = {
  FAILING: (since: string) => ({
    en: `This webhook has failed since ${since}. It will be switched off if it goes on failing.`, th: `webhook นี้ส่งไม่สำเร็จตั้งแต่ ${since} หากยังไม่สำเร็จต่อเนื่อง ระบบจะปิดใช้งาน`,
  }),
  DISABLED: (since: string) => ({
    en: `This webhook was switched off because it has failed since ${since}. Mend it, switch it on again, then recover what it missed.`,
    th: `ระบบปิด webhook นี้เพราะส่งไม่สำเร็จตั้งแต่ ${since} เมื่อแก้ไขแล้วให้เปิดใช้งาน และสั่งส่งรายการที่พลาดซ้ำ`,
  }),
};
export const viewNotice = (row: WebhookNoticeRow) => ({
  object: 'webhook_notice' as const, id: row.id, webhook_id: row.endpointId, url: row.url, kind: row.kind, failing_since: row.failingSince, failures_in_row: row.failuresInRow,
  message: messages[row.kind](row.failingSince), created_at: row.createdAt,
});
