import { expect, it } from 'vitest';
import { createEndpointLanes } from './endpoint-lanes.ts';

const begin = (lanes: ReturnType<typeof createEndpointLanes>, endpointId: string, count: number) => {
  for (let started = 0; started < count; started += 1) lanes.begin(endpointId);
};

it('gives an endpoint its eight lanes and no more until one ends', () => {
  const lanes = createEndpointLanes();
  lanes.want('a');
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 8 }]);
  begin(lanes, 'a', 8);
  lanes.want('a');
  expect(lanes.take(100)).toEqual([]);
  lanes.end('a', { isTimeout: false });
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 1 }]);
});

it('never loses a wake-up that comes while a claim is running', () => {
  const lanes = createEndpointLanes();
  lanes.want('a');
  lanes.take(100);
  lanes.want('a');
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 8 }]);
});

it('serves endpoints in turn when there is not room for all', () => {
  const lanes = createEndpointLanes();
  for (const endpointId of ['a', 'b', 'c']) lanes.want(endpointId);
  expect(lanes.take(10)).toEqual([{ endpointId: 'a', room: 8 }, { endpointId: 'b', room: 2 }]);
  lanes.want('a');
  expect(lanes.take(8)).toEqual([{ endpointId: 'c', room: 8 }]);
});

it('narrows an endpoint that times out to one lane, and widens it again when it answers', () => {
  const lanes = createEndpointLanes();
  begin(lanes, 'a', 3);
  for (let ended = 0; ended < 3; ended += 1) lanes.end('a', { isTimeout: true });
  lanes.want('a');
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 1 }]);
  begin(lanes, 'a', 1);
  lanes.end('a', { isTimeout: false });
  lanes.want('a');
  expect(lanes.take(100)).toEqual([{ endpointId: 'a', room: 8 }]);
});
