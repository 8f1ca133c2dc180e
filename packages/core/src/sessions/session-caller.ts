import type { Merchant, SessionCaller } from '../caller.ts';
import type { Database } from '../db/database.ts';
import type { Platform } from '../platform.ts';
import { recall } from '../recall.ts';
import { sessionIdOf, tokenHash } from './sessions.rules.ts';
import { findSessionById, findSessionByToken, touchSession, type MemberFound, type SessionFound } from './sessions.sql.ts';

/** The cookie that carries the token. Set it HttpOnly, SameSite=Lax, Path=/, and Secure behind https. */
export const sessionCookie = 'connect.sid';

/** What a request carries: the cookie's token, or the JWT of its Authorization header. */
export interface SessionCredential { readonly token?: string; readonly jwt?: string }

/**
 * Who signed in, or undefined for unknown, ended, expired (12 h), unused (30 min) sessions and suspended merchants. A JWT
 * counts before a cookie, and a wrong one is not rescued by the cookie. Lags other processes by at most a second, this one not at all.
 */
export const sessionCallerOf = async ({ database, vault }: Pick<Platform, 'database' | 'vault'>, { token, jwt }: SessionCredential): Promise<SessionCaller | undefined> => {
  const { find, ended } = rememberedFor(database);
  const key = await keyOf(vault, { token, jwt });
  const caller = key === undefined ? undefined : await find(key);
  return caller === undefined || ended.has(caller.sessionId) ? undefined : caller;
};

/** Makes this process forget a session at once, also one that is being looked up at this moment. */
export const forgetSession = (database: Database, sessionId: string): void => {
  const { ended } = rememberedFor(database);
  ended.add(sessionId);
  const [oldest] = ended;
  // By the time so many more have ended, the remembered look-ups are long over.
  if (ended.size > ENDED_MAX && oldest !== undefined) ended.delete(oldest);
};

/** The merchant among the columns of a joined row; null for the platform's own people. */
export const merchantOf = (row: MemberFound | SessionFound): Merchant | null => {
  if (row.id === null) return null;
  const { id, username, businessName, status, qrMode, feeBps, feeFixedSatang, policyMode, promptPayEnabled, bankTransferEnabled, createdAt } = row;
  const { uniqueSatangMax, uniqueSatangDirection, uniqueSatangWhenFull, testClockOffsetSeconds } = row;
  return {
    id, username, businessName, status, qrMode, feeBps, feeFixedSatang, policyMode, promptPayEnabled, bankTransferEnabled,
    uniqueSatangMax, uniqueSatangDirection, uniqueSatangWhenFull, testClockOffsetSeconds, createdAt,
  };
};

const ENDED_MAX = 10_000;
const TOKEN_CHARACTERS_MAX = 100;
const JWT_CHARACTERS_MAX = 1_000;

interface Remembered { readonly find: (key: string) => Promise<SessionCaller | undefined>; readonly ended: Set<string> }
const byDatabase = new WeakMap<Database, Remembered>();
const rememberedFor = (database: Database): Remembered => {
  const known = byDatabase.get(database);
  if (known) return known;
  const made: Remembered = { find: recall((key: string) => findCaller(database, key)), ended: new Set() };
  byDatabase.set(database, made);
  return made;
};

/** `token:` and a hash, or `session:` and an id: look-ups are remembered by what is stored, never by a secret. */
const keyOf = async (vault: Platform['vault'], { token, jwt }: { readonly token: string | undefined; readonly jwt: string | undefined }): Promise<string | undefined> => {
  if (jwt !== undefined) {
    const id = jwt.length > JWT_CHARACTERS_MAX ? undefined : await sessionIdOf(vault, jwt);
    return id === undefined ? undefined : `session:${id}`;
  }
  return token === undefined || token.length > TOKEN_CHARACTERS_MAX ? undefined : `token:${tokenHash(token).toString('base64')}`;
};

const findCaller = async (database: Database, key: string): Promise<SessionCaller | undefined> => {
  const [kind, value = ''] = key.split(':');
  const [found] = kind === 'token' ? await database.query(findSessionByToken, [Buffer.from(value, 'base64')]) : await database.query(findSessionById, [value]);
  if (!found) return undefined;
  await database.query(touchSession, [found.sessionId]);
  const { sessionId, memberId, role, email, memberName, expiresAt } = found;
  return { kind: 'session', sessionId, memberId, role, email, name: memberName, expiresAt, merchant: merchantOf(found) };
};
