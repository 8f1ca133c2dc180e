import type { inexactOperations, PaymentCredit } from '@paygate/contract/inexact';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang } from '@paygate/contract/money';
import type { Ctx, KeyCaller } from '../caller.ts';
import { ownPayment } from '../payments/get-payment.ts';
import { creditsOfPayment, type PaymentCreditRow } from './inexact.sql.ts';

type List = (typeof inexactOperations)['credits'];

const stateOf = ({ state, appliedSatang }: PaymentCreditRow): PaymentCredit['state'] => {
  switch (state) {
    case null:
      return 'APPLIED';
    case 'OPEN':
      return 'IN_REVIEW';
    case 'IGNORED':
      return 'KEPT';
    case 'ACCEPTED':
      return appliedSatang > 0 ? 'APPLIED' : 'APPLIED_ELSEWHERE';
    case 'RETURNING':
    case 'RETURNED':
      return state;
  }
};

const view = (row: PaymentCreditRow): PaymentCredit => ({
  object: 'payment_credit', id: row.id, inexact: row.inexact, state: stateOf(row), receivedAmount: bahtFromSatang(row.receivedSatang), appliedAmount: bahtFromSatang(row.appliedSatang),
  heldAmount: bahtFromSatang(row.leftSatang), returnedAmount: bahtFromSatang(row.returnedSatang), receivedAt: row.paidAt,
});

/** What came for the caller's payment. Refuses TRANSACTION_NOT_FOUND, also for another merchant's and the other mode's payment. */
export const listPaymentCredits = async (ctx: Ctx<KeyCaller>, { id }: Input<List>): Promise<Answer<List>> => {
  const payment = await ownPayment(ctx, id);
  return { object: 'list', transactionId: payment.id, credits: (await ctx.sql.query(creditsOfPayment, [payment.id])).map(view) };
};
