import { readingOf, type Reading, type Word } from './reading.ts';
import type { Script } from './sounds.ts';
import { titleOf, type Sex } from './titles.ts';

export interface PersonName {
  readonly script: Script;
  readonly sex: Sex | null;
  /** The words without title. Two readings where a title is written together with letters that may belong to the name (คุณากร). */
  readonly readings: readonly Reading[];
}

/**
 * Persons' names have up to about 40 letters with their titles, the longest of companies' 70. Further ones tell nobody apart, and two names are
 * compared in the time of one's letters times the other's.
 */
const LETTERS_MAX = 70;

/** Zero-width characters, directional marks, soft hyphens: invisible, and different from bank to bank. */
const invisible = /[\u00AD\u200B-\u200F\u202A-\u202E\u2060\uFEFF]/g;
/** Tone marks, maitaikhu, yamakkan: left out or misplaced by old terminals. */
const thaiMarks = /[\u0E47-\u0E4B\u0E4E]/g;
/** Thanthakhat silences the consonant below it, with its short vowel: ศักดิ์ sounds sak. */
const silenced = /(?:ทร|ตร|ดร|[ก-ฮ])[\u0E34\u0E38]?\u0E4C/g;
const maskedFrom = /[*#•…_]|X{2,}$/;
const thaiLetters = /[ก-ฮ]/g;
const latinLetters = /[A-Z]/g;

/**
 * One spelling for what looks or sounds the same: composed, upper case, without invisible characters, accents and tone
 * marks; ำ from its two halves, แ from two เ.
 */
export const plainText = (text: string): string =>
  text.normalize('NFC').replaceAll(invisible, '').replaceAll(thaiMarks, '').replaceAll('\u0E4D\u0E32', '\u0E33').replaceAll('เเ', 'แ')
    .normalize('NFD').replaceAll(/[\u0300-\u036F]/g, '').toUpperCase().replaceAll(/\s+/g, ' ').trim();

const wordOf = (raw: string): Word | undefined => {
  const maskAt = raw.search(maskedFrom);
  const visible = (maskAt === -1 ? raw : raw.slice(0, maskAt)).replaceAll(/[^ก-๙A-Z]/g, '');
  const letters = visible.replaceAll('\u0E4C', '');
  if (letters === '' && maskAt === -1) return undefined;
  return { letters, spoken: visible.replaceAll(silenced, ''), isCut: maskAt !== -1 || letters.length === 1 || /^.{1,2}\.$/.test(raw) };
};

/** "ท.ใจงาม" is two words, "JAI-NGAM" and "O'BRIEN" are one. */
const wordsOf = (text: string): readonly Word[] => text.replaceAll(/\.(?=\S)/g, '. ').split(/[\s,/]+/).flatMap((raw) => wordOf(raw) ?? []);

const count = (text: string, letters: RegExp): number => text.match(letters)?.length ?? 0;

/** Reads the first 70 letters of a person's name as a bank or a merchant writes it; undefined where no letters can be seen. Pure; any text is safe. */
export const readName = (text: string | null): PersonName | undefined => {
  if (text === null) return undefined;
  const plain = plainText(text).slice(0, LETTERS_MAX);
  const { sex, rests } = titleOf(plain);
  const readings = rests.map(wordsOf).filter((words) => words.some(({ letters }) => letters !== ''));
  if (readings.length === 0) return undefined;
  const shown = rests[0]!;
  const script = count(shown, thaiLetters) >= count(shown, latinLetters) ? 'THAI' : 'LATIN';
  return { script, sex, readings: readings.map((words) => readingOf(words, script)) };
};
