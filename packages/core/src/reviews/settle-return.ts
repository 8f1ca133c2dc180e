import type { Transaction } from '../db/statement.ts';
import { single } from '../db/statement.ts';
import { returnBackPosting } from '../ledger/ledger.rules.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import type { PayoutRow } from '../payouts/payout.entity.ts';
import { markReturned, moveReturn, putBack } from './returns.sql.ts';

const moves: Readonly<Partial<Record<PayoutRow['status'], { readonly from: readonly string[]; readonly to: string }>>> = {
  SUCCESS: { from: ['PENDING'], to: 'SUCCESS' }, FAILED: { from: ['PENDING'], to: 'FAILED' }, CANCELLED: { from: ['PENDING'], to: 'FAILED' }, REVERSED: { from: ['SUCCESS'], to: 'REVERSED' },
};

/**
 * A return ends as its payout does, in its transaction and under the balance lock that its posting took. Money that did not arrive, or came back, is in suspense
 * again and its credit in the queue. Nothing while the payout is under way.
 */
export const settleReturn = async (transaction: Transaction, _platform: unknown, payout: PayoutRow): Promise<void> => {
  const move = moves[payout.status];
  if (!move) return;
  const one = single(await transaction.query(moveReturn, [payout.id, move.from, move.to, payout.statusReason]), 'return of the payout');
  if (one.status === 'SUCCESS') {
    single(await transaction.query(markReturned, [one.creditId]), 'credit that is returning');
    return;
  }
  await postLedger(transaction, [returnBackPosting({ id: one.id, mode: payout.mode, amountSatang: one.amountSatang, receivingAccountId: one.receivingAccountId })]);
  single(await transaction.query(putBack, [one.creditId, one.amountSatang, payout.statusReason]), 'credit that was returned');
};
