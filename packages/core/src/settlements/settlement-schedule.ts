import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { satangFromBaht } from '@paygate/contract/money';
import type { settlementOperations } from '@paygate/contract/settlements';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { findSchedule, saveSchedule } from './schedule.sql.ts';
import type { SettlementScheduleRow } from './settlement.entity.ts';
import { viewSchedule } from './settlement.view.ts';
import { findSettlementAccount } from './settlements.sql.ts';

type Get = (typeof settlementOperations)['schedule'];
type Set = (typeof settlementOperations)['setSchedule'];

export const getSettlementSchedule = async ({ sql, caller }: Ctx<SessionCaller>, { mode }: Input<Get>): Promise<Answer<Get>> => {
  const [row] = await sql.query(findSchedule, [ownMerchant(caller).id, mode ?? 'live']);
  return { schedule: row ? viewSchedule(row) : null };
};

const spoken = ({ isActive, atTime, minSatang }: SettlementScheduleRow) => ({ isActive, atTime, minSatang });

/** Daily from the next time the clock in Bangkok shows it. Refuses SETTLEMENT_NOT_AVAILABLE and SETTLEMENT_ACCOUNT_REQUIRED when it would never settle anything. Audited. */
export const setSettlementSchedule = async ({ sql, caller }: WriteCtx<SessionCaller>, { isActive, atTime, minAmount, mode = 'live' }: Input<Set>): Promise<Answer<Set>> => {
  const merchant = ownMerchant(caller);
  if (isActive && merchant.qrMode === 'DIRECT') throw new Refusal('SETTLEMENT_NOT_AVAILABLE');
  const [account] = await sql.query(findSettlementAccount, [merchant.id]);
  if (isActive && !account) throw new Refusal('SETTLEMENT_ACCOUNT_REQUIRED');
  const [before] = await sql.query(findSchedule, [merchant.id, mode]);
  const schedule = single(await sql.query(saveSchedule, [merchant.id, mode, atTime, satangFromBaht(minAmount), isActive]), 'schedule');
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'settlement.setSchedule', objectKind: 'merchant', objectId: merchant.id, details: { mode, before: before ? spoken(before) : null, after: spoken(schedule) },
  });
  return { success: true, schedule: viewSchedule(schedule) };
};
