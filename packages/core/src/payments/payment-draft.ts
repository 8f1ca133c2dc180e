import { Refusal } from '@paygate/contract/errors';
import { bahtTrimmedFromSatang, feeHalfUpSatang, satangFromBaht } from '@paygate/contract/money';
import { EXPIRY_MINUTES_DEFAULT } from '@paygate/contract/payments';
import { encodePromptPay } from '@paygate/promptpay/promptpay';
import { parseProxy } from '@paygate/promptpay/proxies';
import { fillTemplate } from '@paygate/promptpay/template';
import { giveAccounts, type Given } from '../accounts/channels.ts';
import type { Merchant, Mode } from '../caller.ts';
import { newId } from '../ids.ts';
import type { Platform } from '../platform.ts';
import type { PlatformSettings } from '../settings/settings.rules.ts';
import { testClockSeconds } from '../sandbox/test-clock.ts';
import { contractPolicyOf, contractWarnings, type Policy, type Warning } from './contract-policy.rules.ts';
import { PLATFORM_OWNER, type PaymentRow } from './payment.entity.ts';
import { referenceOf } from './reference.rules.ts';
import { senderOf, withLast4 } from './sender.rules.ts';
import { templateRefusal } from './template-refusal.ts';
import type { UniqueDraft } from './unique-payments.ts';

const SECONDS_A_MINUTE = 60;

/** What a merchant asks for, whichever door it came through. */
export interface PaymentWish {
  readonly amount: number;
  readonly orderId?: string | null | undefined;
  readonly description?: string | null | undefined;
  readonly metadata?: Readonly<Record<string, unknown>> | null | undefined;
  readonly expiryMinutes?: number | null | undefined;
  readonly returnUrl?: string | null | undefined;
  readonly qrTemplatePayload?: string | null | undefined;
}

/** A payment about to be inserted; the database adds the instants. */
export interface PaymentDraft {
  readonly id: string;
  readonly merchantId: string;
  readonly mode: Mode;
  readonly orderId: string | null;
  readonly reference: string;
  readonly source: PaymentRow['source'];
  readonly amountSatang: number;
  readonly feeSatang: number;
  readonly qrMode: 'CENTRAL' | 'DIRECT';
  readonly description: string | null;
  readonly metadata: Readonly<Record<string, unknown>> | null;
  readonly returnUrl: string | null;
  readonly qrPayload: string | null;
  readonly receivingOwnerId: string;
  readonly receivingAccountId: string | null;
  readonly bankAccountId?: string | null;
  /** What was asked, where the amount was moved. */
  readonly requestedSatang?: number | null;
  readonly isCounted?: boolean;
  readonly senderAccount: string | null;
  readonly senderBankCode: string | null;
  readonly senderName: string | null;
  readonly senderNameEn: string | null;
  /** From the instant of the insert; by the merchant's test clock in test mode. */
  readonly expirySeconds: number;
}
export interface Drafted {
  readonly draft: PaymentDraft;
  /** Set where the merchant wants amounts that are nobody else's; not for a shop's own template, whose account only the shop knows. */
  readonly unique: UniqueDraft | undefined;
  readonly channels: Given;
  readonly policy: Policy;
  readonly warnings: readonly Warning[];
}

interface Pricing { readonly merchant: Merchant; readonly settings: PlatformSettings; readonly channels: Given; readonly priced: UniqueDraft['priced'] }
const uniqueOf = (draft: PaymentDraft, { merchant, settings, channels, priced }: Pricing): UniqueDraft | undefined => {
  if (merchant.uniqueSatangMax === null || draft.receivingAccountId === null) return undefined;
  const isWithin = (amountSatang: number) =>
    amountSatang >= settings.minPaymentSatang && amountSatang <= settings.maxPaymentSatang && feeHalfUpSatang(amountSatang, merchant) <= amountSatang;
  const given = [...(channels.promptPay ? [channels.promptPay] : []), ...channels.banks];
  const accountIds = [...new Set(given.flatMap(({ id, paysIntoAccountId }) => [id, paysIntoAccountId ?? id]))].toSorted();
  return { draft, accountIds, spread: { maxSatang: merchant.uniqueSatangMax, direction: merchant.uniqueSatangDirection }, isWithin, whenFull: merchant.uniqueSatangWhenFull, priced };
};

const checkedFeeSatang = (amountSatang: number, merchant: Merchant, settings: PlatformSettings): number => {
  const { minPaymentSatang, maxPaymentSatang } = settings;
  if (amountSatang < minPaymentSatang) throw new Refusal('AMOUNT_BELOW_MINIMUM', { min: bahtTrimmedFromSatang(minPaymentSatang) });
  if (amountSatang > maxPaymentSatang) throw new Refusal('AMOUNT_ABOVE_MAXIMUM', { max: bahtTrimmedFromSatang(maxPaymentSatang) });
  const feeSatang = feeHalfUpSatang(amountSatang, merchant);
  if (feeSatang > amountSatang) throw new Refusal('AMOUNT_BELOW_MINIMUM', { min: bahtTrimmedFromSatang(feeSatang) });
  return feeSatang;
};

