import { Refusal } from '@paygate/contract/errors';
import { adminFeeStatementOperations, FeeStatementByCredit } from '@paygate/contract/fee-statements';
import type { Answer, Input, Role } from '@paygate/contract/kernel';
import { reviewActOperations } from '@paygate/contract/review-acts';
import type { reviewOperations } from '@paygate/contract/reviews';
import { isUuid } from '@paygate/contract/scalars';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx as AnyCtx, SessionCaller, WriteCtx } from '../caller.ts';
import { single, type Executor } from '../db/statement.ts';
import { performPayFeeStatement } from '../fee-statements/close-fee-statement.ts';
import { performAccept, performSplit } from './accept-credit.ts';
import { performConfirm, takeUnpaid } from './confirm-payment.ts';
import { lockHouse, performReturn } from './return-credit.ts';
import { viewProposal, viewReview } from './review.view.ts';
import { decideProposal, findProposal, pendingProposals, type ProposalRow, type ReviewRow } from './reviews.sql.ts';
import { lockReviewById, needState, reviewById } from './take-credit.ts';

type Acts = typeof reviewActOperations;
type Confirm = Acts['confirmProposal'];
type Decline = Acts['declineProposal'];
type Ctx = WriteCtx<SessionCaller>;

export const listProposals = async ({ sql }: AnyCtx<SessionCaller>): Promise<Answer<(typeof reviewOperations)['proposals']>> => ({ proposals: (await sql.query(pendingProposals, [])).map(viewProposal) });

const proposalById = async (sql: Executor, id: string): Promise<ProposalRow> => {
  const [proposal] = isUuid(id) ? await sql.query(findProposal, [id]) : [];
  if (!proposal) throw new Refusal('PROPOSAL_NOT_FOUND');
  return proposal;
};

/** Who may propose an act may decide on it. */
const proposing: Readonly<Record<ProposalRow['act'], { readonly roles: readonly Role[] }>> = {
  accept: reviewActOperations.accept, split: reviewActOperations.split, return: reviewActOperations.return, confirm: reviewActOperations.confirmPayment, payFeeStatement: adminFeeStatementOperations.pay,
};
/** Decides it once and by another person than proposed it, by one conditional statement. */
const decide = async ({ sql, caller }: Ctx, proposal: ProposalRow, how: { readonly to: 'CONFIRMED' | 'DECLINED'; readonly reason: string | null }): Promise<ProposalRow> => {
  const { roles } = proposing[proposal.act];
  if (!roles.includes(caller.role)) throw new Refusal('FORBIDDEN', { neededRoles: roles });
  const [decided] = await sql.query(decideProposal, [proposal.id, how.to, caller.memberId, how.reason]);
  const now = single(await sql.query(findProposal, [proposal.id]), 'proposal');
  if (decided) return now;
  if (now.state === 'PENDING') throw new Refusal('SECOND_PERSON_MUST_DIFFER', { by: `${now.proposerName} <${now.proposerEmail}>` });
  throw new Refusal('PROPOSAL_DECIDED', { state: now.state, by: `${now.deciderName} <${now.deciderEmail}>` });
};

type CreditAct = Exclude<ProposalRow['act'], 'confirm'>;
/** What the first person asked for, read by the schema it was sent through. */
const performers: Readonly<Record<CreditAct, (ctx: Ctx, review: ReviewRow, input: unknown) => Promise<void>>> = {
  accept: (ctx, review, input) => performAccept(ctx, review, reviewActOperations.accept.body.parse(input)),
  split: (ctx, review, input) => performSplit(ctx, review, reviewActOperations.split.body.parse(input)),
  return: (ctx, review, input) => performReturn(ctx, review, reviewActOperations.return.body.parse(input)),
  payFeeStatement: (ctx, review, input) => performPayFeeStatement(ctx, review, FeeStatementByCredit.parse(input)),
};

/** Takes what every act on a credit takes, in the same order. */
const confirmForCredit = async (ctx: Ctx, proposal: ProposalRow, { act, creditId }: { readonly act: CreditAct; readonly creditId: string }): Promise<ProposalRow> => {
  if (act === 'return') await lockHouse(ctx.sql, (await reviewById(ctx.sql, creditId)).mode);
  const review = await lockReviewById(ctx.sql, creditId);
  const decided = await decide(ctx, proposal, { to: 'CONFIRMED', reason: null });
  needState(review, act);
  await performers[act](ctx, review, proposal.input);
  return decided;
};

const confirmForPayment = async (ctx: Ctx, proposal: ProposalRow, paymentId: string): Promise<ProposalRow> => {
  const decided = await decide(ctx, proposal, { to: 'CONFIRMED', reason: null });
  await performConfirm(ctx, await takeUnpaid(ctx.sql, paymentId), reviewActOperations.confirmPayment.body.parse(proposal.input));
  return decided;
};

const audited = ({ sql, caller }: Ctx, proposal: ProposalRow, action: string): Promise<void> =>
  recordAudit(sql, {
    actor: actorOf(caller), action, ...(proposal.creditId === null ? { objectKind: 'payment', objectId: proposal.paymentId ?? proposal.id } : { objectKind: 'bank_credit', objectId: proposal.creditId }),
    details: { proposalId: proposal.id, act: proposal.act, proposedBy: proposal.proposedBy, amountSatang: proposal.amountSatang, ...(proposal.decidedReason !== null && { reason: proposal.decidedReason }) },
  });

/**
 * Does what another person proposed, by the state of things now. Refused, all of it is undone and the proposal still waits. Never by the one who proposed it,
 * also not when both ask at once. Refuses PROPOSAL_NOT_FOUND, PROPOSAL_DECIDED, SECOND_PERSON_MUST_DIFFER, FORBIDDEN, and what the act refuses.
 */
export const confirmProposal = async (ctx: Ctx, { id }: Input<Confirm>): Promise<Answer<Confirm>> => {
  const proposal = await proposalById(ctx.sql, id);
  const { act, creditId, paymentId } = proposal;
  const decided = act === 'confirm' ? await confirmForPayment(ctx, proposal, paymentId ?? '') : await confirmForCredit(ctx, proposal, { act, creditId: creditId ?? '' });
  const credit = creditId === null ? null : viewReview(await reviewById(ctx.sql, creditId), await ctx.platform.settings());
  await audited(ctx, decided, 'proposal.confirm');
  return { success: true, proposal: viewProposal(decided), credit };
};

/** Frees what was proposed for another decision. Refuses PROPOSAL_NOT_FOUND, PROPOSAL_DECIDED, SECOND_PERSON_MUST_DIFFER, FORBIDDEN. */
export const declineProposal = async (ctx: Ctx, { id, reason }: Input<Decline>): Promise<Answer<Decline>> => {
  const decided = await decide(ctx, await proposalById(ctx.sql, id), { to: 'DECLINED', reason });
  await audited(ctx, decided, 'proposal.decline');
  return { success: true, proposal: viewProposal(decided) };
};
