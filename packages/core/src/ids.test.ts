import { validate, version } from 'uuid';
import { expect, it } from 'vitest';
import { newId } from './ids.ts';

it('makes UUIDv7 of now, each greater than the one before, whatever many in a millisecond', () => {
  const before = Date.now();
  const ids = Array.from({ length: 20_000 }, newId);
  const after = Date.now();
  expect(ids.every((id) => validate(id) && version(id) === 7)).toBe(true);
  expect(ids).toEqual(ids.toSorted());
  expect(new Set(ids).size).toBe(ids.length);
  const instants = ids.map((id) => Number.parseInt(id.slice(0, 13).replace('-', ''), 16));
  expect(instants[0]).toBeGreaterThanOrEqual(before);
  // A millisecond whose numbers are used up borrows from the next.
  expect(instants.at(-1)).toBeLessThanOrEqual(after + 20_000 / 2_048);
});
