import type { Answer, Input } from '@paygate/contract/kernel';
import type { withdrawalOperations } from '@paygate/contract/withdrawals';
import type { Ctx, KeyCaller } from '../caller.ts';
import { single } from '../db/statement.ts';
import { viewWithdrawal } from './withdrawal.view.ts';
import { requestsCount, requestsPage } from './withdrawals.sql.ts';

type List = (typeof withdrawalOperations)['list'];

/** Newest first. `status` in any case, `all` or none for every status; one that does not exist finds nothing. */
export const listWithdrawals = async ({ sql, caller }: Ctx<KeyCaller>, { page, limit, status }: Input<List>): Promise<Answer<List>> => {
  const filter = [caller.merchant.id, caller.mode, status === undefined || status === '' || status.toLowerCase() === 'all' ? null : status.toUpperCase()];
  const rows = await sql.query(requestsPage, [...filter, limit, (page - 1) * limit]);
  const { total } = single(await sql.query(requestsCount, filter), 'count');
  return { object: 'list', requests: rows.map(viewWithdrawal), pagination: { page, limit, total, totalPages: Math.ceil(total / limit) } };
};
