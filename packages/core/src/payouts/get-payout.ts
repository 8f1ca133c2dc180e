import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { payoutOperations } from '@paygate/contract/payouts';
import type { Ctx, KeyCaller } from '../caller.ts';
import { findPage, prepared, wantedStatus } from '../numbered-page.ts';
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

export const listPayouts = async ({ sql, caller }: Ctx<KeyCaller>, { status, ...page }: Input<List>): Promise<Answer<List>> => {
  const { rows, pagination } = await findPage(sql, page, prepared(payoutsPage, payoutsCount, [caller.merchant.id, caller.mode, wantedStatus(status) ?? null]));
  return { object: 'list', payouts: rows.map(viewPayout), pagination };
};
