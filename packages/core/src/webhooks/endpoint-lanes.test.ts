import { expect, it } from 'vitest';
import { createEndpointLanes, LANE_WIDTH } from './endpoint-lanes.ts';
import { BREAKER_OPENS_AFTER } from './health.rules.ts';

const open = (nowMs?: () => number) => createEndpointLanes<{ readonly endpointId: string }>(nowMs);
type Lanes = ReturnType<typeof open>;
const hold = (lanes: Lanes, endpointId: string, count: number) => {
  for (let held = 0; held < count; held += 1) lanes.hold({ endpointId });
};
const quick = { isAccepted: true, isTimeout: false, durationMs: 5 };
const refused = { isAccepted: false, isTimeout: false, durationMs: 5 };
const timeout = { isAccepted: false, isTimeout: true, durationMs: 10_000 };
/** Sends and accepts one at a time, while more is wanted: an endpoint with nothing to do is forgotten. */
const accept = (lanes: Lanes, endpointId: string, count: number) => {
  lanes.want(endpointId);
  for (let ended = 0; ended < count; ended += 1) {
    hold(lanes, endpointId, 1);
    lanes.start(endpointId);
    lanes.end(endpointId, quick);
  }
};

it('gives an endpoint its eight lanes and no more until one ends', () => {
  const lanes = open();
  lanes.want('a');
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 8 }]);
  hold(lanes, 'a', 8);
  expect(lanes.start('a')).toHaveLength(8);
  lanes.want('a');
  expect(lanes.take(100)).toEqual([]);
  lanes.end('a', refused);
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 1 }]);
});

it('never loses a wake-up that comes while a claim is running', () => {
  const lanes = open();
  lanes.want('a');
  lanes.take(100);
  lanes.want('a');
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 8 }]);
});

it('serves endpoints in turn when there is not room for all', () => {
  const lanes = open();
  for (const endpointId of ['a', 'b', 'c']) lanes.want(endpointId);
  expect(lanes.take(10)).toEqual([{ endpointId: 'a', room: 8 }, { endpointId: 'b', room: 2 }]);
  lanes.want('a');
  expect(lanes.take(8)).toEqual([{ endpointId: 'c', room: 8 }]);
});

it('narrows an endpoint that times out to one lane, and widens it again when it answers', () => {
  const lanes = open();
  hold(lanes, 'a', 3);
  lanes.start('a');
  for (let ended = 0; ended < 3; ended += 1) lanes.end('a', timeout);
  lanes.want('a');
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 1 }]);
  hold(lanes, 'a', 1);
  lanes.start('a');
  lanes.end('a', refused);
  lanes.want('a');
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 8 }]);
});

it('narrows an endpoint to one lane after as many failures in a row as open its breaker, and widens it again when it accepts', () => {
  const lanes = open();
  const end = (count: number, outcome: typeof refused) => {
    hold(lanes, 'a', count);
    for (let ended = 0; ended < count; ended += 1) {
      lanes.start('a');
      lanes.end('a', outcome);
    }
    lanes.want('a');
    return lanes.take(100);
  };
  expect(end(1, refused)).toEqual([{ endpointId: 'a', room: 8 }]);
  for (let failures = 2; failures < BREAKER_OPENS_AFTER; failures += 1) end(1, refused);
  expect(end(1, refused)).toEqual([{ endpointId: 'a', room: 1 }]);
  expect(end(1, quick)).toEqual([{ endpointId: 'a', room: 8 }]);
});

it('claims ahead for an endpoint that accepts quickly, in few large claims, and widens it', () => {
  const lanes = open();
  lanes.want('a');
  lanes.take(1_000);
  accept(lanes, 'a', LANE_WIDTH);
  const [first] = lanes.take(1_000);
  expect(first!.room).toBe(16 + 256);
  hold(lanes, 'a', first!.room);
  expect(lanes.start('a')).toHaveLength(16);
  lanes.want('a');
  lanes.end('a', quick);
  expect(lanes.take(1_000)).toEqual([]);
  for (let ended = 0; ended < 140; ended += 1) {
    lanes.start('a');
    lanes.end('a', quick);
  }
  expect(lanes.take(1_000)[0]!.room).toBeGreaterThan(128);
});

it('gives up what was claimed ahead at the first failure, and never holds more than it may in all', () => {
  const lanes = open();
  lanes.want('a');
  lanes.want('b');
  lanes.take(1_000);
  accept(lanes, 'a', LANE_WIDTH);
  hold(lanes, 'a', 160);
  lanes.start('a');
  lanes.want('b');
  expect(lanes.take(162)).toEqual([{ endpointId: 'b', room: 2 }]);
  expect(lanes.end('a', refused)).toHaveLength(144);
  expect(lanes.count()).toBe(15);
});

/** How many are on their way to an endpoint at once in the end, when it accepts one after the other and has more. */
const widthIn = (lanes: Lanes): number => {
  accept(lanes, 'big', 1_000);
  hold(lanes, 'big', 100);
  return lanes.start('big').length;
};
/** What the claim finds is nothing. */
const claimInVain = (lanes: Lanes, endpointId: string) => {
  lanes.want(endpointId);
  lanes.take(10_000);
  lanes.start(endpointId);
};

it('is narrowed by endpoints that are sent to, and by no other', () => {
  const lanes = open();
  for (let dead = 0; dead < 40; dead += 1) {
    hold(lanes, `dead${dead}`, 1);
    lanes.start(`dead${dead}`);
    lanes.end(`dead${dead}`, timeout);
  }
  for (let idle = 0; idle < 40; idle += 1) {
    accept(lanes, `idle${idle}`, 1);
    claimInVain(lanes, `idle${idle}`);
    claimInVain(lanes, `new${idle}`);
  }
  expect(widthIn(lanes)).toBe(64);
  const busy = open();
  for (let other = 0; other < 15; other += 1) busy.want(`busy${other}`);
  expect(widthIn(busy)).toBe(16);
});

it('forgets an endpoint some minutes after it timed out, and not before', () => {
  let nowMs = 0;
  const lanes = open(() => nowMs);
  hold(lanes, 'a', 3);
  lanes.start('a');
  for (let ended = 0; ended < 3; ended += 1) lanes.end('a', timeout);
  const roomAfter = (minutes: number): number => {
    nowMs += minutes * 60_000;
    claimInVain(lanes, 'other');
    lanes.want('a');
    return lanes.take(100)[0]!.room;
  };
  expect(roomAfter(4)).toBe(1);
  expect(roomAfter(4)).toBe(1);
  expect(roomAfter(6)).toBe(8);
});
