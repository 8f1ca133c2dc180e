import type { PayerState } from '@paygate/contract/checkout';
import type { PaymentStatus } from '@paygate/contract/payments';
import type { StateRow } from './checkout.sql.ts';

const told: Readonly<Record<PaymentStatus, PayerState>> = {
  PENDING: 'pending', PAID: 'paid', REFUNDED: 'refunded', PARTIALLY_REFUNDED: 'refunded', EXPIRED: 'expired', CANCELLED: 'cancelled', FAILED: 'failed',
};

/** What the payer is told. Money in another amount is a state of its own until the payment is settled. */
export const payerStateOf = ({ status, strayAmountSatang }: Pick<StateRow, 'status' | 'strayAmountSatang'>): PayerState =>
  strayAmountSatang !== null && (status === 'PENDING' || status === 'EXPIRED') ? 'wrong_amount' : told[status];