/** The text of the QR: the merchant's template with this amount, or our PromptPay id, or nothing where PromptPay is off. */
const qrPayloadOf = (wish: PaymentWish, channels: Given, amountSatang: number): string | null => {
  if (!channels.hasPromptPay) return null;
  if (wish.qrTemplatePayload) {
    const filled = fillTemplate(wish.qrTemplatePayload, amountSatang);
    if (!filled.ok) throw templateRefusal(filled.code);
    return filled.payload;
  }
  if (!channels.promptPay) return null;
  const parsed = parseProxy(channels.promptPay.accountNumber);
  if (!parsed.ok) throw new Error(`receiving account ${channels.promptPay.id} has an unusable PromptPay id: ${parsed.message}`);
  const encoded = encodePromptPay({ proxy: parsed.proxy, amountSatang });
  if (!encoded.ok) throw new Error(`no QR for ${amountSatang} satang: ${encoded.message}`);
  return encoded.payload;
};

/**
 * Applies every rule of payment creation: merchant status, amount bounds, fee, contract policy, channels, QR text. Writes nothing.
 * Refuses MERCHANT_NOT_ACTIVE, INVALID_AMOUNT, AMOUNT_BELOW_MINIMUM, AMOUNT_ABOVE_MAXIMUM, PAYMENT_CONTRACT_POLICY_VIOLATION,
 * NO_PAYMENT_CHANNEL, QR_TEMPLATE_INVALID.
 */
export const draftPayment = async (platform: Platform, whose: { readonly merchant: Merchant; readonly mode: Mode; readonly source: PaymentRow['source'] }, wish: PaymentWish): Promise<Drafted> => {
  const { merchant, mode, source } = whose;
  if (merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: merchant.status });
  const settings = await platform.settings();
  const amountSatang = satangFromBaht(wish.amount);
  if (amountSatang === undefined) throw new Refusal('INVALID_AMOUNT');
  const feeSatang = checkedFeeSatang(amountSatang, merchant, settings);

  const sender = senderOf(wish.metadata ?? null);
  const orderId = wish.orderId ?? null;
  const policy = contractPolicyOf(merchant, settings);
  const warnings = policy.mode === 'off' ? [] : contractWarnings({ orderId, ...sender });
  if (source === 'API' && policy.enforceForThisMerchant && warnings.length > 0) {
    throw new Refusal('PAYMENT_CONTRACT_POLICY_VIOLATION', { missing: warnings.map(({ field }) => field).join(', '), fields: warnings.map(({ field }) => field) });
  }
  const hasTemplate = Boolean(wish.qrTemplatePayload);
  const channels = await giveAccounts(platform, { merchant, mode, amountSatang, hasTemplate });
  const { promptPay = null, banks: [bank = null] } = channels;
  if (!channels.hasPromptPay && bank === null) throw new Refusal('NO_PAYMENT_CHANNEL');

  const id = newId();
  const isDirect = merchant.qrMode === 'DIRECT' || hasTemplate;
  const draft: PaymentDraft = {
    id, merchantId: merchant.id, mode, orderId, reference: referenceOf(id), source, amountSatang, feeSatang, qrMode: isDirect ? 'DIRECT' : 'CENTRAL',
    description: wish.description ?? null, metadata: withLast4(wish.metadata ?? null, sender), returnUrl: wish.returnUrl ?? null,
    qrPayload: qrPayloadOf(wish, channels, amountSatang), receivingOwnerId: isDirect ? merchant.id : PLATFORM_OWNER,
    receivingAccountId: hasTemplate ? null : (promptPay ?? bank)?.id ?? null, bankAccountId: hasTemplate ? null : (bank ?? promptPay)?.id ?? null,
    ...(channels.isCounted && { isCounted: true }),
    senderAccount: sender.senderAccount, senderBankCode: sender.senderBankCode, senderName: sender.memberName, senderNameEn: sender.memberNameEn,
    expirySeconds: (wish.expiryMinutes ?? EXPIRY_MINUTES_DEFAULT) * SECONDS_A_MINUTE + testClockSeconds(whose),
  };
  const priced = (to: number): PaymentDraft =>
    (to === amountSatang ? draft : { ...draft, amountSatang: to, requestedSatang: amountSatang, feeSatang: feeHalfUpSatang(to, merchant), qrPayload: qrPayloadOf(wish, channels, to) });
  return { draft, unique: uniqueOf(draft, { merchant, settings, channels, priced }), channels, policy, warnings };
};
