import * as z from 'zod';

/** Platform-wide settings with their defaults. A row in `setting` overrides one; an unusable row stops the read. */
export const PlatformSettings = z.object({
  minPaymentSatang: z.int().min(1).default(100),
  maxPaymentSatang: z.int().min(1).default(200_000_000),
  promptPayEnabled: z.boolean().default(true),
  bankTransferEnabled: z.boolean().default(true),
  policyMode: z.enum(['off', 'warn', 'enforce_new', 'enforce_all']).default('warn'),
  enforceNewMerchantFrom: z.iso.datetime().nullable().default(null),
  minSettlementSatang: z.int().min(1).default(2_000),
  settlementFeeBps: z.int().min(0).max(10_000).default(0),
  settlementFeeFixedSatang: z.int().min(0).default(0),
  minPayoutSatang: z.int().min(1).nullable().default(null),
  /** Two million baht: the most one PromptPay or bulk transfer carries (facts F5). */
  maxPayoutSatang: z.int().min(1).default(200_000_000),
  payoutFeeBps: z.int().min(0).max(10_000).default(0),
  payoutFeeFixedSatang: z.int().min(0).default(0),
  payoutFeeBearer: z.enum(['merchant', 'beneficiary']).default('merchant'),
  payoutSignatureMode: z.enum(['required', 'optional', 'off']).default('required'),
  /** A batch whose total is above this needs a checker who did not make it: 100,000 baht. */
  batchCheckAboveSatang: z.int().min(0).default(10_000_000),
  /** What Krungthai knows the platform by; its files cannot be written without it. */
  ktbCompanyId: z.string().regex(/^[A-Za-z0-9]{1,16}$/).nullable().default(null),
  /** Set when the books do not agree (and by hand): nothing leaves until it is cleared. */
  isSendingStopped: z.boolean().default(false),
  /** Which of the platform's accounts the next payment is given; a merchant's own accounts have the merchant's rule. */
  accountRotation: z.enum(['default_first', 'round_robin', 'least_used_today']).default('default_first'),
  /** How long a unique amount stays taken after its payment was paid or cancelled, against a second transfer of it. */
  uniqueAmountHoldMinutes: z.int().min(0).max(1_440).default(60),
  /** VAT on the fees of a monthly statement, as a line of its own; 0 for none. Thailand's rate is 7 %. */
  feeVatBps: z.int().min(0).max(10_000).default(0),
  feeStatementDueDays: z.int().min(1).max(90).default(15),
  /** From the first failure to the last without one success between: then the merchant is warned, then the webhook is switched off. */
  webhookWarnAfterHours: z.int().min(1).max(720).default(12),
  webhookDisableAfterHours: z.int().min(1).max(2_160).default(120),
  lateGraceHours: z.int().min(0).max(720).default(24),
  /** What is done with money that is not exact, where a merchant has not said otherwise. */
  latePolicy: z.enum(['accept', 'review']).default('accept'),
  underPolicy: z.enum(['review', 'accept_within']).default('review'),
  underToleranceSatang: z.int().min(0).default(0),
  overPolicy: z.enum(['review', 'accept_keep_excess']).default('accept_keep_excess'),
  /** Money of a credit above this is moved by hand only when a second person agrees: 10,000 baht. */
  reviewCheckAboveSatang: z.int().min(0).default(1_000_000),
});
export type PlatformSettings = z.output<typeof PlatformSettings>;
