import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { paymentOperations } from '@paygate/contract/payments';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { ownPayment } from './get-payment.ts';
import { moveOwnPayment } from './move-payment.ts';
import { viewTransaction } from './payment.view.ts';

type Cancel = (typeof paymentOperations)['cancel'];

/**
 * Cancels a pending payment; `payment.failed` says so. Safe to repeat: a payment that is cancelled already is answered as it is.
 * Refuses TRANSACTION_NOT_FOUND, PAYMENT_NOT_CANCELLABLE (paid, failed or expired first).
 */
export const cancelPayment = async (ctx: WriteCtx<KeyCaller>, { id, reason }: Input<Cancel>): Promise<Answer<Cancel>> => {
  const before = await ownPayment(ctx, id);
  const moved = await moveOwnPayment(ctx, id, { name: 'cancel', reason: reason ?? 'Cancelled by merchant' });
  const now = moved ?? (before.status === 'PENDING' ? await ownPayment(ctx, id) : before);
  if (now.status !== 'CANCELLED') throw new Refusal('PAYMENT_NOT_CANCELLABLE', { status: now.status });
  return { success: true, transaction: viewTransaction(now, ctx.platform.config) };
};
