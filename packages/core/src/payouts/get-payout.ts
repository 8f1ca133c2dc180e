import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { payoutOperations } from '@paygate/contract/payouts';
import type { Ctx, KeyCaller } from '../caller.ts';
import { single } from '../db/statement.ts';
import { viewPayout } from './payout.view.ts';
import { findPayoutByRef, payoutsCount, payoutsPage } from './payouts.sql.ts';

type GetByRef = (typeof payoutOperations)['getByRef'];
type List = (typeof payoutOperations)['list'];

/** Refuses PAYOUT_NOT_FOUND, also for another merchant's and the other mode's. */
export const getPayoutByRef = async ({ sql, caller }: Ctx<KeyCaller>, { merchantRef }: Input<GetByRef>): Promise<Answer<GetByRef>> => {
  const [row] = merchantRef.includes('\0') ? [] : await sql.query(findPayoutByRef, [merchantRef, caller.merchant.id, caller.mode]);
  if (!row) throw new Refusal('PAYOUT_NOT_FOUND');
  return { payout: viewPayout(row) };
};

export const listPayouts = async ({ sql, caller }: Ctx<KeyCaller>, { page, limit, status }: Input<List>): Promise<Answer<List>> => {
  const filter = [caller.merchant.id, caller.mode, status === undefined || status.toLowerCase() === 'all' ? null : status.toUpperCase()];
  const rows = await sql.query(payoutsPage, [...filter, limit, (page - 1) * limit]);
  const { total } = single(await sql.query(payoutsCount, filter), 'count');
  return { object: 'list', payouts: rows.map(viewPayout), pagination: { page, limit, total, totalPages: Math.ceil(total / limit) } };
};
