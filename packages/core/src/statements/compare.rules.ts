import { paidWithin } from '../credits/time-window.rules.ts';
import { kindOf } from './bank-reference.rules.ts';

/** A line that is a credit or may be one: what waits is decided, and the others show what is taken. */
export interface ComparedLine {
  readonly seq: number;
  readonly status: 'PENDING' | 'CREDITED' | 'DUPLICATE' | 'REVIEW';
  readonly bankReference: string;
  readonly amountSatang: number;
  readonly paidAt: string;
  readonly creditId: string | null;
}
export interface KnownCredit {
  readonly id: string;
  readonly bankReference: string;
  readonly amountSatang: number;
  readonly paidAt: string;
  readonly source: string;
}
export type Found = { readonly seq: number; readonly status: 'DUPLICATE'; readonly creditId: string } | { readonly seq: number; readonly status: 'REVIEW'; readonly creditId: null };

/** Banks round to the minute, and two clocks differ. */
const TOGETHER_MS = 120_000;

/** What is compared: two of one kind are two transfers, for the bank's own references name transfers, and so do balances, and the fingerprints of one format. */
interface Told { readonly kind: string; readonly fromMs: number; readonly untilMs: number; readonly isDay: boolean }
interface ToldLine extends Told { readonly line: ComparedLine }
interface ToldCredit extends Told { readonly credit: KnownCredit }
const toldOf = ({ bankReference, paidAt }: Pick<KnownCredit, 'bankReference' | 'paidAt'>, isElsewhere: boolean): Told => {
  const kind = kindOf(bankReference);
  const { fromMs, untilMs } = paidWithin(paidAt);
  const isDay = untilMs > fromMs;
  return { kind: kind === 'ORDINAL' && isElsewhere ? `${kind} of another source` : kind, fromMs, untilMs: isDay ? untilMs - 1 : untilMs, isDay };
};

/** How far apart the two may be, at most. */
type Reach = (one: Told, other: Told) => number;
/** Two instants within two minutes; where one tells only a day, anything on that day. */
const together: Reach = (one, other) => (one.isDay || other.isDay ? 0 : TOGETHER_MS);
/** An instant within two minutes of the edges of a day. */
const atMidnight: Reach = (one, other) => (one.isDay === other.isDay ? Number.NEGATIVE_INFINITY : TOGETHER_MS);

const byEnd = (one: Told, other: Told): number => one.untilMs - other.untilMs;
interface PlacedCredit extends ToldCredit { readonly place: number }
/**
 * Credits of one kind that are all instants or all days, in their order, searched for lines that are so too, in theirs: whatever is taken, or too early
 * for one line, is so for the next, and is passed once. Else tens of thousands of one amount would be compared each with each.
 */
const searched = (credits: readonly PlacedCredit[], taken: ReadonlySet<PlacedCredit>, reach: Reach) => {
  let next = 0;
  return (line: Told): PlacedCredit | undefined => {
    const isPassed = (credit: PlacedCredit): boolean => taken.has(credit) || line.fromMs - credit.untilMs > reach(line, credit);
    while (next < credits.length && isPassed(credits[next]!)) next += 1;
    const credit = credits[next];
    return credit && credit.kind !== line.kind && credit.fromMs - line.untilMs <= reach(line, credit) ? credit : undefined;
  };
};

/** Lines with the credits that they may be, none of which is taken twice: the earliest that is free, and across midnight what no other line wants. */
const pair = (lines: readonly ToldLine[], credits: readonly ToldCredit[]): ReadonlyMap<ToldLine, ToldCredit> => {
  const paired = new Map<ToldLine, ToldCredit>();
  const taken = new Set<PlacedCredit>();
  const placed = credits.toSorted(byEnd).map((credit, place) => ({ ...credit, place }));
  const alike = [...Map.groupBy(placed, ({ kind, isDay }) => `${kind} ${isDay}`).values()];
  const inOrder = lines.toSorted(byEnd);
  for (const reach of [together, atMidnight]) {
    const searches = () => alike.map((some) => searched(some, taken, reach));
    const [ofDays, ofInstants] = [searches(), searches()];
    for (const line of inOrder.filter((one) => !paired.has(one))) {
      const found = (line.isDay ? ofDays : ofInstants).flatMap((search) => search(line) ?? []);
      if (found.length === 0) continue;
      const first = found.reduce((one, other) => (other.place < one.place ? other : one));
      paired.set(line, first);
      taken.add(first);
    }
  }
  return paired;
};

