import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { bahtFromSatang, bpsFromPercent, percentFromBps, satangFromBahtOrZero } from '@paygate/contract/money';
import { isUuid } from '@paygate/contract/scalars';
import type { termsOperations } from '@paygate/contract/terms';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import type { PayoutTermsRow } from '../payouts/payout.entity.ts';
import { payoutTermsOf, type PayoutTerms } from '../payouts/payout-terms.ts';
import { findTerms } from '../payouts/payouts.sql.ts';
import { platformSettings } from '../settings/platform-settings.ts';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import type { SettlementTermsRow } from '../settlements/settlement.entity.ts';
import { findSettlementTerms } from '../settlements/settlements.sql.ts';
import { findMerchantTerms, findPlan, lockMerchantTerms, saveMerchantTerms, savePayoutTerms, saveSettlementTerms, type MerchantWithPlan } from './terms.sql.ts';

type Of = typeof termsOperations;
type Terms = Answer<Of['get']>;
interface Held { readonly merchant: MerchantWithPlan; readonly settlement: SettlementTermsRow | undefined; readonly payout: PayoutTermsRow | undefined }

const percent = (bps: number | null | undefined): number | null => (bps === null || bps === undefined ? null : percentFromBps(bps));
const baht = (satang: number | null | undefined): number | null => (satang === null || satang === undefined ? null : bahtFromSatang(satang));

const viewPayout = (terms: PayoutTerms): Terms['payout'] => ({
  feePercent: percentFromBps(terms.feeBps), feeFixed: bahtFromSatang(terms.feeFixedSatang), feeBearer: terms.feeBearer, minAmount: bahtFromSatang(terms.minSatang),
  maxAmount: bahtFromSatang(terms.maxSatang), dailyLimitAmount: baht(terms.dailyLimitSatang), signatureMode: terms.signatureMode,
});

/** What holds, and beside it what was decided for this merchant alone. */
const view = ({ merchant, settlement, payout }: Held, settings: PlatformSettings): Terms => ({
  merchant: { id: merchant.id, username: merchant.username, businessName: merchant.businessName, status: merchant.status }, planCode: merchant.planCode, qrMode: merchant.qrMode,
  fee: { percent: percentFromBps(merchant.feeBps ?? merchant.planFeeBps), fixed: bahtFromSatang(merchant.feeFixedSatang ?? merchant.planFeeFixedSatang) },
  feeOverride: { percent: percent(merchant.feeBps), fixed: baht(merchant.feeFixedSatang) },
  channels: {
    promptPayEnabled: settings.promptPayEnabled && (merchant.promptPayEnabled ?? true), bankTransferEnabled: settings.bankTransferEnabled && (merchant.bankTransferEnabled ?? true),
  },
  channelOverride: { promptPayEnabled: merchant.promptPayEnabled, bankTransferEnabled: merchant.bankTransferEnabled }, paymentContractPolicyMode: merchant.policyMode,
  settlement: {
    feePercent: percentFromBps(settlement?.feeBps ?? settings.settlementFeeBps), feeFixed: bahtFromSatang(settlement?.feeFixedSatang ?? settings.settlementFeeFixedSatang),
    minAmount: bahtFromSatang(settlement?.minSatang ?? settings.minSettlementSatang),
  },
  settlementOverride: { feePercent: percent(settlement?.feeBps), feeFixed: baht(settlement?.feeFixedSatang), minAmount: baht(settlement?.minSatang) },
  payout: viewPayout(payoutTermsOf(payout, settings)),
  payoutOverride: {
    feePercent: percent(payout?.feeBps), feeFixed: baht(payout?.feeFixedSatang), feeBearer: payout?.feeBearer ?? null, minAmount: baht(payout?.minSatang), maxAmount: baht(payout?.maxSatang),
    dailyLimitAmount: baht(payout?.dailyLimitSatang), signatureMode: payout?.signatureMode ?? null,
  },
});

/** Refuses MERCHANT_NOT_FOUND. */
const hold = async (sql: Executor, id: string, statement: typeof findMerchantTerms): Promise<Held> => {
  const [merchant] = isUuid(id) ? await sql.query(statement, [id]) : [];
  if (!merchant) throw new Refusal('MERCHANT_NOT_FOUND');
  return { merchant, settlement: (await sql.query(findSettlementTerms, [id]))[0], payout: (await sql.query(findTerms, [id]))[0] };
};

