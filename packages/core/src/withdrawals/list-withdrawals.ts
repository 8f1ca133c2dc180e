import type { Answer, Input } from '@paygate/contract/kernel';
import type { withdrawalOperations } from '@paygate/contract/withdrawals';
import type { Ctx, KeyCaller } from '../caller.ts';
import { findPage, prepared, wantedStatus } from '../numbered-page.ts';
import { viewWithdrawal } from './withdrawal.view.ts';
import { requestsCount, requestsPage } from './withdrawals.sql.ts';

type List = (typeof withdrawalOperations)['list'];

/** Newest first. `status` in any case, `all` or none for every status; one that does not exist finds nothing. */
export const listWithdrawals = async ({ sql, caller }: Ctx<KeyCaller>, { status, ...page }: Input<List>): Promise<Answer<List>> => {
  const { rows, pagination } = await findPage(sql, page, prepared(requestsPage, requestsCount, [caller.merchant.id, caller.mode, wantedStatus(status) ?? null]));
  return { object: 'list', requests: rows.map(viewWithdrawal), pagination };
};
