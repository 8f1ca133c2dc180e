import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang, satangFromBaht } from '@paygate/contract/money';
import type { withdrawalOperations } from '@paygate/contract/withdrawals';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import type { WithdrawalRuleRow } from './withdrawal.entity.ts';
import { findRule, saveRule } from './withdrawals.sql.ts';

type Get = (typeof withdrawalOperations)['rule'];
type Set = (typeof withdrawalOperations)['setRule'];

const satang = (amount: number | null) => (amount === null ? null : satangFromBaht(amount));
const baht = (amountSatang: number | null | undefined): number | null => (amountSatang === null || amountSatang === undefined ? null : bahtFromSatang(amountSatang));
const view = (row: WithdrawalRuleRow | undefined): Answer<Get> => ({ autoApproveMax: baht(row?.autoApproveMaxSatang), autoApproveDaily: baht(row?.autoApproveDailySatang) });

/** Nothing is approved at once unless an owner said so. */
export const getWithdrawalRule = async ({ sql, caller }: Ctx<SessionCaller>): Promise<Answer<Get>> => view((await sql.query(findRule, [ownMerchant(caller).id]))[0]);

/** Holds for requests made from now on, in both modes. Amounts in baht. */
export const setWithdrawalRule = async ({ sql, caller }: WriteCtx<SessionCaller>, { autoApproveMax, autoApproveDaily }: Input<Set>): Promise<Answer<Set>> => {
  return view(single(await sql.query(saveRule, [ownMerchant(caller).id, satang(autoApproveMax), satang(autoApproveDaily)]), 'rule'));
};