interface Crowd { readonly lines: ToldLine[]; readonly credits: ToldCredit[] }
/** Lines and credits of one amount among which nobody can tell which is which: each within two minutes of the next, or on a day of which one tells no time. */
const crowdsOf = (lines: readonly ToldLine[], credits: readonly ToldCredit[]): readonly Crowd[] => {
  const crowds: Crowd[] = [];
  let [instantMs, dayEndMs] = [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const item of [...lines, ...credits].toSorted((one, other) => one.fromMs - other.fromMs)) {
    const isNext = item.fromMs <= dayEndMs || (!item.isDay && item.fromMs - instantMs <= TOGETHER_MS);
    if (!isNext) crowds.push({ lines: [], credits: [] });
    if (item.isDay) dayEndMs = item.untilMs;
    else instantMs = item.fromMs;
    const crowd = crowds.at(-1)!;
    if ('line' in item) crowd.lines.push(item);
    else crowd.credits.push(item);
  }
  return crowds;
};

const mayBeAnyOf = (credits: readonly Told[]) => {
  const kinds = [...new Set(credits.map(({ kind }) => kind))];
  return (line: Told): boolean => kinds.some((kind) => kind !== line.kind);
};

const decide = ({ lines, credits }: Crowd, paired: ReadonlyMap<ToldLine, ToldCredit>): readonly Found[] => {
  const claiming = lines.filter(mayBeAnyOf([...credits, ...lines.flatMap((line) => paired.get(line) ?? [])]));
  const known = claiming.filter((line) => paired.has(line));
  if (known.length === 0) return [];
  return claiming.filter(({ line }) => line.status === 'PENDING').map((one): Found => (known.length === claiming.length
    ? { seq: one.line.seq, status: 'DUPLICATE', creditId: paired.get(one)!.credit.id } : { seq: one.line.seq, status: 'REVIEW', creditId: null }));
};

/** The same for the lines and credits of one amount. */
const compareAmount = (lines: readonly ToldLine[], credits: readonly ToldCredit[]): readonly Found[] => {
  const claiming = lines.filter(mayBeAnyOf(credits));
  if (claiming.length === 0) return [];
  const paired = pair(claiming, credits);
  return crowdsOf(claiming, credits).flatMap((crowd) => decide(crowd, paired));
};

/**
 * Which lines are money that another source told already under another name: where either has no reference of the bank's own, the same amount within two
 * minutes (on the same day or within two minutes of it, where a time is missing) is the same money, as long as we know a transfer for each line of
 * that time. Where we know fewer, nobody can tell which line is the new one, and all of them are for a person. A line whose very reference is known is
 * left to the storing. Lines that were credited before count as such, but their credits
 * do not: what was told since may be one of them.
 */
export const compareLines = (lines: readonly ComparedLine[], credits: readonly KnownCredit[], source: string): readonly Found[] => {
  const taken = new Set(lines.map(({ creditId }) => creditId));
  const free = credits.filter(({ id }) => !taken.has(id));
  if (free.length === 0) return [];
  const byReference = new Map(free.map((credit) => [credit.bankReference, credit]));
  const named = lines.filter(({ status }) => status !== 'DUPLICATE').map((line) => ({ line, credit: line.status === 'PENDING' ? byReference.get(line.bankReference) : undefined }));
  const known = new Set(named.flatMap(({ credit }) => (credit ? [credit.id] : [])));
  const linesOf = Map.groupBy(named.flatMap(({ line, credit }) => (credit ? [] : [{ ...toldOf(line, false), line }])), ({ line }) => line.amountSatang);
  const creditsOf = Map.groupBy(free.flatMap((credit) => (known.has(credit.id) ? [] : [{ ...toldOf(credit, credit.source !== source), credit }])), ({ credit }) => credit.amountSatang);
  return [...linesOf].flatMap(([amountSatang, told]) => compareAmount(told, creditsOf.get(amountSatang) ?? []));
};
