import type { CatalogueEntry } from './error-catalogue.ts';

/** Refusals about webhooks that exist. */
export const webhookErrors = {
  WEBHOOK_NOT_FOUND: {
    status: 404, text: 'Webhook not found',
    cause: { en: 'This merchant has no such webhook in this mode.', th: 'ไม่พบ webhook นี้ของร้านในโหมดนี้' },
    fix: { en: 'Send an id from GET /api/v1/webhooks, with a key of the webhook’s mode.', th: 'ส่ง id จาก GET /api/v1/webhooks และใช้คีย์โหมดเดียวกับ webhook' },
  },
  WEBHOOK_NOT_ACTIVE: {
    status: 409, text: 'Webhook is {status}',
    cause: { en: 'Nothing would be sent: the webhook is {status}.', th: 'ส่งไม่ได้ เพราะ webhook มีสถานะ {status}' },
    fix: { en: 'Resume it, or switch it on with PATCH {"active": true}.', th: 'สั่งส่งต่อ (resume) หรือเปิดใช้งานด้วย PATCH {"active": true}' },
  },
  DELIVERY_NOT_FOUND: {
    status: 404, text: 'Delivery not found',
    cause: { en: 'This merchant has no such webhook delivery in this mode.', th: 'ไม่พบรายการส่ง webhook นี้ของร้านในโหมดนี้' },
    fix: { en: 'Send an id from GET /api/v1/webhook/deliveries.', th: 'ส่ง id จาก GET /api/v1/webhook/deliveries' },
  },
  EVENT_NOT_FOUND: {
    status: 404, text: 'Event not found',
    cause: { en: 'This merchant has no such event in this mode.', th: 'ไม่พบ event นี้ของร้านในโหมดนี้' },
    fix: { en: 'Send an id from GET /api/v1/events, or the header webhook-id of a callback.', th: 'ส่ง id จาก GET /api/v1/events หรือส่วนหัว webhook-id ของ callback' },
  },
} as const satisfies Record<string, CatalogueEntry>;
