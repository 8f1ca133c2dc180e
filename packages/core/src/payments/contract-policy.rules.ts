import type { ContractPolicy, IntegrationWarning } from '@paygate/contract/payments';
import type * as z from 'zod';
import type { Merchant } from '../caller.ts';
import type { PlatformSettings } from '../settings/settings.rules.ts';

export type Policy = z.output<typeof ContractPolicy>;
export type Warning = z.output<typeof IntegrationWarning>;

const reasons = {
  off: 'policy is off', warn: 'warn mode', enforce_all: 'enforce_all mode',
  new: 'enforce_new mode: the merchant was created on or after enforceNewMerchantFrom', old: 'enforce_new mode: the merchant is older than enforceNewMerchantFrom',
} as const;

/** Decisions C3: the merchant's own mode wins over the platform's; enforce_new binds merchants created since a date. */
export const contractPolicyOf = (merchant: Pick<Merchant, 'policyMode' | 'createdAt'>, settings: PlatformSettings): Policy => {
  const mode = merchant.policyMode ?? settings.policyMode;
  const enforceNewMerchantFrom = settings.enforceNewMerchantFrom;
  const isNew = enforceNewMerchantFrom !== null && Date.parse(merchant.createdAt) >= Date.parse(enforceNewMerchantFrom);
  const reason = mode === 'enforce_new' ? reasons[isNew ? 'new' : 'old'] : reasons[mode];
  return { mode, enforceForThisMerchant: mode === 'enforce_all' || (mode === 'enforce_new' && isNew), reason, enforceNewMerchantFrom };
};

export const SENDER_ACCOUNT_DIGITS_MIN = 8;
interface PolicyFields { readonly orderId: string | null; readonly senderAccount: string | null; readonly senderBankCode: string | null; readonly memberName: string | null }

const missing = (field: string, message: string): Warning => ({ code: 'PAYMENT_CONTRACT_POLICY_VIOLATION', field, message });
const warnings = {
  orderId: missing('orderId', 'orderId is required / ต้องส่ง orderId'),
  senderAccount: missing('metadata.senderAccountNumber', `metadata.senderAccountNumber with at least ${SENDER_ACCOUNT_DIGITS_MIN} digits is required / ต้องส่งเลขบัญชีผู้โอนอย่างน้อย ${SENDER_ACCOUNT_DIGITS_MIN} หลัก`),
  senderBankCode: missing('metadata.senderBankCode', 'metadata.senderBankCode is required / ต้องส่งรหัสธนาคารผู้โอน'),
  memberName: missing('metadata.memberName', 'metadata.memberName is required / ต้องส่งชื่อผู้โอน'),
};

/** What enforce_all would refuse: the four fields that make a transfer recognisable. */
export const contractWarnings = ({ orderId, senderAccount, senderBankCode, memberName }: PolicyFields): readonly Warning[] => [
  ...(orderId === null ? [warnings.orderId] : []),
  ...(senderAccount === null || senderAccount.length < SENDER_ACCOUNT_DIGITS_MIN ? [warnings.senderAccount] : []),
  ...(senderBankCode === null ? [warnings.senderBankCode] : []),
  ...(memberName === null ? [warnings.memberName] : []),
];
