import { compareCredit, haveSameAccount, haveSameName, isDenied, isDeniedAtSight, isIncomparable, isKnown, isPayable, isTellingAmount, isWholeAccount, type Candidate, type Comparison, type CreditFacts } from './evidence.rules.ts';
import { createNameMemory, type NameMemory } from './names/name-memory.ts';
import { isAskedAnew } from './time-window.rules.ts';

/** The rules of decisions D3, strongest first. */
export const ruleOrder = ['REFERENCE', 'SENDER_ACCOUNT', 'DIGITS_AND_NAME', 'SENDER_DIGITS', 'SENDER_NAME', 'ONLY_OPEN_AMOUNT'] as const;
export type RuleName = (typeof ruleOrder)[number];
export type ReviewReason =
  | 'AMOUNT_DIFFERS' | 'ALREADY_SETTLED' | 'SEVERAL_PAYMENTS' | 'SENDER_DIFFERS' | 'SENDER_UNCLEAR' | 'LATE_AND_UNCLEAR' | 'NO_OPEN_PAYMENT' | 'TOO_MANY_PAYMENTS' | 'SEVERAL_CREDITS' | 'PAYMENT_CHANGED'
  | 'LATE_BY_POLICY' | 'POSSIBLE_DUPLICATE';
interface Weighed {
  /** How many payments could be paid by this credit, going by amount and time. */
  readonly candidates: number;
  /** The nearest of them, beside the credit, for the person who looks at the decision. */
  readonly considered: readonly Comparison[];
}
export interface MatchVerdict extends Weighed { readonly kind: 'MATCH'; readonly rule: RuleName; readonly paymentId: string; readonly score: number }
export interface ReviewVerdict extends Weighed {
  readonly kind: 'REVIEW';
  readonly reason: ReviewReason;
  /** The one payment it is for, where a strong rule says so although it cannot be paid like this. */
  readonly named?: Candidate;
  /** Credits that may be the same transfer. */
  readonly lookAlikes?: readonly string[];
}
export type Verdict = MatchVerdict | ReviewVerdict;

const CONSIDERED_MAX = 3;
/** Comparing reads names, and a popular amount has hundreds of payments; the first ones tell a person as much as all. */
const LOOKED_AT_MAX = 12;
/**
 * Evidence, in decimal digits, that must be left after as many strangers as there are payments had their chance to look alike.
 * An expired payment is paid only by more (decisions C9).
 */
const EVIDENCE_MIN = 2.8;
const EVIDENCE_LATE_MIN = 4;
/** Some digits with no name beside them have nothing that could deny a stranger's. */
const EVIDENCE_NAMELESS_MIN = 3.7;

export const isOpen = ({ status }: Candidate): boolean => status === 'PENDING';
/** Whether a rule is strong enough to pay a payment that has expired (decisions C9). A name, some digits or an amount alone are not. */
export const paysLate = (rule: RuleName): boolean => rule === 'REFERENCE' || rule === 'SENDER_ACCOUNT' || rule === 'DIGITS_AND_NAME';

const nearest = (names: NameMemory, credit: CreditFacts, candidates: readonly Candidate[]): readonly Comparison[] =>
  candidates.slice(0, LOOKED_AT_MAX).map((candidate) => compareCredit(names, credit, candidate))
    .toSorted((one, other) => Number(isDenied(one)) - Number(isDenied(other)) || other.score - one.score).slice(0, CONSIDERED_MAX);

const match = (rule: RuleName, comparison: Comparison, candidates: number): Verdict =>
  ({ kind: 'MATCH', rule, paymentId: comparison.candidate.id, score: comparison.score, candidates, considered: [comparison] });

/** Rule 1: the payment's own reference came back. Another amount, or a payment that is settled, is for a person to decide. */
const byReference = (names: NameMemory, credit: CreditFacts, candidates: readonly Candidate[]): Verdict | undefined => {
  const named = candidates.filter(({ reference }) => credit.references.includes(reference));
  if (named.length === 0) return undefined;
  const review = (reason: ReviewReason): Verdict => ({ kind: 'REVIEW', reason, candidates: named.length, considered: nearest(names, credit, named), ...(named.length === 1 && { named: named[0]! }) });
  const exact = named.filter(({ amountSatang }) => amountSatang === credit.amountSatang);
  if (exact.length === 0) return review('AMOUNT_DIFFERS');
  const payable = exact.filter(({ status }) => status === 'PENDING' || status === 'EXPIRED');
  if (payable.length === 0) return review('ALREADY_SETTLED');
  return payable.length === 1 ? match('REFERENCE', compareCredit(names, credit, payable[0]!), 1) : review('SEVERAL_PAYMENTS');
};

