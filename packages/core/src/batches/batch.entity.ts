import { defineEntity } from '@mikro-orm/postgresql';
import type { BatchStatus } from '@paygate/contract/batches';
import { column, type RowOf } from '../db/entity.ts';

/** Who pays, as it was when the batch was made: later changes of the account do not change the file. */
export interface BatchPayer {
  readonly name: string;
  readonly accountNumber: string;
  readonly bankCode: string;
  /** What KTB knows the platform by; null where it has no contract with KTB. */
  readonly ktbCompanyId: string | null;
}

/**
 * Payouts that leave in one bank file. `amountSatang` is what leaves the paying account (the sum of the nets), fixed from the
 * start: a payout never joins or leaves a batch once it is made.
 */
export const PayoutBatchEntity = defineEntity({
  name: 'PayoutBatch', tableName: 'payout_batch',
  properties: {
    id: column.id(),
    mode: column.text().$type<'live' | 'test'>(),
    status: column.text().$type<BatchStatus>(),
    number: column.integer(),
    reference: column.text(),
    payingAccountId: column.uuid(),
    payer: column.json<BatchPayer>(),
    payoutCount: column.integer(),
    amountSatang: column.satang(),
    feeSatang: column.satang(),
    executionDate: column.text().nullable(),
    createdBy: column.uuid(),
    checkedBy: column.uuid().nullable(),
    lockedAt: column.instant().nullable(),
    exportedAt: column.instant().nullable(),
    completedAt: column.instant().nullable(),
    cancelledAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type PayoutBatchRow = RowOf<typeof PayoutBatchEntity>;
