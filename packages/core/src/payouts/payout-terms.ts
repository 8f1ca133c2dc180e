import { feeHalfUpSatang } from '@paygate/contract/money';
import type { Executor } from '../db/statement.ts';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import type { FeeBearer, PayoutTermsRow } from './payout.entity.ts';
import { findTerms } from './payouts.sql.ts';

/** What one merchant's payouts cost and may be, the platform's settings filled in. */
export interface PayoutTerms {
  readonly feeBps: number;
  readonly feeFixedSatang: number;
  readonly feeBearer: FeeBearer;
  readonly minSatang: number;
  readonly maxSatang: number;
  readonly dailyLimitSatang: number | null;
  readonly signatureMode: 'required' | 'optional' | 'off';
}

/** Decisions F1: the smallest payout is the smallest settlement unless said otherwise. */
export const payoutTermsOf = (own: PayoutTermsRow | undefined, settings: PlatformSettings): PayoutTerms => ({
  feeBps: own?.feeBps ?? settings.payoutFeeBps,
  feeFixedSatang: own?.feeFixedSatang ?? settings.payoutFeeFixedSatang,
  feeBearer: own?.feeBearer ?? settings.payoutFeeBearer,
  minSatang: own?.minSatang ?? settings.minPayoutSatang ?? settings.minSettlementSatang,
  maxSatang: own?.maxSatang ?? settings.maxPayoutSatang,
  dailyLimitSatang: own?.dailyLimitSatang ?? null,
  signatureMode: own?.signatureMode ?? settings.payoutSignatureMode,
});

export const ownTerms = async (sql: Executor, merchantId: string): Promise<PayoutTermsRow | undefined> => (await sql.query(findTerms, [merchantId]))[0];

interface Split { readonly feeSatang: number; readonly netSatang: number; readonly debitSatang: number }
/** Who pays the fee decides what leaves and what arrives; net + fee = debit either way. A net of zero or less is the caller's to refuse. */
export const splitPayout = (amountSatang: number, terms: Pick<PayoutTerms, 'feeBps' | 'feeFixedSatang' | 'feeBearer'>): Split => {
  const feeSatang = feeHalfUpSatang(amountSatang, terms);
  return terms.feeBearer === 'merchant'
    ? { feeSatang, netSatang: amountSatang, debitSatang: amountSatang + feeSatang }
    : { feeSatang, netSatang: amountSatang - feeSatang, debitSatang: amountSatang };
};
