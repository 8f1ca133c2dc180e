import type { Answer } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { reviewOperations } from '@paygate/contract/reviews';
import { isUuid } from '@paygate/contract/scalars';
import { factsOf } from '../credits/credit-facts.ts';
import { findCandidates, findNamed, findPayable } from '../credits/credits.sql.ts';
import { explainComparison, ruleWords } from '../credits/decision-words.ts';
import { compareCredit, isDenied, type Candidate, type Comparison, type CreditFacts } from '../credits/evidence.rules.ts';
import { candidateOf } from '../credits/judge-credits.ts';
import { ruleFor } from '../credits/match.rules.ts';
import { createNameMemory } from '../credits/names/name-memory.ts';
import type { Executor } from '../db/statement.ts';
import { PLATFORM_OWNER } from '../payments/payment.entity.ts';
import type { ReviewRow } from './reviews.sql.ts';
import { paidAlike, paymentsNamed, type NamedPaymentRow } from './suggestions.sql.ts';

type Suggestions = Answer<(typeof reviewOperations)['get']>['credit']['suggestions'];

const SUGGESTED_MAX = 8;
/** Comparing reads names; beyond this many payments of one amount only a reference helps anybody. */
const COMPARED_MAX = 200;

/** What the matcher weighed when it decided, as it was stored. */
const weighedThen = ({ decision }: ReviewRow): readonly string[] => {
  if (typeof decision !== 'object' || decision === null || !('considered' in decision) || !Array.isArray(decision.considered)) return [];
  return decision.considered.flatMap((one: unknown) => (typeof one === 'object' && one !== null && 'paymentId' in one && typeof one.paymentId === 'string' && isUuid(one.paymentId) ? [one.paymentId] : []));
};

/** Payments that may be meant, as they are now: weighed before, named, payable with what is left, or paid by the like of this credit shortly before. */
const candidatesOf = async (sql: Executor, review: ReviewRow, { facts, graceHours }: { readonly facts: CreditFacts; readonly graceHours: number }): Promise<readonly Candidate[]> => {
  const owner = { askedId: review.id, ownerId: review.ownerMerchantId ?? PLATFORM_OWNER, mode: review.mode };
  const { references } = facts;
  const named = references.length === 0 ? [] : await sql.query(findNamed, [references.map(() => owner.askedId), references.map(() => owner.ownerId), references.map(() => owner.mode), references, graceHours]);
  const accountIds = [review.receivingAccountId, ...review.paidThroughIds];
  const lookups = ['PENDING', 'EXPIRED'].map((status) => ({ ...owner, accountIds, amountSatang: facts.amountSatang, status, bankCode: null }));
  const payable = (await sql.query(findPayable, [JSON.stringify(lookups), graceHours])).slice(0, COMPARED_MAX);
  const alike = await sql.query(paidAlike, [review.id]);
  const ids = [...weighedThen(review), ...(review.paymentId === null ? [] : [review.paymentId]), ...alike.map(({ paymentId }) => paymentId)];
  const others = ids.length === 0 ? [] : await sql.query(findCandidates, [ids, graceHours]);
  return [...new Map([...payable, ...others, ...named].map((row) => [row.id, candidateOf(row)])).values()];
};

const nearestFirst = (facts: CreditFacts) => (one: Comparison, other: Comparison): number =>
  Number(ruleFor(facts, other) === 'REFERENCE') - Number(ruleFor(facts, one) === 'REFERENCE') || Number(isDenied(one)) - Number(isDenied(other)) || other.score - one.score;

export const viewNamed = (row: NamedPaymentRow) =>
  ({ id: row.id, orderId: row.orderId, status: row.status, amount: bahtTrimmedFromSatang(row.amountSatang), merchant: { businessName: row.merchantBusinessName, username: row.merchantUsername } });

/** Payments that a credit may be for, nearest first, each with what agrees and what differs. Looked up now, so it shows what has moved since the machine decided. */
export const suggestPayments = async (sql: Executor, review: ReviewRow, graceHours: number): Promise<Suggestions> => {
  const facts = factsOf({ ...review, amountSatang: review.leftSatang > 0 ? review.leftSatang : review.amountSatang });
  const candidates = await candidatesOf(sql, review, { facts, graceHours });
  const names = createNameMemory();
  const nearest = candidates.map((candidate) => compareCredit(names, facts, candidate)).toSorted(nearestFirst(facts)).slice(0, SUGGESTED_MAX);
  const payments = new Map((await sql.query(paymentsNamed, [nearest.map(({ candidate }) => candidate.id)])).map((row) => [row.id, row]));
  return nearest.flatMap((comparison) => {
    const payment = payments.get(comparison.candidate.id);
    if (!payment) return [];
    const rule = ruleFor(facts, comparison);
    const { agrees, differs } = explainComparison(facts, comparison);
    return [{
      payment: viewNamed(payment), rule: rule ?? null, ruleWords: rule ? ruleWords[rule] : null, score: comparison.score, agrees: [...agrees], differs: [...differs],
      canPay: payment.status === 'PENDING' || payment.status === 'EXPIRED' || payment.isVouchedFor,
    }];
  });
};
