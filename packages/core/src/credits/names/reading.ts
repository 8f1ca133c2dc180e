import { foldedLatin } from './latin-spelling.ts';
import { soundsOf, type Script, type Sound } from './sounds.ts';

export interface Word {
  readonly letters: string;
  /** The letters that are heard. */
  readonly spoken: string;
  /** An initial, or the visible beginning of a masked word: more letters follow that are not shown. */
  readonly isCut: boolean;
}

/** One way to spell the words of a name. */
export interface Spelling {
  readonly words: readonly string[];
  readonly together: string;
  /** All words but the last. */
  readonly given: string;
  /** At which letters of `together` words end. */
  readonly ends: () => readonly number[];
}

/**
 * The words of a name, and what is compared of them, each made when it is first asked for: a name is read once and held beside many.
 * `respelled` has the usual variants of romanised Thai folded into one; Thai letters are as they are.
 */
export interface Reading {
  readonly words: readonly Word[];
  readonly script: Script;
  /** A word before the last is cut, so that its letters do not run on into the next one's. */
  readonly hasGap: boolean;
  readonly spelled: () => Spelling;
  readonly respelled: () => Spelling;
  readonly sounds: () => readonly Sound[];
  readonly soundsSurnameFirst: () => readonly Sound[];
  readonly soundsByWord: () => readonly (readonly Sound[])[];
}

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly it: T } | undefined;
  return () => (made ??= { it: make() }).it;
};

type Fold = (letters: string) => string;
const asIs: Fold = (letters) => letters;
const lettersOf = (words: readonly Word[]): string => words.map(({ letters }) => letters).join('');
const spokenOf = (words: readonly Word[]): string => words.map(({ spoken }) => spoken).join('');
const spellingOf = (words: readonly Word[], fold: Fold): Spelling => ({
  words: words.map(({ letters }) => fold(letters)), together: fold(lettersOf(words)), given: fold(lettersOf(words.slice(0, -1))),
  ends: lazily(() => words.map((_, index) => fold(lettersOf(words.slice(0, index + 1))).length)),
});

/** Of at least one word. */
export const readingOf = (words: readonly Word[], script: Script): Reading => {
  const spelled = lazily(() => spellingOf(words, asIs));
  return {
    words, script, hasGap: words.slice(0, -1).some(({ isCut }) => isCut), spelled,
    respelled: script === 'LATIN' ? lazily(() => spellingOf(words, foldedLatin)) : spelled,
    sounds: lazily(() => soundsOf(spokenOf(words), script)),
    soundsSurnameFirst: lazily(() => soundsOf(spokenOf([words.at(-1)!, ...words.slice(0, -1)]), script)),
    soundsByWord: lazily(() => words.map(({ spoken }) => soundsOf(spoken, script))),
  };
};
