import { defineEntity } from '@mikro-orm/postgresql';
import type { PaymentStatus } from '@paygate/contract/payments';
import { column, type RowOf } from '../db/entity.ts';

/** Stands for the platform where a merchant's id would name the owner of receiving accounts. */
export const PLATFORM_OWNER = '00000000-0000-0000-0000-000000000000';

/**
 * One request for money. Sender columns are what the merchant told us of the payer, normalised for matching; `reference`
 * (18 characters, A–Z 0–9) is what a bank can carry back. `receivingOwnerId` says whose accounts the payer
 * was shown: a merchant's own, or the platform's (PLATFORM_OWNER). `receivingAccountId` (PromptPay first) and `bankAccountId` are the
 * accounts it was given, the same one twice where there is one; neither for a shop's own QR template. `requestedSatang` is what was asked
 * where the amount was moved to be unlike others. `isCounted`: counts while open against the limits of its accounts. The QR image is never stored: its text is enough.
 */
export const PaymentEntity = defineEntity({
  name: 'Payment', tableName: 'payment',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    orderId: column.text().nullable(),
    reference: column.text(),
    source: column.text().$type<'API' | 'LINK' | 'WIDGET' | 'REUSABLE_LINK'>(),
    amountSatang: column.satang(),
    feeSatang: column.satang(),
    qrMode: column.text().$type<'CENTRAL' | 'DIRECT'>(),
    status: column.text().$type<PaymentStatus>(),
    statusReason: column.text().nullable(),
    description: column.text().nullable(),
    metadata: column.json<Record<string, unknown>>().nullable(),
    returnUrl: column.text().nullable(),
    qrPayload: column.text().nullable(),
    receivingOwnerId: column.uuid(),
    receivingAccountId: column.uuid().nullable(),
    bankAccountId: column.uuid().nullable(),
    requestedSatang: column.satang().nullable(),
    isCounted: column.boolean(),
    senderAccount: column.text().nullable(),
    senderBankCode: column.text().nullable(),
    senderName: column.text().nullable(),
    senderNameEn: column.text().nullable(),
    isLate: column.boolean(),
    expiresAt: column.instant(),
    paidAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type PaymentRow = RowOf<typeof PaymentEntity>;

/** What is told of a payment when it moves: enough for its event and its posting, without texts that neither reads. */
export const movedColumns = [
  'id', 'merchantId', 'mode', 'orderId', 'amountSatang', 'feeSatang', 'requestedSatang', 'qrMode', 'status', 'statusReason', 'metadata', 'isLate', 'expiresAt', 'paidAt', 'createdAt',
] as const satisfies readonly (keyof PaymentRow)[];
export type MovedPayment = Pick<PaymentRow, (typeof movedColumns)[number]>;
