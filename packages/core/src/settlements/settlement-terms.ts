import { feeHalfUpSatang } from '@paygate/contract/money';
import type { Transaction } from '../db/statement.ts';
import type { Platform } from '../platform.ts';
import { findSettlementTerms } from './settlements.sql.ts';

/** What one merchant's settlements cost and may be, the platform's settings filled in. */
export interface SettlementTerms { readonly feeBps: number; readonly feeFixedSatang: number; readonly minSatang: number }

export const settlementTermsOf = async (transaction: Transaction, { settings }: Pick<Platform, 'settings'>, merchantId: string): Promise<SettlementTerms> => {
  const platforms = await settings();
  const [own] = await transaction.query(findSettlementTerms, [merchantId]);
  return {
    feeBps: own?.feeBps ?? platforms.settlementFeeBps,
    feeFixedSatang: own?.feeFixedSatang ?? platforms.settlementFeeFixedSatang,
    minSatang: own?.minSatang ?? platforms.minSettlementSatang,
  };
};

/** The fee comes out of the amount: net + fee = amount. A net of zero or less is the caller's to refuse. */
export const splitSettlement = (amountSatang: number, terms: SettlementTerms): { readonly feeSatang: number; readonly netSatang: number } => {
  const feeSatang = feeHalfUpSatang(amountSatang, terms);
  return { feeSatang, netSatang: amountSatang - feeSatang };
};
