import type { Slip, SlipReason, SlipStatus } from '@paygate/contract/slips';
import type { SlipSeen } from './slips.sql.ts';

export interface SlipState { readonly status: SlipStatus; readonly reason: SlipReason | null }

/** What a slip came to for this payment: once its money stands as a credit, the credit's matching decides. */
export const slipStateOf = ({ status, reason, creditStatus, creditPaymentId }: Pick<SlipSeen, 'status' | 'reason' | 'creditStatus' | 'creditPaymentId'>, paymentId: string): SlipState => {
  if (status !== 'CREDITED') return { status, reason };
  if (creditStatus === 'RECEIVED') return { status: 'CHECKING', reason: null };
  if (creditStatus === 'REVIEW') return { status: 'REVIEW', reason: null };
  return creditPaymentId === paymentId ? { status: 'ACCEPTED', reason: null } : { status: 'REFUSED', reason: 'ALREADY_USED' };
};

export const viewSlip = (slip: SlipSeen, paymentId: string): Slip => ({
  object: 'slip', id: slip.id, transactionId: paymentId, ...slipStateOf(slip, paymentId), sendingBank: slip.sendingBank, transRef: slip.transRef,
  createdAt: slip.createdAt, updatedAt: slip.updatedAt,
});