/** Rules 2 to 4, by what agrees of the one payment whose payer this can be. */
const ruleOf = (known: Comparison): RuleName => {
  const { account, bank, name } = known;
  if (isWholeAccount(known)) return 'SENDER_ACCOUNT';
  if (account.kind !== 'AGREE') return 'SENDER_NAME';
  // A cut name agrees as far as it goes; how far is in the score.
  return bank === 'AGREE' && name.score > 0 ? 'DIGITS_AND_NAME' : 'SENDER_DIGITS';
};

/** The strongest rule that speaks for a payment, whether or not it is enough to decide. */
export const ruleFor = (credit: CreditFacts, comparison: Comparison): RuleName | undefined => {
  if (credit.references.includes(comparison.candidate.reference)) return 'REFERENCE';
  if (isDenied(comparison) || comparison.candidate.amountSatang !== credit.amountSatang) return undefined;
  return isKnown(comparison) ? ruleOf(comparison) : 'ONLY_OPEN_AMOUNT';
};

/** Whether it had lapsed when the same merchant asked anew: then the newer one is being paid. */
const isLapsedFor = (credit: CreditFacts, older: Candidate, newer: Candidate): boolean =>
  !isOpen(older) && isOpen(newer) && newer.merchantId === older.merchantId && isAskedAnew(credit.paid, older, newer);
const withoutLapsed = (credit: CreditFacts, known: readonly Comparison[]): readonly Comparison[] =>
  known.filter(({ candidate }) => !known.some(({ candidate: newer }) => isLapsedFor(credit, candidate, newer)));

const evidenceNeeded = ({ name, candidate }: Comparison): number => {
  if (!isOpen(candidate)) return EVIDENCE_LATE_MIN;
  return name.score === 0 ? EVIDENCE_NAMELESS_MIN : EVIDENCE_MIN;
};

/** One credit, the payments that it could pay, and those of them that nothing denies. */
interface Case {
  readonly names: NameMemory;
  readonly credit: CreditFacts;
  readonly payable: readonly Candidate[];
  readonly consistent: readonly Comparison[];
}

/** Rules 2 to 4: something that tells people apart agrees, with exactly one payment, and is too much to be chance. */
const bySender = ({ names, credit, payable, consistent }: Case): Verdict | undefined => {
  const known = withoutLapsed(credit, consistent.filter(isKnown));
  const [one] = known;
  if (one === undefined) return undefined;
  const review = (reason: ReviewReason): Verdict => ({ kind: 'REVIEW', reason, candidates: payable.length, considered: known.slice(0, CONSIDERED_MAX) });
  const isOther = (other: Candidate) => other !== one.candidate && !isLapsedFor(credit, other, one.candidate);
  const mayBeForAnother = payable.some((other) => isOther(other) && haveSameAccount(other, one.candidate)) || consistent.some(({ candidate: other }) => isOther(other) && haveSameName(names, other, one.candidate));
  if (known.length > 1 || mayBeForAnother) return review('SEVERAL_PAYMENTS');
  const rule = ruleOf(one);
  if (rule === 'SENDER_ACCOUNT') return match(rule, one, payable.length);
  const isLate = !isOpen(one.candidate);
  if (isLate && !paysLate(rule)) return review('LATE_AND_UNCLEAR');
  const strangers = isLate ? payable.length : payable.filter(isOpen).length;
  return one.score - Math.log10(strangers) >= evidenceNeeded(one) ? match(rule, one, payable.length) : review(isLate ? 'LATE_AND_UNCLEAR' : 'SENDER_UNCLEAR');
};

/**
 * Rule 5: nobody else of that receiver's open payments asks for this amount, and nothing seen of the payer denies it. Where both sides
 * name a payer in ways that cannot be compared, whole baht are not enough.
 */
const byOnlyOpenAmount = ({ names, credit, payable, consistent }: Case): Verdict => {
  const open = payable.filter(isOpen);
  const review = (reason: ReviewReason): Verdict => ({ kind: 'REVIEW', reason, candidates: payable.length, considered: nearest(names, credit, open) });
  if (open.length === 0) return review('NO_OPEN_PAYMENT');
  const fitting = consistent.filter(({ candidate }) => isOpen(candidate));
  if (fitting.length === 0) return review('SENDER_DIFFERS');
  if (open.length > 1) return review('SEVERAL_PAYMENTS');
  const [only] = fitting;
  return isIncomparable(credit, only!.candidate) && !isTellingAmount(credit.amountSatang) ? review('SENDER_UNCLEAR') : match('ONLY_OPEN_AMOUNT', only!, payable.length);
};

