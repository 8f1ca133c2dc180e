import type { Announced, WorldLine, WorldPayment } from './generator.ts';
import type { Person } from './people.ts';
import { everyLatin, everyThai, masks, wholes } from './rendering.ts';

/**
 * The best decision that can be made from what a line shows, by someone who knows every way this world's banks write an account or a name, and
 * nothing of how often. He compares as banks write, not as a matcher reads: a payment is consistent with a line when some way of writing what its merchant
 * announced gives exactly what is shown, cut anywhere.
 *
 * Definition. A line is decidable when
 *  1. its reference is that of a payable payment with its amount; or
 *  2. among the payments payable at that moment (same receiver, same amount, created before the money was sent as far as clocks tell, open or expired
 *     within the grace), exactly one is consistent and agrees in an account or a name; or
 *  3. none agrees, and exactly one open one is consistent.
 * An expired payment counts in 2 only when a whole account, or a masked one with bank and name, agrees (decisions C9), and not when the same merchant asked
 * the same person anew after it lapsed. He cannot see strangers: money of somebody unknown that is consistent with one payment deceives
 * him as it must deceive everybody, and such lines are counted apart.
 */
export type Payable = { readonly payment: WorldPayment; readonly isOpen: boolean };

const CLOCK_MS = 2 * 60_000;
const DAY_MS = 24 * 60 * 60_000;
const BANGKOK_MS = 7 * 60 * 60_000;

type Agreement = 'AGREES' | 'SILENT' | 'DENIES';
const verdict = (agrees: boolean): Agreement => (agrees ? 'AGREES' : 'DENIES');
const bare = (text: string): string => text.normalize('NFC').replaceAll('\u200B', '').replaceAll(/[\u0E48-\u0E4B]/g, '').replaceAll('\u0E4D\u0E32', '\u0E33').replaceAll(/\s+/g, ' ').trim().toUpperCase();

const thaiNames = new WeakMap<Person, readonly string[]>();
const latinNames = new WeakMap<Person, readonly string[]>();
const everyName = (person: Person, script: 'THAI' | 'LATIN'): readonly string[] => {
  const known = script === 'THAI' ? thaiNames : latinNames;
  const names = known.get(person) ?? (script === 'THAI' ? everyThai(person).map((name) => name.replaceAll(/[\u0E48-\u0E4B]/g, '')) : everyLatin(person));
  known.set(person, names);
  return names;
};

const bankAgrees = (shown: string | null, { bank }: Announced): Agreement => (shown === null || bank === null ? 'SILENT' : verdict(shown === bank));
let lastRuns: { readonly shown: string; readonly runs: readonly string[] } = { shown: '', runs: [] };
/** The same line is held beside many payments. */
const runsIn = (shown: string): readonly string[] => {
  if (lastRuns.shown !== shown) lastRuns = { shown, runs: shown.replaceAll('-', '').match(/\d+/g) ?? [] };
  return lastRuns.runs;
};
const accountAgrees = (shown: string | null, { account }: Announced): Agreement => {
  if (shown === null || account === null) return 'SILENT';
  // No way of writing adds digits: most accounts are told apart without trying them all.
  if (runsIn(shown).some((run) => !account.includes(run))) return 'DENIES';
  return verdict([...wholes, ...masks.map(([mask]) => mask)].some((write) => write(account) === shown));
};
const nameAgrees = (shown: string | null, { nameThai, nameLatin, person }: Announced): Agreement => {
  if (shown === null || (nameThai === null && nameLatin === null)) return 'SILENT';
  const seen = bare(shown.replace(/\*+$/, ''));
  return verdict(everyName(person, /[ก-ฮ]/.test(seen) ? 'THAI' : 'LATIN').some((name) => name.startsWith(seen)));
};

interface Weighed extends Payable { readonly knows: boolean; readonly isStrong: boolean }
const weigh = (line: WorldLine, { payment, isOpen }: Payable): Weighed | undefined => {
  const [bank, account] = [bankAgrees(line.payerBank, payment.announced), accountAgrees(line.payerAccount, payment.announced)];
  if (bank === 'DENIES' || account === 'DENIES') return undefined;
  const isWhole = account === 'AGREES' && line.channel === 'WHOLE' && bank === 'AGREES';
  const name = nameAgrees(line.payerName, payment.announced);
  if (name === 'DENIES' && !isWhole) return undefined;
  return { payment, isOpen, knows: account === 'AGREES' || name === 'AGREES', isStrong: isWhole || (account === 'AGREES' && bank === 'AGREES' && name === 'AGREES') };
};

/** The payment the oracle would pay, or undefined where the line is not decidable. */
export const oracleChoice = (line: WorldLine, payable: readonly Payable[]): string | undefined => {
  const named = line.reference === null ? undefined : payable.find(({ payment }) => payment.reference === line.reference && payment.amountSatang === line.amountSatang);
  if (line.reference !== null) return named?.payment.id;
  const paidMs = Date.parse(line.paidAt);
  const untilMs = (paidMs + BANGKOK_MS) % DAY_MS === 0 ? paidMs + DAY_MS : paidMs + CLOCK_MS;
  const consistent = payable.filter(({ payment }) => payment.createdMs <= untilMs).flatMap((one) => weigh(line, one) ?? []);
  const isAskedAnew = ({ payment, isOpen }: Weighed) => !isOpen && consistent.some((newer) =>
    newer.isOpen && newer.payment.merchantId === payment.merchantId && payment.expiresMs <= newer.payment.createdMs && paidMs >= newer.payment.createdMs);
  const known = consistent.filter((one) => one.knows && !isAskedAnew(one));
  const chosen = known.length > 0 ? known : consistent.filter(({ isOpen }) => isOpen);
  return chosen.length === 1 && (chosen[0]!.isOpen || chosen[0]!.isStrong) ? chosen[0]!.payment.id : undefined;
};
