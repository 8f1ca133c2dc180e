import * as z from 'zod';
import { MerchantBrief, merchantBriefExample } from './accounts.ts';
import { eventDescriptions, subscribableEvents } from './events.ts';
import { operation } from './kernel.ts';
import { Instant, PageLimit, Uuid } from './scalars.ts';

export const WEBHOOKS_MAX = 20;

const Webhook = z
  .object({
    object: z.literal('webhook'), id: Uuid, url: z.url(), events: z.array(z.string()), is_active: z.boolean(),
    created_at: Instant, updated_at: Instant,
  })
  .meta({ id: 'Webhook' });

const WebhookList = z
  .object({ object: z.literal('list'), merchant: MerchantBrief, total: z.int(), webhooks: z.array(Webhook), updated_at: Instant })
  .meta({ id: 'WebhookList' });

const CreatedWebhook = Webhook.extend({
  secret: z.string().meta({ description: 'Verifies every callback. Shown only now; keep it.' }),
}).meta({ id: 'CreatedWebhook' });

const Delivery = z
  .object({
    object: z.literal('webhook_delivery'), id: Uuid, webhook_id: Uuid, event: z.string(), idempotency_key: z.string(),
    status: z.enum(['PENDING', 'DELIVERED', 'FAILED']), attempts: z.int(), next_attempt_at: Instant.nullable(),
    last_status_code: z.int().nullable(), last_error: z.string().nullable(), last_duration_ms: z.int().nullable(), delivered_at: Instant.nullable(), created_at: Instant,
  })
  .meta({ id: 'WebhookDelivery' });

const url = z.url().max(2_000);
const webhookExample = {
  object: 'webhook', id: '019aa3f0-3333-7c11-9d6e-3f2b8a6c4d21', url: 'https://merchant.example.com/api/paygate/webhook', events: ['payment.success', 'payment.failed'],
  is_active: true, created_at: '2026-03-01T10:10:00.000Z', updated_at: '2026-03-06T09:20:00.000Z',
} as const;

export const webhookOperations = {
  list: operation({
    id: 'webhooks.list', method: 'GET', path: '/api/v1/webhooks', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Webhooks',
    summary: { en: 'List the webhooks of this merchant', th: 'ดู callback webhook ของร้าน' },
    ok: { status: 200, schema: WebhookList }, errors: [],
    examples: [{ name: 'One webhook', answer: { object: 'list', merchant: merchantBriefExample, total: 1, webhooks: [webhookExample], updated_at: '2026-03-06T09:20:00.000Z' } }],
  }),
  create: operation({
    id: 'webhooks.create', method: 'POST', path: '/api/v1/webhooks', surface: 'v1', auth: 'secretKey', scope: 'collect', rate: 'write', tag: 'Webhooks',
    summary: { en: 'Create a webhook', th: 'สร้าง webhook' },
    description: { en: 'The answer holds the secret that verifies callbacks. It is shown this once.', th: 'คำตอบมี secret สำหรับตรวจลายเซ็น แสดงเพียงครั้งเดียว' },
    body: z.object({ url, events: z.array(z.enum(subscribableEvents)).min(1).max(subscribableEvents.length) }).meta({ id: 'CreateWebhookRequest' }),
    ok: { status: 201, schema: CreatedWebhook }, errors: ['WEBHOOK_URL_NOT_ALLOWED', 'WEBHOOK_LIMIT_REACHED', 'MERCHANT_NOT_ACTIVE'],
    examples: [{
      name: 'Payments only', body: { url: webhookExample.url, events: ['payment.success', 'payment.failed'] },
      answer: { ...webhookExample, secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' },
    }],
  }),
  events: operation({
    id: 'webhooks.events', method: 'GET', path: '/api/v1/webhook/events', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Webhooks',
    summary: { en: 'List the events a webhook can subscribe to', th: 'ดูรายการ webhook event ที่รองรับ' },
    ok: { status: 200, schema: z.object({ object: z.literal('list'), events: z.array(z.object({ name: z.string(), description: z.string() })) }).meta({ id: 'WebhookEventList' }) },
    errors: [],
    examples: [{ name: 'All', answer: { object: 'list', events: Object.entries(eventDescriptions).map(([name, description]) => ({ name, description })) } }],
  }),
  deliveries: operation({
    id: 'webhooks.deliveries', method: 'GET', path: '/api/v1/webhook/deliveries', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Webhooks',
    summary: { en: 'List deliveries, newest first', th: 'ดูประวัติการส่ง webhook' },
    query: z.object({ limit: PageLimit(50), webhookId: z.string().max(64).optional(), objectId: z.string().max(64).optional().meta({ description: 'Deliveries about this payment' }) }),
    ok: { status: 200, schema: z.object({ object: z.literal('list'), deliveries: z.array(Delivery) }).meta({ id: 'WebhookDeliveryList' }) }, errors: [],
    examples: [{
      name: 'Delivered at once',
      answer: {
        object: 'list',
        deliveries: [{
          object: 'webhook_delivery', id: '4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f', webhook_id: webhookExample.id, event: 'payment.success', idempotency_key: 'payment.success:019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21',
          status: 'DELIVERED', attempts: 1, next_attempt_at: null, last_status_code: 200, last_error: null, last_duration_ms: 12, delivered_at: '2026-03-05T08:02:11.000Z', created_at: '2026-03-05T08:02:11.000Z',
        }],
      },
    }],
  }),
};
