import type { Inexact } from '@paygate/contract/inexact';
import { feeHalfUpSatang } from '@paygate/contract/money';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import type { Candidate } from './evidence.rules.ts';
import { isOpen, type MatchVerdict, type ReviewVerdict, type Verdict } from './match.rules.ts';

/** A merchant's choices with the platform's defaults filled in, and what it pays for a payment. */
export interface InexactTerms {
  readonly late: 'accept' | 'review';
  readonly under: 'review' | 'accept_within';
  readonly underToleranceSatang: number;
  readonly over: 'review' | 'accept_keep_excess';
  readonly feeBps: number;
  readonly feeFixedSatang: number;
}
type Own = { readonly [K in 'late' | 'under' | 'underToleranceSatang' | 'over']: InexactTerms[K] | null };
type Defaults = Pick<PlatformSettings, 'latePolicy' | 'underPolicy' | 'underToleranceSatang' | 'overPolicy'>;

export const policyOf = (own: Own | undefined, defaults: Defaults) => ({
  late: own?.late ?? defaults.latePolicy, under: own?.under ?? defaults.underPolicy, underToleranceSatang: own?.underToleranceSatang ?? defaults.underToleranceSatang,
  over: own?.over ?? defaults.overPolicy,
});

/** A match that pays with another amount than was asked. `feeSatang` is set where less arrived: the fee on that. */
interface Accepted extends MatchVerdict { readonly inexact: 'UNDERPAID' | 'OVERPAID'; readonly named: Candidate; readonly feeSatang: number | undefined }
export type Decision = Verdict | Accepted;
export const isAccepted = (decision: Decision): decision is Accepted => 'inexact' in decision;

const isPayable = (candidate: Candidate): boolean => isOpen(candidate) || candidate.status === 'EXPIRED';

/** Whose choices a verdict depends on: none for a match in time, which is nearly every one. */
const dependsOn = (verdict: Verdict): Candidate | undefined => {
  const candidate = verdict.kind === 'MATCH' ? verdict.considered[0]?.candidate : verdict.named;
  if (candidate === undefined || !isPayable(candidate)) return undefined;
  return verdict.kind === 'REVIEW' || !isOpen(candidate) ? candidate : undefined;
};
export const merchantsToAsk = (verdicts: ReadonlyMap<string, Verdict>): readonly string[] =>
  [...new Set([...verdicts.values()].flatMap((verdict) => dependsOn(verdict)?.merchantId ?? []))];

const accept = (amountSatang: number, { candidates, considered }: ReviewVerdict, { named, terms }: { readonly named: Candidate; readonly terms: InexactTerms }): Accepted | undefined => {
  const missingSatang = named.amountSatang - amountSatang;
  const common = { kind: 'MATCH', rule: 'REFERENCE', paymentId: named.id, score: considered[0]?.score ?? 0, candidates, considered, named } as const;
  if (missingSatang < 0) return terms.over === 'accept_keep_excess' ? { ...common, inexact: 'OVERPAID', feeSatang: undefined } : undefined;
  const feeSatang = feeHalfUpSatang(amountSatang, terms);
  const isBearable = terms.under === 'accept_within' && missingSatang <= terms.underToleranceSatang && feeSatang <= amountSatang;
  return isBearable ? { ...common, inexact: 'UNDERPAID', feeSatang } : undefined;
};

/** One verdict by its merchant's choices. What the merchant leaves to a person stays with a person. */
const applyPolicy = (amountSatang: number, verdict: Verdict, terms: ReadonlyMap<string, InexactTerms>): Decision => {
  const candidate = dependsOn(verdict);
  const chosen = candidate && terms.get(candidate.merchantId);
  if (!candidate || !chosen) return verdict;
  const isRefusedLate = !isOpen(candidate) && chosen.late === 'review';
  if (verdict.kind === 'MATCH') return isRefusedLate ? { kind: 'REVIEW', reason: 'LATE_BY_POLICY', candidates: verdict.candidates, considered: verdict.considered, named: candidate } : verdict;
  return isRefusedLate || verdict.reason !== 'AMOUNT_DIFFERS' ? verdict : (accept(amountSatang, verdict, { named: candidate, terms: chosen }) ?? verdict);
};

const asReview = ({ candidates, considered, named }: Accepted): ReviewVerdict => ({ kind: 'REVIEW', reason: 'AMOUNT_DIFFERS', candidates, considered, named });

/**
 * Applies the merchants' choices to what the rules said. Pure. A payment that an exact credit of the batch pays is not paid by an inexact one too,
 * nor by two of those: they stay with a person. Amounts in satang.
 */
export const applyPolicies = (verdicts: ReadonlyMap<string, Verdict>, amounts: ReadonlyMap<string, number>, terms: ReadonlyMap<string, InexactTerms>): ReadonlyMap<string, Decision> => {
  if (terms.size === 0) return verdicts;
  const decided = [...verdicts].map(([creditId, verdict]) => [creditId, applyPolicy(amounts.get(creditId) ?? 0, verdict, terms)] as const);
  const claims = Map.groupBy(decided.flatMap(([, decision]) => (decision.kind === 'MATCH' ? [decision.paymentId] : [])), (paymentId) => paymentId);
  return new Map(decided.map(([creditId, decision]) => [creditId, isAccepted(decision) && claims.get(decision.paymentId)!.length > 1 ? asReview(decision) : decision]));
};

/** How a credit that names a payment is not exact, by where that payment stands at last. */
export const inexactOf = (amountSatang: number, named: Pick<Candidate, 'status' | 'amountSatang'>): Inexact => {
  switch (named.status) {
    case 'PENDING':
    case 'EXPIRED':
      if (amountSatang === named.amountSatang) return named.status === 'EXPIRED' ? 'LATE' : 'UNKNOWN';
      return amountSatang < named.amountSatang ? 'UNDERPAID' : 'OVERPAID';
    case 'CANCELLED':
    case 'FAILED':
      return 'PAID_AFTER_CANCEL';
    case 'GONE':
      return 'PAID_AFTER_GRACE';
    default:
      return 'DUPLICATE_PAYMENT';
  }
};
