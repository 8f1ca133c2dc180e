import { describe, expect, it } from 'vitest';
import { createCoalescer } from './coalescer.ts';

const limits = { flushesMax: 2, batchMax: 10, waitingMax: 25 };

describe('a coalescer', () => {
  it('flushes what was pushed in one turn together, each with its own result', async () => {
    const batches: (readonly number[])[] = [];
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async (items) => {
      batches.push(items);
      return items.map((item) => item * 2);
    } });
    expect(await Promise.all([1, 2, 3].map((item) => coalescer.push(item)))).toEqual([2, 4, 6]);
    expect(batches).toEqual([[1, 2, 3]]);
  });
  it('never has more flushes under way nor larger batches than allowed', async () => {
    let underWay = 0;
    const seen = { underWay: 0, batch: 0 };
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async (items) => {
      underWay += 1;
      seen.underWay = Math.max(seen.underWay, underWay);
      seen.batch = Math.max(seen.batch, items.length);
      await new Promise((resolve) => setImmediate(resolve));
      underWay -= 1;
      return items;
    } });
    await Promise.all(Array.from({ length: 25 }, (_, index) => coalescer.push(index)));
    expect(seen).toEqual({ underWay: 2, batch: 10 });
  });
  it('starts a flush beside another only for as many as it was told, and leaves nobody behind', async () => {
    const batches: number[] = [];
    const ends: (() => void)[] = [];
    const coalescer = createCoalescer<number, number>({ ...limits, besideMin: 3, flush: async (items) => {
      batches.push(items.length);
      await new Promise<void>((resolve) => { ends.push(resolve); });
      return items;
    } });
    const turn = () => new Promise((resolve) => { setImmediate(() => setImmediate(resolve)); });
    const pushed = [coalescer.push(0)];
    await turn();
    pushed.push(coalescer.push(1), coalescer.push(2));
    await turn();
    expect(batches).toEqual([1]);
    pushed.push(coalescer.push(3));
    await turn();
    expect(batches).toEqual([1, 3]);
    pushed.push(coalescer.push(4));
    ends.shift()!();
    ends.shift()!();
    await turn();
    expect(batches).toEqual([1, 3, 1]);
    ends.shift()!();
    expect(await Promise.all(pushed)).toEqual([0, 1, 2, 3, 4]);
  });
  it('lets others join the first while it gathers, and goes at once when the batch is full', async () => {
    const batches: number[] = [];
    const coalescer = createCoalescer<number, number>({ ...limits, gatherMs: 60_000, flush: async (items) => {
      batches.push(items.length);
      return items;
    } });
    const turn = () => new Promise((resolve) => { setImmediate(resolve); });
    const pushed = [coalescer.push(0)];
    await turn();
    for (let item = 1; item < 10; item += 1) pushed.push(coalescer.push(item));
    expect(await Promise.all(pushed)).toHaveLength(10);
    expect(batches).toEqual([10]);
  });
  it('lets one bad item fail alone', async () => {
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async (items) => {
      if (items.includes(2)) throw new Error('poisoned');
      return items;
    } });
    expect(await Promise.allSettled([1, 2, 3].map((item) => coalescer.push(item)))).toMatchObject([{ value: 1 }, { status: 'rejected' }, { value: 3 }]);
  });
  it('refuses what it cannot hold instead of growing', async () => {
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async (items) => items });
    const settled = await Promise.allSettled(Array.from({ length: 26 }, (_, index) => coalescer.push(index)));
    expect(settled.at(-1)).toMatchObject({ reason: { code: 'SERVICE_UNAVAILABLE' } });
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
  });
});
