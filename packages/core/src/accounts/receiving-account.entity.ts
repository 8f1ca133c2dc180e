import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

/**
 * A bank account that receives payments, pays out, or both: the platform's (no merchant) or a merchant's own. A test
 * account exists only at the sandbox bank.
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
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type ReceivingAccountRow = RowOf<typeof ReceivingAccountEntity>;
