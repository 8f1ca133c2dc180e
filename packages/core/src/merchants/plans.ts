import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang, bpsFromPercent, percentFromBps, satangFromBahtOrZero } from '@paygate/contract/money';
import type { planOperations } from '@paygate/contract/terms';
import { v5 as uuidv5 } from 'uuid';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { PLATFORM_OWNER } from '../payments/payment.entity.ts';
import { allPlans, findPlan, lockPlan, savePlan, type CountedPlan } from './terms.sql.ts';

type Of = typeof planOperations;
const CODE = /^[A-Z0-9_]{1,30}$/;

const view = ({ code, qrMode, feeBps, feeFixedSatang, merchantCount, updatedAt }: CountedPlan): Answer<Of['list']>['plans'][number] =>
  ({ code, qrMode, feePercent: percentFromBps(feeBps), feeFixed: bahtFromSatang(feeFixedSatang), merchantCount, updatedAt });

/** Dearest first. */
export const listPlans = async ({ sql }: Ctx<SessionCaller>): Promise<Answer<Of['list']>> => ({ plans: (await sql.query(allPlans, [])).map(view) });

/** For payments made from then on; a payment keeps the fee it was made with. What is not sent stays, also what somebody else sends at the same moment. Refuses PLAN_NOT_FOUND. */
export const updatePlan = async ({ sql, caller }: WriteCtx<SessionCaller>, { code, feePercent, feeFixed }: Input<Of['update']>): Promise<Answer<Of['update']>> => {
  const [before] = CODE.test(code) ? await sql.query(lockPlan, [code]) : [];
  if (!before) throw new Refusal('PLAN_NOT_FOUND');
  const feeBps = feePercent === undefined ? before.feeBps : (bpsFromPercent(feePercent) ?? before.feeBps);
  const feeFixedSatang = feeFixed === undefined ? before.feeFixedSatang : (satangFromBahtOrZero(feeFixed) ?? before.feeFixedSatang);
  await sql.query(savePlan, [code, feeBps, feeFixedSatang]);
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'plan.update', objectKind: 'plan', objectId: uuidv5(`plan ${code}`, PLATFORM_OWNER),
    details: { code, before: { feeBps: before.feeBps, feeFixedSatang: before.feeFixedSatang }, after: { feeBps, feeFixedSatang } },
  });
  return { success: true, plan: view(single(await sql.query(findPlan, [code]), 'plan')) };
};
