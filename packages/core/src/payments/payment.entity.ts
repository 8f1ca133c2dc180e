import { defineEntity } from '@mikro-orm/postgresql';
import type { PaymentStatus } from '@paygate/contract/payments';
import { column, type RowOf } from '../db/entity.ts';

/**
 * One request for money. Sender columns are what the merchant told us of the payer, normalised for matching; `reference`
 * (18 characters, A–Z 0–9) is what a bank can carry back. The QR image is never stored: its text is enough.
 */
export const PaymentEntity = defineEntity({
  name: 'Payment', tableName: 'payment',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    orderId: column.text().nullable(),
    reference: column.text(),
    source: column.text().$type<'API' | 'LINK'>(),
    amountSatang: column.satang(),
    feeSatang: column.satang(),
    qrMode: column.text().$type<'CENTRAL' | 'DIRECT'>(),
    status: column.text().$type<PaymentStatus>(),
    statusReason: column.text().nullable(),
    description: column.text().nullable(),
    metadata: column.json<Record<string, unknown>>().nullable(),
    returnUrl: column.text().nullable(),
    qrPayload: column.text().nullable(),
    receivingAccountId: column.uuid(),
    senderAccount: column.text().nullable(),
    senderBankCode: column.text().nullable(),
    isLate: column.boolean(),
    expiresAt: column.instant(),
    paidAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type PaymentRow = RowOf<typeof PaymentEntity>;
