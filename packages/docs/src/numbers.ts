import { bahtCopyFromSatang } from '@paygate/contract/money';
import { EXPIRY_MINUTES_DEFAULT, EXPIRY_MINUTES_MAX } from '@paygate/contract/payments';
import { BULK_BODY_BYTES_MAX, BULK_PAYOUTS_MAX } from '@paygate/contract/payouts';
import { METADATA_BYTES_MAX, METADATA_DEPTH_MAX, METADATA_KEYS_MAX } from '@paygate/contract/scalars';
import { SLIPS_PER_PAYMENT_MAX } from '@paygate/contract/slips';
import { SECRET_OVERLAP_HOURS_MAX } from '@paygate/contract/webhook-parts';
import { WEBHOOKS_MAX } from '@paygate/contract/webhooks';
import { SENDER_ACCOUNT_DIGITS_MIN } from '@paygate/core/payments/contract-policy.rules';
import { SIGNATURE_TOLERANCE_SECONDS } from '@paygate/core/secrets/request-signature.rules';
import { PlatformSettings } from '@paygate/core/settings/settings.rules';
import { BREAKER_OPENS_AFTER } from '@paygate/core/webhooks/health.rules';
import type { GuideFacts } from './facts.ts';

const MS_PER_SECOND = 1_000;
const defaults = PlatformSettings.parse({});
const grouped = (value: number): string => value.toLocaleString('en-US');
const baht = (satang: number): string => bahtCopyFromSatang(satang).replace(/\.00$/, '').replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',');

/** The numbers that guides name, from where they are enforced. Amounts are in baht and are the platform's defaults. */
export const numbers = {
  signatureToleranceSeconds: () => grouped(SIGNATURE_TOLERANCE_SECONDS),
  expiryMinutesDefault: () => grouped(EXPIRY_MINUTES_DEFAULT),
  expiryMinutesMax: () => grouped(EXPIRY_MINUTES_MAX),
  webhooksMax: () => grouped(WEBHOOKS_MAX),
  bulkPayoutsMax: () => grouped(BULK_PAYOUTS_MAX),
  bulkBodyBytesMax: () => grouped(BULK_BODY_BYTES_MAX),
  metadataKeysMax: () => grouped(METADATA_KEYS_MAX),
  metadataDepthMax: () => grouped(METADATA_DEPTH_MAX),
  metadataBytesMax: () => grouped(METADATA_BYTES_MAX),
  bodyBytesMax: ({ bodyBytesMax }) => grouped(bodyBytesMax),
  webhookTimeoutSeconds: ({ config }) => grouped(config.webhookTimeoutMs / MS_PER_SECOND),
  breakerOpensAfter: () => grouped(BREAKER_OPENS_AFTER),
  senderAccountDigitsMin: () => grouped(SENDER_ACCOUNT_DIGITS_MIN),
  eventDays: ({ config }) => grouped(config.eventDays),
  requestLogDays: ({ config }) => grouped(config.requestLogDays),
  secretOverlapHoursMax: () => grouped(SECRET_OVERLAP_HOURS_MAX),
  slipsPerPaymentMax: () => grouped(SLIPS_PER_PAYMENT_MAX),
  lateGraceHours: () => grouped(defaults.lateGraceHours),
  paymentMin: () => baht(defaults.minPaymentSatang),
  paymentMax: () => baht(defaults.maxPaymentSatang),
  payoutMin: () => baht(defaults.minPayoutSatang ?? defaults.minSettlementSatang),
  payoutMax: () => baht(defaults.maxPayoutSatang),
} as const satisfies Record<string, (facts: GuideFacts) => string>;
