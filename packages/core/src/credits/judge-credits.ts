import { plainArray, type Transaction } from '../db/statement.ts';
import { PLATFORM_OWNER } from '../payments/payment.entity.ts';
import { CROWD_MAX, CROWD_OF_ONE_MAX, findInCrowd, findNamed, findPayable, PAYABLE_MAX, type CandidateRow, type ReceivedCredit } from './credits.sql.ts';
import type { Candidate, CreditFacts } from './evidence.rules.ts';
import { judgeCredit, settleClaims, type Crowd, type Verdict } from './match.rules.ts';
import { createNameMemory } from './names/name-memory.ts';

export const candidateOf = ({ createdAt, expiresAt, ...row }: CandidateRow): Candidate => ({ ...row, createdMs: Date.parse(createdAt), expiresMs: Date.parse(expiresAt) });
interface Asked {
  readonly facts: CreditFacts;
  readonly owner: { readonly ownerId: string; readonly mode: string };
  /** The account the money is on, first, and the PromptPay ids that pay into it. */
  readonly accountIds: readonly string[];
}
const askedOf = (facts: CreditFacts, credit: ReceivedCredit): Asked => ({ facts, owner: { ownerId: credit.ownerMerchantId ?? PLATFORM_OWNER, mode: credit.mode }, accountIds: [credit.receivingAccountId, ...credit.paidThroughIds] });

/** Payments that a reference names, by credit. */
const namedBy = async (transaction: Transaction, asked: readonly Asked[], graceHours: number): Promise<ReadonlyMap<string, readonly Candidate[]>> => {
  const told = asked.flatMap(({ facts, owner }) => facts.references.map((reference) => ({ askedId: facts.id, ...owner, reference })));
  return told.length === 0 ? new Map() : byAsked(await transaction.query(findNamed, [
    plainArray(told.map(({ askedId }) => askedId)), plainArray(told.map(({ ownerId }) => ownerId)), plainArray(told.map(({ mode }) => mode)), told.map(({ reference }) => reference), graceHours,
  ]));
};

/**
 * Open payments are looked up once for an account's amount, so that a person can be told which of them were denied and why; expired ones, of which there
 * are many more, once for a bank besides.
 */
const openOf = ({ facts: { amountSatang }, accountIds }: Asked): string => `${accountIds[0]} ${amountSatang}`;
const payableOf = (one: Asked) => {
  const { facts: { amountSatang, payerBankCode }, owner, accountIds } = one;
  const open = openOf(one);
  return [
    { askedId: open, ...owner, accountIds, amountSatang, status: 'PENDING', bankCode: null },
    { askedId: `${open} expired ${payerBankCode ?? ''}`, ...owner, accountIds, amountSatang, status: 'EXPIRED', bankCode: payerBankCode },
  ];
};

const byAsked = (rows: readonly (CandidateRow & { readonly askedId: string })[]): ReadonlyMap<string, readonly Candidate[]> =>
  new Map([...Map.groupBy(rows, ({ askedId }) => askedId)].map(([askedId, found]) => [askedId, found.map(candidateOf)]));

/** What all the credits of an amount are told by its crowd: nothing but that it is one where nobody's whole account is seen, or too many may be meant. */
const crowdsOf = async (transaction: Transaction, crowded: readonly Asked[], graceHours: number): Promise<ReadonlyMap<string, Crowd>> => {
  const whole = crowded.filter(({ facts }) => facts.payerAccount !== null && facts.payerBankCode !== null);
  if (whole.length === 0) return new Map();
  const lookups = [...Map.groupBy(whole, openOf)].map(([askedId, asked]) => ({
    askedId, ...asked[0]!.owner, accountIds: asked[0]!.accountIds, amountSatang: asked[0]!.facts.amountSatang,
    payerAccounts: asked.map(({ facts }) => facts.payerAccount), bankCodes: asked.map(({ facts }) => facts.payerBankCode),
  }));
  const found = byAsked(await transaction.query(findInCrowd, [JSON.stringify(lookups), graceHours]));
  return new Map([...found].filter(([, within]) => within.length <= CROWD_MAX).map(([askedId, within]) => {
    const ofMerchants = [...Map.groupBy(within, ({ merchantId }) => merchantId)];
    return [askedId, { within, unseenOf: new Set(ofMerchants.flatMap(([merchantId, own]) => (own.length > CROWD_OF_ONE_MAX ? [merchantId] : []))) }];
  }));
};
const NOTHING_SEEN: Crowd = { within: [], unseenOf: new Set() };

/**
 * The order in which credits are judged: those that a reference names, which cost nothing, then those that ask for the same payments side by side,
 * so that where a transaction leaves some for the next one, few of one payment are parted.
 */
const inOrder = (asked: readonly Asked[], isNamed: (one: Asked) => boolean): readonly Asked[] =>
  [...asked.filter(isNamed), ...[...Map.groupBy(asked.filter((one) => !isNamed(one)), openOf).values()].flat()];

/**
 * After so many pairs of names a transaction judges no further credit: anybody may ask for an amount a thousand times under a thousand names, and a
 * transaction must not stand still for seconds.
 */
const NAMES_COMPARED_MAX = 10_000;

interface Told { readonly credits: readonly ReceivedCredit[]; readonly facts: ReadonlyMap<string, CreditFacts> }
/**
 * What the rules say of the credits, in the order given: payments are looked up set-based, by reference and by amount. Of at least one; those that
 * are missing cost too much to be judged in the same transaction.
 */
export const judgeCredits = async (transaction: Transaction, { credits, facts }: Told, graceHours: number): Promise<ReadonlyMap<string, Verdict>> => {
  const asked = credits.map((credit) => askedOf(facts.get(credit.id)!, credit));
  const named = await namedBy(transaction, asked, graceHours);
  const isNamed = (one: Asked): boolean => named.has(one.facts.id);
  const lookups = new Map(asked.filter((one) => !isNamed(one)).flatMap(payableOf).map((lookup) => [lookup.askedId, lookup]));
  const payable = lookups.size === 0 ? new Map<string, readonly Candidate[]>() : byAsked(await transaction.query(findPayable, [JSON.stringify([...lookups.values()]), graceHours]));
  const foundFor = (one: Asked) => (isNamed(one) ? [named.get(one.facts.id)!] : payableOf(one).map(({ askedId }) => payable.get(askedId) ?? []));
  const isCrowded = (one: Asked): boolean => foundFor(one).some(({ length }) => length > PAYABLE_MAX);
  const crowds = await crowdsOf(transaction, asked.filter(isCrowded), graceHours);
  const names = createNameMemory();
  const judged = new Map<string, Verdict>();
  for (const one of inOrder(asked, isNamed)) {
    if (names.compared() >= NAMES_COMPARED_MAX) break;
    judged.set(one.facts.id, judgeCredit(one.facts, foundFor(one).flat(), { crowd: isCrowded(one) ? (crowds.get(openOf(one)) ?? NOTHING_SEEN) : undefined, names }));
  }
  return settleClaims(new Map(asked.flatMap(({ facts: { id } }) => (judged.has(id) ? [[id, judged.get(id)!] as const] : []))));
};
