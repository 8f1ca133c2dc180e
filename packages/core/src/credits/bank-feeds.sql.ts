import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { BankFeedEntity, type BankFeedRow } from './bank-credit.entity.ts';

const columns = columnsOf(BankFeedEntity, 'f');

/** $1 feed. Active ones of the platform and of active merchants, and whether the previous secret still counts. */
export const findFeed = statement<BankFeedRow & { readonly isPreviousGood: boolean }>('feeds.find', `
  select ${columns}, coalesce(f.previous_until > now(), false) as "isPreviousGood" from bank_feed f left join merchant m on m.id = f.merchant_id
  where f.id = $1 and f.is_active and (f.merchant_id is null or m.status = 'ACTIVE')`);

/** Written at most this often, so that a busy feed is not a hot row. */
export const NOTED_SECONDS = 10;
const PAUSE = `interval '${NOTED_SECONDS} seconds'`;
/** $1 feed: it was heard, and rightly. */
export const noteContact = statement('feeds.noteContact', `update bank_feed set last_contact_at = now() where id = $1 and (last_contact_at is null or last_contact_at < now() - ${PAUSE} or last_failure_at >= last_contact_at)`);
/** $1 feed, $2 the code it was refused with. */
export const noteFailure = statement('feeds.noteFailure', `
  update bank_feed set last_failure_at = now(), last_failure = $2 where id = $1 and (last_failure_at is null or last_failure_at < now() - ${PAUSE} or last_failure is distinct from $2)`);

/** $1 merchant. Newest first. */
export const feedsOf = statement<BankFeedRow>('feeds.of', `select ${columns} from bank_feed f where f.merchant_id = $1 order by f.id desc limit 100`);
/** $1 merchant: whoever makes feeds of it at the same time waits for this transaction. */
export const lockFeeds = statement('feeds.lock', `select pg_advisory_xact_lock(hashtextextended('paygate feeds ' || $1::text, 0))::text as locked`);
/** $1 merchant, $2 mode. Active ones. */
export const countFeeds = statement<{ readonly count: number }>('feeds.count', 'select count(*) as "count" from bank_feed f where f.merchant_id = $1 and f.mode = $2 and f.is_active');
/** $1 id, $2 name, $3 mode, $4 sealed secret, $5 merchant. */
export const insertFeed = statement<BankFeedRow>('feeds.insert', `insert into bank_feed as f (id, name, mode, secret_encrypted, merchant_id) values ($1, $2, $3, $4, $5) returning ${columns}`);
/** $1 id, $2 merchant, $3 new sealed secret, $4 hours for which the present one still counts. */
export const rotateFeed = statement<BankFeedRow>('feeds.rotate', `
  update bank_feed f set secret_encrypted = $3, previous_secret_encrypted = case when $4::integer > 0 then f.secret_encrypted end,
    previous_until = case when $4::integer > 0 then now() + make_interval(hours => $4::integer) end
  where f.id = $1 and f.merchant_id = $2 and f.is_active returning ${columns}`);
/** $1 id, $2 merchant. */
export const revokeFeed = statement<BankFeedRow>('feeds.revoke', `
  update bank_feed f set is_active = false, previous_secret_encrypted = null, previous_until = null where f.id = $1 and f.merchant_id = $2 and f.is_active returning ${columns}`);
