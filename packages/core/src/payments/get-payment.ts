import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { paymentOperations } from '@paygate/contract/payments';
import { isUuid } from '@paygate/contract/scalars';
import type { Ctx, KeyCaller, Whose } from '../caller.ts';
import type { PaymentRow } from './payment.entity.ts';
import { viewTransaction } from './payment.view.ts';
import type { PaymentReads } from './payment-reads.ts';
import { findPayment } from './payments.sql.ts';

type Get = (typeof paymentOperations)['get'];
type GetByOrder = (typeof paymentOperations)['getByOrder'];

/** The caller's own payment. Refuses TRANSACTION_NOT_FOUND, also for another merchant's and the other mode's. */
export const ownPayment = async ({ sql, caller }: Pick<Ctx, 'sql'> & { readonly caller: Whose }, id: string): Promise<PaymentRow> => {
  const [row] = isUuid(id) ? await sql.query(findPayment, [id, caller.merchant.id, caller.mode]) : [];
  if (!row) throw new Refusal('TRANSACTION_NOT_FOUND');
  return row;
};

const read = async (reads: PaymentReads['byId'], { merchant, mode }: Whose, name: string): Promise<PaymentRow> => {
  const row = await reads.push({ merchantId: merchant.id, mode, name });
  if (!row) throw new Refusal('TRANSACTION_NOT_FOUND');
  return row;
};

export const getPayment = async ({ platform, caller }: Ctx<KeyCaller>, { id }: Input<Get>): Promise<Answer<Get>> => {
  if (!isUuid(id)) throw new Refusal('TRANSACTION_NOT_FOUND');
  return { transaction: viewTransaction(await read(platform.paymentReads.byId, caller, id), platform.config) };
};

export const getPaymentByOrder = async ({ platform, caller }: Ctx<KeyCaller>, { orderId }: Input<GetByOrder>): Promise<Answer<GetByOrder>> => {
  // NUL cannot be in a stored order id, and PostgreSQL refuses it as text.
  if (orderId.includes('\0')) throw new Refusal('TRANSACTION_NOT_FOUND');
  return { transaction: viewTransaction(await read(platform.paymentReads.byOrder, caller, orderId), platform.config) };
};
