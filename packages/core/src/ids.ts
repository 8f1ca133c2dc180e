import { randomUUIDv7 } from 'node:crypto';

const COUNTER_BITS = 12;
/** A millisecond's first number: half of what fits, so that at least as many follow. */
const FIRST_BELOW = 2 ** (COUNTER_BITS - 1);
/** "019aa3f0-5b7e": Unix milliseconds. */
const INSTANT_CHARACTERS = 13;
let millisecond = '';
let counter = 0;

/**
 * A UUIDv7, greater than any that this process made before: within a millisecond a counter takes the place of the first random bits
 * (RFC 9562, 6.2, method 1). 62 random bits follow, from node's own pool.
 */
export const newId = (): string => {
  const random = randomUUIDv7();
  const now = random.slice(0, INSTANT_CHARACTERS);
  if (now > millisecond) {
    millisecond = now;
    counter = Number.parseInt(random.slice(15, 18), 16) % FIRST_BELOW;
  } else if ((counter += 1) >> COUNTER_BITS > 0) {
    millisecond = after(millisecond);
    counter = 0;
  }
  return `${millisecond}-7${counter.toString(16).padStart(3, '0')}${random.slice(18)}`;
};

const after = (instant: string): string => {
  const next = (Number.parseInt(instant.replace('-', ''), 16) + 1).toString(16).padStart(12, '0');
  return `${next.slice(0, 8)}-${next.slice(8)}`;
};
