import type { Mode } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { activeAccounts } from './accounts.sql.ts';
import type { ReceivingAccountRow } from './receiving-account.entity.ts';

/** Where one merchant's payers (or, on CENTRAL plans, everyone's) can send money now. */
export interface Receiving {
  readonly promptPay: ReceivingAccountRow | undefined;
  readonly banks: readonly ReceivingAccountRow[];
}

/** The key under which `receivingOf` is remembered: a mode, and the merchant whose own accounts are meant. */
export const receivingKey = (mode: Mode, merchantId: string | null): string => `${mode}:${merchantId ?? ''}`;

export const receivingOf = async (sql: Executor, key: string): Promise<Receiving> => {
  const [mode, merchantId] = key.split(':') as [Mode, string];
  const accounts = await sql.query(activeAccounts, [mode, merchantId === '' ? null : merchantId]);
  return { promptPay: accounts.find(({ type }) => type === 'PROMPTPAY'), banks: accounts.filter(({ type }) => type === 'BANK') };
};
