import type { batchOperations } from '@paygate/contract/batches';
import type { Answer } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import { bankOf } from '../banks/banks.ts';
import { viewAdminPayout } from '../payout-dashboard/payout-dashboard.view.ts';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import type { BatchedPayout, BatchWithPeople } from './batches.sql.ts';

type Settings = Pick<PlatformSettings, 'batchCheckAboveSatang'>;

const bankName = (code: string): string => {
  const found = bankOf(code);
  return found.ok ? found.bank.nameTh : code;
};

export const viewBatch = (row: BatchWithPeople, { batchCheckAboveSatang }: Settings): Answer<(typeof batchOperations)['check']>['batch'] => ({
  id: row.id, reference: row.reference, mode: row.mode, status: row.status, payoutCount: row.payoutCount,
  amount: bahtTrimmedFromSatang(row.amountSatang), fee: bahtTrimmedFromSatang(row.feeSatang),
  payer: { name: row.payer.name, accountNumber: row.payer.accountNumber, bankCode: row.payer.bankCode, bankName: bankName(row.payer.bankCode) },
  executionDate: row.executionDate,
  createdBy: { id: row.createdBy, name: row.makerName, email: row.makerEmail },
  checkedBy: row.checkedBy === null ? null : { id: row.checkedBy, name: row.checkerName ?? '', email: row.checkerEmail ?? '' },
  needsOtherChecker: row.amountSatang > batchCheckAboveSatang,
  createdAt: row.createdAt, lockedAt: row.lockedAt, exportedAt: row.exportedAt, completedAt: row.completedAt, cancelledAt: row.cancelledAt,
  copy: { amount: bahtCopyFromSatang(row.amountSatang) },
});

export const viewBatchedPayout = (row: BatchedPayout, batch: BatchWithPeople): Answer<(typeof batchOperations)['get']>['batch']['payouts'][number] => ({
  ...viewAdminPayout({ ...row, batchReference: batch.reference, batchStatus: batch.status }),
  bankReference: row.bankReference, bankSaid: row.attemptDetail,
});
