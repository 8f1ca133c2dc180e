import { bahtFromSatang } from '@paygate/contract/money';
import type { NewEvent } from '../webhooks/record-events.ts';
import type { SettlementRow } from './settlement.entity.ts';

const common = (row: SettlementRow) => ({
  id: row.id, settlementId: row.id, amount: bahtFromSatang(row.amountSatang), fee: bahtFromSatang(row.feeSatang), netAmount: bahtFromSatang(row.netSatang), note: row.note,
});
const ended = (row: SettlementRow): string => {
  if (row.processedAt === null) throw new Error(`settlement ${row.id} is ${row.status} without an instant`);
  return row.processedAt;
};

/** The event of the status a settlement has just reached: none for PROCESSING. */
export const settlementEvents = (row: SettlementRow): readonly NewEvent[] => {
  const { merchantId, mode, id: objectId } = row;
  switch (row.status) {
    case 'PENDING':
      return [{ merchantId, mode, objectId, type: 'settlement.created', data: { ...common(row), status: 'PENDING', createdAt: row.createdAt } }];
    case 'COMPLETED':
      return [{ merchantId, mode, objectId, type: 'settlement.completed', data: { ...common(row), status: 'COMPLETED', processedAt: ended(row), reference: row.reference ?? '' } }];
    case 'FAILED':
    case 'CANCELLED':
      return [{ merchantId, mode, objectId, type: 'settlement.failed', data: { ...common(row), status: row.status, processedAt: ended(row), errorMessage: row.note ?? row.status } }];
    default:
      return [];
  }
};
