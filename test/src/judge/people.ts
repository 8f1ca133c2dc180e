import { femaleNames, maleNames, surnameEnds, surnameMiddles, surnameStarts, type Piece } from './people-names.ts';
import type { Random } from './random.ts';

export interface Person {
  readonly isMale: boolean;
  /** Women are นาง or นางสาว. */
  readonly isMarried: boolean;
  readonly given: Piece;
  readonly family: readonly Piece[];
  /** Which of the romanisations her papers have. */
  readonly spelling: number;
  readonly account: string;
  readonly bank: string;
}

/** Share of accounts by bank, roughly as the Bank of Thailand's payment statistics rank them, and digits of an account. */
const banks: readonly (readonly [readonly [code: string, digits: number], number])[] = [
  [['004', 10], 28], [['014', 10], 20], [['002', 10], 14], [['006', 10], 14], [['011', 10], 6], [['025', 10], 6], [['030', 12], 8], [['034', 12], 3], [['073', 10], 1],
];

const named = (random: Random): Pick<Person, 'isMale' | 'isMarried' | 'given' | 'family' | 'spelling'> => {
  const isMale = random.chance(0.5);
  const names = isMale ? maleNames : femaleNames;
  // The square makes the first names of the table several times as common as the last.
  const given = names[Math.floor(random.next() ** 1.5 * names.length)]!;
  const family = random.weighted([[2, 60], [3, 40]]) === 2 ? [random.pick(surnameStarts), random.pick(surnameEnds)] : [random.pick(surnameStarts), random.pick(surnameMiddles), random.pick(surnameEnds)];
  return { isMale, isMarried: random.chance(0.4), given, family, spelling: random.whole(0, 3) };
};
const accountOf = (random: Random): Pick<Person, 'account' | 'bank'> => {
  const [bank, digits] = random.weighted(banks);
  return { bank, account: random.digits(digits) };
};

/** People who pay at our merchants; `namesakes` of them share the name of the one before, and nothing else. */
export const createPeople = (random: Random, count: number, namesakes: number): readonly Person[] => {
  const people: Person[] = [];
  for (let index = 0; index < count; index += 1) {
    const before = people.at(-1);
    people.push({ ...named(random), ...(before && random.chance(namesakes) ? { isMale: before.isMale, isMarried: before.isMarried, given: before.given, family: before.family, spelling: before.spelling } : {}), ...accountOf(random) });
  }
  return people;
};
export const otherAccount = (person: Person, random: Random): Person => ({ ...person, ...accountOf(random) });

export const thaiGiven = ({ given }: Person): string => given[0];
export const thaiFamily = ({ family }: Person): string => family.map(([thai]) => thai).join('');
/** One piece in the wanted romanisation, or the nearest it has. */
const latin = ([, ...spellings]: Piece, spelling: number): string => spellings[Math.min(spelling, spellings.length - 1)]!.replace('-', '');
export const latinGiven = ({ given }: Person, spelling: number): string => latin(given, spelling);
export const latinFamily = ({ family }: Person, spelling: number): string => family.map((piece) => latin(piece, spelling)).join('');
export const SPELLINGS = 3;
