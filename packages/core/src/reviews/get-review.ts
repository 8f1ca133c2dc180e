import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { reviewOperations } from '@paygate/contract/reviews';
import { auditOf } from '../audit/audit.sql.ts';
import type { Ctx, SessionCaller } from '../caller.ts';
import { returnsOfCredit, type CarriedReturnRow } from './returns.sql.ts';
import { viewProposal, viewReview } from './review.view.ts';
import { findProposal } from './reviews.sql.ts';
import { suggestPayments, viewNamed } from './suggest-payments.ts';
import { sharesOfCredit } from './suggestions.sql.ts';
import { reviewById } from './take-credit.ts';

type Get = (typeof reviewOperations)['get'];
type Detail = Answer<Get>['credit'];

const viewReturn = (row: CarriedReturnRow): Detail['returns'][number] => ({
  id: row.id, payoutId: row.payoutId, amount: bahtTrimmedFromSatang(row.amountSatang), status: row.status, statusReason: row.statusReason, payoutStatus: row.payoutStatus,
  bankName: row.bankName, accountNumber: row.accountNumber, accountName: row.accountName, at: row.createdAt, completedAt: row.completedAt,
});

/** With the payments it may be for, what became of its parts, what waits for a second person, and every step anybody took. Refuses CREDIT_NOT_FOUND. */
export const getReview = async ({ sql, platform }: Ctx<SessionCaller>, { id }: Input<Get>): Promise<Answer<Get>> => {
  const review = await reviewById(sql, id);
  const settings = await platform.settings();
  const [proposal] = review.proposalId === null ? [] : await sql.query(findProposal, [review.proposalId]);
  const shares = await sql.query(sharesOfCredit, [review.id]);
  const steps = await sql.query(auditOf, ['bank_credit', review.id]);
  return {
    credit: {
      ...viewReview(review, settings),
      suggestions: await suggestPayments(sql, review, settings.lateGraceHours),
      shares: shares.map((row) => ({ payment: viewNamed(row), amount: bahtTrimmedFromSatang(row.sharedSatang), at: row.at })),
      returns: (await sql.query(returnsOfCredit, [review.id])).map(viewReturn),
      proposal: proposal ? viewProposal(proposal) : null,
      history: steps.map(({ at, actorName, action, details }) => ({ at, by: actorName, action, details })),
    },
  };
};
