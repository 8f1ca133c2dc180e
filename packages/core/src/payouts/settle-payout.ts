import { payoutMoves } from '@paygate/contract/payouts';
import type { Transaction } from '../db/statement.ts';
import { reversePosting, settlePosting, voidPosting, type Posting } from '../ledger/ledger.rules.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import type { Platform } from '../platform.ts';
import type { PayoutRow } from './payout.entity.ts';
import { movePayout } from './payouts.sql.ts';
import { tellPurpose } from './tell-purpose.ts';

/** What became of a payout. `reason` is for the merchant's eyes. */
export type PayoutOutcome =
  | { readonly move: 'succeed'; readonly externalRef: string | null }
  | { readonly move: 'fail' | 'cancel' | 'reverse'; readonly reason: string }
  | { readonly move: 'loseSight'; readonly reason: string };

const postingOf = (move: PayoutOutcome['move'], payout: PayoutRow): Posting | undefined => {
  switch (move) {
    case 'succeed':
      return settlePosting(payout, payout.payingAccountId);
    case 'fail':
    case 'cancel':
      return voidPosting(payout);
    case 'reverse':
      return reversePosting(payout, payout.payingAccountId);
    case 'loseSight':
      return undefined;
  }
};

/**
 * The one way a payout leaves a status: row, ledger, event and whatever hangs on its purpose move together. Undefined, and
 * nothing written, when the payout is not in a status the move starts from: a second word of the bank changes nothing.
 */
export const settlePayout = async (transaction: Transaction, platform: Pick<Platform, 'queue' | 'bell'>, settle: { readonly payoutId: string; readonly outcome: PayoutOutcome }): Promise<PayoutRow | undefined> => {
  const { outcome, payoutId } = settle;
  const { from, to } = payoutMoves[outcome.move];
  const reason = outcome.move === 'succeed' ? null : outcome.reason;
  const externalRef = outcome.move === 'succeed' ? outcome.externalRef : null;
  const [moved] = await transaction.query(movePayout, [payoutId, from, to, reason, externalRef, outcome.move !== 'loseSight']);
  if (!moved) return undefined;
  const posting = postingOf(outcome.move, moved);
  if (posting) await postLedger(transaction, [posting]);
  await tellPurpose(transaction, platform, moved);
  return moved;
};
