import { columnsOf } from '../db/entity.ts';
import { assembled, statement, type Statement } from '../db/statement.ts';
import { EventEntity, type EventRow } from './webhook.entity.ts';

const columns = columnsOf(EventEntity, 'v');

/** So many events are looked at for one page; a filter that finds few of them makes a short page, never a slow one. */
export const EVENTS_LOOKED_AT = 5_000;

export interface EventFilter {
  readonly merchantId: string;
  readonly mode: string;
  readonly order: 'newest' | 'oldest';
  readonly type?: string | undefined;
  readonly objectId?: string | undefined;
  readonly since?: string | undefined;
  /** The event after which the page begins, in its order. */
  readonly afterId?: string | undefined;
  /** Events from this instant on are left for later. */
  readonly before?: string | undefined;
  readonly limit: number;
}
/** One that passed the filter, or the last one looked at. */
export interface EventPageRow extends EventRow {
  readonly isWanted: boolean;
  /** Its number among those looked at, from 1. */
  readonly lookedAt: number;
}
export interface EventPage {
  readonly statement: Statement<EventPageRow>;
  readonly values: readonly unknown[];
  readonly lookedAtMax: number;
}

/**
 * The first `limit` + 1 events that pass, and last the event at which the look ended. Event ids grow with time, so `since`, `before` and the
 * cursor are ranges of one index and the cost does not grow with depth.
 */
export const eventsPage = ({ merchantId, mode, order, type, objectId, since, afterId, before, limit }: EventFilter): EventPage => {
  const lookedAtMax = type === undefined ? limit + 1 : EVENTS_LOOKED_AT;
  const values: unknown[] = [merchantId, mode, limit, lookedAtMax];
  const parameter = (value: unknown): string => `$${values.push(value)}`;
  const tests = ['v.merchant_id = $1', 'v.mode = $2', 'not v.is_sample'];
  if (objectId !== undefined) tests.push(`v.object_id = ${parameter(objectId)}`);
  if (since !== undefined) tests.push(`v.id >= paygate_uuid_at(${parameter(since)})`);
  if (before !== undefined) tests.push(`v.id < paygate_uuid_at(${parameter(before)})`);
  if (afterId !== undefined) tests.push(`v.id ${order === 'newest' ? '<' : '>'} ${parameter(afterId)}`);
  const direction = order === 'newest' ? 'desc' : 'asc';
  const isWanted = type === undefined ? 'true' : `v.type = ${parameter(type)}`;
  const text = `
    with seen as materialized (select v.id, ${isWanted} as is_wanted from event v where ${tests.join(' and ')} order by v.id ${direction} limit $4),
    numbered as (select id, is_wanted, row_number() over (order by id ${direction}) as n, count(*) filter (where is_wanted) over (order by id ${direction}) as wanted from seen)
    select ${columns}, s.is_wanted as "isWanted", s.n as "lookedAt" from numbered s join event v on v.id = s.id
    where (s.is_wanted and s.wanted <= $3 + 1) or s.n = (select count(*) from seen) order by s.n`;
  return { statement: assembled(text), values, lookedAtMax };
};

/** Events before this instant have all been committed or never will be. A statement of its own: the page must be looked up after it. */
export const settledBefore = statement<{ readonly before: string }>('events.settledBefore', 'select paygate_settled_before() as "before"');

/** $1 id, $2 merchant, $3 mode. */
export const findEvent = statement<EventRow>('events.find', `select ${columns} from event v where v.id = $1 and v.merchant_id = $2 and v.mode = $3 and not v.is_sample`);
