import type { EventData } from '@paygate/contract/events';
import { bahtFromSatang } from '@paygate/contract/money';
import type { NewEvent } from '../webhooks/record-events.ts';
import type { MovedPayment } from './payment.entity.ts';

type PaymentEventType = 'payment.created' | 'payment.success' | 'payment.failed' | 'payment.expired';

const senderFields = ['customerId', 'memberName', 'senderAccountNumber', 'senderAccountLast4', 'senderBankCode']
  .map((field) => ({ field, snake: field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`) }));

/** What the merchant told us of the payer, under both spellings (decisions G1); absent fields stay absent. */
const senderAliases = (metadata: MovedPayment['metadata']): Record<string, string> => {
  const aliases: Record<string, string> = {};
  for (const { field, snake } of senderFields) {
    const value = metadata?.[field];
    if (typeof value === 'string' || typeof value === 'number') aliases[field] = aliases[snake] = String(value);
  }
  return aliases;
};

const common = (type: PaymentEventType, row: MovedPayment) => ({
  id: row.id, transactionId: row.id, orderId: row.orderId,
  amount: bahtFromSatang(row.amountSatang), fee: bahtFromSatang(row.feeSatang), netAmount: bahtFromSatang(row.amountSatang - row.feeSatang),
  ...(row.requestedSatang !== null && { requestedAmount: bahtFromSatang(row.requestedSatang) }),
  idempotencyKey: `${type}:${row.id}`, idempotency_key: `${type}:${row.id}`,
  ...senderAliases(row.metadata), metadata: row.metadata,
});
const event = <T extends PaymentEventType>(type: T, row: MovedPayment, data: EventData<T>) => ({ merchantId: row.merchantId, mode: row.mode, type, objectId: row.id, data });

/** The success of a payment that a person decided, and who: somebody who reviewed its money, or an admin on his word. */
export const confirmedByHand = (row: MovedPayment, confirmedBy: 'review' | 'admin'): NewEvent => {
  const success = paymentEvent(row);
  if (success.type !== 'payment.success') throw new Error(`payment ${row.id} is ${row.status} after it was confirmed by hand`);
  return { ...success, data: { ...success.data, confirmedBy } };
};

/** The event that belongs to the status a payment has just reached. One builder, so every path says the same. */
export const paymentEvent = (row: MovedPayment): NewEvent => {
  switch (row.status) {
    case 'PENDING':
      return event('payment.created', row, { ...common('payment.created', row), status: 'PENDING', createdAt: row.createdAt, expiresAt: row.expiresAt });
    case 'PAID':
      if (row.paidAt === null) throw new Error(`payment ${row.id} is PAID without an instant`);
      return event('payment.success', row, { ...common('payment.success', row), status: 'PAID', paidAt: row.paidAt, late: row.isLate });
    case 'FAILED':
    case 'CANCELLED':
      return event('payment.failed', row, { ...common('payment.failed', row), status: row.status, errorMessage: row.statusReason ?? row.status });
    case 'EXPIRED':
      return event('payment.expired', row, { ...common('payment.expired', row), status: 'EXPIRED' });
    default:
      throw new Error(`no event for status ${row.status}`);
  }
};
