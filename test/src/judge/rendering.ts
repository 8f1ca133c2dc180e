import { latinFamily, latinGiven, SPELLINGS, thaiFamily, thaiGiven, type Person } from './people.ts';
import type { Random } from './random.ts';

/** How banks write accounts that they do not show. `•` places are hidden; each takes the whole account. */
const group = (account: string): string => (account.length === 10 ? `${account.slice(0, 3)}-${account[3]}-${account.slice(4, 9)}-${account[9]}` : account);
const hide = (account: string, isShown: (index: number) => boolean, mark: string): string => group(Array.from(account, (digit, index) => (isShown(index) ? digit : mark)).join(''));
const nearEnd = (account: string) => (index: number) => index >= account.length - 5 && index < account.length - 1;
const atEnd = (account: string) => (index: number) => index >= account.length - 4;
export const masks: readonly (readonly [(account: string) => string, number])[] = [
  [(account) => hide(account, nearEnd(account), 'x'), 30],
  [(account) => hide(account, nearEnd(account), '*'), 5],
  [(account) => hide(account, atEnd(account), 'X'), 18],
  [(account) => hide(account, atEnd(account), 'x').replaceAll('-', ''), 10],
  [(account) => `x${account.slice(-4)}`, 10],
  [(account) => `X-${account.slice(-4)}`, 5],
  [(account) => `•••• ${account.slice(-4)}`, 4],
  [(account) => `${account.slice(0, 3)}${'x'.repeat(account.length - 6)}${account.slice(-3)}`, 8],
  [(account) => `${account.slice(0, 3)}xxx${account.slice(-3)}`, 3],
  [(account) => `xx${account.slice(-5, -1)}x`, 4],
  [(account) => hide(account, (index) => index >= account.length - 6, 'x'), 2],
  [(account) => hide(account, (index) => index === account.length - 3 || index === account.length - 2, 'x'), 1],
];
export const wholes: readonly ((account: string) => string)[] = [(account) => account, group];

const thaiTitles = ({ isMale, isMarried }: Person): readonly string[] => ['', 'คุณ', 'คุณ ', ...(isMale ? ['นาย', 'นาย '] : isMarried ? ['นาง', 'นาง '] : ['นางสาว', 'นางสาว ', 'น.ส.', 'น.ส. '])];
const latinTitles = ({ isMale, isMarried }: Person): readonly string[] => ['', ...(isMale ? ['MR ', 'MR. ', 'MR.'] : isMarried ? ['MRS ', 'MRS. '] : ['MISS ', 'MS ', 'MS. '])];

const thaiBodies = (person: Person): readonly string[] => [`${thaiGiven(person)} ${thaiFamily(person)}`, `${thaiGiven(person)}${thaiFamily(person)}`];
const latinBodies = (person: Person, spelling: number): readonly string[] => {
  const [given, family] = [latinGiven(person, spelling), latinFamily(person, spelling)];
  return [`${given} ${family}`, `${family} ${given}`, `${given[0]} ${family}`, `${given[0]}. ${family}`];
};

/** Every way a whole name may be written, before anything is cut. */
export const everyThai = (person: Person): readonly string[] => thaiTitles(person).flatMap((title) => thaiBodies(person).map((body) => title + body));
export const everyLatin = (person: Person): readonly string[] =>
  Array.from({ length: SPELLINGS }, (_, spelling) => latinTitles(person).flatMap((title) => latinBodies(person, spelling).map((body) => title + body))).flat();

const writeThai = (person: Person, random: Random): { readonly title: string; readonly body: string } =>
  ({ title: random.pick(thaiTitles(person)), body: thaiBodies(person)[random.chance(0.05) ? 1 : 0]! });
const writeLatin = (person: Person, random: Random): { readonly title: string; readonly body: string } =>
  ({ title: random.pick(latinTitles(person)), body: latinBodies(person, person.spelling)[random.weighted([[0, 82], [1, 6], [2, 8], [3, 4]])]! });

/** Cut at the surname's first letter, at some letter, or not at all. */
const cut = ({ title, body }: { readonly title: string; readonly body: string }, random: Random): string => {
  const space = body.indexOf(' ');
  const length = random.weighted([['whole', 40], ['initial', 25], ['somewhere', 30], ['masked', 5]]);
  if (length === 'whole' || space === -1) return title + body;
  if (length === 'somewhere') return title + body.slice(0, random.whole(2, body.length));
  return `${title}${body.slice(0, space + 2)}${length === 'masked' ? '***' : ''}`;
};

/** What old terminals and copied texts do to letters without changing the name. */
const noise: readonly (readonly [(text: string) => string, number])[] = [
  [(text) => text, 93], [(text) => text.replace(' ', '  '), 2], [(text) => text.replaceAll(/[\u0E48-\u0E4B]/g, ''), 2], [(text) => text.replaceAll('\u0E33', '\u0E4D\u0E32'), 1],
  [(text) => `${text.slice(0, 3)}\u200B${text.slice(3)}`, 1], [(text) => text.toLowerCase().replaceAll(/\b[a-z]/g, (letter) => letter.toUpperCase()), 1],
];

/** A payer's name as a bank line shows it. */
export const shownName = (person: Person, random: Random): string => random.weighted(noise)(cut(random.chance(0.8) ? writeThai(person, random) : writeLatin(person, random), random));
/** A member's name as a merchant keeps it: whole, with or without title. */
export const memberThai = (person: Person, random: Random): string => `${random.pick(thaiTitles(person))}${thaiBodies(person)[0]}`;
export const memberLatin = (person: Person, random: Random): string => `${latinGiven(person, random.chance(0.8) ? person.spelling : random.whole(0, SPELLINGS))} ${latinFamily(person, person.spelling)}`;
