import { bahtCopyFromSatang, bahtFromSatang } from '@paygate/contract/money';
import type { Transaction } from '@paygate/contract/payments';
import type * as z from 'zod';
import type { Config } from '../config.ts';
import type { PaymentRow } from './payment.entity.ts';

export const checkoutUrl = (config: Pick<Config, 'checkoutBaseUrl'>, paymentId: string): string => `${config.checkoutBaseUrl}/pay/${paymentId}`;

/** A payment as every `/api/v1` read answers it. The wire calls it `transaction`. */
export const viewTransaction = (row: PaymentRow, config: Pick<Config, 'checkoutBaseUrl'>): z.input<typeof Transaction> => ({
  id: row.id,
  merchantId: row.merchantId,
  orderId: row.orderId,
  description: row.description,
  amount: bahtFromSatang(row.amountSatang),
  ...(row.requestedSatang !== null && { requestedAmount: bahtFromSatang(row.requestedSatang) }),
  fee: bahtFromSatang(row.feeSatang),
  netAmount: bahtFromSatang(row.amountSatang - row.feeSatang),
  status: row.status,
  paymentMethod: 'PROMPTPAY',
  qrPayload: row.qrPayload,
  qrExpiry: row.expiresAt,
  expiresAt: row.expiresAt,
  checkoutUrl: checkoutUrl(config, row.id),
  paidAt: row.paidAt,
  late: row.isLate,
  errorMessage: row.statusReason,
  metadata: row.metadata,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
  copy: { amount: bahtCopyFromSatang(row.amountSatang) },
});
