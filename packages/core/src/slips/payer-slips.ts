import type { SlipPageView } from '@paygate/contract/checkout';
import { Refusal } from '@paygate/contract/errors';
import { payerStateOf } from '../checkout/checkout.rules.ts';
import { findCheckoutOf } from '../checkout/read-checkout.ts';
import { framingOrigins } from '../keys/origins.rules.ts';
import type { Platform } from '../platform.ts';
import { addSlip, mayTakeSlip } from './add-slip.ts';
import { readSlipPicture, unreadable } from './read-slip.ts';
import { slipStateOf } from './slip.view.ts';
import { slipsOfPayment } from './slips.sql.ts';

/** Largest picture a payer may send. */
export const PAYER_PICTURE_BYTES_MAX = 4 * 1_024 * 1_024;

/** Everything the page for sending a slip shows. Undefined when there is no such payment. */
export const readSlipView = async (platform: Platform, paymentId: string): Promise<SlipPageView | undefined> => {
  const { database } = platform;
  const found = await findCheckoutOf(platform, database, paymentId);
  if (!found) return undefined;
  const { id, mode, status, merchantName, amountSatang, origins } = found.row;
  const [slip] = await database.query(slipsOfPayment, [id, 1]);
  const told = slip ? slipStateOf(slip, id) : null;
  return {
    id, isTest: mode === 'test', state: payerStateOf(found.row), merchantName, amountSatang, origins: framingOrigins(origins), slip: told,
    // The payment was read a moment before its slip.
    takesSlips: mayTakeSlip(status) && told?.status !== 'ACCEPTED',
  };
};

/** What a payer sent: a picture, or the text of the QR on it. */
export interface PayerSlip { readonly picture: Uint8Array | undefined; readonly text: string | undefined }

/**
 * Takes the slip of whoever has the payment's address. Reads the picture first, then writes in one transaction; nothing of the picture is kept.
 * Refuses TRANSACTION_NOT_FOUND, SLIP_UNREADABLE, SERVICE_UNAVAILABLE (too many pictures wait) and what `addSlip` refuses.
 */
export const sendPayerSlip = async (platform: Platform, paymentId: string, { picture, text }: PayerSlip): Promise<void> => {
  const found = await findCheckoutOf(platform, platform.database, paymentId);
  if (!found) throw new Refusal('TRANSACTION_NOT_FOUND');
  const payment = found.row;
  if (!mayTakeSlip(payment.status)) throw new Refusal('PAYMENT_NOT_PENDING', { status: payment.status });
  if (!picture && !text) throw unreadable('SLIP_NOTHING_SENT');
  const qrText = picture ? await readSlipPicture(platform, picture, { bytesMax: PAYER_PICTURE_BYTES_MAX }) : (text ?? '');
  await platform.database.transaction((transaction) => addSlip(transaction, platform, { payment, qrText, channel: 'PAGE' }), { whose: payment.merchantId });
};
