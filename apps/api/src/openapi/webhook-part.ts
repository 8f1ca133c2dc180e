import { OpenAPIRegistry, OpenApiGeneratorV31 } from '@asteasolutions/zod-to-openapi';
import { events } from '@paygate/contract/events';
import type { WebhookEvent } from '@paygate/contract/kernel';
import * as z from 'zod';
import type { DocumentOperation, OpenApiDocument, Schema } from './document-types.ts';

interface WebhookPart {
  readonly webhooks: Record<string, Record<string, DocumentOperation>>;
  readonly schemas: Record<string, Schema>;
}

/**
 * The one error body and, for integrators, the callbacks we send: what trpc-to-openapi cannot say.
 * A nullable reference must be declared `z.union([Ref, z.null()])`: zod-to-openapi loses the null of `Ref.nullable()`.
 */
export const webhookPart = (isTold: boolean): WebhookPart => {
  const registry = new OpenAPIRegistry();
  registry.register('Error', ErrorAnswer);
  for (const event of isTold ? Object.values<WebhookEvent>(events) : []) registry.registerWebhook(callback(event));
  const made = new OpenApiGeneratorV31(registry.definitions).generateDocument({ openapi: '3.1.0', info: { title: '', version: '' } });
  // Through its text: plain objects of our own, in our own types.
  const plain: Pick<OpenApiDocument, 'webhooks' | 'components'> = JSON.parse(JSON.stringify(made));
  return { webhooks: plain.webhooks ?? {}, schemas: plain.components.schemas };
};

const ErrorAnswer = z
  .object({
    error: z.string().meta({ description: 'One short sentence, stable for each code' }),
    message: z.string().meta({ description: 'The cause and how to mend it, English / Thai' }),
    code: z.string().meta({ description: 'Stable machine code. Old codes never change; new ones may be added.' }),
    details: z.record(z.string(), z.unknown()).nullable().meta({ description: 'What is known about the cause; its fields depend on the code' }),
    requestId: z.string().meta({ description: 'Equals the X-Request-Id header' }),
  })
  .meta({ description: 'Every refusal and failure has this body. / รูปแบบข้อผิดพลาดเดียวกันทุก endpoint' });

const hmac = 'hex(HMAC_SHA256(<webhook secret>, <raw body>)). Verify it before reading anything else.';
const CallbackHeaders = z.object({
  'X-Webhook-Signature': z.string().meta({ description: hmac }),
  'X-Webhook-Event': z.string().meta({ description: 'Same as `event` in the body' }),
  'X-Webhook-Timestamp': z.string().meta({ description: 'Same as `timestamp` in the body' }),
  'X-Webhook-Delivery-Id': z.string().meta({ description: 'Same as `deliveryId` in the body; a manual replay gets a new one' }),
  'X-Webhook-Idempotency-Key': z.string().meta({ description: '`<event>:<object id>`, never changes: deduplicate by it' }),
  'X-Webhook-Id': z.string().meta({ description: 'Same as `webhookId` in the body' }),
  'X-Webhook-Version': z.string().meta({ description: 'Version of this format' }),
  'webhook-id': z.string().meta({ description: 'Standard Webhooks: message id' }),
  'webhook-timestamp': z.string().meta({ description: 'Standard Webhooks: Unix seconds' }),
  'webhook-signature': z.string().meta({ description: 'Standard Webhooks: `v1,<base64>`, one for each valid secret' }),
});

const callback = ({ type, summary, data, example }: WebhookEvent) => {
  const name = type.split(/[._]/).map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join('');
  const Body = z
    .object({ event: z.literal(type), deliveryId: z.uuid(), data, timestamp: z.iso.datetime(), webhookId: z.uuid() })
    .meta({ id: `${name}Event`, description: `${summary.en} / ${summary.th}` });
  const value = {
    event: type, deliveryId: '4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f', data: example,
    timestamp: '2026-03-05T08:02:11.000Z', webhookId: '019aa3f0-3333-7c11-9d6e-3f2b8a6c4d21',
  };
  return {
    method: 'post' as const, path: type, operationId: `on${name}`, tags: ['Webhooks'], summary: summary.en, security: [],
    description: `${summary.th}\n\nAnswer 2xx quickly; anything else, or no answer in time, is sent again. / ตอบ 2xx โดยเร็ว มิฉะนั้นระบบจะส่งซ้ำ`,
    request: { headers: CallbackHeaders, body: { required: true, content: { 'application/json': { schema: Body, examples: { [type]: { summary: summary.en, value } } } } } },
    responses: { '2XX': { description: 'Received. / ได้รับแล้ว' }, '4XX': { description: 'Not accepted: we try again later. / ยังไม่รับ ระบบจะส่งใหม่' } },
  };
};
