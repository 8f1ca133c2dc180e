import type { Answer } from '@paygate/contract/kernel';
import type { merchantOperations } from '@paygate/contract/merchants';
import { bahtFromSatang, percentFromBps } from '@paygate/contract/money';
import type { Ctx, KeyCaller } from '../caller.ts';
import { single } from '../db/statement.ts';
import { merchantProfile } from './merchants.sql.ts';

/** The merchant behind the key, as both documents' dashboards show it. */
export const getProfile = async ({ sql, caller }: Ctx<KeyCaller>): Promise<Answer<(typeof merchantOperations)['profile']>> => {
  const row = single(await sql.query(merchantProfile, [caller.merchant.id, caller.mode]), 'merchant');
  return {
    object: 'profile', authenticated_with: 'secret', authenticated_with_mode: caller.keyMode,
    merchant: {
      id: row.id, username: row.username, email: row.email, business_name: row.businessName, owner_name: row.ownerName, phone: row.phone, status: row.status,
      fee_percent: percentFromBps(row.effectiveFeeBps), fee_fixed: bahtFromSatang(row.effectiveFeeFixedSatang), balance: bahtFromSatang(row.availableSatang),
      parent_merchant_id: row.parentMerchantId,
      parent_merchant: row.parentMerchantId === null ? null : { id: row.parentMerchantId, username: row.parentUsername ?? '', business_name: row.parentBusinessName ?? '' },
      capabilities: { can_create_child: row.canCreateChild, can_child_create_child: row.canChildCreateChild, max_child_depth: row.maxChildDepth, max_children: row.maxChildren },
      counters: { child_merchants: row.childCount, webhooks: row.webhookCount },
      created_at: row.createdAt, updated_at: row.updatedAt,
    },
  };
};
