import { paymentMoves } from '@paygate/contract/payments';
import type { Whose, WriteCtx } from '../caller.ts';
import { recordEvents } from '../webhooks/record-events.ts';
import type { PaymentRow } from './payment.entity.ts';
import { paymentEvent } from './payment-events.ts';
import { ringPaymentsChanged } from './payment-bell.ts';
import { movePayment } from './payments.sql.ts';

/**
 * Moves the caller's payment along one line of the move table and writes its event, in one transaction. Undefined, and
 * nothing written, when the payment is no longer in a status the move starts from.
 */
export const moveOwnPayment = async (ctx: Pick<WriteCtx, 'platform' | 'sql'> & { readonly caller: Whose }, id: string, move: { readonly name: 'cancel' | 'fail' | 'expire'; readonly reason: string | null }): Promise<PaymentRow | undefined> => {
  const { from, to } = paymentMoves[move.name];
  const [moved] = await ctx.sql.query(movePayment, [id, ctx.caller.merchant.id, ctx.caller.mode, from, to, move.reason]);
  if (!moved) return undefined;
  await recordEvents(ctx.sql, ctx.platform, [paymentEvent(moved)]);
  ringPaymentsChanged(ctx.sql, ctx.platform);
  return moved;
};
