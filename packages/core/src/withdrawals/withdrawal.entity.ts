import { defineEntity } from '@mikro-orm/postgresql';
import type { WithdrawalStatus } from '@paygate/contract/withdrawals';
import { column, type RowOf } from '../db/entity.ts';

/**
 * A member of a merchant asks for money. Nothing is held for it: approving makes a payout, whose fee and net then stand
 * here; until then they are what the payout would cost at the terms of its creation.
 */
export const WithdrawalRequestEntity = defineEntity({
  name: 'WithdrawalRequest', tableName: 'withdrawal_request',
  properties: {
    id: column.id(),
    merchantId: column.uuid(),
    mode: column.text().$type<'live' | 'test'>(),
    requestRef: column.text().nullable(),
    amountSatang: column.satang(),
    feeSatang: column.satang(),
    netSatang: column.satang(),
    bankCode: column.text(),
    bankName: column.text(),
    accountNumber: column.text(),
    accountName: column.text(),
    memberId: column.text().nullable(),
    memberName: column.text().nullable(),
    status: column.text().$type<WithdrawalStatus>(),
    statusReason: column.text().nullable(),
    payoutId: column.uuid().nullable(),
    metadata: column.json<Record<string, unknown>>().nullable(),
    decidedBy: column.text().$type<'MERCHANT' | 'RULE'>().nullable(),
    decidedAt: column.instant().nullable(),
    createdAt: column.instant(),
    updatedAt: column.instant(),
  },
});
export type WithdrawalRequestRow = RowOf<typeof WithdrawalRequestEntity>;

/** Which requests of a merchant are approved at once. No row, or no maximum: none. */
export const WithdrawalRuleEntity = defineEntity({
  name: 'WithdrawalRule', tableName: 'withdrawal_rule',
  properties: {
    merchantId: column.uuid().primary(),
    autoApproveMaxSatang: column.satang().nullable(),
    autoApproveDailySatang: column.satang().nullable(),
    updatedAt: column.instant(),
  },
});
export type WithdrawalRuleRow = RowOf<typeof WithdrawalRuleEntity>;
