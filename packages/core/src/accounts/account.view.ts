import type { PaymentAccounts } from '@paygate/contract/accounts';
import { bahtTrimmedFromSatang } from '@paygate/contract/money';
import type * as z from 'zod';
import { bankOf } from '../banks/banks.ts';
import type { ShownAccount } from './accounts.sql.ts';
import type { Channels } from './channels.ts';
import type { ReceivingAccountRow } from './receiving-account.entity.ts';

const bankName = (account: ReceivingAccountRow): { readonly code: string; readonly name: string } => {
  const code = account.bankCode ?? '';
  const found = bankOf(code);
  return { code, name: found.ok ? found.bank.nameTh : code };
};
const common = (account: ReceivingAccountRow) => ({
  id: account.id, name: account.name, accountNumber: account.accountNumber, isDefault: account.isDefault, updatedAt: account.updatedAt,
  copy: { account_number: account.accountNumber },
});

/** The accounts inside a create answer (camelCase). */
export const viewPaymentAccounts = ({ hasPromptPay, promptPay, banks }: Channels): z.input<typeof PaymentAccounts> => ({
  channels: { promptPayEnabled: hasPromptPay, bankTransferEnabled: banks.length > 0 },
  promptPay: promptPay ? { ...common(promptPay), type: 'PROMPTPAY', bankCode: null, bankName: null } : null,
  bankAccounts: banks.map((account) => ({
    ...common(account), type: 'BANK', accountName: account.accountName, bankCode: bankName(account).code, bankName: bankName(account).name,
  })),
});

/** The same accounts as `GET /payment/accounts` spells them (snake_case). */
export const viewAccountsListed = ({ promptPay, banks }: Channels) => {
  const listed = (account: ReceivingAccountRow) => ({
    id: account.id, name: account.name, account_number: account.accountNumber, is_default: account.isDefault, updated_at: account.updatedAt,
    copy: { account_number: account.accountNumber },
  });
  return {
    channels: { promptpay_enabled: promptPay !== undefined, bank_transfer_enabled: banks.length > 0 },
    promptpay: promptPay ? { ...listed(promptPay), type: 'PROMPTPAY' as const, bank_code: null, bank_name: null } : null,
    bank_accounts: banks.map((account) => ({
      ...listed(account), type: 'BANK' as const, account_name: account.accountName, bank_code: bankName(account).code, bank_name: bankName(account).name,
    })),
  };
};

/** A feed is failing while its last refusal is newer than its last good call; statements and slips are heard of by their credits alone. */
const healthOf = ({ creditSource, lastCreditAt, feedContactAt, feedFailureAt, feedFailure }: ShownAccount) => {
  const isFed = creditSource === 'FEED' || creditSource === 'SANDBOX';
  const isFailing = isFed && feedFailureAt !== null && (feedContactAt === null || feedFailureAt > feedContactAt);
  const lastContactAt = [lastCreditAt, isFed ? feedContactAt : null].filter((at) => at !== null).toSorted().at(-1) ?? null;
  return { lastCreditAt, lastContactAt, isFailing, failure: isFailing ? feedFailure : null };
};

/** An account as its owner sees it. */
export const viewReceivingAccount = (account: ShownAccount) => ({
  id: account.id, type: account.type, name: account.name, accountNumber: account.accountNumber, accountName: account.accountName, bankCode: account.bankCode,
  bankName: account.bankCode === null ? null : bankName(account).name, isDefault: account.isDefault, isActive: account.isActive, mode: account.mode, copy: { account_number: account.accountNumber },
  creditSource: account.creditSource, paysIntoAccountId: account.paysIntoAccountId,
  dailyLimit: { amount: account.dailyLimitSatang === null ? null : bahtTrimmedFromSatang(account.dailyLimitSatang), count: account.dailyLimitCount },
  usedToday: { amount: bahtTrimmedFromSatang(account.usedSatang), count: account.usedCount }, frozenAt: account.frozenAt, frozenReason: account.frozenReason, health: healthOf(account),
});
/** The same for operators. */
export const viewBankAccount = (account: ShownAccount) => ({ ...viewReceivingAccount(account), usage: account.usage });
