/** A stream of chance that is the same for the same seed (xorshift128, seeded by splitmix32). */
export interface Random {
  /** 0 ≤ x < 1. */
  next(): number;
  /** A whole number, `from` ≤ x < `until`. */
  whole(from: number, until: number): number;
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** One of the pairs' first halves, by the weight in the second. */
  weighted<T>(pairs: readonly (readonly [T, number])[]): T;
  /** Waiting time with this mean. */
  wait(mean: number): number;
  digits(length: number): string;
}

const seeds = (seed: number): [number, number, number, number] => {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x9E3779B9) >>> 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21F0AAAD);
    mixed = Math.imul(mixed ^ (mixed >>> 15), 0x735A2D97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  return [next(), next(), next(), next()];
};

export const createRandom = (seed: number): Random => {
  const state = seeds(seed);
  const next = () => {
    const top = state[3] ^ (state[3] << 11);
    state[3] = state[2];
    state[2] = state[1];
    state[1] = state[0];
    state[0] = (top ^ (top >>> 8) ^ state[0] ^ (state[0] >>> 19)) >>> 0;
    return state[0] / 0x1_0000_0000;
  };
  const whole = (from: number, until: number) => from + Math.floor(next() * (until - from));
  return {
    next, whole,
    chance: (probability) => next() < probability,
    pick: (list) => list[whole(0, list.length)]!,
    weighted: (pairs) => {
      let left = next() * pairs.reduce((sum, [, weight]) => sum + weight, 0);
      return (pairs.find(([, weight]) => (left -= weight) < 0) ?? pairs.at(-1)!)[0];
    },
    wait: (mean) => -Math.log(1 - next()) * mean,
    digits: (length) => Array.from({ length }, () => String(whole(0, 10))).join(''),
  };
};
