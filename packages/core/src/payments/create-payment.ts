import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { paymentOperations } from '@paygate/contract/payments';
import { qrPngDataUrl } from '@paygate/promptpay/qr-image';
import { viewPaymentAccounts } from '../accounts/account.view.ts';
import type { Ctx, KeyCaller } from '../caller.ts';
import { CoalescerFull } from '../db/coalescer.ts';
import type { PaymentDraft } from './payment-draft.ts';
import { draftPayment } from './payment-draft.ts';
import type { PaymentRow } from './payment.entity.ts';
import { addPayments } from './payment-flush.ts';
import { viewTransaction } from './payment.view.ts';

/**
 * Stores one draft with its event: in the caller's transaction where there is one, else together with whatever else is
 * being created at this moment. Refuses ORDER_ID_EXISTS, SERVICE_UNAVAILABLE (too many wait already).
 */
export const storePayment = async ({ platform, transaction }: Pick<Ctx, 'platform' | 'transaction'>, draft: PaymentDraft): Promise<PaymentRow> => {
  const stored = transaction
    ? (await addPayments(transaction, platform, [draft]))[0]
    : await platform.paymentFlush.push(draft).catch((cause: unknown) => {
        throw cause instanceof CoalescerFull ? new Refusal('SERVICE_UNAVAILABLE') : cause;
      });
  if (!stored) throw new Refusal('ORDER_ID_EXISTS', { orderId: draft.orderId });
  return stored;
};

/**
 * Creates a payment and its QR. The same order id never makes two payments of a merchant in one mode.
 * Refuses what `draftPayment` and `storePayment` refuse. Amounts in baht on the wire, at most 2 decimals.
 */
export const createPayment = async (ctx: Ctx<KeyCaller>, wish: Input<(typeof paymentOperations)['create']>): Promise<Answer<(typeof paymentOperations)['create']>> => {
  const { merchant, mode } = ctx.caller;
  const { draft, channels, policy, warnings } = await draftPayment(ctx.platform, { merchant, mode, source: 'API' }, wish);
  const row = await storePayment(ctx, draft);
  return {
    success: true,
    transaction: { ...viewTransaction(row, ctx.platform.config), qrCode: row.qrPayload === null ? null : qrPngDataUrl(row.qrPayload) },
    paymentAccounts: viewPaymentAccounts(channels),
    paymentContractPolicy: policy,
    integrationWarnings: [...warnings],
  };
};
