import { bahtCopyFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { AdminPayout, DashboardPayout, merchantPayoutOperations } from '@paygate/contract/payout-dashboard';
import type { Answer } from '@paygate/contract/kernel';
import type * as z from 'zod';
import type { PayoutRow } from '../payouts/payout.entity.ts';
import type { AdminPayoutRow, StatusTotal } from './payout-dashboard.sql.ts';

type Summary = Answer<(typeof merchantPayoutOperations)['summary']>;

/** A payout as the dashboard's REST shows it: camelCase and trimmed strings (handbook section 4.5). */
export const viewDashboardPayout = (row: PayoutRow): z.input<typeof DashboardPayout> => ({
  id: row.id, merchantId: row.merchantId, merchantRef: row.merchantRef,
  amount: bahtTrimmedFromSatang(row.amountSatang), fee: bahtTrimmedFromSatang(row.feeSatang), netAmount: bahtTrimmedFromSatang(row.netSatang),
  bankCode: row.bankCode, bankName: row.bankName, accountNumber: row.accountNumber, accountName: row.accountName,
  status: row.status, statusReason: row.statusReason, externalRef: row.externalRef, mode: row.mode, createdAt: row.createdAt, processedAt: row.processedAt,
  copy: { amount: bahtCopyFromSatang(row.amountSatang), account_number: row.accountNumber },
});

export const viewAdminPayout = (row: AdminPayoutRow): z.input<typeof AdminPayout> => ({
  ...viewDashboardPayout(row), purpose: row.purpose, merchant: { businessName: row.merchantBusinessName, username: row.merchantUsername },
  batch: row.batchId === null || row.batchReference === null ? null : { id: row.batchId, reference: row.batchReference, status: row.batchStatus ?? '' },
});

/** Which box of a summary a status is counted in (decisions H3). */
const boxOf = {
  QUEUED: 'queued', PROCESSING: 'inProgress', UNKNOWN: 'inProgress', SUCCESS: 'success', FAILED: 'failed', REVERSED: 'failed', CANCELLED: 'cancelled',
} as const satisfies Record<PayoutRow['status'], Exclude<keyof Summary, 'total'>>;

const box = (totals: readonly StatusTotal[]): Summary['total'] => {
  const amountSatang = totals.reduce((sum, total) => sum + total.amountSatang, 0);
  return { count: totals.reduce((sum, { count }) => sum + count, 0), amount: bahtTrimmedFromSatang(amountSatang), copy: { amount: bahtCopyFromSatang(amountSatang) } };
};

export const viewSummary = (totals: readonly StatusTotal[]): Summary => {
  const named = (name: string) => box(totals.filter(({ status }) => boxOf[status] === name));
  return { queued: named('queued'), inProgress: named('inProgress'), success: named('success'), failed: named('failed'), cancelled: named('cancelled'), total: box(totals) };
};
