import { documentedEventNames, events, type EventType } from '@paygate/contract/events';
import type { WebhookEvent } from '@paygate/contract/kernel';
import { deliveryBody, deliveryHeaders, type Deliverable } from '@paygate/core/webhooks/delivery.view';
import type { Language } from './guide-list.ts';
import { markdownTable } from './markdown-table.ts';
import { heads } from './words.ts';

const isEvent = (type: string): type is EventType => Object.hasOwn(events, type);
const isDocumented = (type: string): boolean => documentedEventNames.some((name) => name === type);

/** Every event that can be subscribed to, and whether `*` means it. */
export const eventTable = (language: Language): string =>
  markdownTable([heads.event[language], heads.when[language], heads.subscribe[language]], Object.values<WebhookEvent>(events).map(({ type, summary }) => [`\`${type}\``, summary[language], isDocumented(type) ? '✓' : '–']));

// Shown to everybody, so it opens nothing.
const PRINTED_SECRET = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
const capitalised = (name: string): string => (name.startsWith('x-') || name === 'content-type' || name === 'user-agent' ? name.replaceAll(/(^|-)[a-z]/g, (letter) => letter.toUpperCase()) : name);

const MS_PER_SECOND = 1_000;

/** One delivery made by the code that sends them: its signatures verify with `secret`. */
export const exampleDelivery = (type: string) => {
  if (!isEvent(type)) throw new Error(`There is no event ${type}.`);
  const { example } = events[type];
  const deliverable: Deliverable = {
    deliveryId: '4b50836d-5c5b-4d74-a6e3-70b87f5dfe4f', endpointId: '019aa3f0-3333-7c11-9d6e-3f2b8a6c4d21', eventId: '019aa3f0-4444-7c11-9d6e-3f2b8a6c4d21',
    objectId: typeof example === 'object' && 'id' in example ? example.id : '', type, data: JSON.stringify(example), createdAt: '2026-03-05T08:02:11.000Z',
  };
  const body = deliveryBody(deliverable);
  const headers = deliveryHeaders(deliverable, { secret: PRINTED_SECRET, body, nowSeconds: Date.parse(deliverable.createdAt) / MS_PER_SECOND });
  return { secret: PRINTED_SECRET, body, headers };
};

/** The same as it travels: request line, headers and body. */
export const webhookRequest = (type: string): string => {
  const { headers, body } = exampleDelivery(type);
  const lines = Object.entries(headers).map(([name, value]) => `${capitalised(name)}: ${value}`);
  return ['```http', 'POST /paygate/webhook HTTP/1.1', ...lines, '', JSON.stringify(JSON.parse(body), null, 2), '```'].join('\n');
};
