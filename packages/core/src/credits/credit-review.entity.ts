import { defineEntity } from '@mikro-orm/postgresql';
import type { Inexact, ReviewState } from '@paygate/contract/inexact';
import { column, type RowOf } from '../db/entity.ts';

/** What a merchant decided for money that is not exact. Null means: as the platform says. */
export const InexactPolicyEntity = defineEntity({
  name: 'InexactPolicy', tableName: 'inexact_policy',
  properties: {
    merchantId: column.uuid().primary(),
    late: column.text().$type<'accept' | 'review'>().nullable(),
    under: column.text().$type<'review' | 'accept_within'>().nullable(),
    underToleranceSatang: column.satang().nullable(),
    over: column.text().$type<'review' | 'accept_keep_excess'>().nullable(),
    updatedAt: column.instant(),
  },
});
export type InexactPolicyRow = RowOf<typeof InexactPolicyEntity>;

/**
 * A credit that was not exact, and what became of it. `leftSatang` of it belongs to nobody yet: on the platform's accounts (`isHeld`) it is
 * what suspense holds. `paymentId` is the payment it named, which asked for `askedSatang` when the money came.
 */
export const CreditReviewEntity = defineEntity({
  name: 'CreditReview', tableName: 'credit_review',
  properties: {
    creditId: column.id(),
    mode: column.text().$type<'live' | 'test'>(),
    receivingAccountId: column.uuid(),
    isHeld: column.boolean(),
    inexact: column.text().$type<Inexact>(),
    reason: column.text().nullable(),
    paymentId: column.uuid().nullable(),
    askedSatang: column.satang().nullable(),
    amountSatang: column.satang(),
    leftSatang: column.satang(),
    state: column.text().$type<ReviewState>(),
    stateReason: column.text().nullable(),
    assignedTo: column.uuid().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type CreditReviewRow = RowOf<typeof CreditReviewEntity>;

/** A part of a credit that a person gave to a payment. A payment has one at most. */
export const CreditShareEntity = defineEntity({
  name: 'CreditShare', tableName: 'credit_share',
  properties: { paymentId: column.uuid().primary(), creditId: column.uuid(), amountSatang: column.satang(), createdAt: column.instant() },
});

/** What was left of a credit, on its way back to the sender, carried by a payout of purpose RETURN. */
export const CreditReturnEntity = defineEntity({
  name: 'CreditReturn', tableName: 'credit_return',
  properties: {
    id: column.id(),
    creditId: column.uuid(),
    payoutId: column.uuid(),
    amountSatang: column.satang(),
    status: column.text().$type<'PENDING' | 'SUCCESS' | 'FAILED' | 'REVERSED'>(),
    statusReason: column.text().nullable(),
    completedAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type CreditReturnRow = RowOf<typeof CreditReturnEntity>;

/** A payment that an admin confirmed without a credit. `coveredBy` is the credit that brought the money after all. */
export const PaymentConfirmationEntity = defineEntity({
  name: 'PaymentConfirmation', tableName: 'payment_confirmation',
  properties: {
    paymentId: column.uuid().primary(),
    reason: column.text(),
    amountSatang: column.satang(),
    confirmedBy: column.uuid(),
    coveredBy: column.uuid().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type PaymentConfirmationRow = RowOf<typeof PaymentConfirmationEntity>;

/** An act above the limit, until another person confirms or declines it. `input` is what the first one sent. */
export const ReviewProposalEntity = defineEntity({
  name: 'ReviewProposal', tableName: 'review_proposal',
  properties: {
    id: column.id(),
    act: column.text().$type<'accept' | 'split' | 'return' | 'confirm' | 'payFeeStatement'>(),
    creditId: column.uuid().nullable(),
    paymentId: column.uuid().nullable(),
    amountSatang: column.satang(),
    input: column.json<unknown>(),
    state: column.text().$type<'PENDING' | 'CONFIRMED' | 'DECLINED'>(),
    proposedBy: column.uuid(),
    decidedBy: column.uuid().nullable(),
    decidedReason: column.text().nullable(),
    decidedAt: column.instant().nullable(),
    createdAt: column.instant(),
  },
});
export type ReviewProposalRow = RowOf<typeof ReviewProposalEntity>;
