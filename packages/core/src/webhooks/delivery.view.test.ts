import * as fc from 'fast-check';
import { Webhook } from 'standardwebhooks';
import { expect, it } from 'vitest';
import { deliveryBody, deliveryHeaders, type Deliverable } from './delivery.view.ts';
import { newWebhookSecret, webhookSignature } from './signature.rules.ts';

const deliverable = (data: string): Deliverable => ({
  deliveryId: '4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f', endpointId: '019aa3f0-3333-7c11-9d6e-3f2b8a6c4d21', eventId: '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21',
  objectId: '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21', type: 'payment.success', data, createdAt: '2026-03-05T08:02:11.000Z',
});

it('signs the published vector as published', () => {
  const body = '{"event":"payment.success","deliveryId":"4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f","data":{"id":"tx_123","amount":100.37},"timestamp":"2026-03-05T08:02:11.000Z","webhookId":"wh_123"}';
  expect(webhookSignature('whsec_test', body)).toBe('458ee8b515bf1243380392bc91cdbcc4391a0811a03e8e5bfddfe19b90c3fa41');
});

it('makes bodies that are what JSON.stringify makes of them, whatever the data', () => {
  const text = fc.string({ unit: 'binary' });
  const data = fc.dictionary(fc.oneof(text, fc.constantFrom('10', '2', '__proto__')), fc.jsonValue({ maxDepth: 4 }), { noNullPrototype: true });
  fc.assert(fc.property(data, (value) => {
    const body = deliveryBody(deliverable(JSON.stringify(value)));
    expect(JSON.stringify(JSON.parse(body))).toBe(body);
    expect(JSON.parse(body)).toMatchObject({ event: 'payment.success', webhookId: '019aa3f0-3333-7c11-9d6e-3f2b8a6c4d21', timestamp: '2026-03-05T08:02:11.000Z' });
  }), { numRuns: 1_000 });
});

it('signs so that the Standard Webhooks library accepts the body and refuses a changed one', () => {
  const secret = newWebhookSecret();
  const body = deliveryBody(deliverable('{"memberName":"นาย ทองดี"}'));
  const headers = deliveryHeaders(deliverable(''), { secret, body, nowSeconds: Math.floor(Date.now() / 1_000) });
  expect(new Webhook(secret).verify(body, headers)).toEqual(JSON.parse(body));
  expect(() => new Webhook(secret).verify(body.replace('ทองดี', 'ทองดำ'), headers)).toThrow('No matching signature');
  expect(() => new Webhook(newWebhookSecret()).verify(body, headers)).toThrow('No matching signature');
});

it('carries the seven documented headers', () => {
  const headers = deliveryHeaders(deliverable('{}'), { secret: 'whsec_test', body: '{}', nowSeconds: 1_772_697_900 });
  expect(headers).toMatchObject({
    'x-webhook-signature': webhookSignature('whsec_test', '{}'), 'x-webhook-event': 'payment.success', 'x-webhook-timestamp': '2026-03-05T08:02:11.000Z',
    'x-webhook-delivery-id': '4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f', 'x-webhook-idempotency-key': 'payment.success:019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21',
    'x-webhook-id': '019aa3f0-3333-7c11-9d6e-3f2b8a6c4d21', 'x-webhook-version': '1',
    'webhook-id': '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21', 'webhook-timestamp': '1772697900',
  });
});

it('makes secrets of 256 random bits', () => {
  const secret = newWebhookSecret();
  expect(Buffer.from(secret.slice('whsec_'.length), 'base64')).toHaveLength(32);
  expect(newWebhookSecret()).not.toBe(secret);
});
