import { randomBytes } from 'node:crypto';
import type { bankFeedOperations } from '@paygate/contract/bank-feeds';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import { newId } from '../ids.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { countFeeds, feedsOf, insertFeed, lockFeeds, revokeFeed, rotateFeed } from './bank-feeds.sql.ts';
import type { BankFeedRow } from './bank-credit.entity.ts';

type Of = typeof bankFeedOperations;
type Owner = WriteCtx<SessionCaller>;

const FEEDS_MAX = 10;
const SECRET_BYTES = 32;
/** The prefix is there to be grepped for when a secret leaks. */
const newSecret = (): string => `fsec_${randomBytes(SECRET_BYTES).toString('base64url')}`;
const sealed = ({ platform }: Owner, id: string, secret: string): string => platform.vault.seal(secret, `bank_feed:${id}`);

const view = ({ id, name, mode, isActive, createdAt, lastContactAt, lastFailureAt, lastFailure, previousUntil }: BankFeedRow): Answer<Of['list']>['feeds'][number] =>
  ({ id, name, mode, isActive, createdAt, lastContactAt, lastFailureAt, lastFailure, previousSecretUntil: previousUntil });
const note = ({ sql, caller }: Owner, verb: string, { id, name, mode }: BankFeedRow): Promise<void> =>
  recordAudit(sql, { actor: actorOf(caller), action: `bankFeed.${verb}`, objectKind: 'bank_feed', objectId: id, details: { name, mode } });

/** Newest first, revoked ones too, at most 100. */
export const listBankFeeds = async ({ sql, caller }: Ctx<SessionCaller>): Promise<Answer<Of['list']>> => ({ feeds: (await sql.query(feedsOf, [ownMerchant(caller).id])).map(view) });

/** The secret is in the answer and, sealed, in the database; nowhere else. Refuses BANK_FEED_LIMIT_REACHED. */
export const createBankFeed = async (ctx: Owner, { name, mode }: Input<Of['create']>): Promise<Answer<Of['create']>> => {
  const { sql, caller } = ctx;
  const merchantId = ownMerchant(caller).id;
  await sql.query(lockFeeds, [merchantId]);
  const { count } = single(await sql.query(countFeeds, [merchantId, mode]), 'count');
  if (count >= FEEDS_MAX) throw new Refusal('BANK_FEED_LIMIT_REACHED', { max: FEEDS_MAX });
  const [id, secret] = [newId(), newSecret()];
  const feed = single(await sql.query(insertFeed, [id, name, mode, sealed(ctx, id, secret), merchantId]), 'feed');
  await note(ctx, 'create', feed);
  return { success: true, feed: view(feed), secret };
};

/** Both secrets count until the overlap is over, or the earlier one for a second where there is none. Refuses BANK_FEED_NOT_FOUND, also for somebody else's and revoked ones. */
export const rotateBankFeed = async (ctx: Owner, { id, overlapHours }: Input<Of['rotate']>): Promise<Answer<Of['rotate']>> => {
  const { sql, caller } = ctx;
  const secret = newSecret();
  const [feed] = isUuid(id) ? await sql.query(rotateFeed, [id, ownMerchant(caller).id, sealed(ctx, id, secret), overlapHours]) : [];
  if (!feed) throw new Refusal('BANK_FEED_NOT_FOUND');
  await note(ctx, 'rotate', feed);
  return { success: true, feed: view(feed), secret };
};

/** Ends it within a second (`recall`). Refuses BANK_FEED_NOT_FOUND, also the second time. */
export const revokeBankFeed = async (ctx: Owner, { id }: Input<Of['revoke']>): Promise<Answer<Of['revoke']>> => {
  const [feed] = isUuid(id) ? await ctx.sql.query(revokeFeed, [id, ownMerchant(ctx.caller).id]) : [];
  if (!feed) throw new Refusal('BANK_FEED_NOT_FOUND');
  await note(ctx, 'revoke', feed);
  return { success: true, feed: view(feed) };
};
