import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

/** Who tells us of money on the account. */
export type CreditSource = 'FEED' | 'STATEMENT' | 'SLIP' | 'SANDBOX';

/**
 * A bank account that receives payments, pays out, or both: the platform's (no merchant) or a merchant's own. A test
 * account exists only at the sandbox bank. A PromptPay id may pay into a bank account of the same owner: then the bank reports its
 * money under either number. A frozen account, and one over its daily limit (Bangkok days), is given to no new payment.
 */
export const ReceivingAccountEntity = defineEntity({
  name: 'ReceivingAccount', tableName: 'receiving_account',
  properties: {
    id: column.id(),
    merchantId: column.uuid().nullable(),
    mode: column.text().$type<'live' | 'test'>(),
    type: column.text().$type<'PROMPTPAY' | 'BANK'>(),
    name: column.text(),
    accountNumber: column.text(),
    accountName: column.text(),
    bankCode: column.text().nullable(),
    usage: column.text().$type<'RECEIVE' | 'PAYOUT' | 'BOTH'>(),
    isDefault: column.boolean(),
    isActive: column.boolean(),
    creditSource: column.text().$type<CreditSource>(),
    paysIntoAccountId: column.uuid().nullable(),
    dailyLimitSatang: column.satang().nullable(),
    dailyLimitCount: column.integer().nullable(),
    frozenAt: column.instant().nullable(),
    frozenReason: column.text().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type ReceivingAccountRow = RowOf<typeof ReceivingAccountEntity>;
