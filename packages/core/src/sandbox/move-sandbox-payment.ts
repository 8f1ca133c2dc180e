import { Refusal } from '@paygate/contract/errors';
import type { Whose, WriteCtx } from '../caller.ts';
import { ownPayment } from '../payments/get-payment.ts';
import { moveOwnPayment } from '../payments/move-payment.ts';
import { viewTransaction } from '../payments/payment.view.ts';
import { requireTestMode } from './test-mode.ts';

/** One move of a pending test payment, by hand instead of by the bank or the clock. */
export const moveSandboxPayment = async (ctx: Pick<WriteCtx, 'platform' | 'sql'> & { readonly caller: Whose }, id: string, move: { readonly name: 'fail' | 'expire'; readonly reason: string | null }) => {
  requireTestMode(ctx.caller);
  await ownPayment(ctx, id);
  const moved = await moveOwnPayment(ctx, id, move);
  if (!moved) throw new Refusal('PAYMENT_NOT_PENDING', { status: (await ownPayment(ctx, id)).status });
  return { success: true, transaction: viewTransaction(moved, ctx.platform.config) } as const;
};
