import * as z from 'zod';
import { operation } from './kernel.ts';
import { ModeQuery } from './payout-dashboard.ts';
import { createdExample, createFields, deliveriesQuery, detailExample, namesSomething, parts, recoverFields, rotateFields, testFields, updateFields, webhookExample, WebhookDetail } from './webhook-parts.ts';

const Mode = z.enum(['live', 'test']);
const own = { surface: 'dashboard', auth: 'session', tag: 'Dashboard' } as const;
const reading = { ...own, method: 'GET', rate: 'read', roles: ['owner', 'staff', 'viewer'] } as const;
const writing = { ...own, method: 'POST', rate: 'write', roles: ['owner', 'staff'] } as const;
/** Whoever has a secret can forge callbacks, so only owners see one. */
const owners = { ...writing, roles: ['owner'] } as const;

/** The same acts as with a key, by the merchant's own people; each change is in the audit. */
export const merchantWebhookOperations = {
  list: operation({
    ...reading, id: 'merchantWebhooks.list', path: '/api/webhooks', summary: { en: 'List webhooks with their health', th: 'ดู webhook และสถานะ' },
    query: z.strictObject({ mode: ModeQuery }), ok: { status: 200, schema: z.object({ webhooks: z.array(WebhookDetail) }).meta({ id: 'DashboardWebhookList' }) }, errors: [],
    examples: [{ name: 'One', answer: { webhooks: [detailExample] } }],
  }),
  create: operation({
    ...owners, ...parts.create, id: 'merchantWebhooks.create', path: '/api/webhooks', body: z.strictObject({ ...createFields, mode: Mode }).meta({ id: 'DashboardCreateWebhookRequest' }),
    examples: [{ name: 'Payments only', body: { url: webhookExample.url, events: ['payment.success', 'payment.failed'], mode: 'live' }, answer: createdExample }],
  }),
  get: operation({ ...reading, ...parts.get, id: 'merchantWebhooks.get', path: '/api/webhooks/{id}' }),
  update: operation({
    ...writing, ...parts.update, method: 'PATCH', id: 'merchantWebhooks.update', path: '/api/webhooks/{id}',
    body: z.strictObject(updateFields).refine(namesSomething, { error: 'nothing to change' }).meta({ id: 'DashboardUpdateWebhookRequest' }),
  }),
  delete: operation({ ...writing, ...parts.delete, method: 'DELETE', id: 'merchantWebhooks.delete', path: '/api/webhooks/{id}' }),
  pause: operation({ ...writing, ...parts.pause, id: 'merchantWebhooks.pause', path: '/api/webhooks/{id}/pause' }),
  resume: operation({ ...writing, ...parts.resume, id: 'merchantWebhooks.resume', path: '/api/webhooks/{id}/resume' }),
  rotateSecret: operation({
    ...owners, ...parts.rotateSecret, id: 'merchantWebhooks.rotateSecret', path: '/api/webhooks/{id}/secret/rotate', body: z.strictObject(rotateFields).meta({ id: 'DashboardRotateWebhookSecretRequest' }),
  }),
  revokeSecret: operation({ ...owners, ...parts.revokeSecret, id: 'merchantWebhooks.revokeSecret', path: '/api/webhooks/{id}/secret/revoke-previous' }),
  test: operation({ ...writing, ...parts.test, id: 'merchantWebhooks.test', path: '/api/webhooks/{id}/test', body: z.strictObject(testFields).meta({ id: 'DashboardTestWebhookRequest' }) }),
  recover: operation({ ...writing, ...parts.recover, id: 'merchantWebhooks.recover', path: '/api/webhooks/{id}/recover', body: z.strictObject(recoverFields).meta({ id: 'DashboardRecoverWebhookRequest' }) }),
  deliveries: operation({ ...reading, ...parts.deliveries, id: 'merchantWebhooks.deliveries', path: '/api/webhook-deliveries', query: z.strictObject({ ...deliveriesQuery, mode: ModeQuery }) }),
  delivery: operation({ ...reading, ...parts.delivery, id: 'merchantWebhooks.delivery', path: '/api/webhook-deliveries/{id}' }),
  replay: operation({ ...writing, ...parts.replay, id: 'merchantWebhooks.replay', path: '/api/webhook-deliveries/{id}/replay' }),
  notices: operation({ ...reading, ...parts.notices, id: 'merchantWebhooks.notices', path: '/api/webhook-notices', query: z.strictObject({ mode: ModeQuery }) }),
};
