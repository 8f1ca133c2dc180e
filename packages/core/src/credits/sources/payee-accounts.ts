import { accountsByNumber } from '../../accounts/accounts.sql.ts';
import type { ReceivingAccountRow } from '../../accounts/receiving-account.entity.ts';
import type { Mode } from '../../caller.ts';
import type { Executor } from '../../db/statement.ts';
import type { Platform } from '../../platform.ts';

const modes: readonly Mode[] = ['live', 'test'];

/**
 * Our receiving accounts by any of these numbers, in the modes that have a bank to ask: a test account's transfers are known to the sandbox bank
 * alone, and no real bank is ever asked about them.
 */
export const payeeAccounts = async ({ sql, platform }: { readonly sql: Executor; readonly platform: Pick<Platform, 'inquiryFor'> }, payees: readonly string[]): Promise<readonly ReceivingAccountRow[]> => {
  const numbers = payees.map((payee) => payee.replaceAll(/[\s-]/g, ''));
  const found: ReceivingAccountRow[] = [];
  for (const mode of modes) if (platform.inquiryFor(mode)) found.push(...await sql.query(accountsByNumber, [mode, numbers, null]));
  return found;
};
