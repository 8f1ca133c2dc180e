import type { PaymentAccounts } from '@paygate/contract/accounts';
import type * as z from 'zod';
import { bankOf } from '../banks/banks.ts';
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
