import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

export type CreditStatus = 'RECEIVED' | 'MATCHED' | 'REVIEW';

/**
 * One incoming line on a receiving account. `receivingAccountId` is the number it was told of, `paidIntoAccountId` the bank account behind it where that
 * had several numbers when the credit was stored. Stored once: its bank reference is unique on either.
 */
export const BankCreditEntity = defineEntity({
  name: 'BankCredit', tableName: 'bank_credit',
  properties: {
    id: column.id(),
    receivingAccountId: column.uuid(),
    paidIntoAccountId: column.uuid().nullable(),
    mode: column.text().$type<'live' | 'test'>(),
    source: column.text(),
    bankReference: column.text(),
    amountSatang: column.satang(),
    paidAt: column.instant(),
    payerName: column.text().nullable(),
    payerAccount: column.text().nullable(),
    payerBankCode: column.text().nullable(),
    ref1: column.text().nullable(),
    ref2: column.text().nullable(),
    endToEndId: column.text().nullable(),
    status: column.text().$type<CreditStatus>(),
    paymentId: column.uuid().nullable(),
    decision: column.json<unknown>().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type BankCreditRow = RowOf<typeof BankCreditEntity>;

/**
 * Who may report credits, and with which secret; for a while after a rotation the previous one counts too. `mode` bounds which
 * accounts it can speak of, and a merchant's feed speaks of that merchant's own accounts alone.
 */
export const BankFeedEntity = defineEntity({
  name: 'BankFeed', tableName: 'bank_feed',
  properties: {
    id: column.id(),
    name: column.text(),
    mode: column.text().$type<'live' | 'test'>(),
    secretEncrypted: column.text(),
    isActive: column.boolean(),
    merchantId: column.uuid().nullable(),
    previousSecretEncrypted: column.text().nullable(),
    previousUntil: column.instant().nullable(),
    lastContactAt: column.instant().nullable(),
    lastFailureAt: column.instant().nullable(),
    lastFailure: column.text().nullable(),
    createdAt: column.instant(),
  },
});
export type BankFeedRow = RowOf<typeof BankFeedEntity>;
