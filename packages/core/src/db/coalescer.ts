import { Refusal } from '@paygate/contract/errors';

/**
 * Turns concurrent single requests into one set-based statement. An item is flushed at once when no flush is under way, and
 * whatever arrives meanwhile leaves together with the next. A batch of one runs the same statement as a batch of many.
 */
export interface Coalescer<Item, Result> {
  /** Resolves with this item's own result. Refuses SERVICE_UNAVAILABLE when too many wait. */
  push(item: Item): Promise<Result>;
}

export interface CoalescerOptions<Item, Result> {
  /** One result per item, in order; all or nothing. */
  readonly flush: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly flushesMax: number;
  /** So many must wait for a flush to start beside another: fewer cost less in the next than in one of their own. Default 1. */
  readonly besideMin?: number;
  /** How long the first that waits lets others join it, where nobody waits for the answer. Default: until the end of this turn. */
  readonly gatherMs?: number;
  readonly batchMax: number;
  readonly waitingMax: number;
}

interface Waiting<Item, Result> { readonly item: Item; resolve(result: Result): void; reject(cause: unknown): void }

export const createCoalescer = <Item, Result>({ flush, flushesMax, besideMin = 1, gatherMs = 0, batchMax, waitingMax }: CoalescerOptions<Item, Result>): Coalescer<Item, Result> => {
  let waiting: Waiting<Item, Result>[] = [];
  let flushing = 0;
  let isGathering = false;

  // A failing batch is retried item by item, so that one bad row fails alone. Flushes are safe to repeat by contract.
  const settle = async (batch: readonly Waiting<Item, Result>[]): Promise<void> => {
    try {
      const results = await flush(batch.map(({ item }) => item));
      if (results.length !== batch.length) throw new Error(`a flush of ${batch.length} answered ${results.length}`);
      for (const [index, one] of batch.entries()) one.resolve(results[index] as Result);
    } catch (cause) {
      if (batch.length === 1) return batch[0]!.reject(cause);
      for (const one of batch) await settle([one]);
    }
  };
  const isReady = (): boolean => waiting.length >= batchMax || (!isGathering && waiting.length >= (flushing === 0 ? 1 : besideMin));
  const start = (): void => {
    while (flushing < flushesMax && isReady()) {
      const batch = waiting.slice(0, batchMax);
      waiting = waiting.slice(batchMax);
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
        waiting.push({ item, resolve, reject });
        if (waiting.length === 1) gather();
        else if (waiting.length === besideMin || waiting.length === batchMax) setImmediate(start);
      }),
  };
};
