import type { sandboxOperations } from '@paygate/contract/sandbox';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { moveSandboxPayment } from './move-sandbox-payment.ts';

type Expire = (typeof sandboxOperations)['expire'];

/** Expires a pending test payment now; `payment.expired` says so. Refuses TEST_KEY_REQUIRED, TRANSACTION_NOT_FOUND, PAYMENT_NOT_PENDING. */
export const expireSandboxPayment = (ctx: WriteCtx<KeyCaller>, { id }: Input<Expire>): Promise<Answer<Expire>> =>
  moveSandboxPayment(ctx, id, { name: 'expire', reason: null });
