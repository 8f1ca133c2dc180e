import type { Answer } from '@paygate/contract/kernel';
import type { bankOperations } from '@paygate/contract/payouts';
import { BANKS } from './banks.ts';

/** Every bank of the table; payouts go to those marked as destinations. */
export const listBanks = async (): Promise<Answer<(typeof bankOperations)['list']>> => ({
  object: 'list',
  banks: BANKS.map(({ code, aliases, nameTh, nameEn, isPayoutDestination }) => ({ code, aliases: [...aliases], name_th: nameTh, name_en: nameEn, is_payout_destination: isPayoutDestination })),
});
