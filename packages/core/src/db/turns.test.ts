import { expect, it } from 'vitest';
import { createTurns, TurnTimeout } from './turns.ts';
import { isDatabaseDown } from './trouble.ts';

it('lets no more run at once than allowed, in the order they came, failures too', async () => {
  const turns = createTurns({ atOnceMax: 3, waitMilliseconds: 10_000 });
  const begun: number[] = [];
  let [running, most] = [0, 0];
  const works = Array.from({ length: 50 }, (_, index) => turns(async () => {
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

it('refuses whoever waits too long, and gives the turn to the next all the same', async () => {
  const turns = createTurns({ atOnceMax: 1, waitMilliseconds: 20 });
  const first = Promise.withResolvers<void>();
  const running = turns(() => first.promise);
  const refused = await turns(async () => 'never').catch((cause: unknown) => cause);
  expect(refused).toBeInstanceOf(TurnTimeout);
  expect(isDatabaseDown(refused)).toBe(true);
  const next = turns(async () => 'next');
  first.resolve();
  expect([await running, await next]).toEqual([undefined, 'next']);
});
