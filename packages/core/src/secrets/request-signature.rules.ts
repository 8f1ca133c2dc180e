import { createHmac, timingSafeEqual } from 'node:crypto';

/** Decisions F2: how far a caller's clock may be from ours, either way. */
export const SIGNATURE_TOLERANCE_SECONDS = 300;

export interface SignedRequest {
  readonly secret: string;
  /** Unix seconds, as sent. */
  readonly timestamp: string | undefined;
  /** Hex, as sent. */
  readonly signature: string | undefined;
  readonly rawBody: Uint8Array;
  readonly nowMilliseconds: number;
}
export type SignatureVerdict = 'OK' | 'SIGNATURE_REQUIRED' | 'SIGNATURE_INVALID' | 'SIGNATURE_EXPIRED';

/** hex(HMAC_SHA256(secret, "<timestamp>.<raw body>")) over the bytes that arrived. Compares in constant time. */
export const signRequest = (secret: string, timestamp: string, rawBody: Uint8Array): string => createHmac('sha256', secret).update(`${timestamp}.`).update(rawBody).digest('hex');

/** A signature that does not fit is invalid before it is expired: only who holds the secret learns of our clock. */
export const judgeSignature = ({ secret, timestamp, signature, rawBody, nowMilliseconds }: SignedRequest): SignatureVerdict => {
  if (!timestamp || !signature) return 'SIGNATURE_REQUIRED';
  if (!/^\d{1,12}$/.test(timestamp) || !/^[0-9a-f]{64}$/i.test(signature)) return 'SIGNATURE_INVALID';
  const expected = Buffer.from(signRequest(secret, timestamp, rawBody), 'hex');
  if (!timingSafeEqual(expected, Buffer.from(signature, 'hex'))) return 'SIGNATURE_INVALID';
  const ageSeconds = Math.abs(nowMilliseconds / 1_000 - Number(timestamp));
  return ageSeconds <= SIGNATURE_TOLERANCE_SECONDS ? 'OK' : 'SIGNATURE_EXPIRED';
};
