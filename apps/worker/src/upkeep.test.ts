import { getEventListeners } from 'node:events';
import { createLogger } from '@paygate/core/process/logger';
import { expect, it } from 'vitest';
import { startUpkeep } from './upkeep.ts';

const log = createLogger('test', 'silent');

it('leaves nothing behind from one round to the next', async () => {
  const seen: number[] = [];
  const rounds = await new Promise<readonly number[]>((resolve) => {
    const upkeep = startUpkeep(log, [{
      name: 'count', everyMilliseconds: 1, perform: async (stopping) => {
        if (seen.push(getEventListeners(stopping, 'abort').length) === 50) void upkeep.stop().then(() => resolve(seen));
      },
    }]);
  });
  expect(Math.max(...rounds)).toBeLessThanOrEqual(1);
});

it('goes on after a failure, and ends without waiting for the next round', async () => {
  let rounds = 0;
  const failed = new Promise<void>((resolve) => {
    const upkeep = startUpkeep(log, [
      { name: 'fail', everyMilliseconds: 1, perform: async () => {
        if ((rounds += 1) === 3) void upkeep.stop().then(resolve);
        throw new Error('not today');
      } },
      { name: 'rest', everyMilliseconds: 3_600_000, perform: async () => undefined },
    ]);
  });
  await failed;
  expect(rounds).toBe(3);
});
