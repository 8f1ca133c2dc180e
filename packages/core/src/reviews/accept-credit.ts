import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang, satangFromBaht } from '@paygate/contract/money';
import type { reviewActOperations } from '@paygate/contract/review-acts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import type { Transaction } from '../db/statement.ts';
import { needsSecondPerson } from './review.view.ts';
import type { ReviewRow } from './reviews.sql.ts';
import { done, proposed } from './second-person.ts';
import { spendCredit, takePayments, type Use } from './spend-credit.ts';
import { takeCredit } from './take-credit.ts';

type Accept = (typeof reviewActOperations)['accept'];
type Split = (typeof reviewActOperations)['split'];
type Ctx = WriteCtx<SessionCaller>;
type Wish<O extends Accept | Split> = Omit<Input<O>, 'id'>;

const baht = bahtTrimmedFromSatang;

/**
 * What the one payment gets: all that is left where that is less than it asks for. A difference is accepted with the amount that was seen, so that nobody
 * accepts what another operator has just used. Money for a confirmed payment must be all of it.
 */
const planAccept = async (transaction: Transaction, review: ReviewRow, { paymentId, acceptLeft }: Wish<Accept>): Promise<readonly Use[]> => {
  const [taken] = await takePayments(transaction, review, [paymentId]);
  const { payment, isCovered } = taken!;
  const asked = payment.amountSatang;
  const isSeen = typeof acceptLeft === 'number' && satangFromBaht(acceptLeft) === review.leftSatang;
  const isBearable = isSeen && !(isCovered && review.leftSatang < asked);
  if (review.leftSatang !== asked && !isBearable) throw new Refusal('CREDIT_AMOUNT_DIFFERS', { left: baht(review.leftSatang), asked: baht(asked) });
  return [{ payment, isCovered, usedSatang: Math.min(review.leftSatang, asked) }];
};

/** Each payment gets what it asks for. */
const planSplit = async (transaction: Transaction, review: ReviewRow, { paymentIds }: Wish<Split>): Promise<readonly Use[]> => {
  const taken = await takePayments(transaction, review, [...new Set(paymentIds.map((id) => id.toLowerCase()))]);
  const neededSatang = taken.reduce((sum, { payment }) => sum + payment.amountSatang, 0);
  if (neededSatang > review.leftSatang) throw new Refusal('CREDIT_NOT_ENOUGH', { left: baht(review.leftSatang), needed: baht(neededSatang) });
  return taken.map(({ payment, isCovered }) => ({ payment, isCovered, usedSatang: payment.amountSatang }));
};

const spend = async (ctx: Ctx, review: ReviewRow, plan: { readonly act: 'accept' | 'split'; readonly uses: readonly Use[]; readonly reason: string }): Promise<void> => {
  await spendCredit(ctx, review, plan.uses);
  await recordAudit(ctx.sql, {
    actor: actorOf(ctx.caller), action: `credit.${plan.act}`, objectKind: 'bank_credit', objectId: review.id,
    details: { reason: plan.reason, leftSatang: review.leftSatang, payments: plan.uses.map(({ payment, usedSatang, isCovered }) => ({ id: payment.id, askedSatang: payment.amountSatang, usedSatang, was: isCovered ? 'CONFIRMED' : payment.status })) },
  });
};
export const performAccept = async (ctx: Ctx, review: ReviewRow, wish: Wish<Accept>): Promise<void> =>
  spend(ctx, review, { act: 'accept', uses: await planAccept(ctx.sql, review, wish), reason: wish.reason });
export const performSplit = async (ctx: Ctx, review: ReviewRow, wish: Wish<Split>): Promise<void> =>
  spend(ctx, review, { act: 'split', uses: await planSplit(ctx.sql, review, wish), reason: wish.reason });

/**
 * Lets a credit pay a payment, as an automatic match would have, or proposes it above the limit. Safe against whoever acts at the same moment, operator,
 * match or expiry: rows are taken first, and who comes second is refused. Refuses CREDIT_NOT_FOUND, CREDIT_STATUS_CONFLICT, CREDIT_PROPOSAL_PENDING,
 * TRANSACTION_NOT_FOUND, CREDIT_PAYMENT_MISMATCH, PAYMENT_NOT_PAYABLE, CREDIT_AMOUNT_DIFFERS, CREDIT_NOT_ENOUGH.
 */
export const acceptCredit = async (ctx: Ctx, { id, ...wish }: Input<Accept>): Promise<Answer<Accept>> => {
  const review = await takeCredit(ctx.sql, id, 'accept');
  if (needsSecondPerson(review, await ctx.platform.settings())) {
    await planAccept(ctx.sql, review, wish);
    return proposed(ctx, review, { act: 'accept', input: wish });
  }
  await performAccept(ctx, review, wish);
  return done(ctx, review);
};

/** The same over several payments, of one merchant or of several; what is left stays in suspense. Refuses what `acceptCredit` refuses. */
export const splitCredit = async (ctx: Ctx, { id, ...wish }: Input<Split>): Promise<Answer<Split>> => {
  const review = await takeCredit(ctx.sql, id, 'split');
  if (needsSecondPerson(review, await ctx.platform.settings())) {
    await planSplit(ctx.sql, review, wish);
    return proposed(ctx, review, { act: 'split', input: wish });
  }
  await performSplit(ctx, review, wish);
  return done(ctx, review);
};
