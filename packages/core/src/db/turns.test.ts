import { expect, it } from 'vitest';
import { createTurns, TurnTimeout } from './turns.ts';
import { isDatabaseDown } from './trouble.ts';

/** Works that end when told to, and who was let in, in order. */
const openHall = (atOnceMax: number) => {
  const turns = createTurns({ atOnceMax, waitMilliseconds: 60_000 });
  const entered: string[] = [];
  const inside: { readonly whose: string; readonly end: () => void }[] = [];
  const works: Promise<void>[] = [];
  return {
    entered,
    come: (whose: string, times: number) => {
      for (let time = 0; time < times; time += 1) works.push(turns(whose, () => new Promise((end) => {
        entered.push(whose);
        inside.push({ whose, end });
      })));
    },
    /** The one who came in first of them leaves; resolves when the next is in. */
    leave: async (whose: string) => {
      inside.splice(inside.findIndex((one) => one.whose === whose), 1)[0]!.end();
      await new Promise((resolve) => setImmediate(resolve));
    },
    holders: () => inside.map(({ whose }) => whose).toSorted(),
    empty: async () => {
      while (inside.length > 0) {
        inside.shift()!.end();
        await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(works);
    },
  };
};

it('lets no more run at once than allowed, in the order they came, failures too', async () => {
  const turns = createTurns({ atOnceMax: 3, waitMilliseconds: 10_000 });
  const begun: number[] = [];
  let [running, most] = [0, 0];
  const works = Array.from({ length: 50 }, (_, index) => turns('one', async () => {
    begun.push(index);
    running += 1;
    most = Math.max(most, running);
    await new Promise((resolve) => setImmediate(resolve));
    running -= 1;
    if (index % 7 === 0) throw new Error('failed');
  }));
  const settled = await Promise.allSettled(works);
  expect(settled.filter(({ status }) => status === 'rejected')).toHaveLength(8);
  expect({ begun, most, running }).toEqual({ begun: Array.from({ length: 50 }, (_, index) => index), most: 3, running: 0 });
});

it('gives all turns to one while nobody else wants any, and at most half while another waits', async () => {
  const hall = openHall(6);
  hall.come('many', 40);
  expect(hall.holders()).toEqual(Array.from({ length: 6 }, () => 'many'));
  hall.come('few', 5);
  for (let time = 0; time < 3; time += 1) await hall.leave('many');
  expect(hall.holders()).toEqual(['few', 'few', 'few', 'many', 'many', 'many']);
  await hall.leave('few');
  await hall.leave('many');
  expect(hall.holders()).toEqual(['few', 'few', 'few', 'many', 'many', 'many']);
  await hall.empty();
  expect(hall.entered.filter((whose) => whose === 'many')).toHaveLength(40);
});

it('serves all who wait in turn, however many each of them brought', async () => {
  const hall = openHall(1);
  hall.come('many', 4);
  hall.come('few', 2);
  hall.come('one', 1);
  await hall.empty();
  expect(hall.entered).toEqual(['many', 'many', 'few', 'one', 'many', 'few', 'many']);
});

it('refuses whoever waits too long, and gives the turn to the next all the same', async () => {
  const turns = createTurns({ atOnceMax: 1, waitMilliseconds: 500 });
  const first = Promise.withResolvers<void>();
  const running = turns('one', () => first.promise);
  const refused = await turns('other', async () => 'never').catch((cause: unknown) => cause);
  expect(refused).toBeInstanceOf(TurnTimeout);
  expect(isDatabaseDown(refused)).toBe(true);
  const next = turns('other', async () => 'next');
  first.resolve();
  expect([await running, await next]).toEqual([undefined, 'next']);
});
