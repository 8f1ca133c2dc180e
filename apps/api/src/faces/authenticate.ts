import { Refusal } from '@paygate/contract/errors';
import type { Caller, KeyCaller, PublicKeyCaller, SessionCaller } from '@paygate/core/caller';
import { feedCallerOf } from '@paygate/core/credits/feed-caller';
import { allowedKeyModes, keyHash } from '@paygate/core/keys/keys.rules';
import { allowsOrigin } from '@paygate/core/keys/origins.rules';
import type { RequestSignature } from '@paygate/core/keys/spend-signature';
import type { Platform } from '@paygate/core/platform';
import { judgeSignature, SIGNATURE_TOLERANCE_SECONDS } from '@paygate/core/secrets/request-signature.rules';
import { sessionCallerOf, sessionCookie } from '@paygate/core/sessions/session-caller';
import { parseCookie } from 'cookie';
import { header, type Call } from './call.ts';

/** Who calls, and the signature of the call where there had to be one. */
export interface Authenticated<C extends Caller = Caller> { readonly caller: C; readonly signature?: RequestSignature }

const bearer = (call: Call): string | undefined => header(call, 'authorization')?.match(/^Bearer\s+(\S+)$/i)?.[1];

/** Decisions A2–A4: one key, in X-API-Key or as Bearer; both and different is as bad as none. */
const keyIn = (call: Call): string => {
  const [inHeader, inBearer] = [header(call, 'x-api-key'), bearer(call)];
  const key = inHeader ?? inBearer;
  if (key === undefined || (inHeader !== undefined && inBearer !== undefined && inHeader !== inBearer)) throw new Refusal('UNAUTHORIZED');
  return key;
};

const allowedNow = <C extends KeyCaller | PublicKeyCaller>({ config }: Platform, caller: C | undefined): C => {
  if (!caller) throw new Refusal('UNAUTHORIZED');
  if (!allowedKeyModes(config).includes(caller.keyMode)) throw new Refusal('KEY_MODE_NOT_ALLOWED', { runtime: config.runtime, keyMode: caller.keyMode });
  return caller;
};

const byKey = async (platform: Platform, call: Call): Promise<KeyCaller> =>
  allowedNow(platform, await platform.keyCaller(keyHash(keyIn(call)).toString('base64')));

/** A public key is no secret, so the page counts too. Browsers always name it in a POST; what is no browser can say anything, and gains a payment to pay. */
const byPublicKey = async (platform: Platform, call: Call): Promise<PublicKeyCaller> => {
  const caller = allowedNow(platform, await platform.publicKeyCaller(keyHash(keyIn(call)).toString('base64')));
  const origin = header(call, 'origin') ?? '';
  if (!allowsOrigin(caller.allowedOrigins, origin, { isTest: caller.mode === 'test' })) throw new Refusal('ORIGIN_NOT_ALLOWED', { origin: origin === '' ? '(none)' : origin });
  return caller;
};

/** The payout HMAC is keyed with the key of the same request; how strict the merchant's terms say (decisions F2). */
const bySignedKey = async (platform: Platform, call: Call): Promise<Authenticated<KeyCaller>> => {
  const caller = await byKey(platform, call);
  const { signatureMode } = await platform.payoutTerms(caller.merchant.id);
  const signature = header(call, 'x-signature') ?? '';
  if (signatureMode === 'off' || (signatureMode === 'optional' && signature === '')) return { caller };
  const secret = header(call, 'x-api-key') ?? bearer(call) ?? '';
  const verdict = judgeSignature({ secret, timestamp: header(call, 'x-signature-timestamp'), signature, rawBody: call.rawBody, nowMilliseconds: platform.clock() });
  if (verdict !== 'OK') throw new Refusal(verdict, verdict === 'SIGNATURE_EXPIRED' ? { toleranceSeconds: SIGNATURE_TOLERANCE_SECONDS } : null);
  return { caller, signature: { signature, nonce: header(call, 'x-signature-nonce'), params: call.params, isRepeatable: call.operation.isRepeatable ?? false } };
};

/** A browser sends the cookie along with any page's request, so a write by cookie must come from our own pages. */
const isCrossSite = (call: Call): boolean => {
  const site = header(call, 'sec-fetch-site');
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const origin = header(call, 'origin');
  return origin === undefined || URL.parse(origin)?.host !== header(call, 'host');
};

const bySession = async (platform: Platform, call: Call): Promise<SessionCaller> => {
  const jwt = bearer(call);
  const token = parseCookie(header(call, 'cookie') ?? '')[sessionCookie];
  const caller = await sessionCallerOf(platform, { ...(jwt !== undefined && { jwt }), ...(token !== undefined && { token }) });
  if (!caller) throw new Refusal('SESSION_REQUIRED');
  if (jwt === undefined && call.operation.method !== 'GET' && isCrossSite(call)) throw new Refusal('FORBIDDEN', { reason: 'cross-site request with a cookie' });
  return caller;
};

/** Who calls. Refuses UNAUTHORIZED, SESSION_REQUIRED, KEY_MODE_NOT_ALLOWED, FORBIDDEN and the feed's signature codes. */
export const authenticate = async (platform: Platform, call: Call): Promise<Authenticated> => {
  switch (call.operation.auth) {
    case 'secretKey':
      return { caller: await byKey(platform, call) };
    case 'publicKey':
      return { caller: await byPublicKey(platform, call) };
    case 'signed':
      return bySignedKey(platform, call);
    case 'session':
      return { caller: await bySession(platform, call) };
    case 'bankFeed':
      return { caller: await feedCallerOf(platform, { feedId: header(call, 'x-feed-id'), timestamp: header(call, 'x-signature-timestamp'), signature: header(call, 'x-signature'), rawBody: call.rawBody }) };
    case 'public':
      return { caller: { kind: 'nobody', address: call.ip } };
  }
};

/** Whether this caller may: scope of the key, role of the person, test mode for sandbox play. Refuses FORBIDDEN, TEST_KEY_REQUIRED. */
export const authorise = (caller: Caller, { operation }: Call): void => {
  if (caller.kind === 'key') {
    if (operation.sandbox && caller.mode !== 'test') throw new Refusal('TEST_KEY_REQUIRED');
    if (operation.scope && !caller.scopes.includes(operation.scope)) throw new Refusal('FORBIDDEN', { missingScope: operation.scope });
  }
  if (caller.kind === 'session' && operation.roles && !operation.roles.includes(caller.role)) throw new Refusal('FORBIDDEN', { neededRoles: operation.roles });
};
