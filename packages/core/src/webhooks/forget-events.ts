import { setTimeout as wait } from 'node:timers/promises';
import type { Platform } from '../platform.ts';
import { deleteEvents, lockOldEvents } from './event-retention.sql.ts';

type Way = Pick<Platform, 'database' | 'config'>;

const TAKEN_AT_ONCE = 500;
/** So many times as long as a batch took, so that forgetting takes a quarter of one connection at most, however slow the disk. */
const PAUSES_PER_BATCH = 3;
const BEFORE_ALL = '00000000-0000-0000-0000-000000000000';

/**
 * Forgets events older than `eventDays`, with their deliveries and tries, oldest first; says how many. An event stays while a delivery of it waits, and a day
 * longer. In batches, each a short transaction that waits for nobody and passes over what somebody holds, with a pause after each. Safe in any
 * number of workers: one forgets at a time. Ends after a batch when `stopping` is aborted; whoever comes next goes on with what is left.
 */
export const forgetEvents = async (way: Way, stopping?: AbortSignal): Promise<number> => {
  let forgotten = 0;
  let afterId: string | undefined = BEFORE_ALL;
  while (afterId !== undefined && stopping?.aborted !== true) {
    const began = performance.now();
    const batch: Batch = await forgetBatch(way, afterId);
    forgotten += batch.forgotten;
    afterId = batch.lastId;
    if (afterId !== undefined) await wait(PAUSES_PER_BATCH * (performance.now() - began));
  }
  return forgotten;
};

/** `lastId`: the last event looked at, if there may be more. */
interface Batch { readonly forgotten: number; readonly lastId: string | undefined }

// Planned once for keys: a plan made when the tables were small would scan them.
const forgetBatch = ({ database, config }: Way, afterId: string): Promise<Batch> => database.transaction(async (transaction) => {
  const taken = (await transaction.query(lockOldEvents, [afterId, config.eventDays, TAKEN_AT_ONCE])).map(({ id }) => id);
  if (taken.length === 0) return { forgotten: 0, lastId: undefined };
  const { length: forgotten } = await transaction.query(deleteEvents, [taken]);
  return { forgotten, lastId: taken.length === TAKEN_AT_ONCE ? taken.at(-1) : undefined };
}, { plans: 'kept' });
