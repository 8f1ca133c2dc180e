import { Refusal } from '@paygate/contract/errors';
import { reviewMoves } from '@paygate/contract/inexact';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { reviewActOperations } from '@paygate/contract/review-acts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { viewReview } from './review.view.ts';
import { assignReview, findOperator, moveReview, unassignReview, type ReviewRow } from './reviews.sql.ts';
import { lockReviewById, needState, reviewById, takeCredit } from './take-credit.ts';

type Acts = typeof reviewActOperations;
type Marked = Answer<Acts['note']>;
type Ctx = WriteCtx<SessionCaller>;

/** Writes the act down, where there was one, and answers the credit as it is now. */
const marked = async ({ sql, platform, caller }: Ctx, { id }: Pick<ReviewRow, 'id'>, deed: { readonly action: string; readonly details: Record<string, unknown> } | undefined): Promise<Marked> => {
  const credit = viewReview(await reviewById(sql, id), await platform.settings());
  if (deed) await recordAudit(sql, { actor: actorOf(caller), objectKind: 'bank_credit', objectId: id, ...deed });
  return { success: true, credit };
};

/** Closes a credit; its money stays in suspense. Refuses CREDIT_NOT_FOUND, CREDIT_STATUS_CONFLICT, CREDIT_PROPOSAL_PENDING. */
export const ignoreCredit = async (ctx: Ctx, { id, reason }: Input<Acts['ignore']>): Promise<Marked> => {
  const review = await takeCredit(ctx.sql, id, 'ignore');
  single(await ctx.sql.query(moveReview, [review.id, review.state, reviewMoves.ignore.to, reason]), 'open credit');
  return marked(ctx, review, { action: 'credit.ignore', details: { reason, leftSatang: review.leftSatang } });
};

/** Puts a closed credit back in the queue. Refuses CREDIT_NOT_FOUND, CREDIT_STATUS_CONFLICT. */
export const reopenCredit = async (ctx: Ctx, { id, reason }: Input<Acts['reopen']>): Promise<Marked> => {
  const review = await lockReviewById(ctx.sql, id);
  needState(review, 'reopen');
  single(await ctx.sql.query(moveReview, [review.id, review.state, reviewMoves.reopen.to, null]), 'closed credit');
  return marked(ctx, review, { action: 'credit.reopen', details: { reason } });
};

/** Gives a credit to an operator. Safe to repeat. Refuses CREDIT_NOT_FOUND, CREDIT_ASSIGNED (to somebody else), VALIDATION_ERROR (no operator). */
export const assignCredit = async (ctx: Ctx, { id, to }: Input<Acts['assign']>): Promise<Marked> => {
  const review = await reviewById(ctx.sql, id);
  const [operator] = await ctx.sql.query(findOperator, [to === 'me' ? ctx.caller.memberId : to]);
  if (!operator) throw new Refusal('VALIDATION_ERROR', { issues: [{ field: 'to', en: 'is not one of the platform’s people', th: 'ไม่ใช่เจ้าหน้าที่ของระบบ' }] });
  const [assigned] = await ctx.sql.query(assignReview, [review.id, operator.id]);
  if (!assigned) {
    const { assigneeName, assigneeEmail } = await reviewById(ctx.sql, id);
    throw new Refusal('CREDIT_ASSIGNED', { to: `${assigneeName} <${assigneeEmail}>` });
  }
  return marked(ctx, review, assigned.wasMine ? undefined : { action: 'credit.assign', details: { to: operator.id } });
};

/** Frees a credit from whoever has it. Safe to repeat. Refuses CREDIT_NOT_FOUND. */
export const unassignCredit = async (ctx: Ctx, { id }: Input<Acts['unassign']>): Promise<Marked> => {
  const review = await lockReviewById(ctx.sql, id);
  const [freed] = await ctx.sql.query(unassignReview, [review.id]);
  return marked(ctx, review, freed ? { action: 'credit.unassign', details: { from: review.assignedTo } } : undefined);
};

/** Notes are part of the credit's history, and like it they are never changed. Refuses CREDIT_NOT_FOUND. */
export const noteCredit = async (ctx: Ctx, { id, note }: Input<Acts['note']>): Promise<Marked> =>
  marked(ctx, await reviewById(ctx.sql, id), { action: 'credit.note', details: { note } });
