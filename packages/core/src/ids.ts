import { randomUUIDv7 } from 'node:crypto';

const COUNTER_BITS = 12;
/** A millisecond's first number: half of what fits, so that at least as many follow. */
const FIRST_BELOW = 2 ** (COUNTER_BITS - 1);
let millisecond = 0;
let milliseconds = '';
let counter = 0;

/**
 * A UUIDv7, greater than any that this process made before: within a millisecond a counter takes the place of the first random bits
 * (RFC 9562, 6.2, method 1). 62 random bits follow, from node's own pool.
 */
export const newId = (): string => {
  const random = randomUUIDv7();
  const now = Date.now();
  if (now > millisecond) {
    counter = Number.parseInt(random.slice(15, 18), 16) % FIRST_BELOW;
    begin(now);
  } else if ((counter += 1) >> COUNTER_BITS > 0) {
    counter = 0;
    begin(millisecond + 1);
  }
  return `${milliseconds}-7${counter.toString(16).padStart(3, '0')}${random.slice(18)}`;
};

const begin = (at: number): void => {
  const digits = at.toString(16).padStart(12, '0');
  millisecond = at;
  milliseconds = `${digits.slice(0, 8)}-${digits.slice(8)}`;
};
