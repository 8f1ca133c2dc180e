import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

/**
 * BANK is an asset (its entries are debits, negative, when money comes in); SUSPENSE, MERCHANT_AVAILABLE and
 * MERCHANT_RESERVED are liabilities; FEE_RECEIVABLE an asset; FEE_REVENUE income; ADJUSTMENT equity; VAT_PAYABLE a
 * liability.
 */
export type LedgerAccountKind =
  | 'BANK' | 'SUSPENSE' | 'MERCHANT_AVAILABLE' | 'MERCHANT_RESERVED' | 'FEE_RECEIVABLE' | 'FEE_REVENUE' | 'ADJUSTMENT' | 'VAT_PAYABLE';

/** What caused a posting, once: (causeKind, causeId) is unique. */
export const LedgerTransactionEntity = defineEntity({
  name: 'LedgerTransaction', tableName: 'ledger_transaction',
  properties: {
    id: column.id(),
    mode: column.text().$type<'live' | 'test'>(),
    causeKind: column.text(),
    causeId: column.uuid(),
    createdAt: column.instant(),
  },
});

/** Credit positive, debit negative; the entries of one transaction sum to zero. `ownerId` is the merchant or bank account. */
export const LedgerEntryEntity = defineEntity({
  name: 'LedgerEntry', tableName: 'ledger_entry',
  properties: {
    id: column.id(),
    transactionId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    accountKind: column.text().$type<LedgerAccountKind>(),
    ownerId: column.uuid().nullable(),
    amountSatang: column.satang(),
    createdAt: column.instant(),
  },
});
export type LedgerEntryRow = RowOf<typeof LedgerEntryEntity>;

/** The stored balances of a merchant, guarded by CHECK; equal to the sum of its entries at every commit. */
export const MerchantBalanceEntity = defineEntity({
  name: 'MerchantBalance', tableName: 'merchant_balance',
  properties: {
    merchantId: column.uuid().primary(),
    mode: column.text().$type<'live' | 'test'>().primary(),
    availableSatang: column.satang(),
    reservedSatang: column.satang(),
    updatedAt: column.instant(),
  },
});
export type MerchantBalanceRow = RowOf<typeof MerchantBalanceEntity>;
