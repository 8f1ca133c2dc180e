import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import type { paymentOperations } from '@paygate/contract/payments';
import { qrPngDataUrl } from '@paygate/promptpay/qr-image';
import { viewPaymentAccounts } from '../accounts/account.view.ts';
import type { Ctx, KeyCaller } from '../caller.ts';
import type { Drafted, PaymentDraft } from './payment-draft.ts';
import { draftPayment } from './payment-draft.ts';
import type { PaymentRow } from './payment.entity.ts';
import { addPayments } from './payment-flush.ts';
import { viewTransaction } from './payment.view.ts';
import { addUniquePayments, type UniqueDraft } from './unique-payments.ts';

/**
 * Stores one draft with its event: in the caller's transaction where there is one, else together with whatever else is
 * being created at this moment. Where the merchant wants amounts that are nobody else's, the row has the amount to pay and, where it
 * was moved, the one asked. Refuses ORDER_ID_EXISTS, UNIQUE_AMOUNT_UNAVAILABLE, SERVICE_UNAVAILABLE (too many wait already).
 */
export const storePayment = async (ctx: Pick<Ctx, 'platform' | 'transaction'>, drafted: Pick<Drafted, 'draft' | 'unique'>): Promise<PaymentRow> => {
  const stored = await (drafted.unique ? storeUnique(ctx, drafted.unique) : storePlain(ctx, drafted.draft));
  if (!stored) throw new Refusal('ORDER_ID_EXISTS', { orderId: drafted.draft.orderId });
  return stored;
};
const storePlain = async ({ platform, transaction }: Pick<Ctx, 'platform' | 'transaction'>, draft: PaymentDraft): Promise<PaymentRow | undefined> =>
  transaction ? (await addPayments(transaction, platform, [draft]))[0] : platform.paymentFlush.push(draft);
const storeUnique = async ({ platform, transaction }: Pick<Ctx, 'platform' | 'transaction'>, unique: UniqueDraft): Promise<PaymentRow | undefined> => {
  const stored = transaction ? (await addUniquePayments(transaction, platform, [unique]))[0] : await platform.uniquePaymentFlush.push(unique);
  if (stored === 'FULL') throw new Refusal('UNIQUE_AMOUNT_UNAVAILABLE', { amount: bahtTrimmedFromSatang(unique.draft.amountSatang) });
  return stored;
};

/**
 * Creates a payment and its QR. The same order id never makes two payments of a merchant in one mode.
 * Refuses what `draftPayment` and `storePayment` refuse. Amounts in baht on the wire, at most 2 decimals.
 */
export const createPayment = async (ctx: Ctx<KeyCaller>, wish: Input<(typeof paymentOperations)['create']>): Promise<Answer<(typeof paymentOperations)['create']>> => {
  const { merchant, mode } = ctx.caller;
  const drafted = await draftPayment(ctx.platform, { merchant, mode, source: 'API' }, wish);
  const { channels, policy, warnings } = drafted;
  const row = await storePayment(ctx, drafted);
  return {
    success: true,
    transaction: { ...viewTransaction(row, ctx.platform.config), qrCode: row.qrPayload === null ? null : qrPngDataUrl(row.qrPayload) },
    paymentAccounts: viewPaymentAccounts(channels),
    paymentContractPolicy: policy,
    integrationWarnings: [...warnings],
  };
};
