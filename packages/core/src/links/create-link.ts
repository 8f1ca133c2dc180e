import type { linkOperations } from '@paygate/contract/dashboard';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtCopyFromSatang, bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { Ctx, SessionCaller } from '../caller.ts';
import { storePayment } from '../payments/create-payment.ts';
import { draftPayment } from '../payments/payment-draft.ts';
import { checkoutUrl } from '../payments/payment.view.ts';
import { linkMerchantOf } from './links.rules.ts';

/**
 * Creates a payment and answers the address of its page. A link is made by hand before the payer is known, so the contract
 * policy on sender fields does not apply; every other rule of a payment does. Live unless the mode says otherwise. Refuses
 * FORBIDDEN without a merchant, and what `draftPayment` and `storePayment` refuse. Amount in baht, at most 2 decimals.
 */
export const createLink = async (ctx: Ctx<SessionCaller>, { mode, ...wish }: Input<(typeof linkOperations)['create']>): Promise<Answer<(typeof linkOperations)['create']>> => {
  const merchant = linkMerchantOf(ctx.caller);
  const drafted = await draftPayment(ctx.platform, { merchant, mode: mode ?? 'live', source: 'LINK' }, wish);
  const { id, orderId, amountSatang, requestedSatang, expiresAt } = await storePayment(ctx, drafted);
  return {
    success: true, paymentLink: checkoutUrl(ctx.platform.config, id),
    transaction: { id, orderId, amount: bahtTrimmedFromSatang(amountSatang), ...(requestedSatang !== null && { requestedAmount: bahtTrimmedFromSatang(requestedSatang) }), expiresAt, copy: { amount: bahtCopyFromSatang(amountSatang) } },
  };
};
