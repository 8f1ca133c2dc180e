export type Sex = 'MALE' | 'FEMALE';
interface Title {
  readonly sex: Sex | null;
  /** Followed by a space, a dot or nothing that could belong to it: certainly a title. */
  readonly apart: RegExp;
  /** Written together with the name: a title or the name's own first letters. */
  readonly glued?: RegExp;
}

// As `plainText` leaves them: without tone marks, in capitals. Longer ones first, นางสาว before นาง.
const titles: readonly Title[] = [
  { sex: 'FEMALE', apart: /^(?:นาง ?สาว|น ?\. ?ส ?\.|นส[. ]|น ส |น\.ส )[ .]*/ },
  { sex: 'FEMALE', apart: /^(?:เดกหญิง|ด ?\. ?ญ ?\.|ดญ[. ])[ .]*/ },
  { sex: 'MALE', apart: /^(?:เดกชาย|ด ?\. ?ช ?\.|ดช[. ])[ .]*/ },
  { sex: 'MALE', apart: /^นาย[ .]+/, glued: /^นาย/ },
  { sex: 'FEMALE', apart: /^นาง[ .]+/, glued: /^นาง/ },
  { sex: null, apart: /^(?:คุณ[ .]+|ดร ?\.[ .]*|ดร )/, glued: /^คุณ/ },
  { sex: 'FEMALE', apart: /^(?:MISS|MRS|MS)[ .]+/, glued: /^(?:MISS|MRS|MS)/ },
  { sex: 'MALE', apart: /^(?:MISTER|MASTER|MSTR|MR)[ .]+/, glued: /^MR/ },
  { sex: null, apart: /^(?:KHUN|DR)[ .]+/ },
];
const trailing: readonly (readonly [RegExp, Sex])[] = [[/ (?:MR|MSTR|MASTER)\.?$/, 'MALE'], [/ (?:MRS|MISS|MS)\.?$/, 'FEMALE']];

/**
 * Takes a title off a plain name. `rests`: the name without it, and with it where it may be no title.
 * คุณ and doctors tell no sex.
 */
export const titleOf = (plain: string): { readonly sex: Sex | null; readonly rests: readonly string[] } => {
  for (const { sex, apart, glued } of titles) {
    if (apart.test(plain)) return { sex, rests: [plain.replace(apart, '')] };
    if (glued?.test(plain) && plain.replace(glued, '') !== '') return { sex: null, rests: [plain.replace(glued, ''), plain] };
  }
  for (const [title, sex] of trailing) if (title.test(plain)) return { sex, rests: [plain.replace(title, '')] };
  return { sex: null, rests: [plain] };
};
