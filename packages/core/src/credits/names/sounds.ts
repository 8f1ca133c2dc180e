/**
 * A name as a row of consonant sounds, coarse enough that Thai spelling, the Royal Institute's romanisation (RTGS) and the ones on
 * identity cards meet: aspirated and plain stops are one sound, final n, l and r are near, silent letters are gone.
 * Vowels are not kept: Thai leaves many unwritten and every romanisation writes them differently.
 */
export interface Sound {
  readonly class: string;
  /** May be absent from the other spelling: h that only sets a tone, y and w that end a diphthong, r and l in clusters. */
  readonly isFaint: boolean;
}

const thaiClasses: Readonly<Record<string, string>> = {
  ก: 'K', ข: 'K', ค: 'K', ฆ: 'K', ฅ: 'K', ฃ: 'K', ง: 'G', จ: 'C', ฉ: 'C', ช: 'C', ฌ: 'C', ซ: 'S', ศ: 'S', ษ: 'S', ส: 'S', ญ: 'Y', ย: 'Y', ฎ: 'D', ด: 'D', ฏ: 'T', ต: 'T',
  ฐ: 'T', ฑ: 'T', ฒ: 'T', ถ: 'T', ท: 'T', ธ: 'T', ณ: 'N', น: 'N', บ: 'B', ป: 'B', ผ: 'P', พ: 'P', ภ: 'P', ฝ: 'F', ฟ: 'F', ม: 'M', ร: 'R', ฤ: 'R', ล: 'L', ฬ: 'L', ว: 'W', ห: 'H', ฮ: 'H',
};
const latinClasses: readonly (readonly [RegExp, string])[] = [
  [/^(?:CH|SH|J|TCH)/, 'C'], [/^NG/, 'G'], [/^(?:TH|T)/, 'T'], [/^(?:DH|D)/, 'D'], [/^(?:PH|P)/, 'P'], [/^(?:BH|B)/, 'B'], [/^F/, 'F'], [/^(?:KH|GH|CK|K|G|Q|C)/, 'K'],
  [/^[SZX]/, 'S'], [/^N/, 'N'], [/^M/, 'M'], [/^R/, 'R'], [/^L/, 'L'], [/^[WV]/, 'W'], [/^Y/, 'Y'], [/^H/, 'H'],
];
const faintClasses = new Set(['H', 'Y', 'W', 'R']);

const withoutDoubles = (sounds: readonly Sound[]): readonly Sound[] => sounds.filter((sound, index) => sound.class !== sounds[index - 1]?.class);

/** ทร is mostly s, รร is n. */
const thaiSounds = (letters: string): readonly Sound[] =>
  Array.from(letters.replaceAll('ทร', 'ส').replaceAll('รร', 'น')).flatMap((letter) => {
    const name = thaiClasses[letter];
    return name === undefined ? [] : [{ class: name, isFaint: faintClasses.has(name) }];
  });

const latinSounds = (letters: string): readonly Sound[] => {
  const sounds: Sound[] = [];
  for (let rest = letters; rest !== '';) {
    const found = latinClasses.find(([pattern]) => pattern.test(rest));
    const length = found ? found[0].exec(rest)![0].length : 1;
    if (found) sounds.push({ class: found[1], isFaint: faintClasses.has(found[1]) });
    rest = rest.slice(length);
  }
  return sounds;
};

export const soundsOf = (letters: string, script: 'THAI' | 'LATIN'): readonly Sound[] => withoutDoubles(script === 'THAI' ? thaiSounds(letters) : latinSounds(letters));

// Final stops fall together, as do n, l and r; b and p, d and t are one letter apart in every romanisation.
const near: Readonly<Record<string, string>> = { T: 'DSC', D: 'TSC', S: 'TDC', C: 'TDS', B: 'PF', P: 'BF', F: 'PB', N: 'LRGY', L: 'NR', R: 'NL', K: 'G', G: 'KN', W: '', Y: 'N', M: '', H: '' };
const NEAR_COST = 0.35;
const FAINT_COST = 0.25;
const FULL_COST = 1;
const changeCost = (one: Sound, other: Sound): number => {
  if (one.class === other.class) return 0;
  return near[one.class]?.includes(other.class) ? NEAR_COST : FULL_COST;
};
const gapCost = ({ isFaint }: Sound): number => (isFaint ? FAINT_COST : FULL_COST);

/**
 * How far `shown` is from the beginning of `full`: the cheapest way to turn one into the other, with what follows in `full` free where
 * `isCut`. `compared` is how many sounds of `shown` count in full.
 */
export const soundDistance = (shown: readonly Sound[], full: readonly Sound[], isCut: boolean): { readonly cost: number; readonly compared: number } => {
  let row = full.reduce<number[]>((costs, sound) => [...costs, costs.at(-1)! + gapCost(sound)], [0]);
  for (const sound of shown) {
    const next = [row[0]! + gapCost(sound)];
    for (const [index, other] of full.entries()) {
      next.push(Math.min(row[index]! + changeCost(sound, other), row[index + 1]! + gapCost(sound), next[index]! + gapCost(other)));
    }
    row = next;
  }
  return { cost: isCut ? Math.min(...row) : row.at(-1)!, compared: shown.filter(({ isFaint }) => !isFaint).length };
};
