import { documentedEventNames, type EventData, type EventType } from '@paygate/contract/events';
import type { Mode } from '../caller.ts';
import { plainArray, type Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { wakeEndpoints } from './wake-endpoints.ts';
import { insertEvents } from './webhooks.sql.ts';

/** What happened to an object, with the payload that receivers get under `data`. */
export type NewEvent = {
  readonly [T in EventType]: { readonly merchantId: string; readonly mode: Mode; readonly type: T; readonly objectId: string; readonly data: EventData<T> };
}[EventType];

/**
 * Writes events and their deliveries in the transaction that made them happen, so that both exist or neither does.
 * Safe to repeat: one object has one event of a type, and the first text of it stays. Any number of merchants may be mixed.
 */
export const recordEvents = async (transaction: Transaction, wake: Pick<Platform, 'bell'>, events: readonly NewEvent[]): Promise<void> => {
  if (events.length === 0) return;
  const woken = await transaction.query(insertEvents, [
    plainArray(events.map(({ merchantId }) => merchantId)), plainArray(events.map(({ mode }) => mode)), plainArray(events.map(({ type }) => type)),
    plainArray(events.map(({ objectId }) => objectId)), JSON.stringify(events.map(({ data }) => data)), documentedEventNames,
  ]);
  wakeEndpoints(transaction, wake, woken.map(({ endpointId }) => endpointId));
};
