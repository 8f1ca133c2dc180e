/**
 * Turns concurrent single requests into one set-based statement. No timer: an item is flushed at once when a flush is free,
 * and whatever arrives meanwhile leaves together with the next. A batch of one runs the same statement as a batch of many.
 */
export interface Coalescer<Item, Result> {
  /** Resolves with this item's own result. Rejects with CoalescerFull when too many wait. */
  push(item: Item): Promise<Result>;
}

export interface CoalescerOptions<Item, Result> {
  /** One result per item, in order; all or nothing. */
  readonly flush: (items: readonly Item[]) => Promise<readonly Result[]>;
  readonly flushesMax: number;
  readonly batchMax: number;
  readonly waitingMax: number;
}

export class CoalescerFull extends Error {
  override readonly name = 'CoalescerFull';
}

interface Waiting<Item, Result> { readonly item: Item; resolve(result: Result): void; reject(cause: unknown): void }

export const createCoalescer = <Item, Result>({ flush, flushesMax, batchMax, waitingMax }: CoalescerOptions<Item, Result>): Coalescer<Item, Result> => {
  let waiting: Waiting<Item, Result>[] = [];
  let flushing = 0;

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
  const start = (): void => {
    while (flushing < flushesMax && waiting.length > 0) {
      const batch = waiting.slice(0, batchMax);
      waiting = waiting.slice(batchMax);
      flushing += 1;
      void settle(batch).finally(() => {
        flushing -= 1;
        start();
      });
    }
  };
  return {
    push: (item) =>
      new Promise((resolve, reject) => {
        if (waiting.length >= waitingMax) return reject(new CoalescerFull(`${waitingMax} items wait already`));
        waiting.push({ item, resolve, reject });
        // After this turn of the event loop, so that requests parsed from one socket read leave together.
        if (waiting.length === 1) setImmediate(start);
      }),
  };
};
