import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang } from '@paygate/contract/money';
import type { withdrawalOperations } from '@paygate/contract/withdrawals';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { lockBalances } from '../ledger/ledger.sql.ts';
import { merchantBalance } from '../merchants/merchants.sql.ts';
import { draftPayout } from '../payouts/payout-draft.ts';
import type { PayoutTerms } from '../payouts/payout-terms.ts';
import { approveRequest } from './approve-request.ts';
import type { WithdrawalRequestRow } from './withdrawal.entity.ts';
import { viewWithdrawal } from './withdrawal.view.ts';
import { approvedByRuleToday, findRule, insertRequest } from './withdrawals.sql.ts';

type Create = (typeof withdrawalOperations)['create'];

/** Approves a fresh request where the merchant's rule says so; one that the rule, the balance or a limit leaves out stays PENDING. */
const approveByRule = async ({ sql, platform }: WriteCtx<KeyCaller>, request: WithdrawalRequestRow, terms: PayoutTerms): Promise<WithdrawalRequestRow> => {
  const [rule] = await sql.query(findRule, [request.merchantId]);
  if (!rule || rule.autoApproveMaxSatang === null || request.amountSatang > rule.autoApproveMaxSatang) return request;
  await sql.query(lockBalances, [[request.merchantId], [request.mode]]);
  const { approvedSatang } = single(await sql.query(approvedByRuleToday, [request.merchantId, request.mode]), 'day');
  if (rule.autoApproveDailySatang !== null && approvedSatang + request.amountSatang > rule.autoApproveDailySatang) return request;
  const approved = await approveRequest(sql, platform, { request, terms, decidedBy: 'RULE' });
  return approved.ok ? approved.request : request;
};

/**
 * Takes a member's wish for money; minimum and balance are checked now, but nothing is held until it is approved, which the
 * merchant's own rule may do at once. Refuses MERCHANT_NOT_ACTIVE, VALIDATION_ERROR (amount, bank), PAYOUT_LIMIT_EXCEEDED,
 * INSUFFICIENT_BALANCE, DUPLICATE_PAYOUT_REQUEST (requestRef).
 */
export const createWithdrawal = async (ctx: WriteCtx<KeyCaller>, wish: Input<Create>): Promise<Answer<Create>> => {
  const { sql, platform, caller: { merchant, mode } } = ctx;
  if (merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  const terms = await platform.payoutTerms(merchant.id);
  const drafted = draftPayout({ amount: wish.amount, destination: wish.destination, metadata: wish.metadata }, { merchantId: merchant.id, mode, purpose: 'PAYOUT', idempotencyKey: null, terms });
  if (!drafted.ok) throw new Refusal(drafted.rejected.code, drafted.rejected.details);
  const { draft } = drafted;
  const { availableSatang } = single(await sql.query(merchantBalance, [merchant.id, mode]), 'merchant');
  if (draft.debitSatang > availableSatang) throw new Refusal('INSUFFICIENT_BALANCE', { available: bahtFromSatang(availableSatang), required: bahtFromSatang(draft.debitSatang) });

  const { requestRef = null, memberId = null, memberName = null } = wish;
  const [request] = await sql.query(insertRequest, [JSON.stringify({ ...draft, requestRef, memberId, memberName })]);
  if (!request) throw new Refusal('DUPLICATE_PAYOUT_REQUEST', { reason: 'requestRef', requestRef });
  return { success: true, object: 'withdrawal_request', request: viewWithdrawal(await approveByRule(ctx, request, terms)) };
};
