import type { Transaction } from '../db/statement.ts';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import type { NewEvent } from '../webhooks/record-events.ts';
import type { CreditReviewRow } from './credit-review.entity.ts';
import type { ReceivedCredit } from './credits.sql.ts';
import { inexactEvent } from './inexact-events.ts';
import { inexactOf, isAccepted, policyOf, type Decision, type InexactTerms } from './inexact.rules.ts';
import { insertReviews, ownTerms, paymentsByIds } from './inexact.sql.ts';

export type NewReview = Pick<CreditReviewRow,
  'creditId' | 'mode' | 'receivingAccountId' | 'isHeld' | 'inexact' | 'reason' | 'paymentId' | 'askedSatang' | 'amountSatang' | 'leftSatang' | 'state'>;

/** The choices of merchants; asks nothing where nobody's matter. */
export const termsOf = async (transaction: Transaction, settings: PlatformSettings, merchantIds: readonly string[]): Promise<ReadonlyMap<string, InexactTerms>> => {
  const rows = merchantIds.length === 0 ? [] : await transaction.query(ownTerms, [merchantIds]);
  return new Map(rows.map(({ merchantId, feeBps, feeFixedSatang, ...own }) => [merchantId, { ...policyOf(own, settings), feeBps, feeFixedSatang }]));
};

/** What of a credit pays nothing: all of what a person decides, and what came above an accepted payment. */
export const heldOf = ({ amountSatang }: Pick<ReceivedCredit, 'amountSatang'>, decision: Decision): number => {
  if (decision.kind === 'REVIEW') return amountSatang;
  return isAccepted(decision) ? Math.max(0, amountSatang - decision.named.amountSatang) : 0;
};

/** The review of a credit that was not exact; none of one that was. `statuses` of the named payments are those after the batch. */
const reviewOf = (credit: ReceivedCredit, decision: Decision, statuses: ReadonlyMap<string, string>): NewReview | undefined => {
  if (decision.kind === 'MATCH' && !isAccepted(decision)) return undefined;
  const { named } = decision;
  const status = named && (named.status === 'GONE' ? named.status : (statuses.get(named.id) ?? named.status));
  const isHeld = credit.ownerMerchantId === null;
  // What came above a payment on the merchant's own account is where it belongs: nobody here has to decide on it.
  const leftSatang = decision.kind === 'REVIEW' || isHeld ? heldOf(credit, decision) : 0;
  return {
    creditId: credit.id, mode: credit.mode, receivingAccountId: credit.receivingAccountId, isHeld, reason: decision.kind === 'REVIEW' ? decision.reason : null,
    inexact: isAccepted(decision) ? decision.inexact : named && status !== undefined ? inexactOf(credit.amountSatang, { ...named, status }) : 'UNKNOWN',
    paymentId: named?.id ?? null, askedSatang: named?.amountSatang ?? null, amountSatang: credit.amountSatang, leftSatang, state: leftSatang > 0 ? 'OPEN' : 'ACCEPTED',
  };
};

interface Decided { readonly credits: ReadonlyMap<string, ReceivedCredit>; readonly decisions: ReadonlyMap<string, Decision>; readonly statuses: ReadonlyMap<string, string> }

/** Writes the reviews of a batch, in the transaction that decided it; one statement however many. Answers the events that tell merchants of them. */
export const keepInexact = async (transaction: Transaction, { credits, decisions, statuses }: Decided): Promise<readonly NewEvent[]> => {
  const reviews = [...decisions].flatMap(([creditId, decision]) => reviewOf(credits.get(creditId)!, decision, statuses) ?? []);
  if (reviews.length === 0) return [];
  await transaction.query(insertReviews, [JSON.stringify(reviews)]);
  const named = reviews.flatMap(({ paymentId }) => paymentId ?? []);
  const payments = new Map((named.length === 0 ? [] : await transaction.query(paymentsByIds, [named])).map((payment) => [payment.id, payment]));
  return reviews.flatMap((review) => {
    const payment = review.paymentId === null ? undefined : payments.get(review.paymentId);
    return payment ? inexactEvent(review, payment, credits.get(review.creditId)!.paidAt) : [];
  });
};
