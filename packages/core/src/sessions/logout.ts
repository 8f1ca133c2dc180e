import type { Answer } from '@paygate/contract/kernel';
import type { sessionOperations } from '@paygate/contract/sessions';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { forgetSession } from './session-caller.ts';
import { endSession } from './sessions.sql.ts';

/**
 * Ends the session behind the call: its cookie and its JWT stop together, here at once, in other processes within a second.
 * Safe to run twice. The member's other sessions go on.
 */
export const logout = async ({ sql, platform, caller, issueCookie }: WriteCtx<SessionCaller>): Promise<Answer<(typeof sessionOperations)['logout']>> => {
  await sql.query(endSession, [caller.sessionId]);
  sql.afterCommit(() => forgetSession(platform.database, caller.sessionId));
  issueCookie?.('', 0);
  return { success: true };
};
