import type { PayerState } from '@paygate/contract/checkout';
import type { PaymentStatus } from '@paygate/contract/payments';
import type { StateRow } from './checkout.sql.ts';

const told: Readonly<Record<PaymentStatus, PayerState>> = {
  PENDING: 'pending', PAID: 'paid', REFUNDED: 'refunded', PARTIALLY_REFUNDED: 'refunded', EXPIRED: 'expired', CANCELLED: 'cancelled', FAILED: 'failed',
};

/** What the payer is told. Money that waits for a person is a state of its own until the payment is settled. */
export const payerStateOf = ({ status, strayAmountSatang, isMoneyLate }: Omit<StateRow, 'id'>): PayerState => {
  if (strayAmountSatang !== null && (status === 'PENDING' || status === 'EXPIRED')) return 'wrong_amount';
  return isMoneyLate && (status === 'EXPIRED' || status === 'CANCELLED' || status === 'FAILED') ? 'money_late' : told[status];
};
