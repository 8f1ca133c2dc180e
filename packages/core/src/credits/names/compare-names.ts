import { foldedLatin } from './latin-spelling.ts';
import { readName, type PersonName, type Word } from './name-text.ts';
import { soundDistance, soundsOf } from './sounds.ts';

/**
 * AGREE: what is shown is this name, cut or spelled otherwise. DIFFERS: it is another's. SILENT: it does not tell.
 * `score` counts evidence in decimal digits: with a score of 3, one stranger in 1,000 would show the same.
 */
export interface NameVerdict {
  readonly kind: 'AGREE' | 'SILENT' | 'DIFFERS';
  readonly score: number;
}

const SILENT: NameVerdict = { kind: 'SILENT', score: 0 };
const DIFFERS: NameVerdict = { kind: 'DIFFERS', score: 0 };

// Evidence. The commonest given names belong to about one Thai in a hundred; surnames are by law nearly unique to a family.
const GIVEN_NAME = 2;
const GIVEN_LETTERS_MIN = 3;
/** Letters that may be a surname's or a given name's are worth less. */
const ORDER_UNKNOWN = 0.5;
const SURNAME_FIRST_LETTER = 0.9;
const SURNAME_LETTER = 0.6;
const SCORE_MAX = 5;
// Below a given name's worth an agreement is chance as often as not.
const AGREES_FROM = 1.9;
const SILENT_MAX = 1.8;
const RESPELLED = 0.8;
const SOUND = 0.5;
const SOUNDS_MIN = 4;
const SOUND_AGREES_WITHIN = 0.15;
const SOUND_DIFFERS_BEYOND = 0.4;

const strength = ({ kind, score }: NameVerdict): number => (kind === 'AGREE' ? 10 + score : kind === 'SILENT' ? score : -1);
const best = (verdicts: readonly NameVerdict[]): NameVerdict => verdicts.reduce((one, other) => (strength(other) > strength(one) ? other : one), DIFFERS);

const lettersOf = (words: readonly Word[]): string => words.map(({ letters }) => letters).join('');
const spokenOf = (words: readonly Word[]): string => words.map(({ spoken }) => spoken).join('');
const round = (score: number): number => Math.round(score * 10) / 10;

/** What agreeing on the first `agreed` letters of a name is worth: the given name as a whole, then each letter of the surname. */
const worthOf = (agreed: number, givenLength: number): number => {
  if (agreed < givenLength) return Math.min(GIVEN_NAME - 0.3, agreed * 0.5);
  const surname = agreed - givenLength;
  const given = givenLength < GIVEN_LETTERS_MIN ? 1 : GIVEN_NAME;
  return Math.min(SCORE_MAX, given + (surname > 0 ? SURNAME_FIRST_LETTER + (surname - 1) * SURNAME_LETTER : 0));
};

type Fold = (letters: string) => string;
const asIs: Fold = (letters) => letters;

/** The words run together, so that spacing does not matter; either may be the beginning of the other, the shorter ending where a word ends. */
const runTogether = (shown: readonly Word[], full: readonly Word[], fold: Fold): number | undefined => {
  if (shown.slice(0, -1).some(({ isCut }) => isCut)) return undefined;
  const [one, other] = [fold(lettersOf(shown)), fold(lettersOf(full))];
  const given = fold(full[0]!.letters).length;
  if (other.startsWith(one)) return worthOf(one.length, given);
  const ends = shown.map((_, index) => fold(lettersOf(shown.slice(0, index + 1))).length);
  return one.startsWith(other) && ends.includes(other.length) ? worthOf(other.length, given) : undefined;
};

