import { Refusal } from '@paygate/contract/errors';
import { isUuid } from '@paygate/contract/scalars';
import type { FeedCaller } from '../caller.ts';
import type { Platform } from '../platform.ts';
import { judgeSignature, SIGNATURE_TOLERANCE_SECONDS } from '../secrets/request-signature.rules.ts';
import { findFeed, noteContact, noteFailure } from './bank-feeds.sql.ts';

interface FeedCredential { readonly feedId: string | undefined; readonly timestamp: string | undefined; readonly signature: string | undefined; readonly rawBody: Uint8Array }

/**
 * The feed that signed these bytes, with its secret or, for a while after a rotation, the previous one. Notes that it was heard, or why
 * it was refused. Refuses UNAUTHORIZED (no such active feed, or its merchant is not active) and SIGNATURE_REQUIRED, _INVALID, _EXPIRED.
 */
export const feedCallerOf = async ({ database, vault, clock }: Pick<Platform, 'database' | 'vault' | 'clock'>, { feedId, ...signed }: FeedCredential): Promise<FeedCaller> => {
  const [feed] = feedId !== undefined && isUuid(feedId) ? await database.query(findFeed, [feedId]) : [];
  if (!feed) throw new Refusal('UNAUTHORIZED');
  const judge = (sealed: string) => judgeSignature({ ...signed, secret: vault.open(sealed, `bank_feed:${feed.id}`), nowMilliseconds: clock() });
  const verdict = judge(feed.secretEncrypted);
  const previous = verdict === 'SIGNATURE_INVALID' && feed.isPreviousGood ? feed.previousSecretEncrypted : null;
  const settled = previous !== null && judge(previous) === 'OK' ? 'OK' : verdict;
  if (settled !== 'OK') {
    await database.query(noteFailure, [feed.id, settled]);
    throw new Refusal(settled, settled === 'SIGNATURE_EXPIRED' ? { toleranceSeconds: SIGNATURE_TOLERANCE_SECONDS } : null);
  }
  await database.query(noteContact, [feed.id]);
  return { kind: 'feed', feedId: feed.id, feedName: feed.name, mode: feed.mode, merchantId: feed.merchantId };
};
