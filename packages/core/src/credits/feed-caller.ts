import { Refusal } from '@paygate/contract/errors';
import { isUuid } from '@paygate/contract/scalars';
import type { FeedCaller } from '../caller.ts';
import type { Platform } from '../platform.ts';
import { judgeSignature, SIGNATURE_TOLERANCE_SECONDS } from '../secrets/request-signature.rules.ts';
import { findFeed } from './credits.sql.ts';

interface FeedCredential { readonly feedId: string | undefined; readonly timestamp: string | undefined; readonly signature: string | undefined; readonly rawBody: Uint8Array }

/** The feed that signed these bytes. Refuses UNAUTHORIZED (no such active feed) and SIGNATURE_REQUIRED, _INVALID, _EXPIRED. */
export const feedCallerOf = async ({ database, vault, clock }: Pick<Platform, 'database' | 'vault' | 'clock'>, { feedId, ...signed }: FeedCredential): Promise<FeedCaller> => {
  const [feed] = feedId !== undefined && isUuid(feedId) ? await database.query(findFeed, [feedId]) : [];
  if (!feed) throw new Refusal('UNAUTHORIZED');
  const verdict = judgeSignature({ ...signed, secret: vault.open(feed.secretEncrypted, `bank_feed:${feed.id}`), nowMilliseconds: clock() });
  if (verdict !== 'OK') throw new Refusal(verdict, verdict === 'SIGNATURE_EXPIRED' ? { toleranceSeconds: SIGNATURE_TOLERANCE_SECONDS } : null);
  return { kind: 'feed', feedId: feed.id, feedName: feed.name, mode: feed.mode };
};
