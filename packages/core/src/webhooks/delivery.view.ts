import { standardSignature, webhookSignature } from './signature.rules.ts';

/** What a request is made of. `data` is the event's stored text and `createdAt` its instant, so every try has the same body. */
export interface Deliverable {
  readonly deliveryId: string;
  readonly endpointId: string;
  readonly eventId: string;
  readonly objectId: string;
  readonly type: string;
  readonly data: string;
  readonly createdAt: string;
  /** A test of the endpoint: marked, because nothing happened. */
  readonly isSample?: boolean;
}

const VERSION = '1';

/** Names a business event for ever: retries, replays and other endpoints included. */
export const eventIdempotencyKey = ({ type, objectId }: Pick<Deliverable, 'type' | 'objectId'>): string => `${type}:${objectId}`;

/**
 * Exactly what `JSON.stringify` makes of the parsed body, so a receiver that parses and prints it again still verifies. The
 * stored text of `data` is put in as it is: parsing it here would cost time and change nothing.
 */
export const deliveryBody = ({ deliveryId, endpointId, type, data, createdAt, isSample = false }: Pick<Deliverable, 'deliveryId' | 'endpointId' | 'type' | 'data' | 'createdAt' | 'isSample'>): string =>
  `{"event":${JSON.stringify(type)},"deliveryId":"${deliveryId}","data":${data},"timestamp":"${createdAt}","webhookId":"${endpointId}"${isSample ? ',"test":true' : ''}}`;

/** The headers that every try of a delivery carries alike. `webhook-id` names the event, so that it also stays in a manual replay. */
export const steadyHeaders = (deliverable: Omit<Deliverable, 'data'>): Record<string, string> => ({
  'content-type': 'application/json',
  'user-agent': 'PayGate-Webhooks/1',
  'x-webhook-event': deliverable.type,
  'x-webhook-timestamp': deliverable.createdAt,
  'x-webhook-delivery-id': deliverable.deliveryId,
  'x-webhook-idempotency-key': eventIdempotencyKey(deliverable),
  'x-webhook-id': deliverable.endpointId,
  'x-webhook-version': VERSION,
  ...(deliverable.isSample && { 'x-webhook-test': 'true' }),
  'webhook-id': deliverable.eventId,
});

interface Signing { readonly secret: string; readonly previousSecret?: string | null; readonly body: string; readonly nowSeconds: number }

/**
 * TopfromPAY's seven headers and Standard Webhooks' three. The newest secret signs X-Webhook-Signature; while the previous one still signs,
 * webhook-signature carries one signature of each. `webhook-timestamp` is the moment of this try (in seconds), since receivers
 * refuse one older than five minutes.
 */
export const deliveryHeaders = (deliverable: Omit<Deliverable, 'data'>, { secret, previousSecret = null, body, nowSeconds }: Signing): Record<string, string> => ({
  ...steadyHeaders(deliverable),
  'x-webhook-signature': webhookSignature(secret, body),
  'webhook-timestamp': String(nowSeconds),
  'webhook-signature': [secret, ...(previousSecret === null ? [] : [previousSecret])]
    .map((one) => standardSignature(one, { id: deliverable.eventId, timestampSeconds: nowSeconds, body })).join(' '),
});
