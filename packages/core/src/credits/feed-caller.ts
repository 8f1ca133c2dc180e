import { Refusal } from '@paygate/contract/errors';
import { isUuid } from '@paygate/contract/scalars';
import type { FeedCaller } from '../caller.ts';
import type { Platform } from '../platform.ts';
import { judgeSignature, SIGNATURE_TOLERANCE_SECONDS, type SignatureVerdict } from '../secrets/request-signature.rules.ts';
import type { BankFeedRow } from './bank-credit.entity.ts';
import { findFeed, noteContact, noteFailure, NOTED_SECONDS } from './bank-feeds.sql.ts';

interface FeedCredential { readonly feedId: string | undefined; readonly timestamp: string | undefined; readonly signature: string | undefined; readonly rawBody: Uint8Array }

/** A feed with its secrets readable: the present one, and while it still counts the one before. */
export interface OpenedFeed extends BankFeedRow { readonly secrets: readonly string[] }

/** Undefined where there is no such active feed, or its merchant is not active. */
export const openFeed = async ({ database, vault }: Pick<Platform, 'database' | 'vault'>, id: string): Promise<OpenedFeed | undefined> => {
  const [feed] = await database.query(findFeed, [id]);
  if (!feed) return undefined;
  const sealed = [feed.secretEncrypted, ...(feed.isPreviousGood && feed.previousSecretEncrypted !== null ? [feed.previousSecretEncrypted] : [])];
  return { ...feed, secrets: sealed.map((secret) => vault.open(secret, `bank_feed:${feed.id}`)) };
};

/** The statement looks again; this only spares a busy feed most of them. */
const isNoted = ({ lastContactAt, lastFailureAt }: BankFeedRow, nowMs: number): boolean =>
  lastContactAt !== null && Date.parse(lastContactAt) > nowMs - NOTED_SECONDS * 1_000 && (lastFailureAt === null || Date.parse(lastFailureAt) < Date.parse(lastContactAt));

/**
 * The feed that signed these bytes, with its secret or, for a while after a rotation, the previous one. Notes that it was heard, or why
 * it was refused. What was revoked or rotated away may still be taken for a second (`recall`); what is new counts at once.
 * Refuses UNAUTHORIZED (no such active feed, or its merchant is not active) and SIGNATURE_REQUIRED, _INVALID, _EXPIRED.
 */
export const feedCallerOf = async (platform: Pick<Platform, 'database' | 'vault' | 'clock' | 'feed'>, { feedId, ...signed }: FeedCredential): Promise<FeedCaller> => {
  if (feedId === undefined || !isUuid(feedId)) throw new Refusal('UNAUTHORIZED');
  const { database, clock } = platform;
  const judge = ({ secrets }: OpenedFeed): SignatureVerdict => {
    const verdicts = secrets.map((secret) => judgeSignature({ ...signed, secret, nowMilliseconds: clock() }));
    return verdicts.find((verdict) => verdict === 'OK') ?? verdicts[0]!;
  };
  const known = await platform.feed(feedId);
  const feed = known && judge(known) === 'OK' ? known : await openFeed(platform, feedId);
  if (!feed) throw new Refusal('UNAUTHORIZED');
  const verdict = judge(feed);
  if (verdict !== 'OK') {
    await database.query(noteFailure, [feed.id, verdict]);
    throw new Refusal(verdict, verdict === 'SIGNATURE_EXPIRED' ? { toleranceSeconds: SIGNATURE_TOLERANCE_SECONDS } : null);
  }
  if (!isNoted(feed, clock())) await database.query(noteContact, [feed.id]);
  return { kind: 'feed', feedId: feed.id, feedName: feed.name, mode: feed.mode, merchantId: feed.merchantId };
};
