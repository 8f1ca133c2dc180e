import * as z from 'zod';
import { events as declaredEvents, subscribableEvents, type EventType } from './events.ts';
import type { Text } from './kernel.ts';
import { Instant, InstantSent, inThousands, line, PageLimit, PathId, urlSent, Uuid } from './scalars.ts';

/** What an integrator's key and a person in the dashboard may do with webhooks is the same; only how they say who they are differs. */

/** How long both secrets may sign: a week covers the slowest release train. */
export const SECRET_OVERLAP_HOURS_MAX = 168;
/** One call resends at most so many; `has_more` says to call again, from `next_since` on. */
export const RECOVERED_MAX = 10_000;

export const Webhook = z
  .object({
    object: z.literal('webhook'), id: Uuid, url: z.url(), events: z.array(z.string()), is_active: z.boolean(),
    created_at: Instant, updated_at: Instant,
  })
  .meta({ id: 'Webhook' });

const Health = z.object({
  failures_in_row: z.int().meta({ description: 'Failed tries since the last one that was accepted' }), failing_since: Instant.nullable(), last_failure_at: Instant.nullable(),
  warned_at: Instant.nullable(), breaker: z.enum(['CLOSED', 'OPEN']).meta({ description: 'OPEN: after ten failures in a row one delivery at a time is tried, at growing intervals; the others wait and lose no try' }),
  retry_at: Instant.nullable().meta({ description: 'When an open breaker lets the next one through' }),
}).meta({ id: 'WebhookHealth' });

export const WebhookDetail = Webhook.extend({
  description: z.string().nullable(), mode: z.enum(['live', 'test']),
  policy: z.enum(['standard', 'durable']).meta({ description: 'standard: 3 tries within minutes. durable: 8 tries over about 27 hours' }),
  version: z.int().meta({ description: 'From 2 on `*` means every event; in 1 it means the nine documented ones' }),
  status: z.enum(['ACTIVE', 'PAUSED', 'INACTIVE', 'DISABLED']).meta({ description: 'PAUSED: deliveries wait. INACTIVE: switched off, nothing new is addressed to it. DISABLED: switched off because it failed for days' }),
  paused_at: Instant.nullable(), disabled_at: Instant.nullable(),
  previous_secret_until: Instant.nullable().meta({ description: 'Until when webhook-signature carries the previous secret as well' }),
  health: Health,
}).meta({ id: 'WebhookDetail' });
const secret = z.string().meta({ description: 'Verifies every callback. Shown only now; keep it.' });
export const CreatedWebhook = WebhookDetail.extend({ secret }).meta({ id: 'CreatedWebhook' });
const DeletedWebhook = z.object({ object: z.literal('webhook'), id: Uuid, deleted: z.literal(true) }).meta({ id: 'DeletedWebhook' });

export const Delivery = z
  .object({
    object: z.literal('webhook_delivery'), id: Uuid, webhook_id: Uuid, event: z.string(), event_id: Uuid, idempotency_key: z.string(),
    kind: z.enum(['EVENT', 'REPLAY', 'TEST']), replay_of: Uuid.nullable().meta({ description: 'The delivery this one repeats' }),
    status: z.enum(['PENDING', 'DELIVERED', 'FAILED', 'CANCELLED']).meta({ description: 'CANCELLED: its webhook was deleted while it waited' }), attempts: z.int(), next_attempt_at: Instant.nullable(),
    last_status_code: z.int().nullable(), last_error: z.string().nullable(), last_duration_ms: z.int().nullable(), delivered_at: Instant.nullable(), created_at: Instant,
  })
  .meta({ id: 'WebhookDelivery' });
