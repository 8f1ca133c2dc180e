import { bahtFromSatang } from '@paygate/contract/money';
import type { NewEvent } from '../webhooks/record-events.ts';
import type { PayoutRow } from './payout.entity.ts';

const common = (row: PayoutRow) => ({
  id: row.id, payoutId: row.id, merchant_ref: row.merchantRef, merchantRef: row.merchantRef, idempotency_key: row.idempotencyKey, idempotencyKey: row.idempotencyKey,
  amount: bahtFromSatang(row.amountSatang), external_ref: row.externalRef, externalRef: row.externalRef,
});

/** The event of the status a payout has just reached: none while it is under way. */
export const payoutEvents = (row: PayoutRow): readonly NewEvent[] => {
  const { merchantId, mode, id: objectId } = row;
  switch (row.status) {
    case 'SUCCESS':
      return [{ merchantId, mode, objectId, type: 'payout.success', data: { ...common(row), status: 'SUCCESS' } }];
    case 'FAILED':
    case 'CANCELLED':
      return [{ merchantId, mode, objectId, type: 'payout.failed', data: { ...common(row), status: row.status, errorMessage: row.statusReason ?? row.status } }];
    case 'REVERSED':
      return [{ merchantId, mode, objectId, type: 'payout.reversed', data: { ...common(row), status: 'REVERSED', errorMessage: row.statusReason ?? row.status } }];
    default:
      return [];
  }
};
