import { reviewMoves } from '@paygate/contract/inexact';
import { Refusal } from '@paygate/contract/errors';
import { isUuid } from '@paygate/contract/scalars';
import type { Executor, Transaction } from '../db/statement.ts';
import { findReview, lockReview, type ReviewRow } from './reviews.sql.ts';

/** Refuses CREDIT_NOT_FOUND. */
export const reviewById = async (sql: Executor, id: string): Promise<ReviewRow> => {
  const [review] = isUuid(id) ? await sql.query(findReview, [id]) : [];
  if (!review) throw new Refusal('CREDIT_NOT_FOUND');
  return review;
};

/** The review, taken until the transaction ends: whoever comes second waits here, and sees what the first one did. Refuses CREDIT_NOT_FOUND. */
export const lockReviewById = async (transaction: Transaction, id: string): Promise<ReviewRow> => {
  if (isUuid(id)) await transaction.query(lockReview, [id]);
  return reviewById(transaction, id);
};

/** Refuses CREDIT_STATUS_CONFLICT where the move does not start. */
export const needState = ({ state }: Pick<ReviewRow, 'state'>, move: keyof typeof reviewMoves): void => {
  const from: readonly string[] = reviewMoves[move].from;
  if (!from.includes(state)) throw new Refusal('CREDIT_STATUS_CONFLICT', { state, needed: from.join(', ') });
};

/** Refuses CREDIT_STATUS_CONFLICT where the move does not start, CREDIT_PROPOSAL_PENDING where somebody has proposed another. */
export const needFree = (review: ReviewRow, move: keyof typeof reviewMoves): void => {
  needState(review, move);
  if (review.proposalId !== null) throw new Refusal('CREDIT_PROPOSAL_PENDING', { by: `${review.proposerName} <${review.proposerEmail}>`, proposalId: review.proposalId });
};

/** A credit that may make the move, taken until the transaction ends. Refuses CREDIT_NOT_FOUND, CREDIT_STATUS_CONFLICT, CREDIT_PROPOSAL_PENDING. */
export const takeCredit = async (transaction: Transaction, id: string, move: keyof typeof reviewMoves): Promise<ReviewRow> => {
  const review = await lockReviewById(transaction, id);
  needFree(review, move);
  return review;
};
