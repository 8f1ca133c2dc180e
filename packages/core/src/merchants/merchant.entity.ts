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
    updatedAt: column.instant(),
  },
});

export type MerchantStatus = 'PENDING' | 'ACTIVE' | 'SUSPENDED' | 'REJECTED';
/** Which of several accounts the next payment is given. */
export type AccountRotation = 'default_first' | 'round_robin' | 'least_used_today';
/** Where an amount may be moved so that it is nobody else's, and what happens when every one is taken (decisions D4). */
export type UniqueSatangDirection = 'DOWN' | 'UP' | 'BOTH';
export type UniqueSatangWhenFull = 'REFUSE' | 'AS_ASKED';
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
    testClockOffsetSeconds: column.integer(),
    accountRotation: column.text().$type<AccountRotation>(),
    uniqueSatangMax: column.integer().nullable(),
    uniqueSatangDirection: column.text().$type<UniqueSatangDirection>(),
    uniqueSatangWhenFull: column.text().$type<UniqueSatangWhenFull>(),
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
