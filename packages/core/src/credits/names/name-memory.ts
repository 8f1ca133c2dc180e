import { compareRead, type NameVerdict } from './compare-names.ts';
import { readName, type PersonName } from './name-text.ts';

/** Names read once and pairs compared once, for as long as credits are judged together. */
export interface NameMemory {
  /** As `compareNames`. */
  compare(shown: string | null, announced: readonly (string | null)[]): NameVerdict;
  /** How often it had to compare: the work so far. */
  compared(): number;
}

const rememberedIn = <Key, Value>(known: Map<Key, Value>, key: Key, make: () => Value): Value => {
  if (!known.has(key)) known.set(key, make());
  return known.get(key)!;
};

export const createNameMemory = (): NameMemory => {
  const names = new Map<string, PersonName | undefined>();
  const verdicts = new Map<string, Map<string, NameVerdict>>();
  let compared = 0;
  const read = (name: string | null): PersonName | undefined => (name === null ? undefined : rememberedIn(names, name, () => readName(name)));
  return {
    compare: (shown, announced) => {
      const beside = rememberedIn(verdicts, shown ?? '', () => new Map<string, NameVerdict>());
      return rememberedIn(beside, JSON.stringify(announced), () => {
        compared += 1;
        return compareRead(read(shown), announced.map(read));
      });
    },
    compared: () => compared,
  };
};
