export type Script = 'THAI' | 'LATIN';

/**
 * A name as a row of consonant sounds, coarse enough that Thai spelling, the Royal Institute's romanisation (RTGS) and the ones on
 * identity cards meet: aspirated and plain stops are one sound, final n, l and r are near, silent letters are gone.
 * Vowels are not kept: Thai leaves many unwritten and every romanisation writes them differently. A sound is its place in `classes`.
 */
export type Sound = number;

const thaiLetters: Readonly<Record<string, string>> = {
  K: 'กขคฆฅฃ', G: 'ง', C: 'จฉชฌ', S: 'ซศษส', Y: 'ญย', D: 'ฎด', T: 'ฏตฐฑฒถทธ', N: 'ณน', B: 'บป', P: 'ผพภ', F: 'ฝฟ', M: 'ม', R: 'รฤ', L: 'ลฬ', W: 'ว', H: 'หฮ',
};
/** Where several fit, the first. */
const latinLetters: Readonly<Record<string, string>> = {
  C: 'CH SH J TCH', G: 'NG', T: 'TH T', D: 'DH D', P: 'PH P', B: 'BH B', F: 'F', K: 'KH GH CK K G Q C', S: 'S Z X', N: 'N', M: 'M', R: 'R', L: 'L', W: 'W V', Y: 'Y', H: 'H',
};
const classes = Object.keys(thaiLetters);
const soundsBy = (letters: Readonly<Record<string, string>>, separator: string): ReadonlyMap<string, Sound> =>
  new Map(Object.entries(letters).flatMap(([name, spelled]) => spelled.split(separator).map((one) => [one, classes.indexOf(name)] as const)));
const thai = soundsBy(thaiLetters, '');
const latin = soundsBy(latinLetters, ' ');
const anyLatin = new RegExp([...latin.keys()].join('|'), 'g');
/** May be absent from the other spelling: h that only sets a tone, y and w that end a diphthong, r and l in clusters. */
const faint = new Set(Array.from('HYWR', (name) => classes.indexOf(name)));

/** ทร is mostly s, รร is n. */
const thaiSounds = (letters: string): readonly Sound[] => Array.from(letters.replaceAll('ทร', 'ส').replaceAll('รร', 'น')).flatMap((letter) => thai.get(letter) ?? []);
const latinSounds = (letters: string): readonly Sound[] => (letters.match(anyLatin) ?? []).flatMap((spelled) => latin.get(spelled) ?? []);

/** Doubled sounds are one. */
export const soundsOf = (letters: string, script: Script): readonly Sound[] =>
  (script === 'THAI' ? thaiSounds(letters) : latinSounds(letters)).filter((sound, index, all) => sound !== all[index - 1]);

// Final stops fall together, as do n, l and r; b and p, d and t are one letter apart in every romanisation.
const near: Readonly<Record<string, string>> = { T: 'DSC', D: 'TSC', S: 'TDC', C: 'TDS', B: 'PF', P: 'BF', F: 'PB', N: 'LRGY', L: 'NR', R: 'NL', K: 'G', G: 'KN', W: '', Y: 'N', M: '', H: '' };
const NEAR_COST = 0.35;
const FAINT_COST = 0.25;
const FULL_COST = 1;
/** What it costs to change one sound into another, to be looked up for every pair of sounds of two names. */
const changeCosts = classes.map((one) => classes.map((other) => (one === other ? 0 : near[one]?.includes(other) ? NEAR_COST : FULL_COST)));
const gapCosts = classes.map((_, sound) => (faint.has(sound) ? FAINT_COST : FULL_COST));

/**
 * How far `shown` is from the beginning of `full`: the cheapest way to turn one into the other, with what follows in `full` free. `compared` is
 * how many sounds of `shown` count in full. Beyond `farthest` a counted sound it is only said that it is farther.
 */
export const soundDistance = (shown: readonly Sound[], full: readonly Sound[], farthest = Infinity): { readonly cost: number; readonly compared: number } => {
  const compared = shown.filter((sound) => !faint.has(sound)).length;
  let row = [0];
  for (const other of full) row.push(row.at(-1)! + gapCosts[other]!);
  let cost = 0;
  for (const sound of shown) {
    const [changes, gap] = [changeCosts[sound]!, gapCosts[sound]!];
    let last = row[0]! + gap;
    const next = [last];
    cost = last;
    for (let index = 0; index < full.length; index += 1) {
      const other = full[index]!;
      last = Math.min(row[index]! + changes[other]!, row[index + 1]! + gap, last + gapCosts[other]!);
      next.push(last);
      if (last < cost) cost = last;
    }
    // It never gets nearer again.
    if (cost > compared * farthest) break;
    row = next;
  }
  return { cost, compared };
};
