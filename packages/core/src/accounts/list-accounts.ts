import type { Answer } from '@paygate/contract/kernel';
import type { accountOperations } from '@paygate/contract/accounts';
import type { Ctx, KeyCaller } from '../caller.ts';
import { viewMerchantBrief } from '../merchants/merchant.view.ts';
import { viewAccountsListed } from './account.view.ts';
import { channelsOf } from './channels.ts';

/** The accounts that receive money for this merchant now. */
export const listAccounts = async ({ platform, caller }: Ctx<KeyCaller>): Promise<Answer<(typeof accountOperations)['list']>> => {
  const channels = await channelsOf(platform, caller.merchant, caller.mode);
  const updated = [channels.promptPay, ...channels.banks].flatMap((account) => (account ? [account.updatedAt] : []));
  return {
    object: 'payment_accounts',
    merchant: viewMerchantBrief(caller.merchant),
    ...viewAccountsListed(channels),
    updated_at: updated.toSorted().at(-1) ?? caller.merchant.createdAt,
  };
};
