import type { PayerState } from '@paygate/contract/checkout';
import type { StateRow } from './checkout.sql.ts';

/** What the payer is told. Money in another amount is a state of its own until the payment is settled. */
export const payerStateOf = ({ status, strayAmountSatang }: Pick<StateRow, 'status' | 'strayAmountSatang'>): PayerState => {
  switch (status) {
    case 'PAID':
      return 'paid';
    case 'REFUNDED':
    case 'PARTIALLY_REFUNDED':
      return 'refunded';
    case 'CANCELLED':
      return 'cancelled';
    case 'FAILED':
      return 'failed';
    case 'PENDING':
    case 'EXPIRED':
      return strayAmountSatang === null ? (status === 'PENDING' ? 'pending' : 'expired') : 'wrong_amount';
  }
};
