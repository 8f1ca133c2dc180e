import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { ReceivingAccountEntity, type ReceivingAccountRow } from './receiving-account.entity.ts';

/** $1 mode, $2 merchant or null for the platform's. Active ones, defaults first, at most 100. */
export const activeAccounts = statement<ReceivingAccountRow>('accounts.active', `
  select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a
  where a.mode = $1 and a.merchant_id is not distinct from $2 and a.is_active and a.usage in ('RECEIVE', 'BOTH')
  order by a.is_default desc, a.id limit 100`);

/** $1 mode, $2 account numbers. Frozen accounts too: money that arrived is never refused. */
export const accountsByNumber = statement<ReceivingAccountRow>('accounts.byNumber', `
  select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a where a.mode = $1 and a.account_number = any($2) order by a.id limit 1000`);

export const accountById = statement<ReceivingAccountRow>('accounts.byId', `select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a where a.id = $1`);

/** $1 mode. The platform's account that payouts leave from: the default first. */
export const payingAccount = statement<ReceivingAccountRow>('accounts.paying', `
  select ${columnsOf(ReceivingAccountEntity, 'a')} from receiving_account a
  where a.mode = $1 and a.merchant_id is null and a.type = 'BANK' and a.is_active and a.usage in ('PAYOUT', 'BOTH') order by a.usage desc, a.is_default desc, a.id limit 1`);
