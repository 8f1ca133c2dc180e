import { readName, type PersonName } from './name-text.ts';
import type { Reading, Spelling } from './reading.ts';
import { soundDistance } from './sounds.ts';

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

const round = (score: number): number => Math.round(score * 10) / 10;

/** What agreeing on the first `agreed` letters of a name is worth: the given name as a whole, then each letter of the surname. */
const worthOf = (agreed: number, givenLength: number): number => {
  if (agreed < givenLength) return Math.min(GIVEN_NAME - 0.3, agreed * 0.5);
  const surname = agreed - givenLength;
  const given = givenLength < GIVEN_LETTERS_MIN ? 1 : GIVEN_NAME;
  return Math.min(SCORE_MAX, given + (surname > 0 ? SURNAME_FIRST_LETTER + (surname - 1) * SURNAME_LETTER : 0));
};

type Spell = (reading: Reading) => Spelling;
const asSpelled: Spell = ({ spelled }) => spelled();
const asRespelled: Spell = ({ respelled }) => respelled();

/** The words run together, so that spacing does not matter; either may be the beginning of the other, the shorter ending where a word ends. */
const runTogether = (shown: Reading, full: Reading, spell: Spell): number | undefined => {
  if (shown.hasGap) return undefined;
  const [{ together: one, ends }, { together: other, words }] = [spell(shown), spell(full)];
  const given = words[0]!.length;
  if (other.startsWith(one)) return worthOf(one.length, given);
  return one.startsWith(other) && ends().includes(other.length) ? worthOf(other.length, given) : undefined;
};

/** Word by word: an initial or masked word by its visible letters, the last one perhaps cut, middle names perhaps left out. */
const wordByWord = (shown: Reading, full: Reading, spell: Spell): number | undefined => {
  if (shown.words.length < 2 || full.words.length < 2) return undefined;
  const isMiddleLeftOut = shown.words.length === 2;
  if (!isMiddleLeftOut && shown.words.length > full.words.length) return undefined;
  const [{ words: seenWords }, { words: wholeWords }] = [spell(shown), spell(full)];
  let score = 0;
  for (const [index, seen] of seenWords.entries()) {
    const partner = isMiddleLeftOut && index === 1 ? wholeWords.length - 1 : index;
    const whole = wholeWords[partner]!;
    const isPartnerCut = full.words[partner]!.isCut;
    const mayBeCut = shown.words[index]!.isCut || isPartnerCut || index === seenWords.length - 1;
    if (seen !== whole && !(mayBeCut && (whole.startsWith(seen) || (isPartnerCut && seen.startsWith(whole))))) return undefined;
    const agreed = Math.min(seen.length, whole.length);
    if (agreed > 0) score += index === 0 ? worthOf(agreed, whole.length) : SURNAME_FIRST_LETTER + (agreed - 1) * SURNAME_LETTER;
  }
  return Math.min(SCORE_MAX, score);
};

/** Surname first, as some banks print Latin names: the surname's letters, then the given name's. */
const surnameFirst = (shown: Reading, full: Reading, spell: Spell): number | undefined => {
  if (full.words.length < 2 || shown.hasGap) return undefined;
  const [{ together: seen }, { words, given }] = [spell(shown), spell(full)];
  const family = words.at(-1)!;
  if (!(family + given).startsWith(seen)) return undefined;
  const agreed = Math.min(seen.length, family.length);
  const left = seen.length - agreed;
  return Math.min(SCORE_MAX, agreed === 0 ? 0 : SURNAME_FIRST_LETTER + (agreed - 1) * SURNAME_LETTER - ORDER_UNKNOWN + (left > 0 ? worthOf(left, given.length) : 0));
};

const bySpelling = (shown: Reading, full: Reading, spell: Spell): number | undefined =>
  [runTogether, wordByWord, surnameFirst].reduce<number | undefined>((most, by) => {
    const score = by(shown, full, spell);
    return score === undefined || (most ?? -1) > score ? most : score;
  }, undefined);

/** Whether at most so many letters must be changed, added or dropped, `full`'s end being free where `shown` may be cut. */
const isWithin = (slips: number, shown: string, full: string): boolean => {
  let row = Array.from({ length: full.length + 1 }, (_, index) => index);
  for (let at = 0; at < shown.length; at += 1) {
    let last = at + 1;
    let fewest = last;
    const next = [last];
    for (let index = 0; index < full.length; index += 1) {
      last = Math.min(row[index]! + (full[index] === shown[at] ? 0 : 1), row[index + 1]! + 1, last + 1);
      next.push(last);
      if (last < fewest) fewest = last;
    }
    // It never gets nearer again.
    if (fewest > slips) return false;
    row = next;
  }
  return true;
};
const LETTERS_PER_SLIP = 6;

