import type { checkoutOperations } from '@paygate/contract/checkout';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtFromSatang, bahtTrimmedFromSatang, satangFromBaht } from '@paygate/contract/money';
import type { Ctx, PublicKeyCaller } from '../caller.ts';
import { allowsOrigin } from '../keys/origins.rules.ts';
import { storePayment } from '../payments/create-payment.ts';
import { draftPayment } from '../payments/payment-draft.ts';
import type { PaymentRow } from '../payments/payment.entity.ts';
import { checkoutUrl } from '../payments/payment.view.ts';
import { findPaymentsByOrder } from '../payments/payments.sql.ts';

type CreateSession = (typeof checkoutOperations)['createSession'];

const checkAmount = ({ minAmountSatang, maxAmountSatang }: PublicKeyCaller, amountSatang: number): void => {
  if (minAmountSatang !== null && amountSatang < minAmountSatang) throw new Refusal('AMOUNT_BELOW_MINIMUM', { min: bahtTrimmedFromSatang(minAmountSatang) });
  if (maxAmountSatang !== null && amountSatang > maxAmountSatang) throw new Refusal('AMOUNT_ABOVE_MAXIMUM', { max: bahtTrimmedFromSatang(maxAmountSatang) });
};
// Else anybody could make a page in the shop's name that leads payers elsewhere.
const checkReturnUrl = ({ allowedOrigins, mode }: PublicKeyCaller, returnUrl: string): void => {
  if (allowsOrigin(allowedOrigins, URL.parse(returnUrl)?.origin ?? '', { isTest: mode === 'test' })) return;
  throw new Refusal('INVALID_REQUEST', { issues: [{ field: 'returnUrl', en: 'must be on a page that the key allows', th: 'ต้องอยู่บนเว็บที่คีย์อนุญาต' }] });
};

/** An order that a button opened before is opened again, whoever presses: an order is one payment. Another amount is another order. */
const openedBefore = async ({ sql, caller }: Ctx<PublicKeyCaller>, orderId: string, amountSatang: number): Promise<PaymentRow | undefined> => {
  const [row] = await sql.query(findPaymentsByOrder, [[orderId], [caller.merchant.id], [caller.mode]]);
  return row?.source === 'WIDGET' && (row.requestedSatang ?? row.amountSatang) === amountSatang ? row : undefined;
};

/**
 * Opens a payment from a page of the shop. Nothing the browser says of the payer is taken: no metadata. Safe to repeat for the same order
 * and amount. Refuses what `draftPayment` and `storePayment` refuse, and amounts and return addresses outside what the key allows. Amount in baht.
 */
export const createCheckoutSession = async (ctx: Ctx<PublicKeyCaller>, wish: Input<CreateSession>): Promise<Answer<CreateSession>> => {
  const { merchant, mode } = ctx.caller;
  const amountSatang = satangFromBaht(wish.amount);
  if (amountSatang === undefined) throw new Refusal('INVALID_AMOUNT');
  checkAmount(ctx.caller, amountSatang);
  if (wish.returnUrl) checkReturnUrl(ctx.caller, wish.returnUrl);
  const before = wish.orderId ? await openedBefore(ctx, wish.orderId, amountSatang) : undefined;
  const row = before ?? (await storePayment(ctx, await draftPayment(ctx.platform, { merchant, mode, source: 'WIDGET' }, wish)));
  return {
    success: true,
    transaction: {
      id: row.id, orderId: row.orderId, amount: bahtFromSatang(row.amountSatang), ...(row.requestedSatang !== null && { requestedAmount: bahtFromSatang(row.requestedSatang) }), description: row.description, status: row.status, expiresAt: row.expiresAt,
      checkoutUrl: checkoutUrl(ctx.platform.config, row.id), copy: { amount: bahtCopyFromSatang(row.amountSatang) },
    },
  };
};
