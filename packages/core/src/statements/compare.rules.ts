import { kindOf } from './bank-reference.rules.ts';
import { bangkokDay } from './day-text.ts';

export interface OpenLine {
  readonly seq: number;
  readonly bankReference: string;
  readonly amountSatang: number;
  readonly bookedOn: string;
  readonly paidAt: string;
}
export interface KnownCredit {
  readonly id: string;
  readonly bankReference: string;
  readonly amountSatang: number;
  readonly paidAt: string;
  readonly source: string;
  /** It was told of a PromptPay id before that was known to pay into the account: storing does not find it by its reference. */
  readonly isOfOtherNumber: boolean;
}
export type Found = { readonly seq: number; readonly status: 'DUPLICATE'; readonly creditId: string } | { readonly seq: number; readonly status: 'REVIEW'; readonly creditId: null };

/** Banks round to the minute, and two clocks differ. */
const TOGETHER_MS = 120_000;
const DAY_MS = 86_400_000;
const BANGKOK_MS = 25_200_000;
/** Midnight in Bangkok stands for a day whose time nobody told. */
const hasTime = (paidAt: string): boolean => (Date.parse(paidAt) + BANGKOK_MS) % DAY_MS !== 0;

/** Two references of the bank's own name two transfers; so do two balances, and two fingerprints of one format. Else the two may be the same money. */
const mayBe = (line: OpenLine, credit: KnownCredit, source: string): boolean => {
  const [told, known] = [kindOf(line.bankReference), kindOf(credit.bankReference)];
  return told !== known || (told === 'ORDINAL' && credit.source !== source);
};

interface Group { readonly lines: OpenLine[]; readonly credits: KnownCredit[] }
/** Lines and credits of one amount and day, split where more than two minutes lie between them and everything has a time. */
const clustersOf = ({ lines, credits }: Group): readonly Group[] => {
  const all = [...lines.map((line) => ({ line, at: line.paidAt })), ...credits.map((credit) => ({ credit, at: credit.paidAt }))].toSorted((one, other) => (one.at < other.at ? -1 : 1));
  if (!all.every(({ at }) => hasTime(at))) return [{ lines, credits }];
  const clusters: Group[] = [];
  let lastMs = Number.NEGATIVE_INFINITY;
  for (const item of all) {
    if (Date.parse(item.at) - lastMs > TOGETHER_MS) clusters.push({ lines: [], credits: [] });
    lastMs = Date.parse(item.at);
    const cluster = clusters.at(-1)!;
    if ('line' in item) cluster.lines.push(item.line);
    else cluster.credits.push(item.credit);
  }
  return clusters;
};

const decide = ({ lines, credits }: Group, source: string): readonly Found[] => {
  const claimed = lines.filter((line) => credits.some((credit) => mayBe(line, credit, source)));
  const free = credits.filter((credit) => lines.some((line) => mayBe(line, credit, source)));
  if (free.length < claimed.length) return free.length === 0 ? [] : claimed.map(({ seq }) => ({ seq, status: 'REVIEW', creditId: null }));
  return claimed.map((line): Found => {
    const at = free.findIndex((credit) => mayBe(line, credit, source));
    const [credit] = at === -1 ? [] : free.splice(at, 1);
    return credit ? { seq: line.seq, status: 'DUPLICATE', creditId: credit.id } : { seq: line.seq, status: 'REVIEW', creditId: null };
  });
};

const groupKey = (amountSatang: number, day: string): string => `${amountSatang} ${day}`;

/**
 * Which lines are money that another source told already under another name: where either has no reference of the bank's own, the same amount at the same
 * time (of the same day, where a time is missing) is the same money, as long as we know at least as many transfers as the statement has. Where we know
 * fewer, nobody can tell which line is the new one, and all of them are for a person. A line whose very reference is known is left to the storing,
 * unless it is known under another number of the account.
 */
export const compareLines = (lines: readonly OpenLine[], credits: readonly KnownCredit[], source: string): readonly Found[] => {
  const byReference = new Map(credits.map((credit) => [credit.bankReference, credit]));
  const named = lines.map((line) => ({ line, credit: byReference.get(line.bankReference) }));
  const known = new Set(named.flatMap(({ credit }) => (credit ? [credit.id] : [])));
  const exact = named.flatMap(({ line, credit }): Found[] =>
    (credit?.isOfOtherNumber && credit.amountSatang === line.amountSatang ? [{ seq: line.seq, status: 'DUPLICATE', creditId: credit.id }] : []));
  const groups = new Map<string, Group>();
  for (const { line, credit } of named) {
    if (credit) continue;
    const key = groupKey(line.amountSatang, line.bookedOn);
    const group = groups.get(key) ?? { lines: [], credits: [] };
    group.lines.push(line);
    groups.set(key, group);
  }
  for (const credit of credits) if (!known.has(credit.id)) groups.get(groupKey(credit.amountSatang, bangkokDay(credit.paidAt)))?.credits.push(credit);
  const guessed = [...groups.values()].filter((group) => group.credits.length > 0).flatMap((group) => clustersOf(group).flatMap((cluster) => decide(cluster, source)));
  return [...exact, ...guessed];
};
