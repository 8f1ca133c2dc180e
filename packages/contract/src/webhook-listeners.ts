import * as z from 'zod';
import { subscribableEvents } from './events.ts';
import { operation } from './kernel.ts';
import { Instant, InstantSent, PathId, Uuid } from './scalars.ts';

export const LISTENERS_MAX = 10;
/** Below the time after which the server cuts an idle connection. */
export const LISTENER_WAIT_SECONDS_MAX = 10;

const Listener = z.object({ object: z.literal('webhook_listener'), id: Uuid, events: z.array(z.string()), created_at: Instant }).meta({ id: 'WebhookListener' });
const CreatedListener = Listener.extend({ secret: z.string().meta({ description: 'Verifies every delivery of this listener. Shown only now.' }) }).meta({ id: 'CreatedWebhookListener' });
const Delivery = z
  .object({
    object: z.literal('webhook_listener_delivery'), id: Uuid, event: z.string(), event_id: Uuid, created_at: Instant,
    body: z.string().meta({ description: 'The exact text to send on; its bytes are what is signed' }),
    headers: z.record(z.string(), z.string()).meta({ description: 'Both signature families, signed for this answer' }),
  })
  .meta({ id: 'WebhookListenerDelivery' });

const wait = z.string().regex(/^\d{1,2}$/).optional().transform((text) => Math.min(Number(text ?? 0), LISTENER_WAIT_SECONDS_MAX)).meta({ description: `Seconds to wait for something to happen, at most ${LISTENER_WAIT_SECONDS_MAX} (default 0)` });
const listener = { object: 'webhook_listener', id: '019aa3f0-cccc-7c11-9d6e-3f2b8a6c4d21', events: ['*'], created_at: '2026-03-05T08:00:00.000Z' } as const;
const delivery = {
  object: 'webhook_listener_delivery', id: '019aa3f0-dddd-7c11-9d6e-3f2b8a6c4d21', event: 'payment.success', event_id: '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21', created_at: '2026-03-05T08:02:11.000Z',
  body: '{"event":"payment.success","deliveryId":"019aa3f0-dddd-7c11-9d6e-3f2b8a6c4d21","data":{},"timestamp":"2026-03-05T08:02:11.000Z","webhookId":"019aa3f0-cccc-7c11-9d6e-3f2b8a6c4d21"}',
  headers: { 'content-type': 'application/json', 'x-webhook-signature': '0f8b', 'webhook-id': '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21', 'webhook-signature': 'v1,D4s=' },
} as const;
const own = { surface: 'v1', auth: 'secretKey', tag: 'Webhooks', sandbox: true } as const;
const one = { params: z.object({ id: PathId }) } as const;
const called = { id: listener.id } as const;

export const listenerOperations = {
  create: operation({
    ...own, method: 'POST', scope: 'collect', rate: 'write', id: 'listeners.create', path: '/api/v1/webhooks/listeners', summary: { en: 'Listen for webhooks without a public address', th: 'รับ webhook โดยไม่ต้องมี URL สาธารณะ' },
    description: {
      en: 'For development: what `paygate listen` uses. Ask for deliveries and send them on to your own program; put the secret into it and verification passes as in production. A listener that is not asked for an hour ends.',
      th: 'สำหรับการพัฒนา ใช้โดย `paygate listen` เรียกอ่าน delivery แล้วส่งต่อไปยังโปรแกรมของคุณ ใส่ secret นี้ในโปรแกรมแล้วตรวจลายเซ็นได้เหมือนจริง หากไม่เรียกอ่านหนึ่งชั่วโมงจะสิ้นสุด',
    },
    body: z.object({ events: z.array(z.enum(subscribableEvents)).min(1).max(subscribableEvents.length).nullish().meta({ description: 'All unless said otherwise' }) }).meta({ id: 'CreateWebhookListenerRequest' }),
    ok: { status: 201, schema: CreatedListener }, errors: ['TEST_KEY_REQUIRED', 'MERCHANT_NOT_ACTIVE', 'LISTENER_LIMIT_REACHED'],
    examples: [{ name: 'Everything', body: { events: ['*'] }, answer: { ...listener, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } }],
  }),
  deliveries: operation({
    ...own, ...one, method: 'GET', scope: 'read', rate: 'read', id: 'listeners.deliveries', path: '/api/v1/webhooks/listeners/{id}/deliveries', summary: { en: 'Get what a listener has to send on', th: 'อ่าน delivery ของ listener' },
    description: {
      en: 'Without a cursor: what happens from now on, or happened since `since` (a day back at most). Then always with the last next_cursor. An older cursor gives the same deliveries again, signed anew. At most 50, oldest first.',
      th: 'ไม่ส่ง cursor: สิ่งที่เกิดตั้งแต่ตอนนี้ หรือตั้งแต่ `since` (ย้อนหลังไม่เกินหนึ่งวัน) จากนั้นส่ง next_cursor ล่าสุดทุกครั้ง cursor เก่าให้ delivery เดิมที่ลงลายเซ็นใหม่ ครั้งละไม่เกิน 50 เก่าสุดก่อน',
    },
    query: z.object({ cursor: z.string().max(64).optional(), since: InstantSent.optional(), waitSeconds: wait }),
    ok: { status: 200, schema: z.object({ object: z.literal('list'), deliveries: z.array(Delivery), next_cursor: z.string() }).meta({ id: 'WebhookListenerDeliveryList' }) },
    errors: ['TEST_KEY_REQUIRED', 'LISTENER_NOT_FOUND'],
    examples: [{ name: 'One payment', params: called, query: { waitSeconds: '1' }, answer: { object: 'list', deliveries: [delivery], next_cursor: delivery.id } }],
  }),
  close: operation({
    ...own, ...one, method: 'DELETE', scope: 'collect', rate: 'write', id: 'listeners.close', path: '/api/v1/webhooks/listeners/{id}', summary: { en: 'End a listener', th: 'ปิด listener' },
    ok: { status: 200, schema: Listener.extend({ is_closed: z.literal(true) }).meta({ id: 'ClosedWebhookListener' }) }, errors: ['TEST_KEY_REQUIRED', 'LISTENER_NOT_FOUND'],
    examples: [{ name: 'Ended', params: called, answer: { ...listener, is_closed: true } }],
  }),
};
