import { Refusal } from '@paygate/contract/errors';
import { isConnectionBroken, isDatabaseDown, isHeldUp, isTooLong } from './trouble.ts';

/**
 * Turns concurrent single requests into one set-based statement. An item is flushed at once when no flush is under way, and
 * whatever arrives meanwhile leaves together with the next. A batch of one runs the same statement as a batch of many.
 */
export interface Coalescer<Item, Result> {
  /** Resolves with this item's own result. Refuses SERVICE_UNAVAILABLE when too many wait, or this one has waited too long to be begun. */
  push(item: Item): Promise<Result>;
}

export interface CoalescerOptions<Item, Result> {
  /** One result per item, in order; all or nothing, and safe to repeat. */
  readonly flush: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly flushesMax: number;
  /** So many must wait for a flush to start beside another: fewer cost less in the next than in one of their own. Default 1. */
  readonly besideMin?: number;
  /** How long the first that waits lets others join it, where nobody waits for the answer. Default: until the end of this turn. */
  readonly gatherMs?: number;
  readonly batchMax: number;
  readonly waitingMax: number;
  /** An item that has waited longer is not begun any more: it is no longer of its time. Default: however long. */
  readonly waitMsMax?: number;
}

interface Waiting<Item, Result> { readonly item: Item; readonly sinceMs: number; resolve(result: Result): void; reject(cause: unknown): void }

export const createCoalescer = <Item, Result>({ flush, flushesMax, besideMin = 1, gatherMs = 0, batchMax, waitingMax, waitMsMax = Infinity }: CoalescerOptions<Item, Result>): Coalescer<Item, Result> => {
  const waiting: Waiting<Item, Result>[] = [];
  let flushing = 0;
  let isGathering = false;

  const answer = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    const results = await flush(batch.map(({ item }) => item));
    if (results.length !== batch.length) throw new Error(`a flush of ${batch.length} answered ${results.length}`);
    for (const [index, one] of batch.entries()) one.resolve(results[index] as Result);
  };
  const refuse = (batch: readonly Waiting<Item, Result>[], cause: unknown): void => {
    for (const one of batch) one.reject(cause);
  };
  // What fails for its data, or takes too long, is halved until one bad item fails alone; for a lock on some of it, taken one by one, since each part that meets the lock waits for it
  // once more. What fails for the database would fail in parts as well, each after another wait: a batch whose connection broke is tried once more, one that never
  // got a connection or an answer is refused at once.
  const settle = async (batch: readonly Waiting<Item, Result>[], isAgain = false): Promise<void> => {
    try {
      await answer(batch);
    } catch (cause) {
      if (isConnectionBroken(cause) && !isAgain) return settle(batch, true);
      if (batch.length === 1 || (isDatabaseDown(cause) && !isHeldUp(cause) && !isTooLong(cause))) return refuse(batch, cause);
      const size = isHeldUp(cause) ? 1 : Math.ceil(batch.length / 2);
      for (let at = 0; at < batch.length; at += size) await settle(batch.slice(at, at + size), isAgain);
    }
  };
  const next = (): Waiting<Item, Result>[] => {
    const oldestMs = performance.now() - waitMsMax;
    // In the order they came, so those who waited too long come first.
    const fresh = waiting.findIndex(({ sinceMs }) => sinceMs >= oldestMs);
    const stale = waiting.splice(0, fresh === -1 ? waiting.length : fresh);
    // An error is dear to make: its stack is taken down.
    if (stale.length > 0) refuse(stale, new Refusal('SERVICE_UNAVAILABLE'));
    return waiting.splice(0, batchMax);
  };
  const isReady = (): boolean => waiting.length >= batchMax || (!isGathering && waiting.length >= (flushing === 0 ? 1 : besideMin));
  const start = (): void => {
    while (flushing < flushesMax && isReady()) {
      const batch = next();
      if (batch.length === 0) return;
      flushing += 1;
      void settle(batch).finally(() => {
        flushing -= 1;
        start();
      });
    }
  };
  const gather = (): void => {
    isGathering = true;
    const end = (): void => {
      isGathering = false;
      start();
    };
    // At least until this turn of the event loop is over, so that requests parsed from one socket read leave together.
    if (gatherMs > 0) setTimeout(end, gatherMs);
    else setImmediate(end);
  };
  return {
    push: (item) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= waitingMax) return reject(new Refusal('SERVICE_UNAVAILABLE'));
        waiting.push({ item, sinceMs: performance.now(), resolve, reject });
        if (waiting.length === 1) gather();
        else if (waiting.length === besideMin || waiting.length === batchMax) setImmediate(start);
      }),
  };
};
