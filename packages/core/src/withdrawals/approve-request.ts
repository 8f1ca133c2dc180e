import { bahtFromSatang } from '@paygate/contract/money';
import { withdrawalMoves } from '@paygate/contract/withdrawals';
import { single, type Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { draftPayout, type Rejected } from '../payouts/payout-draft.ts';
import type { PayoutTerms } from '../payouts/payout-terms.ts';
import type { PayoutRow } from '../payouts/payout.entity.ts';
import { reservePayouts } from '../payouts/reserve-payouts.ts';
import type { WithdrawalRequestRow } from './withdrawal.entity.ts';
import { decideRequest } from './withdrawals.sql.ts';

export type Approved = { readonly ok: true; readonly request: WithdrawalRequestRow; readonly payout: PayoutRow } | { readonly ok: false; readonly rejected: Rejected };
interface Approval { readonly request: WithdrawalRequestRow; readonly terms: PayoutTerms; readonly decidedBy: 'MERCHANT' | 'RULE' }

/** What the payout's webhooks carry, so that a receiver finds the request again (decisions F5). */
export const withdrawalKey = (requestId: string): string => `withdrawal-request:${requestId}`;

/**
 * Holds the money, queues the payout and marks the request, which the caller has locked and found PENDING. The terms of
 * now apply, so fee and net of the request become the payout's. A refusal leaves the request as it was.
 */
export const approveRequest = async (transaction: Transaction, platform: Pick<Platform, 'queue' | 'bell' | 'bankFor'>, { request, terms, decidedBy }: Approval): Promise<Approved> => {
  const { id, merchantId, mode, bankCode, bankName, accountNumber, accountName, metadata } = request;
  const wish = { amount: bahtFromSatang(request.amountSatang), destination: { bankCode, bankName, accountNumber, accountName }, metadata };
  const drafted = draftPayout(wish, { merchantId, mode, purpose: 'PAYOUT', idempotencyKey: withdrawalKey(id), terms });
  if (!drafted.ok) return drafted;
  const [reserved] = await reservePayouts(transaction, platform, { merchantId, mode, dailyLimitSatang: terms.dailyLimitSatang, isAtomic: true, drafts: [drafted.draft] });
  if (!reserved?.ok) return reserved!;
  const { payout } = reserved;
  const { from, to } = withdrawalMoves.approve;
  const reason = decidedBy === 'RULE' ? 'Approved by rule' : null;
  const decided = single(await transaction.query(decideRequest, [id, from, to, reason, payout.id, payout.feeSatang, payout.netSatang, decidedBy]), 'pending request');
  return { ok: true, request: decided, payout };
};
