import type { Answer, Input } from '@paygate/contract/kernel';
import type { bankAccountOperations } from '@paygate/contract/payout-dashboard';
import { bankOf } from '../banks/banks.ts';
import type { Ctx, SessionCaller } from '../caller.ts';
import { platformAccounts } from './payout-dashboard.sql.ts';

type List = (typeof bankAccountOperations)['list'];

const bankName = (code: string | null): string | null => {
  const found = code === null ? undefined : bankOf(code);
  return found?.ok ? found.bank.nameTh : code;
};

/** The platform's own accounts, defaults first, also those that are switched off. */
export const listBankAccounts = async ({ sql }: Ctx<SessionCaller>, { mode }: Input<List>): Promise<Answer<List>> => ({
  success: true,
  data: (await sql.query(platformAccounts, [mode ?? null])).map(({ id, type, usage, name, accountNumber, accountName, bankCode, isDefault, isActive, mode: ofMode }) => ({
    id, type, usage, name, accountNumber, accountName, bankCode, bankName: bankName(bankCode), isDefault, isActive, mode: ofMode, copy: { account_number: accountNumber },
  })),
});
