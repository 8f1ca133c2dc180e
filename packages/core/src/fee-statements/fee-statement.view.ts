import type { adminFeeStatementOperations, feeStatementOperations } from '@paygate/contract/fee-statements';
import type { Answer } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtTrimmedFromSatang, percentFromBps } from '@paygate/contract/money';
import type { FeeStatementRow } from './fee-statement.entity.ts';
import type { LineRow, NamedStatementRow } from './fee-statements.sql.ts';

type Detail = Answer<(typeof feeStatementOperations)['get']>;

export const viewStatement = (row: FeeStatementRow): Detail['statement'] => ({
  id: row.id, number: row.number, month: row.month.slice(0, 7), mode: row.mode, lineCount: row.lineCount, gross: bahtTrimmedFromSatang(row.grossSatang), fees: bahtTrimmedFromSatang(row.feeSatang),
  vat: row.vatBps === 0 ? null : { percent: percentFromBps(row.vatBps), amount: bahtTrimmedFromSatang(row.vatSatang) }, total: bahtTrimmedFromSatang(row.totalSatang), dueDate: row.dueDate,
  status: row.status, reference: row.reference, statusReason: row.statusReason, closedAt: row.closedAt, createdAt: row.createdAt, copy: { amount: bahtCopyFromSatang(row.totalSatang) },
});
export const viewAdminStatement = (row: NamedStatementRow): Answer<(typeof adminFeeStatementOperations)['pay']>['statement'] => ({
  ...viewStatement(row), merchantId: row.merchantId, merchant: { businessName: row.merchantBusinessName, username: row.merchantUsername },
});
export const viewLine = ({ paymentId, orderId, amountSatang, feeSatang, paidAt }: LineRow): Detail['lines'][number] =>
  ({ paymentId, orderId, amount: bahtTrimmedFromSatang(amountSatang), fee: bahtTrimmedFromSatang(feeSatang), paidAt });

// A cell that begins like a formula is run by spreadsheets; order ids come from outside.
const cell = (text: string): string => {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};
/** UTF-8 with a byte order mark, so that Excel reads Thai; amounts in baht with two decimals. */
export const linesCsv = (lines: readonly LineRow[]): Buffer => {
  const rows = lines.map(({ paymentId, orderId, amountSatang, feeSatang, paidAt }) => [paymentId, cell(orderId ?? ''), bahtCopyFromSatang(amountSatang), bahtCopyFromSatang(feeSatang), paidAt].join(','));
  return Buffer.from(`\uFEFF${['payment_id,order_id,amount,fee,paid_at', ...rows].join('\r\n')}\r\n`, 'utf8');
};