export const getTerms = async ({ sql }: Ctx<SessionCaller>, { id }: Input<Of['get']>): Promise<Terms> => view(await hold(sql, id, findMerchantTerms), await platformSettings(sql));

/** undefined: as before; null: as plan or platform say. */
const kept = <T>(sent: T | null | undefined, before: T | null | undefined): T | null => (sent === undefined ? (before ?? null) : sent);
const sentBps = (sent: number | null | undefined): number | null | undefined => (typeof sent === 'number' ? bpsFromPercent(sent) : sent);
const sentSatang = (sent: number | null | undefined): number | null | undefined => (typeof sent === 'number' ? satangFromBahtOrZero(sent) : sent);

const writeMerchant = async ({ sql }: WriteCtx, { merchant: before }: Held, sent: Input<Of['update']>): Promise<void> => {
  const [plan] = sent.planCode === undefined ? [{}] : await sql.query(findPlan, [sent.planCode]);
  if (!plan) throw new Refusal('PLAN_NOT_FOUND');
  await sql.query(saveMerchantTerms, [
    before.id, sent.planCode ?? before.planCode, kept(sentBps(sent.feePercent), before.feeBps), kept(sentSatang(sent.feeFixed), before.feeFixedSatang),
    kept(sent.promptPayEnabled, before.promptPayEnabled), kept(sent.bankTransferEnabled, before.bankTransferEnabled), kept(sent.paymentContractPolicyMode, before.policyMode),
  ]);
};
const writeSettlement = async ({ sql }: WriteCtx, { merchant, settlement: before }: Held, sent: NonNullable<Input<Of['update']>['settlement']>): Promise<void> => {
  await sql.query(saveSettlementTerms, [merchant.id, kept(sentBps(sent.feePercent), before?.feeBps), kept(sentSatang(sent.feeFixed), before?.feeFixedSatang), kept(sentSatang(sent.minAmount), before?.minSatang)]);
};
const writePayout = async ({ sql }: WriteCtx, { merchant, payout: before }: Held, sent: NonNullable<Input<Of['update']>['payout']>): Promise<void> => {
  await sql.query(savePayoutTerms, [
    merchant.id, kept(sentBps(sent.feePercent), before?.feeBps), kept(sentSatang(sent.feeFixed), before?.feeFixedSatang), kept(sent.feeBearer, before?.feeBearer),
    kept(sentSatang(sent.minAmount), before?.minSatang), kept(sentSatang(sent.maxAmount), before?.maxSatang), kept(sentSatang(sent.dailyLimitAmount), before?.dailyLimitSatang),
    kept(sent.signatureMode, before?.signatureMode),
  ]);
};

/**
 * Changes what is named and nothing else, all or none; audited with what held before. A merchant that changes plan keeps its balance and its open
 * payments as they were made. Refuses MERCHANT_NOT_FOUND, PLAN_NOT_FOUND, INVALID_REQUEST (smallest payout above the largest).
 */
export const updateTerms = async (ctx: WriteCtx<SessionCaller>, sent: Input<Of['update']>): Promise<Answer<Of['update']>> => {
  const { sql, caller } = ctx;
  const settings = await platformSettings(sql);
  const before = await hold(sql, sent.id, lockMerchantTerms);
  await writeMerchant(ctx, before, sent);
  if (sent.settlement) await writeSettlement(ctx, before, sent.settlement);
  if (sent.payout) await writePayout(ctx, before, sent.payout);
  const after = await hold(sql, sent.id, findMerchantTerms);
  const { minSatang, maxSatang } = payoutTermsOf(after.payout, settings);
  if (sent.payout && minSatang > maxSatang) throw new Refusal('INVALID_REQUEST', { issues: [{ field: 'payout.minAmount', en: 'must not be above the largest payout', th: 'ต้องไม่เกินยอดถอนสูงสุด' }] });
  const { id: _, ...changes } = sent;
  const { merchant: __, ...were } = view(before, settings);
  await recordAudit(sql, { actor: actorOf(caller), action: 'terms.update', objectKind: 'merchant', objectId: sent.id, details: { before: were, changes } });
  return { success: true, terms: view(after, settings) };
};
