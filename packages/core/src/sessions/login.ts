import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input, Role } from '@paygate/contract/kernel';
import { merchantRoles, platformRoles, type sessionOperations } from '@paygate/contract/sessions';
import { newId } from '../ids.ts';
import type { Ctx } from '../caller.ts';
import { single, type Executor } from '../db/statement.ts';
import { verifyPassword } from './password.ts';
import { merchantOf } from './session-caller.ts';
import { viewMember } from './session.view.ts';
import { accountOf, newToken, normalEmail, signSession, tokenHash } from './sessions.rules.ts';
import { attemptWait, countAttempt, findMember, forgetAttempts, insertSession, type MemberFound } from './sessions.sql.ts';
import { slots } from './slots.ts';

type Login = (typeof sessionOperations)['login'];
type SignIn = (ctx: Ctx, wish: Input<Login>) => Promise<Answer<Login>>;

// A try is counted when its turn comes, not while it waits: people who sign in rightly at the same moment do not lock each other out.
const inTurn = slots({ runningMax: 4, waitingMax: 200 });

/**
 * Signs a member of a merchant in: answers a JWT and issues the cookie's token, both naming one new session of at most 12 hours.
 * Every wrong thing is INVALID_CREDENTIALS, after the same work: unknown e-mail, wrong password, a platform account, a
 * suspended merchant. Refuses RATE_LIMITED after ten tries at one account in 15 minutes, known or not, and
 * SERVICE_UNAVAILABLE when too many sign in at once. Runs outside a transaction: no connection is held while hashing.
 */
export const login: SignIn = (ctx, wish) => inTurn(() => signIn(ctx, wish, merchantRoles));

/** The same for the platform's own people; a merchant's member is refused as unknown. */
export const adminLogin: SignIn = (ctx, wish) => inTurn(() => signIn(ctx, wish, platformRoles));

const signIn = async (ctx: Ctx, { email, password }: Input<Login>, roles: readonly Role[]): Promise<Answer<Login>> => {
  const { sql, platform, issueCookie } = ctx;
  const account = accountOf(email);
  await countTry(sql, account);
  const [found] = await sql.query(findMember, [normalEmail(email)]);
  const isRight = await verifyPassword(password, found?.passwordHash);
  if (!found || !isRight || !maySignIn(found, roles)) throw new Refusal('INVALID_CREDENTIALS');
  await sql.query(forgetAttempts, [account]);

  const id = newId();
  const token = newToken();
  const { expiresAt, ageSeconds } = single(await sql.query(insertSession, [id, found.memberId, tokenHash(token)]), 'session');
  const jwt = await signSession(platform.vault, { id, expiresAt });
  issueCookie?.(token, ageSeconds);
  return { success: true, token: jwt, expiresAt, user: viewMember({ ...found, name: found.memberName, merchant: merchantOf(found) }) };
};

const countTry = async (sql: Executor, account: Buffer): Promise<void> => {
  const [counted] = await sql.query(countAttempt, [account]);
  if (counted) return;
  // No row any more means that a right sign-in has just cleared the count.
  const [wait] = await sql.query(attemptWait, [account]);
  throw new Refusal('RATE_LIMITED', { retryAfterSeconds: wait?.retryAfterSeconds ?? 1 });
};

const maySignIn = (found: MemberFound, roles: readonly Role[]): boolean => roles.includes(found.role) && merchantOf(found)?.status !== 'SUSPENDED';
