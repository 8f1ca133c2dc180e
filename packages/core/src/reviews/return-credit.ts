import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang } from '@paygate/contract/money';
import type { reviewActOperations } from '@paygate/contract/review-acts';
import { newId } from '../ids.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Mode, SessionCaller, WriteCtx } from '../caller.ts';
import { single, type Transaction } from '../db/statement.ts';
import { returnTakePosting } from '../ledger/ledger.rules.ts';
import { lockBalances } from '../ledger/ledger.sql.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import { PLATFORM_OWNER } from '../payments/payment.entity.ts';
import { draftPayout } from '../payouts/payout-draft.ts';
import type { PayoutRow } from '../payouts/payout.entity.ts';
import { reservePayouts } from '../payouts/reserve-payouts.ts';
import { senderDestination, type RefundDestination } from '../refunds/refund-destination.rules.ts';
import { findFailedReturn, insertReturn } from './returns.sql.ts';
import { needsSecondPerson } from './review.view.ts';
import { useCredit, type ReviewRow } from './reviews.sql.ts';
import { done, proposed } from './second-person.ts';
import { reviewById, takeCredit } from './take-credit.ts';

type Return = (typeof reviewActOperations)['return'];
type Ctx = WriteCtx<SessionCaller>;
type Wish = Omit<Input<Return>, 'id'>;

/** Returns are the platform's own payouts. Settling a payout takes the balance before the credit, so whoever returns does, too. */
export const lockHouse = (transaction: Transaction, mode: Mode) => transaction.query(lockBalances, [[PLATFORM_OWNER], [mode]]);

const nobodyAnnounced = { senderAccount: null, senderBankCode: null, memberName: null };

/** The sender's account as the bank showed it in full, else what the operator typed: also where money sent to the sender's account came back. */
const destinationOf = async (transaction: Transaction, review: ReviewRow, typed: Wish['destination']): Promise<RefundDestination> => {
  if (!review.isHeld) throw new Refusal('CREDIT_MONEY_NOT_HELD');
  const sender = senderDestination({ credit: review, announced: nobodyAnnounced });
  if (!sender && !typed) throw new Refusal('RETURN_DESTINATION_REQUIRED');
  const mayType = !sender || (await transaction.query(findFailedReturn, [review.id])).length > 0;
  if (typed && !mayType) throw new Refusal('VALIDATION_ERROR', { issues: [{ field: 'destination', en: 'is only for credits whose sender is not known; this one is', th: 'ใช้เฉพาะเงินที่ไม่ทราบบัญชีผู้โอน รายการนี้ทราบแล้ว' }] });
  return typed ?? sender!;
};

/** The sender gets all of it: sending it costs the platform. Its smallest amount and daily limit are for orders. */
const carry = async ({ sql, platform }: Ctx, review: ReviewRow, way: { readonly returnId: string; readonly destination: RefundDestination }): Promise<PayoutRow> => {
  const { mode, leftSatang } = review;
  const terms = { ...(await platform.payoutTerms(PLATFORM_OWNER)), feeBps: 0, feeFixedSatang: 0, feeBearer: 'merchant', minSatang: 1 } as const;
  const wish = { amount: bahtFromSatang(leftSatang), destination: way.destination, metadata: { creditId: review.id, returnId: way.returnId } };
  const drafted = draftPayout(wish, { merchantId: PLATFORM_OWNER, mode, purpose: 'RETURN', idempotencyKey: null, terms });
  if (!drafted.ok) throw new Refusal(drafted.rejected.code, drafted.rejected.details);
  await postLedger(sql, [returnTakePosting({ id: way.returnId, mode, amountSatang: leftSatang, receivingAccountId: review.receivingAccountId })]);
  const [reserved] = await reservePayouts(sql, platform, { merchantId: PLATFORM_OWNER, mode, dailyLimitSatang: null, isAtomic: true, drafts: [drafted.draft] });
  if (!reserved?.ok) throw new Error(`a return of ${leftSatang} satang was not reserved: ${reserved?.rejected.code}`);
  return reserved.payout;
};

/** Sends all that is left on its way. The house's balance and the credit must have been taken by this transaction. */
export const performReturn = async (ctx: Ctx, review: ReviewRow, { reason, destination: typed }: Wish): Promise<void> => {
  const { sql, caller } = ctx;
  const destination = await destinationOf(sql, review, typed);
  const returnId = newId();
  const payout = await carry(ctx, review, { returnId, destination });
  await sql.query(insertReturn, [returnId, review.id, payout.id, review.leftSatang]);
  single(await sql.query(useCredit, [review.id, review.leftSatang, 'RETURNING', null, null, false]), 'open credit');
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'credit.return', objectKind: 'bank_credit', objectId: review.id,
    details: { reason, returnId, payoutId: payout.id, amountSatang: review.leftSatang, bankCode: payout.bankCode, accountNumber: payout.accountNumber, accountName: payout.accountName, isTyped: Boolean(typed) },
  });
};

/**
 * Sends what is left of a credit back to its sender by a payout of its own: it leaves at most once, and what fails or comes back is in suspense and in the queue
 * again. Above the limit, and always to an account typed by hand, it is proposed. Refuses CREDIT_NOT_FOUND, CREDIT_STATUS_CONFLICT, CREDIT_PROPOSAL_PENDING,
 * CREDIT_MONEY_NOT_HELD, RETURN_DESTINATION_REQUIRED, VALIDATION_ERROR, PAYOUT_LIMIT_EXCEEDED.
 */
export const returnCredit = async (ctx: Ctx, { id, ...wish }: Input<Return>): Promise<Answer<Return>> => {
  await lockHouse(ctx.sql, (await reviewById(ctx.sql, id)).mode);
  const review = await takeCredit(ctx.sql, id, 'return');
  if (wish.destination || needsSecondPerson(review, await ctx.platform.settings())) {
    await destinationOf(ctx.sql, review, wish.destination);
    return proposed(ctx, review, { act: 'return', input: wish });
  }
  await performReturn(ctx, review, wish);
  return done(ctx, review);
};
