import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

/** A merchant's page where anybody makes a payment: of `amountSatang`, or where that is null of any amount within the bounds. */
export const PaymentLinkEntity = defineEntity({
  name: 'PaymentLink', tableName: 'payment_link',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    title: column.text(),
    description: column.text().nullable(),
    amountSatang: column.satang().nullable(),
    minAmountSatang: column.satang().nullable(),
    maxAmountSatang: column.satang().nullable(),
    usesMax: column.integer().nullable(),
    totalMaxSatang: column.satang().nullable(),
    expiresAt: column.instant().nullable(),
    /** How long each payment made through it can be paid. */
    paymentMinutes: column.integer(),
    disabledAt: column.instant().nullable(),
    createdAt: column.instant(),
  },
});
export type PaymentLinkRow = RowOf<typeof PaymentLinkEntity>;

/** Which payments were made through a link. */
export const PaymentLinkUseEntity = defineEntity({
  name: 'PaymentLinkUse', tableName: 'payment_link_use',
  properties: { paymentId: column.id(), linkId: column.uuid(), createdAt: column.instant() },
});