/** Word by word: an initial or masked word by its visible letters, the last one perhaps cut, middle names perhaps left out. */
const wordByWord = (shown: readonly Word[], full: readonly Word[], fold: Fold): number | undefined => {
  if (shown.length < 2 || full.length < 2) return undefined;
  const partners = shown.length === 2 && full.length > 2 ? [full[0]!, full.at(-1)!] : full;
  if (shown.length > partners.length) return undefined;
  let score = 0;
  for (const [index, { letters, isCut }] of shown.entries()) {
    const [seen, whole] = [fold(letters), fold(partners[index]!.letters)];
    const mayBeCut = isCut || partners[index]!.isCut || index === shown.length - 1;
    if (seen !== whole && !(mayBeCut && (whole.startsWith(seen) || (partners[index]!.isCut && seen.startsWith(whole))))) return undefined;
    const agreed = Math.min(seen.length, whole.length);
    if (agreed > 0) score += index === 0 ? worthOf(agreed, whole.length) : SURNAME_FIRST_LETTER + (agreed - 1) * SURNAME_LETTER;
  }
  return Math.min(SCORE_MAX, score);
};

/** Surname first, as some banks print Latin names: the surname's letters, then the given name's. */
const surnameFirst = (shown: readonly Word[], full: readonly Word[], fold: Fold): number | undefined => {
  if (full.length < 2 || shown.slice(0, -1).some(({ isCut }) => isCut)) return undefined;
  const family = fold(full.at(-1)!.letters);
  const given = fold(lettersOf(full.slice(0, -1)));
  const seen = fold(lettersOf(shown));
  if (!(family + given).startsWith(seen)) return undefined;
  const agreed = Math.min(seen.length, family.length);
  const left = seen.length - agreed;
  return Math.min(SCORE_MAX, agreed === 0 ? 0 : SURNAME_FIRST_LETTER + (agreed - 1) * SURNAME_LETTER - ORDER_UNKNOWN + (left > 0 ? worthOf(left, given.length) : 0));
};

const bySpelling = (shown: readonly Word[], full: readonly Word[], fold: Fold): number | undefined =>
  [runTogether, wordByWord, surnameFirst].reduce<number | undefined>((most, reading) => {
    const score = reading(shown, full, fold);
    return score === undefined || (most ?? -1) > score ? most : score;
  }, undefined);

/** Letters one must change, add or drop, `full`'s end being free where `shown` may be cut. */
const editDistance = (shown: string, full: string): number => {
  let row = Array.from({ length: full.length + 1 }, (_, index) => index);
  for (const [at, letter] of Array.from(shown).entries()) {
    const next = [at + 1];
    for (let index = 0; index < full.length; index += 1) next.push(Math.min(row[index]! + (full[index] === letter ? 0 : 1), row[index + 1]! + 1, next[index]! + 1));
    row = next;
  }
  return Math.min(...row);
};
const LETTERS_PER_SLIP = 6;

/** A slip of the pen neither agrees nor differs: people decide. */
const sameScript = (shown: readonly Word[], full: readonly Word[], script: PersonName['script']): NameVerdict => {
  const exact = bySpelling(shown, full, asIs);
  if (exact !== undefined) return exact >= AGREES_FROM ? { kind: 'AGREE', score: round(exact) } : { kind: 'SILENT', score: round(exact) };
  const fold = script === 'LATIN' ? foldedLatin : asIs;
  const respelled = script === 'LATIN' ? bySpelling(shown, full, fold) : undefined;
  if (respelled !== undefined) return respelled * RESPELLED >= AGREES_FROM ? { kind: 'AGREE', score: round(respelled * RESPELLED) } : SILENT;
  const [one, other] = [fold(lettersOf(shown)), fold(lettersOf(full))];
  // Nobody slips at the first letter; most names of others are told apart by it.
  const isOtherBeginning = one[0] !== other[0] && !(script === 'LATIN' && one[0] === fold(full.at(-1)!.letters)[0]);
  if (isOtherBeginning) return DIFFERS;
  if (editDistance(one, other) <= Math.floor(one.length / LETTERS_PER_SLIP)) return SILENT;
  // What sounds alike may be one name in two romanisations: SOMSAK, SOMSAKDI.
  return script === 'LATIN' && acrossScripts(shown, full, { shown: script, full: script }).kind === 'AGREE' ? SILENT : DIFFERS;
};

