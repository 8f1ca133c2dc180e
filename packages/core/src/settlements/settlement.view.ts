import type { Answer } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { settlementOperations } from '@paygate/contract/settlements';
import type { SettlementAccountRow, SettlementRow, SettlementScheduleRow } from './settlement.entity.ts';
import type { AdminSettlementRow, StatusTotal } from './settlements.sql.ts';

type Operations = typeof settlementOperations;
type Summary = Answer<Operations['summary']>;

/** A settlement as the dashboard's REST shows it: camelCase and trimmed strings (handbook section 4.5). */
export const viewSettlement = (row: SettlementRow): Answer<Operations['create']>['settlement'] => ({
  id: row.id, merchantId: row.merchantId, amount: bahtTrimmedFromSatang(row.amountSatang), fee: bahtTrimmedFromSatang(row.feeSatang), netAmount: bahtTrimmedFromSatang(row.netSatang),
  bankAccount: row.accountNumber, bankCode: row.bankCode, bankName: row.bankName, accountName: row.accountName, status: row.status, mode: row.mode, source: row.source,
  reference: row.reference, note: row.note, processedAt: row.processedAt, createdAt: row.createdAt,
  copy: { amount: bahtCopyFromSatang(row.amountSatang), account_number: row.accountNumber },
});

export const viewAdminSettlement = (row: AdminSettlementRow): Answer<Operations['adminList']>['settlements'][number] => ({
  ...viewSettlement(row),
  merchant: { id: row.merchantId, businessName: row.merchantBusinessName, username: row.merchantUsername, balance: bahtTrimmedFromSatang(row.balanceSatang) },
});

const part = (totals: readonly StatusTotal[]): Summary['total'] => {
  const amountSatang = totals.reduce((sum, total) => sum + total.amountSatang, 0);
  return { count: totals.reduce((sum, { count }) => sum + count, 0), amount: bahtTrimmedFromSatang(amountSatang), copy: { amount: bahtCopyFromSatang(amountSatang) } };
};
export const viewSettlementSummary = (totals: readonly StatusTotal[]): Summary => {
  const of = (status: StatusTotal['status']) => part(totals.filter((total) => total.status === status));
  return { total: part(totals), pending: of('PENDING'), processing: of('PROCESSING'), completed: of('COMPLETED'), failed: of('FAILED'), cancelled: of('CANCELLED') };
};

export const viewSettlementAccount = ({ bankCode, bankName, accountNumber, accountName, updatedAt }: SettlementAccountRow): Answer<Operations['setAccount']>['account'] =>
  ({ bankCode, bankName, accountNumber, accountName, updatedAt, copy: { account_number: accountNumber } });

export const viewSchedule = ({ isActive, atTime, minSatang, mode, updatedAt }: SettlementScheduleRow): Answer<Operations['setSchedule']>['schedule'] =>
  ({ isActive, atTime, minAmount: bahtTrimmedFromSatang(minSatang), mode, updatedAt });
