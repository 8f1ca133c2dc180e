import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang, satangFromBaht } from '@paygate/contract/money';
import type { withdrawalOperations } from '@paygate/contract/withdrawals';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
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

const spoken = ({ autoApproveMaxSatang, autoApproveDailySatang }: WithdrawalRuleRow) => ({ autoApproveMaxSatang, autoApproveDailySatang });

/** Nothing is approved at once unless an owner said so. */
export const getWithdrawalRule = async ({ sql, caller }: Ctx<SessionCaller>): Promise<Answer<Get>> => view((await sql.query(findRule, [ownMerchant(caller).id]))[0]);

/** Holds for requests made from now on, in both modes. Amounts in baht. Audited: from then on money leaves without anybody's word. */
export const setWithdrawalRule = async ({ sql, caller }: WriteCtx<SessionCaller>, { autoApproveMax, autoApproveDaily }: Input<Set>): Promise<Answer<Set>> => {
  const { id } = ownMerchant(caller);
  const [before] = await sql.query(findRule, [id]);
  const rule = single(await sql.query(saveRule, [id, satang(autoApproveMax), satang(autoApproveDaily)]), 'rule');
  await recordAudit(sql, { actor: actorOf(caller), action: 'withdrawal.setRule', objectKind: 'merchant', objectId: id, details: { before: before ? spoken(before) : null, after: spoken(rule) } });
  return view(rule);
};
