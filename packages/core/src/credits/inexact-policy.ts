import type { inexactOperations } from '@paygate/contract/inexact';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang, satangFromBaht } from '@paygate/contract/money';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import type { InexactPolicyRow } from './credit-review.entity.ts';
import { policyOf } from './inexact.rules.ts';
import { findPolicy, savePolicy } from './inexact.sql.ts';

type Get = (typeof inexactOperations)['policy'];
type Set = (typeof inexactOperations)['setPolicy'];

const choicesOf = (row: InexactPolicyRow | undefined): Answer<Get>['own'] => ({
  late: row?.late ?? null, under: row?.under ?? null, over: row?.over ?? null,
  underTolerance: row?.underToleranceSatang === null || row === undefined ? null : bahtFromSatang(row.underToleranceSatang),
});
const view = (row: InexactPolicyRow | undefined, settings: PlatformSettings): Answer<Get> => {
  const { late, under, underToleranceSatang, over } = policyOf(row, settings);
  return { late, under, underTolerance: bahtFromSatang(underToleranceSatang), over, own: choicesOf(row) };
};

export const getInexactPolicy = async ({ sql, platform, caller }: Ctx<SessionCaller>): Promise<Answer<Get>> =>
  view((await sql.query(findPolicy, [ownMerchant(caller).id]))[0], await platform.settings());

/** Holds for money that arrives from now on, in both modes. Amounts in baht. Audited with what held before. */
export const setInexactPolicy = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, { late, under, underTolerance, over }: Input<Set>): Promise<Answer<Set>> => {
  const { id } = ownMerchant(caller);
  const [before] = await sql.query(findPolicy, [id]);
  const toleranceSatang = underTolerance === null ? null : (satangFromBaht(underTolerance) ?? 0);
  const row = single(await sql.query(savePolicy, [id, late, under, toleranceSatang, over]), 'policy');
  const answer = view(row, await platform.settings());
  await recordAudit(sql, { actor: actorOf(caller), action: 'inexact.setPolicy', objectKind: 'merchant', objectId: id, details: { before: choicesOf(before), after: choicesOf(row) } });
  return answer;
};
