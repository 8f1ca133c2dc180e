import type { sandboxOperations } from '@paygate/contract/sandbox';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { moveSandboxPayment } from './move-sandbox-payment.ts';

type Fail = (typeof sandboxOperations)['fail'];

/** Fails a pending test payment; `payment.failed` says so. Refuses TEST_KEY_REQUIRED, TRANSACTION_NOT_FOUND, PAYMENT_NOT_PENDING. */
export const failSandboxPayment = (ctx: WriteCtx<KeyCaller>, { id }: Input<Fail>): Promise<Answer<Fail>> =>
  moveSandboxPayment(ctx, id, { name: 'fail', reason: 'Failed in the sandbox' });