const Try = z.object({
  attempt: z.int(), url: z.string().nullable(), status_code: z.int().nullable(), error: z.string().nullable(),
  response_body: z.string().nullable().meta({ description: 'At most 16 kB of what the receiver answered' }), duration_ms: z.int(), ended_at: Instant,
}).meta({ id: 'WebhookDeliveryTry' });
export const DeliveryDetail = Delivery.extend({
  request: z.object({
    method: z.literal('POST'), url: z.string(), headers: z.record(z.string(), z.string()).meta({ description: 'Those that every try carries alike; signatures are made anew for each' }),
    body: z.string().meta({ description: 'The exact bytes, as text' }),
  }),
  tries: z.array(Try).meta({ description: 'Oldest first, at most 100' }),
}).meta({ id: 'WebhookDeliveryDetail' });
export const DeliveryList = z.object({ object: z.literal('list'), deliveries: z.array(Delivery), next_cursor: z.string().nullable() }).meta({ id: 'WebhookDeliveryList' });

const Recovery = z.object({
  object: z.literal('webhook_recovery'), webhook_id: Uuid, since: Instant, recovered: z.int(),
  has_more: z.boolean().meta({ description: 'Not all since then was looked at, although nothing may have been found so far' }),
  next_since: Instant.nullable().meta({ description: 'While has_more: the `since` of the next call' }),
}).meta({ id: 'WebhookRecovery' });
const Notice = z.object({
  object: z.literal('webhook_notice'), id: Uuid, webhook_id: Uuid, url: z.string(), kind: z.enum(['FAILING', 'DISABLED']), failing_since: Instant, failures_in_row: z.int(),
  message: z.object({ en: z.string(), th: z.string() }), created_at: Instant,
}).meta({ id: 'WebhookNotice' });
const NoticeList = z.object({ object: z.literal('list'), notices: z.array(Notice) }).meta({ id: 'WebhookNoticeList' });

