import type { Merchant, Mode } from '../caller.ts';
import type { Platform } from '../platform.ts';
import type { ReceivingAccountRow } from './receiving-account.entity.ts';
import { receivingKey } from './receiving.ts';

export interface Channels {
  readonly promptPay: ReceivingAccountRow | undefined;
  readonly banks: readonly ReceivingAccountRow[];
}

/**
 * What a payer of this merchant may use now: the global switch AND the merchant's override (decisions C8). A merchant on a
 * DIRECT plan is paid on its own accounts, everyone else on the platform's.
 */
export const channelsOf = async (platform: Platform, merchant: Merchant, mode: Mode): Promise<Channels> => {
  const settings = await platform.settings();
  const { promptPay, banks } = await platform.receiving(receivingKey(mode, merchant.qrMode === 'DIRECT' ? merchant.id : null));
  return {
    promptPay: settings.promptPayEnabled && (merchant.promptPayEnabled ?? true) ? promptPay : undefined,
    banks: settings.bankTransferEnabled && (merchant.bankTransferEnabled ?? true) ? banks : [],
  };
};
