// Official romanisations of one Thai name differ by these; each pair is spelled the left way by some registry and the right way by another.
const spellings: readonly (readonly [RegExp, string])[] = [
  [/TH/g, 'T'], [/PH/g, 'P'], [/KH/g, 'K'], [/BH/g, 'P'], [/DH/g, 'T'], [/SH|CH|J|TCH/g, 'C'], [/[VW]/g, 'W'], [/[ZX]/g, 'S'], [/CK/g, 'K'], [/Q/g, 'K'],
  [/EE|IE|Y/g, 'I'], [/OO|OU/g, 'U'], [/OR(?![AEIOU])|AW/g, 'O'], [/AR(?![AEIOU])|AH/g, 'A'], [/ER(?![AEIOU])/g, 'E'], [/([A-Z])\1+/g, '$1'],
];

/** Folds the usual variants of romanised Thai into one, so that THONGDEE, TONGDI and THONGDY are the same letters. */
export const foldedLatin = (letters: string): string => spellings.reduce((text, [pattern, to]) => text.replaceAll(pattern, to), letters);