/** Where more payments ask for an amount than were looked up. */
export interface Crowd {
  /** Those of it that a payer with this whole account may be meant by: announced from the account, from its last digits, or by name alone. */
  readonly within: readonly Candidate[];
  /** Merchants that have more of those still. */
  readonly unseenOf: ReadonlySet<string>;
}
interface Judging {
  readonly crowd?: Crowd | undefined;
  /** Of whatever is judged together. */
  readonly names?: NameMemory;
}
/**
 * One credit against its candidates, by the rules of decisions D3. Pure. A payment is chosen only where nothing seen denies it and no other
 * fits as well: a tie is never broken.
 */
export const judgeCredit = (credit: CreditFacts, candidates: readonly Candidate[], { crowd, names = createNameMemory() }: Judging = {}): Verdict => {
  const named = byReference(names, credit, candidates);
  if (named) return named;
  if (crowd) return inCrowd(names, credit, { candidates, crowd });
  const one = caseOf(names, credit, candidates);
  return bySender(one) ?? byOnlyOpenAmount(one);
};

const caseOf = (names: NameMemory, credit: CreditFacts, candidates: readonly Candidate[]): Case => {
  const payable = candidates.filter((candidate) => isPayable(credit, candidate));
  const consistent = payable.flatMap((candidate) => {
    if (isDeniedAtSight(credit, candidate)) return [];
    const comparison = compareCredit(names, credit, candidate);
    return isDenied(comparison) ? [] : [comparison];
  });
  return { names, credit, payable, consistent };
};

/**
 * Rule 2 alone, since how many strangers there are does not matter to it: a whole account and its bank, which are one payment's, while nothing else that was
 * announced fits as well. A merchant that has more payments than were looked at is not decided for, as these may be the same payer's.
 */
const inCrowd = (names: NameMemory, credit: CreditFacts, { candidates, crowd }: { readonly candidates: readonly Candidate[]; readonly crowd: Crowd }): Verdict => {
  const payable = candidates.filter((candidate) => isPayable(credit, candidate));
  const isAnnounced = credit.payerAccount !== null && crowd.within.some(({ senderAccount }) => senderAccount === credit.payerAccount);
  const verdict = isAnnounced ? bySender(caseOf(names, credit, crowd.within)) : undefined;
  if (verdict?.kind === 'MATCH' && verdict.rule === 'SENDER_ACCOUNT' && !crowd.unseenOf.has(verdict.considered[0]!.candidate.merchantId)) return { ...verdict, candidates: payable.length };
  return { kind: 'REVIEW', reason: 'TOO_MANY_PAYMENTS', candidates: payable.length, considered: nearest(names, credit, payable) };
};

type Claim = readonly [creditId: string, verdict: MatchVerdict];
/**
 * The one that gets the payment: of the strongest rule alone, or of several transfers that all carry the payment's own reference the first, since the
 * payment is paid whichever it is and the others came again.
 */
const winnerOf = (claims: readonly Claim[]): Claim | undefined => {
  const strengthOf = ([, { rule }]: Claim): number => ruleOrder.indexOf(rule);
  const strongest = Math.min(...claims.map(strengthOf));
  const [first, ...equals] = claims.filter((claim) => strengthOf(claim) === strongest);
  return equals.length === 0 || first?.[1].rule === 'REFERENCE' ? first : undefined;
};

/**
 * Where several credits of one batch claim the same payment, the strictly stronger rule wins, and among those that carry its reference the one
 * that came first (the map's order). Other equals all go to review, since the machine cannot know which of them it is.
 */
export const settleClaims = (verdicts: ReadonlyMap<string, Verdict>): ReadonlyMap<string, Verdict> => {
  const matches = [...verdicts].flatMap(([creditId, verdict]): Claim[] => (verdict.kind === 'MATCH' ? [[creditId, verdict]] : []));
  const settled = new Map(verdicts);
  for (const claims of Map.groupBy(matches, ([, { paymentId }]) => paymentId).values()) {
    const winner = claims.length === 1 ? claims[0] : winnerOf(claims);
    for (const [creditId, { rule, considered }] of claims.filter((claim) => claim !== winner)) {
      const named = rule === 'REFERENCE' ? considered[0]?.candidate : undefined;
      settled.set(creditId, { kind: 'REVIEW', reason: named ? 'ALREADY_SETTLED' : 'SEVERAL_CREDITS', candidates: claims.length, considered, ...(named && { named }) });
    }
  }
  return settled;
};
