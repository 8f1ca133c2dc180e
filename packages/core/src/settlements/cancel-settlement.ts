import type { Answer, Input } from '@paygate/contract/kernel';
import type { settlementOperations } from '@paygate/contract/settlements';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { moveOn, takeSettlements } from './move-settlement.ts';
import { viewSettlement } from './settlement.view.ts';

type Cancel = (typeof settlementOperations)['cancel'];

/** Gives the held amount back while nobody has begun. Safe to repeat. Refuses SETTLEMENT_NOT_FOUND (also another merchant's), SETTLEMENT_NOT_MOVABLE. */
export const cancelSettlement = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, { id }: Input<Cancel>): Promise<Answer<Cancel>> => {
  const found = single(await takeSettlements(sql, [id], ownMerchant(caller).id), 'settlement');
  const ended = found.status === 'CANCELLED' ? found : await moveOn(sql, platform, { ...found, move: { name: 'cancel', note: null } });
  return { success: true, settlement: viewSettlement(ended) };
};
