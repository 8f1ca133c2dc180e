import { events, type EventType } from '@paygate/contract/events';
import { isUuid } from '@paygate/contract/scalars';

/** Keys by which a receiver finds a row of its own: a sample must not find a real one. */
const ownReferences = ['orderId', 'merchant_ref', 'merchantRef', 'customerId', 'customer_id'];
const ownKeys = ['idempotencyKey', 'idempotency_key'];

/** The contract's example of an event, about an object that is nobody's: every id and reference in it is made for this one sample. */
export const sampleOf = (type: EventType, objectId: string): Readonly<Record<string, unknown>> => {
  const { example } = events[type];
  const reference = `TEST-${objectId.slice(-12).toUpperCase()}`;
  const replaced = (name: string, value: unknown): unknown => {
    if (typeof value === 'string' && isUuid(value)) return objectId;
    if (ownReferences.includes(name)) return reference;
    if (ownKeys.includes(name)) return `${type}:${objectId}`;
    return name === 'metadata' ? { test: true } : value;
  };
  return Object.fromEntries(Object.entries(example).map(([name, value]) => [name, replaced(name, value)]));
};
