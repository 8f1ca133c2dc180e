import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { satangFromBaht } from '@paygate/contract/money';
import type { settlementOperations } from '@paygate/contract/settlements';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { openSettlement } from './open-settlement.ts';
import { viewSettlement } from './settlement.view.ts';

type Create = (typeof settlementOperations)['create'];

/** A person of the merchant asks for its money, live unless said otherwise. Refuses INVALID_AMOUNT and what `openSettlement` rejects. Amount in baht. */
export const createSettlement = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, { amount, note, mode }: Input<Create>): Promise<Answer<Create>> => {
  const amountSatang = satangFromBaht(amount);
  if (amountSatang === undefined) throw new Refusal('INVALID_AMOUNT');
  const opened = await openSettlement(sql, platform, { merchant: ownMerchant(caller), mode: mode ?? 'live', source: 'REQUEST', amountSatang, minSatang: 0, note: note ?? null });
  if (!opened.ok) throw new Refusal(opened.rejected.code, opened.rejected.details);
  return { success: true, settlement: viewSettlement(opened.settlement) };
};
