import * as z from 'zod';
import { MerchantBrief, merchantBriefExample } from './accounts.ts';
import { eventDescriptions } from './events.ts';
import { operation } from './kernel.ts';
import { Instant } from './scalars.ts';
import {
  createdExample, createFields, deliveriesQuery, namesSomething, parts, recoverFields, rotateFields, testFields, updateFields, Webhook, webhookExample,
} from './webhook-parts.ts';

export const WEBHOOKS_MAX = 20;

const WebhookList = z
  .object({ object: z.literal('list'), merchant: MerchantBrief, total: z.int(), webhooks: z.array(Webhook), updated_at: Instant })
  .meta({ id: 'WebhookList' });

const own = { surface: 'v1', auth: 'secretKey', tag: 'Webhooks' } as const;
const reading = { ...own, method: 'GET', scope: 'read', rate: 'read' } as const;
const writing = { ...own, method: 'POST', scope: 'collect', rate: 'write' } as const;

export const webhookOperations = {
  list: operation({
    ...reading, id: 'webhooks.list', path: '/api/v1/webhooks',
    summary: { en: 'List the webhooks of this merchant', th: 'ดู callback webhook ของร้าน' },
    ok: { status: 200, schema: WebhookList }, errors: [],
    examples: [{ name: 'One webhook', answer: { object: 'list', merchant: merchantBriefExample, total: 1, webhooks: [webhookExample], updated_at: '2026-03-06T09:20:00.000Z' } }],
  }),
  create: operation({
    ...writing, ...parts.create, id: 'webhooks.create', path: '/api/v1/webhooks', body: z.object(createFields).meta({ id: 'CreateWebhookRequest' }),
    examples: [{ name: 'Payments only', body: { url: webhookExample.url, events: ['payment.success', 'payment.failed'] }, answer: createdExample }],
  }),
  get: operation({ ...reading, ...parts.get, id: 'webhooks.get', path: '/api/v1/webhooks/{id}' }),
  update: operation({
    ...writing, ...parts.update, method: 'PATCH', id: 'webhooks.update', path: '/api/v1/webhooks/{id}',
    body: z.object(updateFields).refine(namesSomething, { error: 'nothing to change' }).meta({ id: 'UpdateWebhookRequest' }),
  }),
  delete: operation({ ...writing, ...parts.delete, method: 'DELETE', id: 'webhooks.delete', path: '/api/v1/webhooks/{id}' }),
  pause: operation({ ...writing, ...parts.pause, id: 'webhooks.pause', path: '/api/v1/webhooks/{id}/pause' }),
  resume: operation({ ...writing, ...parts.resume, id: 'webhooks.resume', path: '/api/v1/webhooks/{id}/resume' }),
  rotateSecret: operation({
    ...writing, ...parts.rotateSecret, id: 'webhooks.rotateSecret', path: '/api/v1/webhooks/{id}/secret/rotate', body: z.object(rotateFields).meta({ id: 'RotateWebhookSecretRequest' }),
  }),
  revokeSecret: operation({ ...writing, ...parts.revokeSecret, id: 'webhooks.revokeSecret', path: '/api/v1/webhooks/{id}/secret/revoke-previous' }),
  test: operation({ ...writing, ...parts.test, id: 'webhooks.test', path: '/api/v1/webhooks/{id}/test', body: z.object(testFields).meta({ id: 'TestWebhookRequest' }) }),
  recover: operation({ ...writing, ...parts.recover, id: 'webhooks.recover', path: '/api/v1/webhooks/{id}/recover', body: z.object(recoverFields).meta({ id: 'RecoverWebhookRequest' }) }),
  events: operation({
    ...reading, id: 'webhooks.events', path: '/api/v1/webhook/events',
    summary: { en: 'List the events a webhook can subscribe to', th: 'ดูรายการ webhook event ที่รองรับ' },
    ok: { status: 200, schema: z.object({ object: z.literal('list'), events: z.array(z.object({ name: z.string(), description: z.string() })) }).meta({ id: 'WebhookEventList' }) },
    errors: [],
    examples: [{ name: 'All', answer: { object: 'list', events: Object.entries(eventDescriptions).map(([name, description]) => ({ name, description })) } }],
  }),
  deliveries: operation({ ...reading, ...parts.deliveries, id: 'webhooks.deliveries', path: '/api/v1/webhook/deliveries', query: z.object(deliveriesQuery) }),
  delivery: operation({ ...reading, ...parts.delivery, id: 'webhooks.delivery', path: '/api/v1/webhook/deliveries/{id}' }),
  replay: operation({ ...writing, ...parts.replay, id: 'webhooks.replay', path: '/api/v1/webhook/deliveries/{id}/replay' }),
  notices: operation({ ...reading, ...parts.notices, id: 'webhooks.notices', path: '/api/v1/webhook/notices' }),
};