/** Thai against Latin letters: by consonant sounds, in either order of the words, and only where enough of them are seen. */
const acrossScripts = (shown: readonly Word[], full: readonly Word[], scripts: { readonly shown: PersonName['script']; readonly full: PersonName['script'] }): NameVerdict => {
  if (shown.slice(0, -1).some(({ isCut }) => isCut)) return initialsAcross(shown, full, scripts);
  const seen = soundsOf(spokenOf(shown), scripts.shown);
  const orders = full.length > 1 ? [full, [full.at(-1)!, ...full.slice(0, -1)]] : [full];
  return best(orders.map((words) => {
    const distance = soundDistance(seen, soundsOf(spokenOf(words), scripts.full), true);
    return distance.compared >= SOUNDS_MIN && distance.cost > distance.compared * SOUND_DIFFERS_BEYOND ? DIFFERS : bySound(distance);
  }));
};

/** The nearer, the more each sound is worth. */
const bySound = ({ cost, compared }: { readonly cost: number; readonly compared: number }): NameVerdict => {
  const nearness = compared === 0 ? 0 : Math.max(0, 1 - cost / (compared * SOUND_DIFFERS_BEYOND));
  const score = round(Math.min(SCORE_MAX, compared * SOUND * nearness));
  return compared >= SOUNDS_MIN && cost <= compared * SOUND_AGREES_WITHIN ? { kind: 'AGREE', score } : { kind: 'SILENT', score: Math.min(score, SILENT_MAX) };
};

/** "T JAINGAM" beside ทองดี ใจงาม: each word against its own. */
const initialsAcross = (shown: readonly Word[], full: readonly Word[], scripts: { readonly shown: PersonName['script']; readonly full: PersonName['script'] }): NameVerdict => {
  if (shown.length !== 2 || full.length < 2) return SILENT;
  const parts = [full[0]!, full.at(-1)!].map((word, index) => soundDistance(soundsOf(shown[index]!.spoken, scripts.shown), soundsOf(word.spoken, scripts.full), true));
  const cost = parts.reduce((sum, part) => sum + part.cost, 0);
  const compared = parts.reduce((sum, part) => sum + part.compared, 0);
  return bySound({ cost, compared });
};

const compareTwo = (shown: PersonName, full: PersonName, sex: PersonName['sex']): NameVerdict => {
  const verdict = best(shown.readings.flatMap((one) => full.readings.map((other) =>
    shown.script === full.script ? sameScript(one, other, shown.script) : acrossScripts(one, other, { shown: shown.script, full: full.script }))));
  // Merchants get titles wrong; a name that is seen nearly whole outweighs them, the beginning of one does not.
  const isOtherSex = shown.sex !== null && sex !== null && shown.sex !== sex;
  return isOtherSex && verdict.score < GIVEN_NAME + GIVEN_NAME ? DIFFERS : verdict;
};

/**
 * Compares the payer's name as a bank shows it (cut at any letter, masked, with or without title, Thai or Latin) with the names
 * the merchant announced for one person. A name in the same script decides; one in the other script only where there is none.
 */
export const compareNames = (shown: string | null, announced: readonly (string | null)[]): NameVerdict => compareSeen(readName(shown), announced);

/** As `compareNames`, for a name that is held beside many. */
export const compareSeen = (seen: PersonName | undefined, announced: readonly (string | null)[]): NameVerdict => {
  if (seen === undefined) return SILENT;
  const names = announced.flatMap((name) => readName(name) ?? []);
  if (names.length === 0) return SILENT;
  const sex = names.find((name) => name.sex !== null)?.sex ?? null;
  const same = names.filter(({ script }) => script === seen.script);
  return best((same.length > 0 ? same : names).map((name) => compareTwo(seen, name, sex)));
};
