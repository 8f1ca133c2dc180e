import { defineEntity } from '@mikro-orm/postgresql';
import type { SettlementStatus } from '@paygate/contract/settlements';
import { column, type RowOf } from '../db/entity.ts';

/** What one merchant's settlements cost and may be. Null means: as the platform says. */
export const SettlementTermsEntity = defineEntity({
  name: 'SettlementTerms', tableName: 'settlement_terms',
  properties: {
    merchantId: column.uuid().primary(),
    feeBps: column.integer().nullable(),
    feeFixedSatang: column.satang().nullable(),
    minSatang: column.satang().nullable(),
    updatedAt: column.instant(),
  },
});
export type SettlementTermsRow = RowOf<typeof SettlementTermsEntity>;

/** Where a merchant's own money goes. A settlement keeps a copy, so a later change moves nothing that is under way. */
export const SettlementAccountEntity = defineEntity({
  name: 'SettlementAccount', tableName: 'settlement_account',
  properties: {
    merchantId: column.uuid().primary(),
    bankCode: column.text(),
    bankName: column.text(),
    accountNumber: column.text(),
    accountName: column.text(),
    updatedAt: column.instant(),
  },
});
export type SettlementAccountRow = RowOf<typeof SettlementAccountEntity>;

/** A merchant's money on its way to the merchant. The fee comes out of the amount: net + fee = amount, and the amount is what is held. */
export const SettlementEntity = defineEntity({
  name: 'Settlement', tableName: 'settlement',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    source: column.text().$type<'REQUEST' | 'SCHEDULE'>(),
    amountSatang: column.satang(),
    feeSatang: column.satang(),
    netSatang: column.satang(),
    bankCode: column.text(),
    bankName: column.text(),
    accountNumber: column.text(),
    accountName: column.text(),
    status: column.text().$type<SettlementStatus>(),
    reference: column.text().nullable(),
    note: column.text().nullable(),
    payingAccountId: column.uuid().nullable(),
    processedAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type SettlementRow = RowOf<typeof SettlementEntity>;

/** Settle everything available once a day at this Bangkok time ("HH:MM"), where it reaches the minimum. */
export const SettlementScheduleEntity = defineEntity({
  name: 'SettlementSchedule', tableName: 'settlement_schedule',
  properties: {
    merchantId: column.uuid().primary(),
    mode: column.text().$type<'live' | 'test'>().primary(),
    atTime: column.text(),
    minSatang: column.satang(),
    isActive: column.boolean(),
    updatedAt: column.instant(),
  },
});
export type SettlementScheduleRow = RowOf<typeof SettlementScheduleEntity>;

/** That a schedule has run on a Bangkok day, whatever came of it. The primary key is what makes it once. */
export const SettlementRunEntity = defineEntity({
  name: 'SettlementRun', tableName: 'settlement_run',
  properties: {
    merchantId: column.uuid().primary(),
    mode: column.text().$type<'live' | 'test'>().primary(),
    businessDay: column.day().primary(),
    settlementId: column.uuid().nullable(),
    skippedBecause: column.text().nullable(),
    createdAt: column.instant(),
  },
});
