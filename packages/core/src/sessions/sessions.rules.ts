import { createHash, randomBytes } from 'node:crypto';
import { jwtVerify, SignJWT } from 'jose';
import { isUuid } from '@paygate/contract/scalars';
import type { Vault } from '../secrets/vault.ts';

const TOKEN_BYTES = 32;
const ALGORITHM = 'HS256';
const ISSUER = 'paygate';
const AUDIENCE = 'paygate-dashboard';
const signingKey = (vault: Vault): Buffer => vault.derive('session-jwt');

/** The cookie's value: 256 random bits behind a prefix that a secret scanner can find. */
export const newToken = (): string => `ses_${randomBytes(TOKEN_BYTES).toString('base64url')}`;

/** What is stored and looked up: a token is random enough to need no slow hash. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token).digest();

/** One spelling of an e-mail, so that case and stray spaces make no second account. */
export const normalEmail = (email: string): string => email.trim().normalize('NFKC').toLowerCase();

/** Tries are counted under this, so that mistyped secrets in the e-mail field are not kept. */
export const accountOf = (email: string): Buffer => createHash('sha256').update(normalEmail(email)).digest();

/** A JWT that names the session and nothing else; it ends with the session at the latest. */
export const signSession = (vault: Vault, session: { readonly id: string; readonly expiresAt: string }): Promise<string> =>
  new SignJWT()
    .setProtectedHeader({ alg: ALGORITHM, typ: 'JWT' })
    .setIssuer(ISSUER).setAudience(AUDIENCE).setJti(session.id)
    .setExpirationTime(new Date(session.expiresAt))
    .sign(signingKey(vault));

/**
 * The session a JWT names. Undefined for one that we did not sign, is meant for something else, has expired, or uses another
 * algorithm (RFC 8725 3.1): the caller must still look the session up.
 */
export const sessionIdOf = async (vault: Vault, jwt: string): Promise<string | undefined> => {
  const options = { algorithms: [ALGORITHM], typ: 'JWT', issuer: ISSUER, audience: AUDIENCE, requiredClaims: ['exp', 'jti'] };
  const verified = await jwtVerify(jwt, signingKey(vault), options).catch(() => undefined);
  const id = verified?.payload.jti;
  return id !== undefined && isUuid(id) ? id : undefined;
};
