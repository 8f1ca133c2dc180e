import { defineEntity } from '@mikro-orm/postgresql';
import { column, type RowOf } from '../db/entity.ts';

/** What a plan costs and where its money goes: CENTRAL to the platform's account, DIRECT to the merchant's own. */
export const PlanEntity = defineEntity({
  name: 'Plan', tableName: 'plan',
  properties: {
    code: column.text().primary(),
    qrMode: column.text().$type<'CENTRAL' | 'DIRECT'>(),
    feeBps: column.integer(),
    feeFixedSatang: column.satang(),
  },
});

export type MerchantStatus = 'PENDING' | 'ACTIVE' | 'SUSPENDED' | 'REJECTED';
export type PolicyMode = 'off' | 'warn' | 'enforce_new' | 'enforce_all';

/** Null in an override column means: as the plan or the platform says. */
export const MerchantEntity = defineEntity({
  name: 'Merchant', tableName: 'merchant',
  properties: {
    id: column.id(),
    username: column.text(),
    email: column.text(),
    businessName: column.text(),
    ownerName: column.text(),
    phone: column.text(),
    status: column.text().$type<MerchantStatus>(),
    planCode: column.text(),
    feeBps: column.integer().nullable(),
    feeFixedSatang: column.satang().nullable(),
    policyMode: column.text().$type<PolicyMode>().nullable(),
    promptPayEnabled: column.boolean().nullable(),
    bankTransferEnabled: column.boolean().nullable(),
    parentMerchantId: column.uuid().nullable(),
    canCreateChild: column.boolean(),
    canChildCreateChild: column.boolean(),
    maxChildDepth: column.integer().nullable(),
    maxChildren: column.integer().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type MerchantRow = RowOf<typeof MerchantEntity>;
