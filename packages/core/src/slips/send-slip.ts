import type { Answer, Input } from '@paygate/contract/kernel';
import { QR_IMAGE_BYTES_MAX } from '@paygate/contract/payments';
import { SLIPS_PER_PAYMENT_MAX, type slipOperations } from '@paygate/contract/slips';
import type { Ctx, KeyCaller, WriteCtx } from '../caller.ts';
import { ownPayment } from '../payments/get-payment.ts';
import type { Platform } from '../platform.ts';
import { addSlip } from './add-slip.ts';
import { readSlipPicture, unreadable } from './read-slip.ts';
import { viewSlip } from './slip.view.ts';
import { slipsOfPayment } from './slips.sql.ts';

type Send = (typeof slipOperations)['send'];
type List = (typeof slipOperations)['list'];

/** The wish with the text of its picture, read before any transaction. Refuses SLIP_UNREADABLE, SERVICE_UNAVAILABLE. */
export const readSlipWish = (platform: Platform, { imageBase64, ...wish }: Input<Send>): Promise<Input<Send>> | undefined => {
  if (!imageBase64) return undefined;
  if (wish.qrText) throw unreadable('SLIP_TWICE');
  return readSlipPicture(platform, imageBase64, { bytesMax: QR_IMAGE_BYTES_MAX }).then((qrText) => ({ ...wish, qrText }));
};

/** Takes the slip of a transfer for the caller's payment. Safe to repeat. Refuses TRANSACTION_NOT_FOUND and what `addSlip` refuses. */
export const sendSlip = async (ctx: WriteCtx<KeyCaller>, { id, qrText }: Input<Send>): Promise<Answer<Send>> => {
  const payment = await ownPayment(ctx, id);
  if (!qrText) throw unreadable('SLIP_NOTHING_SENT');
  return { success: true, slip: viewSlip(await addSlip(ctx.sql, ctx.platform, { payment, qrText, channel: 'API' }), payment.id) };
};

/** The slips sent for the caller's payment, newest first. Refuses TRANSACTION_NOT_FOUND. */
export const listSlips = async (ctx: Ctx<KeyCaller>, { id }: Input<List>): Promise<Answer<List>> => {
  const payment = await ownPayment(ctx, id);
  const slips = await ctx.sql.query(slipsOfPayment, [payment.id, SLIPS_PER_PAYMENT_MAX]);
  return { object: 'list', slips: slips.map((slip) => viewSlip(slip, payment.id)) };
};
