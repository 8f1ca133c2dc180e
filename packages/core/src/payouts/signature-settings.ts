import type { Answer } from '@paygate/contract/kernel';
import { bahtFromSatang } from '@paygate/contract/money';
import type { payoutOperations } from '@paygate/contract/payouts';
import type { Ctx, KeyCaller } from '../caller.ts';
import type { KeyMode } from '../keys/api-key.entity.ts';
import { allowedKeyModes } from '../keys/keys.rules.ts';
import { SIGNATURE_TOLERANCE_SECONDS } from '../secrets/request-signature.rules.ts';

const allModes: readonly KeyMode[] = ['live', 'test', 'legacy'];

/** The rules as this server applies them to this merchant now. */
export const getSignatureSettings = async ({ platform, caller }: Ctx<KeyCaller>): Promise<Answer<(typeof payoutOperations)['signatureSettings']>> => {
  const terms = await platform.payoutTerms(caller.merchant.id);
  const allowed = allowedKeyModes(platform.config);
  return {
    object: 'payout_signature_settings', mode: terms.signatureMode, algorithm: 'HMAC-SHA256', encoding: 'hex', payload_format: '<timestamp>.<raw_body>',
    timestamp_tolerance_seconds: SIGNATURE_TOLERANCE_SECONDS, nonce: { required: false, ttl_seconds: 2 * SIGNATURE_TOLERANCE_SECONDS },
    headers: { timestamp: 'X-Signature-Timestamp', signature: 'X-Signature', nonce: 'X-Signature-Nonce', idempotency_key: 'Idempotency-Key' },
    idempotency: { required: true, header: 'Idempotency-Key', body_field: 'idempotencyKey' }, min_payout_amount: bahtFromSatang(terms.minSatang),
    runtime: { mode: platform.config.runtime, allowed_key_modes: [...allowed], blocked_key_modes: allModes.filter((mode) => !allowed.includes(mode)) },
  };
};
