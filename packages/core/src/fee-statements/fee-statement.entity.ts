import { defineEntity } from '@mikro-orm/postgresql';
import type { FeeStatementStatus } from '@paygate/contract/fee-statements';
import { column, type RowOf } from '../db/entity.ts';

/** What a merchant owes for a Bangkok month of payments whose money never touched the platform: once per merchant, mode and month. */
export const FeeStatementEntity = defineEntity({
  name: 'FeeStatement', tableName: 'fee_statement',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    month: column.day(),
    number: column.text(),
    lineCount: column.integer(),
    grossSatang: column.satang(),
    feeSatang: column.satang(),
    vatBps: column.integer(),
    vatSatang: column.satang(),
    totalSatang: column.satang(),
    dueDate: column.day(),
    status: column.text().$type<FeeStatementStatus>(),
    reference: column.text().nullable(),
    statusReason: column.text().nullable(),
    paidIntoAccountId: column.uuid().nullable(),
    creditId: column.uuid().nullable(),
    closedAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type FeeStatementRow = RowOf<typeof FeeStatementEntity>;

/** A payment on a statement; the primary key is what bills it once. */
export const FeeStatementLineEntity = defineEntity({
  name: 'FeeStatementLine', tableName: 'fee_statement_line',
  properties: { paymentId: column.uuid().primary(), statementId: column.uuid(), amountSatang: column.satang(), feeSatang: column.satang(), paidAt: column.instant() },
});
export type FeeStatementLineRow = RowOf<typeof FeeStatementLineEntity>;

/** A month whose statements are all made. */
export const FeeStatementRunEntity = defineEntity({
  name: 'FeeStatementRun', tableName: 'fee_statement_run',
  properties: { month: column.day().primary(), statementCount: column.integer(), createdAt: column.instant() },
});
