import type { Answer, Input } from '@paygate/contract/kernel';
import type { refundOperations } from '@paygate/contract/refunds';
import type { Ctx, KeyCaller } from '../caller.ts';
import { ownPayment } from '../payments/get-payment.ts';
import { viewRefund, viewRefundedPayment } from './refund.view.ts';
import { findRefunded, refundsOfPayment } from './refunds.sql.ts';

type List = (typeof refundOperations)['list'];

/** Newest first. Refuses TRANSACTION_NOT_FOUND, also for another merchant's and the other mode's payment. */
export const listRefunds = async (ctx: Ctx<KeyCaller>, { id }: Input<List>): Promise<Answer<List>> => {
  const payment = await ownPayment(ctx, id);
  const [total] = await ctx.sql.query(findRefunded, [payment.id]);
  return { object: 'list', refunds: (await ctx.sql.query(refundsOfPayment, [payment.id])).map(viewRefund), payment: viewRefundedPayment(payment, total) };
};