/** A slip of the pen neither agrees nor differs: people decide. */
const sameScript = (shown: Reading, full: Reading): NameVerdict => {
  const exact = bySpelling(shown, full, asSpelled);
  if (exact !== undefined) return exact >= AGREES_FROM ? { kind: 'AGREE', score: round(exact) } : { kind: 'SILENT', score: round(exact) };
  const isLatin = shown.script === 'LATIN';
  const respelled = isLatin ? bySpelling(shown, full, asRespelled) : undefined;
  if (respelled !== undefined) return respelled * RESPELLED >= AGREES_FROM ? { kind: 'AGREE', score: round(respelled * RESPELLED) } : SILENT;
  const [{ together: one }, { together: other, words }] = [shown.respelled(), full.respelled()];
  // Nobody slips at the first letter; most names of others are told apart by it.
  const isOtherBeginning = one[0] !== other[0] && !(isLatin && one[0] === words.at(-1)![0]);
  if (isOtherBeginning) return DIFFERS;
  if (isWithin(Math.floor(one.length / LETTERS_PER_SLIP), one, other)) return SILENT;
  // What sounds alike may be one name in two romanisations: SOMSAK, SOMSAKDI.
  return isLatin && bySounds(shown, full).kind === 'AGREE' ? SILENT : DIFFERS;
};

/** Thai against Latin letters: by consonant sounds, in either order of the words, and only where enough of them are seen. */
const bySounds = (shown: Reading, full: Reading): NameVerdict => {
  if (shown.hasGap) return byInitials(shown, full);
  const orders = full.words.length > 1 ? [full.sounds(), full.soundsSurnameFirst()] : [full.sounds()];
  return best(orders.map((sounds) => {
    const distance = soundDistance(shown.sounds(), sounds, SOUND_DIFFERS_BEYOND);
    return distance.compared >= SOUNDS_MIN && distance.cost > distance.compared * SOUND_DIFFERS_BEYOND ? DIFFERS : byDistance(distance);
  }));
};

/** The nearer, the more each sound is worth. */
const byDistance = ({ cost, compared }: { readonly cost: number; readonly compared: number }): NameVerdict => {
  const nearness = compared === 0 ? 0 : Math.max(0, 1 - cost / (compared * SOUND_DIFFERS_BEYOND));
  const score = round(Math.min(SCORE_MAX, compared * SOUND * nearness));
  return compared >= SOUNDS_MIN && cost <= compared * SOUND_AGREES_WITHIN ? { kind: 'AGREE', score } : { kind: 'SILENT', score: Math.min(score, SILENT_MAX) };
};

/** "T JAINGAM" beside ทองดี ใจงาม: each word against its own. */
const byInitials = (shown: Reading, full: Reading): NameVerdict => {
  if (shown.words.length !== 2 || full.words.length < 2) return SILENT;
  const whole = full.soundsByWord();
  const parts = [whole[0]!, whole.at(-1)!].map((sounds, index) => soundDistance(shown.soundsByWord()[index]!, sounds));
  return byDistance({ cost: parts.reduce((sum, part) => sum + part.cost, 0), compared: parts.reduce((sum, part) => sum + part.compared, 0) });
};

const compareTwo = (shown: PersonName, full: PersonName, sex: PersonName['sex']): NameVerdict => {
  const compare = shown.script === full.script ? sameScript : bySounds;
  const verdict = best(shown.readings.flatMap((one) => full.readings.map((other) => compare(one, other))));
  // Merchants get titles wrong; a name that is seen nearly whole outweighs them, the beginning of one does not.
  const isOtherSex = shown.sex !== null && sex !== null && shown.sex !== sex;
  return isOtherSex && verdict.score < GIVEN_NAME + GIVEN_NAME ? DIFFERS : verdict;
};

/**
 * Compares the payer's name as a bank shows it (cut at any letter, masked, with or without title, Thai or Latin) with the names
 * the merchant announced for one person. A name in the same script decides; one in the other script only where there is none.
 */
export const compareNames = (shown: string | null, announced: readonly (string | null)[]): NameVerdict => compareRead(readName(shown), announced.map(readName));

/** As `compareNames`, for names that are read once and compared with many. */
export const compareRead = (shown: PersonName | undefined, announced: readonly (PersonName | undefined)[]): NameVerdict => {
  if (shown === undefined) return SILENT;
  const names = announced.filter((name) => name !== undefined);
  if (names.length === 0) return SILENT;
  const sex = names.find((name) => name.sex !== null)?.sex ?? null;
  const same = names.filter(({ script }) => script === shown.script);
  return best((same.length > 0 ? same : names).map((name) => compareTwo(shown, name, sex)));
};
