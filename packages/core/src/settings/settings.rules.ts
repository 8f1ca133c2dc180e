import * as z from 'zod';

/** Platform-wide settings with their defaults. A row in `setting` overrides one; an unusable row stops the read. */
export const PlatformSettings = z.object({
  minPaymentSatang: z.int().min(1).default(100),
  maxPaymentSatang: z.int().min(1).default(200_000_000),
  promptPayEnabled: z.boolean().default(true),
  bankTransferEnabled: z.boolean().default(true),
  policyMode: z.enum(['off', 'warn', 'enforce_new', 'enforce_all']).default('warn'),
  enforceNewMerchantFrom: z.iso.datetime().nullable().default(null),
  lateGraceHours: z.int().min(0).max(720).default(24),
});
export type PlatformSettings = z.output<typeof PlatformSettings>;
