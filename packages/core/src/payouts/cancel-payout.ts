import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { payoutOperations } from '@paygate/contract/payouts';
import { isUuid } from '@paygate/contract/scalars';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { viewPayout } from './payout.view.ts';
import { findPayout } from './payouts.sql.ts';
import { settlePayout } from './settle-payout.ts';

type Cancel = (typeof payoutOperations)['cancel'];

/**
 * Cancels a queued payout; the hold goes back and `payout.failed` says CANCELLED. Safe to repeat.
 * Refuses PAYOUT_NOT_FOUND, PAYOUT_NOT_CANCELLABLE (a bank or a batch has it already).
 */
export const cancelPayout = async ({ sql, platform, caller }: WriteCtx<KeyCaller>, { id }: Input<Cancel>): Promise<Answer<Cancel>> => {
  const find = async () => (isUuid(id) ? await sql.query(findPayout, [id, caller.merchant.id, caller.mode]) : [])[0];
  if (!(await find())) throw new Refusal('PAYOUT_NOT_FOUND');
  const moved = await settlePayout(sql, platform, { payoutId: id, outcome: { move: 'cancel', reason: 'Cancelled by merchant' } });
  const now = moved ?? (await find());
  const isInBatch = now?.status === 'QUEUED' && now.batchId !== null;
  if (now?.status !== 'CANCELLED') throw new Refusal('PAYOUT_NOT_CANCELLABLE', { status: isInBatch ? 'in a bank batch' : now?.status });
  return { success: true, payout: viewPayout(now) };
};
