import type { Answer } from '@paygate/contract/kernel';
import type { sessionOperations } from '@paygate/contract/sessions';
import type { Ctx, SessionCaller } from '../caller.ts';
import { viewMember } from './session.view.ts';

/** Who is signed in, and until when at the latest. */
export const getSession = ({ caller }: Ctx<SessionCaller>): Promise<Answer<(typeof sessionOperations)['me']>> =>
  Promise.resolve({ user: viewMember(caller), expiresAt: caller.expiresAt });
