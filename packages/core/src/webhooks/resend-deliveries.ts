import { documentedEventNames } from '@paygate/contract/events';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import { RECOVERED_MAX } from '@paygate/contract/webhook-parts';
import type { webhookOperations } from '@paygate/contract/webhooks';
import { newId } from '../ids.ts';
import type { WriteCtx } from '../caller.ts';
import { single, type Executor } from '../db/statement.ts';
import { ownEndpoint, scopeOf, type WebhookCaller } from './endpoint-scope.ts';
import { ownDelivery } from './get-delivery.ts';
import { cancelOfDeleted, findFailed, findMissed, findReplayed, insertReplay, insertResent, insertSample, type RecoveryRow } from './resend.sql.ts';
import { sampleOf } from './sample.rules.ts';
import { wakeEndpoints } from './wake-endpoints.ts';
import type { WebhookEndpointRow } from './webhook.entity.ts';
import { statusOf, viewDelivery } from './webhook.view.ts';
import { findEndpoint, letOneThrough, lockEndpoint } from './webhooks.sql.ts';

type Operations = typeof webhookOperations;

const refuseUnless = (statuses: readonly string[], endpoint: Pick<WebhookEndpointRow, 'isActive' | 'pausedAt' | 'disabledAt'> | undefined): void => {
  const status = endpoint ? statusOf(endpoint) : 'DELETED';
  if (!statuses.includes(status)) throw new Refusal('WEBHOOK_NOT_ACTIVE', { status });
};
/** To a paused endpoint it goes when that is resumed. */
const waitingToo = ['ACTIVE', 'PAUSED'];

/**
 * The same event once more to the same endpoint, as a delivery of its own: new id, same idempotency key, signed anew. What the first
 * delivery is doing does not matter. Refuses DELIVERY_NOT_FOUND, WEBHOOK_NOT_ACTIVE (switched off, disabled, deleted).
 */
export const replayDelivery = async ({ platform, caller, sql }: WriteCtx<WebhookCaller>, { id }: Input<Operations['replay']>): Promise<Answer<Operations['replay']>> => {
  const { merchant, mode } = scopeOf(caller);
  const [original] = isUuid(id) ? await sql.query(findReplayed, [id, merchant.id, mode]) : [];
  if (!original) throw new Refusal('DELIVERY_NOT_FOUND');
  // Locked, so that a replay of another copy of the same event waits and then sees this one.
  const [endpoint] = await sql.query(lockEndpoint, [original.endpointId, merchant.id, mode]);
  refuseUnless(waitingToo, endpoint);
  const replay = single(await sql.query(insertReplay, [original.id]), 'replay');
  wakeEndpoints(sql, platform, [original.endpointId]);
  return viewDelivery(await ownDelivery({ sql, caller }, replay.id));
};

/**
 * Sends again what failed since a moment and, if asked, what was never addressed; at most RECOVERED_MAX at once, oldest first. Calling it
 * again adds nothing until something fails again. Looks at a stretch of bounded length and says where to go on; the endpoint is taken only
 * while what was found is written. Refuses WEBHOOK_NOT_FOUND, WEBHOOK_NOT_ACTIVE (switched off, disabled).
 */
export const recoverDeliveries = async ({ platform, caller, sql }: WriteCtx<WebhookCaller>, { id, since, missed = false }: Input<Operations['recover']>): Promise<Answer<Operations['recover']>> => {
  const endpoint = await ownEndpoint({ sql, caller }, findEndpoint, [id]);
  refuseUnless(waitingToo, endpoint);
  // One more than may be sent: then there is more.
  const look = [endpoint.id, since, RECOVERED_MAX + 1];
  const seen = [...await sql.query(findFailed, look), ...(missed ? await sql.query(findMissed, [...look, documentedEventNames]) : [])].toSorted(byEvent);
  const found = seen.filter(({ isFound }) => isFound);
  const resent = found.slice(0, RECOVERED_MAX);
  const ends = [...(found.length > RECOVERED_MAX ? resent.slice(-1) : []), ...seen.filter(({ isFound }) => !isFound)].toSorted(byEvent);
  const recovered = resent.length === 0 ? 0 : await resend({ sql, caller }, endpoint.id, resent);
  if (recovered > 0) wakeEndpoints(sql, platform, [endpoint.id]);
  return { object: 'webhook_recovery', webhook_id: endpoint.id, since: new Date(since).toISOString(), recovered, has_more: ends.length > 0, next_since: ends[0]?.at ?? null };
};
const byEvent = (one: RecoveryRow, other: RecoveryRow): number => (one.eventId < other.eventId ? -1 : 1);
/** Under the endpoint's lock, so that a replay of the same event waits and then counts on from these copies. */
const resend = async (by: Pick<WriteCtx<WebhookCaller>, 'sql' | 'caller'>, endpointId: string, events: readonly RecoveryRow[]): Promise<number> => {
  refuseUnless(waitingToo, await ownEndpoint(by, lockEndpoint, [endpointId]));
  return (await by.sql.query(insertResent, [endpointId, events.map(({ eventId }) => eventId), events.map(({ failedId }) => failedId)])).length;
};

/**
 * Sends a well-formed sample, marked as test, once and before anything that waits; an open breaker lets it through. Refuses WEBHOOK_NOT_FOUND and, since nothing
 * would be sent now, WEBHOOK_NOT_ACTIVE.
 */
export const testWebhook = async ({ platform, caller, sql }: WriteCtx<WebhookCaller>, { id, event }: Input<Operations['test']>): Promise<Answer<Operations['test']>> => {
  const endpoint = await ownEndpoint({ sql, caller }, findEndpoint, [id]);
  refuseUnless(['ACTIVE'], endpoint);
  const objectId = newId();
  const sent = single(await sql.query(insertSample, [endpoint.merchantId, endpoint.mode, event, objectId, JSON.stringify(sampleOf(event, objectId)), endpoint.id]), 'sample');
  await sql.query(letOneThrough, [endpoint.id]);
  wakeEndpoints(sql, platform, [endpoint.id]);
  return viewDelivery(await ownDelivery({ sql, caller }, sent.id));
};

const CANCELLED_AT_ONCE = 5_000;
/** Ends what still waits for deleted endpoints. */
export const cancelDeliveriesOfDeleted = async (sql: Executor): Promise<void> => {
  for (let cancelled = CANCELLED_AT_ONCE; cancelled === CANCELLED_AT_ONCE;) cancelled = (await sql.query(cancelOfDeleted, [CANCELLED_AT_ONCE])).length;
};
