import { Refusal } from '@paygate/contract/errors';
import type { eventFeedOperations } from '@paygate/contract/event-feed';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type { Ctx, KeyCaller } from '../caller.ts';
import { single } from '../db/statement.ts';
import { eventIdempotencyKey } from './delivery.view.ts';
import { eventsPage, findEvent, settledBefore } from './events.sql.ts';
import { cursorOfId, idOfCursor } from '../id-cursor.ts';
import type { EventRow } from './webhook.entity.ts';

type List = (typeof eventFeedOperations)['list'];
type Get = (typeof eventFeedOperations)['get'];

const viewEvent = (event: EventRow): Answer<Get> => ({
  object: 'event', id: event.id, type: event.type, object_id: event.objectId, idempotency_key: eventIdempotencyKey(event), created_at: event.createdAt,
  // Our own text, written by JSON.stringify of an object.
  data: JSON.parse(event.data) as Record<string, unknown>, // oxlint-disable-line typescript/no-unsafe-type-assertion -- see above
});

/**
 * Events of the key's merchant and mode, with or without webhooks. Oldest first, a reader that goes on from each `next_cursor` sees every event
 * exactly once: those whose neighbours may still commit are held back until they have. A cursor that is not ours starts anew.
 */
export const listEvents = async ({ sql, caller }: Ctx<KeyCaller>, query: Input<List>): Promise<Answer<List>> => {
  const { limit, cursor, type, objectId, since, order = 'newest' } = query;
  if (objectId !== undefined && !isUuid(objectId)) return { object: 'list', events: [], next_cursor: null };
  const before = order === 'oldest' ? single(await sql.query(settledBefore, []), 'instant').before : undefined;
  const afterId = cursor === undefined ? undefined : idOfCursor(cursor);
  const page = eventsPage({ merchantId: caller.merchant.id, mode: caller.mode, order, type, objectId, since, afterId, before, limit });
  const looked = await sql.query(page.statement, page.values);
  const wanted = looked.filter(({ isWanted }) => isWanted);
  const shown = wanted.slice(0, limit);
  const end = looked.at(-1);
  // Up to the last one shown when more were found; else up to where the look ended, which is the end unless it was cut short.
  const reached = wanted.length > limit ? shown.at(-1) : end;
  const isEnd = wanted.length <= limit && (end?.lookedAt ?? 0) < page.lookedAtMax;
  const nextId = order === 'oldest' ? (reached?.id ?? afterId) : isEnd ? undefined : reached?.id;
  return { object: 'list', events: shown.map(viewEvent), next_cursor: nextId === undefined ? null : cursorOfId(nextId) };
};

/** Refuses EVENT_NOT_FOUND. */
export const getEvent = async ({ sql, caller }: Ctx<KeyCaller>, { id }: Input<Get>): Promise<Answer<Get>> => {
  const [event] = isUuid(id) ? await sql.query(findEvent, [id, caller.merchant.id, caller.mode]) : [];
  if (!event) throw new Refusal('EVENT_NOT_FOUND');
  return viewEvent(event);
};
