import { documentedEventNames } from '@paygate/contract/events';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { listenerOperations } from '@paygate/contract/webhook-listeners';
import type { Ctx, KeyCaller } from '../caller.ts';
import { single } from '../db/statement.ts';
import { listenerSecretPurpose } from './create-listener.ts';
import { deliveryBody, deliveryHeaders, type Deliverable } from './delivery.view.ts';
import type { Platform } from '../platform.ts';
import type { WebhookListenerRow } from './listener.entity.ts';
import { deliveriesOfListener, findEventsFor, lookForEvents, rewindListener, touchListener, type ListenerLook } from './listeners.sql.ts';

type Poll = (typeof listenerOperations)['deliveries'];
type PollCtx = Ctx<KeyCaller>;

const PAGE = 50;
const LOOK_EVERY_MS = 300;
const MS_PER_SECOND = 1_000;
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => { setTimeout(resolve, milliseconds); });

/**
 * What a listener has to send on after the cursor, with body and headers as the dispatcher would send them, signed with the listener's
 * secret for this moment. Every event of its kinds is given once, in order; the same cursor gives the same deliveries again. Waits for
 * something to happen for as long as was asked, holding no connection meanwhile, and stops waiting when nobody listens any more. However
 * many wait for one listener, this process looks for all of them at once. Refuses TEST_KEY_REQUIRED, LISTENER_NOT_FOUND, INVALID_REQUEST
 * for a cursor that is none.
 */
export const pollListener = async (ctx: PollCtx, input: Input<Poll>): Promise<Answer<Poll>> => {
  const listener = await ownListener(ctx, input.id);
  const cursor = await cursorOf(ctx, listener, input);
  const until = ctx.platform.clock() + input.waitSeconds * MS_PER_SECOND;
  // The first look is its own: what has happened before this call is in its answer.
  for (let look = await lookFor(ctx.platform, listener); ; look = await nextLook(ctx.platform, listener)) {
    const isNews = look.isStale || (look.newestId !== null && look.newestId > cursor);
    const found = isNews ? await ctx.sql.query(deliveriesOfListener, [listener.id, cursor, PAGE]) : [];
    if (found.length > 0 || ctx.platform.clock() >= until || ctx.isUnwanted?.() === true) return answerOf(ctx, listener, { found, cursor });
  }
};

/** Looks, and gives the listener what is new. */
const lookFor = async ({ database }: Platform, { id }: WebhookListenerRow): Promise<ListenerLook> => {
  const [look = ended] = await database.query(lookForEvents, [id, documentedEventNames]);
  if (look.isStale) await database.query(findEventsFor, [id, documentedEventNames, PAGE]);
  return look;
};
/** Closed while somebody waited: nothing more comes. */
const ended: ListenerLook = { isStale: false, newestId: null };

const nextLooks = new Map<string, Promise<ListenerLook>>();
/** The next look at the listener, in a moment, shared by all who wait for it. */
const nextLook = (platform: Platform, listener: WebhookListenerRow): Promise<ListenerLook> => {
  const known = nextLooks.get(listener.id);
  if (known) return known;
  const look = pause(LOOK_EVERY_MS).then(() => {
    nextLooks.delete(listener.id);
    return lookFor(platform, listener);
  });
  nextLooks.set(listener.id, look);
  return look;
};

const ownListener = async ({ caller, sql }: PollCtx, id: string): Promise<WebhookListenerRow> => {
  if (caller.mode !== 'test') throw new Refusal('TEST_KEY_REQUIRED');
  const [listener] = isUuid(id) ? await sql.query(touchListener, [id, caller.merchant.id, caller.mode]) : [];
  if (!listener) throw new Refusal('LISTENER_NOT_FOUND');
  return listener;
};

const cursorOf = async ({ sql }: PollCtx, { id }: WebhookListenerRow, { cursor, since }: Input<Poll>): Promise<string> => {
  if (cursor === undefined) return single(await sql.query(rewindListener, [id, since ?? null]), 'listener').cursor;
  if (!isUuid(cursor)) throw new Refusal('INVALID_REQUEST', { issues: [{ field: 'cursor', en: 'must be the next_cursor of an earlier answer', th: 'ต้องเป็นค่า next_cursor จากคำตอบก่อนหน้า' }] });
  return cursor.toLowerCase();
};

const answerOf = ({ platform }: PollCtx, listener: WebhookListenerRow, { found, cursor }: { readonly found: readonly Deliverable[]; readonly cursor: string }): Answer<Poll> => {
  const secret = platform.vault.open(listener.secretEncrypted, listenerSecretPurpose(listener.id));
  const nowSeconds = Math.floor(platform.clock() / MS_PER_SECOND);
  const deliveries = found.map((deliverable) => {
    const body = deliveryBody(deliverable);
    const { deliveryId: id, type: event, eventId: event_id, createdAt: created_at } = deliverable;
    return { object: 'webhook_listener_delivery' as const, id, event, event_id, created_at, body, headers: deliveryHeaders(deliverable, { secret, body, nowSeconds }) };
  });
  return { object: 'list', deliveries, next_cursor: found.at(-1)?.deliveryId ?? cursor };
};