const webhookId = '019aa3f0-3333-7c11-9d6e-3f2b8a6c4d21';
const deliveryId = '4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f';
const callbackUrl = 'https://merchant.example.com/api/paygate/webhook';
export const webhookExample = {
  object: 'webhook', id: webhookId, url: callbackUrl, events: ['payment.success', 'payment.failed'],
  is_active: true, created_at: '2026-03-01T10:10:00.000Z', updated_at: '2026-03-06T09:20:00.000Z',
} as const;
export const detailExample = {
  ...webhookExample, description: null, mode: 'live', policy: 'standard', version: 1, status: 'ACTIVE', paused_at: null, disabled_at: null, previous_secret_until: null,
  health: { failures_in_row: 0, failing_since: null, last_failure_at: null, warned_at: null, breaker: 'CLOSED', retry_at: null },
} as const;
export const createdExample = { ...detailExample, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' } as const;
export const deliveryExample = {
  object: 'webhook_delivery', id: deliveryId, webhook_id: webhookId, event: 'payment.success', event_id: '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21',
  idempotency_key: 'payment.success:019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', kind: 'EVENT', replay_of: null,
  status: 'DELIVERED', attempts: 1, next_attempt_at: null, last_status_code: 200, last_error: null, last_duration_ms: 12, delivered_at: '2026-03-05T08:02:11.000Z', created_at: '2026-03-05T08:02:11.000Z',
} as const;
const replayExample = {
  ...deliveryExample, id: '019aa3f0-5555-7c11-9d6e-3f2b8a6c4d21', kind: 'REPLAY', replay_of: deliveryId, status: 'PENDING', attempts: 0, next_attempt_at: '2026-03-06T08:02:11.000Z',
  last_status_code: null, last_duration_ms: null, delivered_at: null, created_at: '2026-03-06T08:02:11.000Z',
} as const;
const requestBody = JSON.stringify({ event: 'payment.success', deliveryId, data: declaredEvents['payment.success'].example, timestamp: '2026-03-05T08:02:11.000Z', webhookId });
const deliveryDetailExample = {
  ...deliveryExample,
  request: { method: 'POST', url: callbackUrl, headers: { 'content-type': 'application/json', 'x-webhook-event': 'payment.success', 'x-webhook-delivery-id': deliveryId }, body: requestBody },
  tries: [{ attempt: 1, url: callbackUrl, status_code: 200, error: null, response_body: 'ok', duration_ms: 12, ended_at: '2026-03-05T08:02:11.012Z' }],
} as const;
const noticeExample = {
  object: 'webhook_notice', id: '019aa3f0-6666-7c11-9d6e-3f2b8a6c4d21', webhook_id: webhookId, url: callbackUrl, kind: 'FAILING', failing_since: '2026-03-05T08:00:00.000Z', failures_in_row: 40,
  message: { en: 'This webhook has failed since 2026-03-05T08:00:00.000Z. It will be switched off if it goes on failing.', th: 'webhook นี้ส่งไม่สำเร็จตั้งแต่ 2026-03-05T08:00:00.000Z หากยังไม่สำเร็จต่อเนื่อง ระบบจะปิดใช้งาน' },
  created_at: '2026-03-05T20:01:00.000Z',
} as const;

const url = urlSent();
const wantedEvents = z.array(z.enum(subscribableEvents)).min(1).max(subscribableEvents.length);
const description = line(200, 0).nullish().meta({ description: 'For your eyes only' });
const policy = z.enum(['standard', 'durable']);
const version = z.union([z.literal(1), z.literal(2)]);
/** Fields of the bodies; a face makes a strict or a tolerant object of them. */
export const createFields = { url, events: wantedEvents, description, policy: policy.optional(), version: version.optional() };
export const updateFields = { url: url.optional(), events: wantedEvents.optional(), description, policy: policy.optional(), version: version.optional(), active: z.boolean().optional() };
export const namesSomething = (body: object): boolean => Object.values(body).some((value) => value !== undefined);
export const rotateFields = { overlapHours: z.int().min(0).max(SECRET_OVERLAP_HOURS_MAX).meta({ description: 'How long the previous secret signs beside the new one; 0 ends it at once' }) };
const eventTypes = Object.keys(declaredEvents) as [EventType, ...EventType[]];
export const testFields = { event: z.enum(eventTypes).meta({ description: 'Which sample to send' }) };
export const recoverFields = {
  since: InstantSent, missed: z.boolean().optional().meta({ description: 'Also events it subscribes to that were never addressed to it, for example while it was switched off' }),
};
export const deliveriesQuery = {
  limit: PageLimit(50), cursor: z.string().max(200).optional().meta({ description: 'The last answer’s next_cursor' }), webhookId: z.string().max(64).optional(),
  objectId: z.string().max(64).optional().meta({ description: 'Deliveries about this payment, payout …' }), status: z.enum(['PENDING', 'DELIVERED', 'FAILED', 'CANCELLED']).optional(),
};

const ById = z.object({ id: PathId });
const text = (en: string, th: string): Text => ({ en, th });
const named = { params: { id: webhookId } } as const;
const ofWebhook = { params: ById, errors: ['WEBHOOK_NOT_FOUND'] } as const;

/** What an operation is whichever face it has. */
export const parts = {
  create: {
    answersSecret: true, ok: { status: 201, schema: CreatedWebhook }, errors: ['WEBHOOK_URL_NOT_ALLOWED', 'WEBHOOK_LIMIT_REACHED', 'MERCHANT_NOT_ACTIVE'],
    summary: text('Create a webhook', 'สร้าง webhook'),
    description: text('The answer holds the secret that verifies callbacks. It is shown this once.', 'คำตอบมี secret สำหรับตรวจลายเซ็น แสดงเพียงครั้งเดียว'),
  },
  get: {
    ...ofWebhook, ok: { status: 200, schema: WebhookDetail }, summary: text('Get a webhook with its health', 'ดูรายละเอียดและสถานะของ webhook'),
    examples: [{ name: 'In good health', ...named, answer: detailExample }],
  },
  update: {
    ...ofWebhook, ok: { status: 200, schema: WebhookDetail }, errors: ['WEBHOOK_NOT_FOUND', 'WEBHOOK_URL_NOT_ALLOWED'], summary: text('Change a webhook', 'แก้ไข webhook'),
    description: text(
      'Fields that are not sent stay as they are. `active: false` switches it off: nothing new is addressed to it, and what waits goes on waiting. `active: true`, or another `url`, forgets past failures.',
      'ช่องที่ไม่ส่งจะคงเดิม `active: false` คือปิดใช้งาน ระบบจะไม่สร้างรายการส่งใหม่ ส่วนที่รออยู่จะรอต่อ `active: true` หรือ `url` ใหม่จะล้างประวัติความล้มเหลว',
    ),
    examples: [{ name: 'Hold on for longer', ...named, body: { policy: 'durable' }, answer: { ...detailExample, policy: 'durable' } }],
  },
  delete: {
    ...ofWebhook, ok: { status: 200, schema: DeletedWebhook }, summary: text('Delete a webhook', 'ลบ webhook'),
    description: text('Nothing is sent to it any more, not even what waits. Its deliveries stay in the log for as long as their events.', 'หยุดส่งทันที รวมถึงรายการที่รออยู่ ประวัติการส่งยังดูได้'),
    examples: [{ name: 'Deleted', ...named, answer: { object: 'webhook', id: webhookId, deleted: true } }],
  },
  pause: {
    ...ofWebhook, ok: { status: 200, schema: WebhookDetail }, summary: text('Pause a webhook', 'หยุดส่ง webhook ชั่วคราว'),
    description: text('Events go on being recorded for it and wait. Nothing is lost.', 'event ยังถูกบันทึกและรอส่ง ไม่มีรายการหาย'),
    examples: [{ name: 'Paused', ...named, answer: { ...detailExample, status: 'PAUSED', paused_at: '2026-03-06T09:20:00.000Z' } }],
  },
  resume: {
    ...ofWebhook, ok: { status: 200, schema: WebhookDetail }, summary: text('Resume a webhook', 'ส่ง webhook ต่อ'),
    description: text('What waited is sent, longest waiting first.', 'ส่งรายการที่รออยู่ โดยเริ่มจากรายการที่รอนานที่สุด'),
    examples: [{ name: 'Resumed', ...named, answer: detailExample }],
  },
  rotateSecret: {
    ...ofWebhook, answersSecret: true, ok: { status: 200, schema: CreatedWebhook }, summary: text('Give a webhook a new secret', 'ออก secret ใหม่ให้ webhook'),
    description: text(
      'X-Webhook-Signature is made with the new secret from now on. For `overlapHours` the header webhook-signature carries the previous one too. Only the secret replaced last overlaps.',
      'X-Webhook-Signature ใช้ secret ใหม่ทันที ระหว่าง `overlapHours` ส่วนหัว webhook-signature จะมีลายเซ็นของ secret เดิมด้วย เฉพาะ secret ที่ถูกแทนล่าสุด',
    ),
    examples: [{ name: 'A day for the change', ...named, body: { overlapHours: 24 }, answer: { ...createdExample, previous_secret_until: '2026-03-07T09:20:00.000Z' } }],
  },
  revokeSecret: {
    ...ofWebhook, ok: { status: 200, schema: WebhookDetail }, summary: text('End the overlap: forget the previous secret at once', 'ยกเลิก secret เดิมทันที'),
    examples: [{ name: 'Forgotten', ...named, answer: detailExample }],
  },
  test: {
    ...ofWebhook, ok: { status: 201, schema: Delivery }, errors: ['WEBHOOK_NOT_FOUND', 'WEBHOOK_NOT_ACTIVE'], summary: text('Send a sample to a webhook', 'ส่ง event ตัวอย่างไปยัง webhook'),
    description: text(
      'Signed and sent as a real one, once, and marked: `"test": true` in the body and `X-Webhook-Test: true`. It tells of no real object, and `GET /api/v1/events` does not list it.',
      'ลงลายเซ็นและส่งเหมือนของจริงหนึ่งครั้ง มี `"test": true` ใน body และส่วนหัว `X-Webhook-Test: true` ไม่เกี่ยวกับรายการจริง และไม่อยู่ใน `GET /api/v1/events`',
    ),
    examples: [{ name: 'As if paid', ...named, body: { event: 'payment.success' }, answer: { ...replayExample, kind: 'TEST', replay_of: null } }],
  },
  recover: {
    ...ofWebhook, ok: { status: 200, schema: Recovery }, errors: ['WEBHOOK_NOT_FOUND', 'WEBHOOK_NOT_ACTIVE'], summary: text('Send again what failed since a moment', 'ส่งรายการที่ล้มเหลวซ้ำตั้งแต่เวลาที่กำหนด'),
    description: text(
      `Oldest first, at most ${inThousands(RECOVERED_MAX)} a call, and a long time is looked through in several: while has_more is true, call again with next_since as since. What is waiting or was delivered is left alone, so calling it twice sends nothing twice. Events older than they are kept, 90 days unless configured otherwise, are gone.`,
      `เริ่มจากเก่าสุด ครั้งละไม่เกิน ${inThousands(RECOVERED_MAX)} รายการ ช่วงเวลาที่ยาวต้องเรียกหลายครั้ง หาก has_more เป็น true ให้เรียกอีกครั้งโดยส่ง next_since เป็น since ข้ามรายการที่รออยู่หรือส่งสำเร็จแล้ว เรียกซ้ำจึงไม่ส่งซ้ำ event ที่เก่ากว่าเวลาที่เก็บ คือ 90 วันหากไม่กำหนดเป็นอย่างอื่น จะส่งไม่ได้แล้ว`,
    ),
    examples: [{ name: 'After an outage', ...named, body: { since: '2026-03-05T08:00:00Z' }, answer: { object: 'webhook_recovery', webhook_id: webhookId, since: '2026-03-05T08:00:00.000Z', recovered: 42, has_more: false, next_since: null } }],
  },
  deliveries: {
    ok: { status: 200, schema: DeliveryList }, errors: [], summary: text('List deliveries, newest first', 'ดูประวัติการส่ง webhook'),
    description: text('Ordered by event, newest first, a replay before what it repeats, for as long as events are kept: 90 days unless configured otherwise. Send next_cursor back for the next page; its cost does not grow with depth.', 'เรียงตาม event ใหม่สุดก่อน ย้อนหลังเท่าที่เก็บ event คือ 90 วันหากไม่กำหนดเป็นอย่างอื่น หน้าถัดไปให้ส่ง next_cursor กลับมา'),
    examples: [{ name: 'Delivered at once', answer: { object: 'list', deliveries: [deliveryExample], next_cursor: null } }],
  },
  delivery: {
    params: ById, ok: { status: 200, schema: DeliveryDetail }, errors: ['DELIVERY_NOT_FOUND'], summary: text('Get a delivery with its request and every try', 'ดูรายละเอียดการส่ง webhook'),
    examples: [{ name: 'Delivered at once', params: { id: deliveryId }, answer: deliveryDetailExample }],
  },
  replay: {
    params: ById, ok: { status: 201, schema: Delivery }, errors: ['DELIVERY_NOT_FOUND', 'WEBHOOK_NOT_ACTIVE'], summary: text('Send one delivery again', 'ส่ง webhook ซ้ำหนึ่งรายการ'),
    description: text(
      'As a delivery of its own: a new deliveryId, the same data and X-Webhook-Idempotency-Key. Possible for as long as the event is kept, 90 days unless configured otherwise; then its deliveries are not found.',
      'เป็นรายการส่งใหม่: deliveryId ใหม่ ข้อมูลและ X-Webhook-Idempotency-Key เดิม ส่งซ้ำได้ตลอดเวลาที่เก็บ event คือ 90 วันหากไม่กำหนดเป็นอย่างอื่น หลังจากนั้นจะไม่พบรายการส่ง',
    ),
    examples: [{ name: 'Once more', params: { id: deliveryId }, answer: replayExample }],
  },
  notices: {
    ok: { status: 200, schema: NoticeList }, errors: [], summary: text('Warnings about webhooks that fail, newest first', 'ดูคำเตือนของ webhook ที่ส่งไม่สำเร็จ'),
    description: text('At most 100. Other webhooks can subscribe to the same as webhook.failing and webhook.disabled.', 'สูงสุด 100 รายการ webhook อื่นรับแจ้งได้ด้วย webhook.failing และ webhook.disabled'),
    examples: [{ name: 'Failing for half a day', answer: { object: 'list', notices: [noticeExample] } }],
  },
} as const;
