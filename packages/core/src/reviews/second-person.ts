import type { Answer } from '@paygate/contract/kernel';
import type { reviewActOperations } from '@paygate/contract/review-acts';
import { newId } from '../ids.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { viewProposal, viewReview } from './review.view.ts';
import { findProposal, insertProposal, type ProposalRow, type ReviewRow } from './reviews.sql.ts';
import { reviewById } from './take-credit.ts';

type Acted = Answer<(typeof reviewActOperations)['accept']>;
type Ctx = WriteCtx<SessionCaller>;

interface Wish { readonly act: ProposalRow['act']; readonly creditId: string | null; readonly paymentId: string | null; readonly amountSatang: number; readonly input: object }

/** Writes an act down for a second person. Whoever calls this holds the credit or the payment, so that there is one at a time. */
export const propose = async ({ sql, caller }: Ctx, { act, creditId, paymentId, amountSatang, input }: Wish): Promise<ProposalRow> => {
  const id = newId();
  await sql.query(insertProposal, [id, act, creditId, paymentId, amountSatang, JSON.stringify(input), caller.memberId]);
  const object = creditId === null ? { objectKind: 'payment', objectId: paymentId ?? id } : { objectKind: 'bank_credit', objectId: creditId };
  await recordAudit(sql, { actor: actorOf(caller), action: `credit.${act}.propose`, ...object, details: { proposalId: id, amountSatang, ...input } });
  return single(await sql.query(findProposal, [id]), 'proposal');
};

const answered = async ({ sql, platform }: Ctx, review: ReviewRow, proposal: ProposalRow | undefined): Promise<Acted> => ({
  success: true, outcome: proposal ? 'PROPOSED' : 'DONE', credit: viewReview(await reviewById(sql, review.id), await platform.settings()), proposal: proposal ? viewProposal(proposal) : null,
});
/** The act is done, and the credit is as it says. */
export const done = (ctx: Ctx, review: ReviewRow): Promise<Acted> => answered(ctx, review, undefined);
/** The act waits; nothing has moved. */
export const proposed = async (ctx: Ctx, review: ReviewRow, wish: Pick<Wish, 'act' | 'input'>): Promise<Acted> =>
  answered(ctx, review, await propose(ctx, { ...wish, creditId: review.id, paymentId: null, amountSatang: review.leftSatang }));
