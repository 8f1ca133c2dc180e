import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import { withdrawalMoves, type withdrawalOperations } from '@paygate/contract/withdrawals';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { viewPayout } from '../payouts/payout.view.ts';
import { findPayout } from '../payouts/payouts.sql.ts';
import { approveRequest } from './approve-request.ts';
import type { WithdrawalRequestRow } from './withdrawal.entity.ts';
import { viewWithdrawal } from './withdrawal.view.ts';
import { decideRequest, lockRequest } from './withdrawals.sql.ts';

type Approve = (typeof withdrawalOperations)['approve'];
type Reject = (typeof withdrawalOperations)['reject'];

/** The caller's own request, by id or reference, and nobody else's turn until this transaction ends. Another merchant's, and the other mode's, is not found. */
const takeRequest = async ({ sql, caller }: WriteCtx<KeyCaller>, requestRef: string): Promise<WithdrawalRequestRow> => {
  // NUL cannot be in a stored reference, and PostgreSQL refuses it as text.
  const [row] = requestRef.includes('\0') ? [] : await sql.query(lockRequest, [caller.merchant.id, caller.mode, isUuid(requestRef) ? requestRef : null, requestRef]);
  if (!row) throw new Refusal('WITHDRAWAL_REQUEST_NOT_FOUND');
  return row;
};

/**
 * Makes the payout of a pending request, once: any number of approvals at the same time wait for each other and answer the
 * same payout. Refuses WITHDRAWAL_REQUEST_NOT_FOUND, WITHDRAWAL_REQUEST_DECIDED (rejected before), MERCHANT_NOT_ACTIVE and what
 * reserving refuses; the request stays PENDING then.
 */
export const approveWithdrawal = async (ctx: WriteCtx<KeyCaller>, { requestRef }: Input<Approve>): Promise<Answer<Approve>> => {
  const { sql, platform, caller: { merchant, mode } } = ctx;
  const terms = await platform.payoutTerms(merchant.id);
  const request = await takeRequest(ctx, requestRef);
  if (request.status === 'REJECTED') throw new Refusal('WITHDRAWAL_REQUEST_DECIDED', { status: request.status });
  if (request.status === 'APPROVED') {
    const payout = single(await sql.query(findPayout, [request.payoutId, merchant.id, mode]), 'payout of the request');
    return { success: true, object: 'withdrawal_request', request: viewWithdrawal(request), payout: viewPayout(payout) };
  }
  if (merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  const approved = await approveRequest(sql, platform, { request, terms, decidedBy: 'MERCHANT' });
  if (!approved.ok) throw new Refusal(approved.rejected.code, approved.rejected.details);
  return { success: true, object: 'withdrawal_request', request: viewWithdrawal(approved.request), payout: viewPayout(approved.payout) };
};

/** Ends a pending request without money. Safe to repeat: the first reason stays. Refuses WITHDRAWAL_REQUEST_NOT_FOUND, WITHDRAWAL_REQUEST_DECIDED (approved before). */
export const rejectWithdrawal = async (ctx: WriteCtx<KeyCaller>, { requestRef, reason }: Input<Reject>): Promise<Answer<Reject>> => {
  const request = await takeRequest(ctx, requestRef);
  if (request.status === 'APPROVED') throw new Refusal('WITHDRAWAL_REQUEST_DECIDED', { status: request.status });
  const { from, to } = withdrawalMoves.reject;
  const [rejected] = await ctx.sql.query(decideRequest, [request.id, from, to, reason ?? null, null, request.feeSatang, request.netSatang, 'MERCHANT']);
  return { success: true, object: 'withdrawal_request', request: viewWithdrawal(rejected ?? request) };
};
