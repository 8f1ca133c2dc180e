import { bahtCopyFromSatang, bahtFromSatang } from '@paygate/contract/money';
import type { WithdrawalRequest } from '@paygate/contract/withdrawals';
import type { WithdrawalRequestRow } from './withdrawal.entity.ts';

/** A request as `/api/v1` answers it: snake_case, the casing of its family. */
export const viewWithdrawal = (row: WithdrawalRequestRow): WithdrawalRequest => ({
  object: 'withdrawal_request',
  id: row.id,
  merchant_id: row.merchantId,
  request_ref: row.requestRef,
  amount: bahtFromSatang(row.amountSatang),
  fee: bahtFromSatang(row.feeSatang),
  net_amount: bahtFromSatang(row.netSatang),
  currency: 'THB',
  destination: { bank_code: row.bankCode, bank_name: row.bankName, account_number: row.accountNumber, account_name: row.accountName },
  member_id: row.memberId,
  member_name: row.memberName,
  status: row.status,
  status_reason: row.statusReason,
  payout_id: row.payoutId,
  created_at: row.createdAt,
  decided_at: row.decidedAt,
  metadata: row.metadata,
  copy: { amount: bahtCopyFromSatang(row.amountSatang), account_number: row.accountNumber },
});
