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
  it('lets an item whose row somebody holds fail alone, and waits for that row twice', async () => {
    let waits = 0;
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async (items) => {
      if (!items.includes(2)) return items;
      waits += 1;
      throw Object.assign(new Error('canceling statement due to lock timeout'), { code: '55P03' });
    } });
    expect(await Promise.allSettled([1, 2, 3, 4, 5, 6, 7, 8].map((item) => coalescer.push(item)))).toMatchObject([{ value: 1 }, { reason: { code: '55P03' } }, ...[3, 4, 5, 6, 7, 8].map((value) => ({ value }))]);
    expect(waits).toBe(2);
  });
  it('finds one bad item among many in few steps', async () => {
    let flushes = 0;
    const coalescer = createCoalescer<number, number>({ ...limits, batchMax: 256, waitingMax: 256, flush: async (items) => {
      flushes += 1;
      if (items.includes(100)) throw new Error('poisoned');
      return items;
    } });
    const settled = await Promise.allSettled(Array.from({ length: 256 }, (_, item) => coalescer.push(item)));
    expect(settled.flatMap(({ status }, item) => (status === 'rejected' ? [item] : []))).toEqual([100]);
    expect(flushes).toBe(17);
  });
  it('does in parts what takes too long together', async () => {
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async (items) => {
      if (items.length > 2) throw Object.assign(new Error('terminating connection due to transaction timeout'), { code: '25P04' });
      return items;
    } });
    expect(await Promise.all([1, 2, 3, 4, 5].map((item) => coalescer.push(item)))).toEqual([1, 2, 3, 4, 5]);
  });
  it.each([
    ['never gets a connection', new Error('timeout exceeded when trying to connect'), 1], ['gets no answer', new Error('Query read timeout'), 1],
    ['loses its connection again and again', new Error('Connection terminated unexpectedly'), 2],
  ])('refuses a whole batch that %s, all at once', async (_name, cause, tries) => {
    let flushes = 0;
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async () => {
      flushes += 1;
      throw cause;
    } });
    const settled = await Promise.allSettled([1, 2, 3].map((item) => coalescer.push(item)));
    expect(settled.map((each) => each.status === 'rejected' && each.reason === cause)).toEqual([true, true, true]);
    expect(flushes).toBe(tries);
  });
  it('serves a whole batch once more whose connection was lost', async () => {
    const batches: (readonly number[])[] = [];
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async (items) => {
      batches.push(items);
      if (batches.length === 1) throw Object.assign(new Error('terminating connection due to administrator command'), { code: '57P01' });
      return items;
    } });
    expect(await Promise.all([1, 2, 3].map((item) => coalescer.push(item)))).toEqual([1, 2, 3]);
    expect(batches).toEqual([[1, 2, 3], [1, 2, 3]]);
  });
  it('begins nothing that has waited too long', async () => {
    const batches: (readonly string[])[] = [];
    const ends: (() => void)[] = [];
    const coalescer = createCoalescer<string, string>({ ...limits, flushesMax: 1, waitMsMax: 500, flush: async (items) => {
      batches.push(items);
      await new Promise<void>((resolve) => { ends.push(resolve); });
      return items;
    } });
    const first = coalescer.push('first');
    await new Promise((resolve) => { setImmediate(resolve); });
    const late = coalescer.push('late').catch((cause: unknown) => cause);
    const since = performance.now();
    while (performance.now() - since <= 500) await new Promise((resolve) => { setImmediate(resolve); });
    const fresh = coalescer.push('fresh');
    ends.shift()!();
    expect(await late).toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
    ends.shift()!();
    expect([await first, await fresh]).toEqual(['first', 'fresh']);
    expect(batches).toEqual([['first'], ['fresh']]);
  });
  it('refuses what it cannot hold instead of growing', async () => {
    const coalescer = createCoalescer<number, number>({ ...limits, flush: async (items) => items });
    const settled = await Promise.allSettled(Array.from({ length: 26 }, (_, index) => coalescer.push(index)));
    expect(settled.at(-1)).toMatchObject({ reason: { code: 'SERVICE_UNAVAILABLE' } });
    expect(settled.filter(({ status }) => status === 'fulfilled')).toHaveLength(25);
  });
});
