import type { Answer } from '@paygate/contract/kernel';
import type { merchantOperations } from '@paygate/contract/merchants';
import { bahtFromSatang } from '@paygate/contract/money';
import type { Ctx, KeyCaller } from '../caller.ts';
import { single } from '../db/statement.ts';
import { viewMerchantCamel } from './merchant.view.ts';
import { merchantBalance, merchantLine } from './merchants.sql.ts';

type Of<Verb extends keyof typeof merchantOperations> = Promise<Answer<(typeof merchantOperations)[Verb]>>;

/** What the merchant may pay out now (`balance`) and what open payouts hold (`reserved`). */
export const getBalance = async ({ sql, caller }: Ctx<KeyCaller>): Of<'balance'> => {
  const row = single(await sql.query(merchantBalance, [caller.merchant.id, caller.mode]), 'balance');
  return {
    object: 'balance', merchant: viewMerchantCamel(caller.merchant), balance: bahtFromSatang(row.availableSatang), reserved: bahtFromSatang(row.reservedSatang),
    currency: 'THB', updatedAt: row.updatedAt,
  };
};

/** Sums over everyone below, never their details: a parent sees totals alone. */
export const getLineSummary = async ({ sql, caller }: Ctx<KeyCaller>): Of<'lineSummary'> => {
  const own = single(await sql.query(merchantBalance, [caller.merchant.id, caller.mode]), 'balance');
  const line = single(await sql.query(merchantLine, [caller.merchant.id, caller.mode]), 'line');
  return {
    object: 'balance_line_summary', merchant: viewMerchantCamel(caller.merchant),
    scope: { merchantCount: line.downlineCount + 1, downlineCount: line.downlineCount, directChildrenCount: line.directChildrenCount },
    balances: { self: bahtFromSatang(own.availableSatang), downline: bahtFromSatang(line.downlineSatang), totalLine: bahtFromSatang(own.availableSatang + line.downlineSatang) },
    currency: 'THB', updatedAt: own.updatedAt,
    lineUpdatedAt: line.lineUpdatedAt !== null && line.lineUpdatedAt > own.updatedAt ? line.lineUpdatedAt : own.updatedAt,
  };
};
