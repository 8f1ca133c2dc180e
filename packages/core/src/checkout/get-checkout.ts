import type { checkoutOperations } from '@paygate/contract/checkout';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtFromSatang } from '@paygate/contract/money';
import { qrPngDataUrl } from '@paygate/promptpay/qr-image';
import { viewPaymentAccounts } from '../accounts/account.view.ts';
import type { Ctx, NoCaller } from '../caller.ts';
import { findCheckoutOf, qrToShow } from './read-checkout.ts';

type Get = (typeof checkoutOperations)['get'];

/**
 * What anybody with the payment's address may know (decisions C10). QR and accounts are there only while it can be paid, so that
 * nobody pays what is over. Refuses TRANSACTION_NOT_FOUND. Amount in baht.
 */
export const getCheckout = async ({ platform, sql }: Ctx<NoCaller>, { transactionId }: Input<Get>): Promise<Answer<Get>> => {
  const found = await findCheckoutOf(platform, sql, transactionId);
  if (!found) throw new Refusal('TRANSACTION_NOT_FOUND');
  const { row, channels } = found;
  const qrPayload = qrToShow(found);
  return {
    success: true,
    transaction: {
      id: row.id, description: row.description, amount: bahtFromSatang(row.amountSatang), status: row.status, expiresAt: row.expiresAt, qrExpiry: row.expiresAt,
      qrPayload, qrCode: qrPayload === null ? null : qrPngDataUrl(qrPayload), copy: { amount: bahtCopyFromSatang(row.amountSatang) },
    },
    merchant: { name: row.merchantName },
    paymentAccounts: viewPaymentAccounts(channels),
  };
};
