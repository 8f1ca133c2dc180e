import { bahtCopyFromSatang, bahtFromSatang } from '@paygate/contract/money';
import type { Payout } from '@paygate/contract/payouts';
import type * as z from 'zod';
import type { PayoutRow } from './payout.entity.ts';

/** A payout as `/api/v1` answers it: snake_case, the casing of its family. */
export const viewPayout = (row: PayoutRow): z.input<typeof Payout> => ({
  object: 'payout',
  id: row.id,
  merchant_id: row.merchantId,
  merchant_ref: row.merchantRef,
  amount: bahtFromSatang(row.amountSatang),
  fee: bahtFromSatang(row.feeSatang),
  net_amount: bahtFromSatang(row.netSatang),
  currency: 'THB',
  destination: { bank_code: row.bankCode, bank_name: row.bankName, account_number: row.accountNumber, account_name: row.accountName },
  status: row.status,
  status_reason: row.statusReason,
  external_ref: row.externalRef,
  requested_at: row.createdAt,
  processed_at: row.processedAt,
  created_at: row.createdAt,
  metadata: row.metadata,
  copy: { amount: bahtCopyFromSatang(row.amountSatang), account_number: row.accountNumber },
});
