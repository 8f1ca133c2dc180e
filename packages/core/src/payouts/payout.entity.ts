import { defineEntity } from '@mikro-orm/postgresql';
import type { PayoutStatus } from '@paygate/contract/payouts';
import { column, type RowOf } from '../db/entity.ts';

export type FeeBearer = 'merchant' | 'beneficiary';
/** What a payout is for: a merchant's order, a refund of a payment, the merchant's own settlement, or the platform's return of money that belongs to nobody. */
export type PayoutPurpose = 'PAYOUT' | 'REFUND' | 'SETTLEMENT' | 'RETURN';

/** What one merchant's payouts cost and may be. Null means: as the platform says. */
export const PayoutTermsEntity = defineEntity({
  name: 'PayoutTerms', tableName: 'payout_terms',
  properties: {
    merchantId: column.uuid().primary(),
    feeBps: column.integer().nullable(),
    feeFixedSatang: column.satang().nullable(),
    feeBearer: column.text().$type<FeeBearer>().nullable(),
    minSatang: column.satang().nullable(),
    maxSatang: column.satang().nullable(),
    dailyLimitSatang: column.satang().nullable(),
    signatureMode: column.text().$type<'required' | 'optional' | 'off'>().nullable(),
    updatedAt: column.instant(),
  },
});
export type PayoutTermsRow = RowOf<typeof PayoutTermsEntity>;

/**
 * Money on its way to a bank account. `amountSatang` as asked; `netSatang` is what the beneficiary gets and `debitSatang`
 * what the merchant's balance holds for it: net + fee = debit, whoever bears the fee.
 */
export const PayoutEntity = defineEntity({
  name: 'Payout', tableName: 'payout',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    purpose: column.text().$type<PayoutPurpose>(),
    merchantRef: column.text(),
    idempotencyKey: column.text().nullable(),
    amountSatang: column.satang(),
    feeSatang: column.satang(),
    netSatang: column.satang(),
    debitSatang: column.satang(),
    bankCode: column.text(),
    bankName: column.text(),
    accountNumber: column.text(),
    accountName: column.text(),
    status: column.text().$type<PayoutStatus>(),
    statusReason: column.text().nullable(),
    externalRef: column.text().nullable(),
    payingAccountId: column.uuid().nullable(),
    batchId: column.uuid().nullable(),
    metadata: column.json<Record<string, unknown>>().nullable(),
    processedAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type PayoutRow = RowOf<typeof PayoutEntity>;

export type AttemptOutcome = 'OPEN' | 'ACCEPTED' | 'SETTLED' | 'REJECTED' | 'RETURNED' | 'UNKNOWN';
/**
 * One try at a bank under a reference of its own (18 characters, A–Z 0–9), committed before the call: after a crash the
 * reference is all there is to ask about (decisions F7).
 */
export const PayoutAttemptEntity = defineEntity({
  name: 'PayoutAttempt', tableName: 'payout_attempt',
  properties: {
    id: column.id(),
    payoutId: column.uuid(),
    attempt: column.integer(),
    bankReference: column.text(),
    channel: column.text(),
    outcome: column.text().$type<AttemptOutcome>(),
    detail: column.text().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type PayoutAttemptRow = RowOf<typeof PayoutAttemptEntity>;

/** SHA-256 of signatures and nonces that have been spent; one that is here opens nothing again. */
export const SpentSignatureEntity = defineEntity({
  name: 'SpentSignature', tableName: 'spent_signature',
  properties: { merchantId: column.uuid().primary(), digest: column.bytes().primary(), createdAt: column.instant() },
});
