import type { Role } from '@paygate/contract/kernel';
import type { Merchant } from '../caller.ts';
import { statement } from '../db/statement.ts';
import { merchantColumns } from '../merchants/merchants.sql.ts';

/** ASVS 5.0 V6: at most this many guesses at one account, whether it exists or not, in any stretch of this length. */
export const ATTEMPTS_MAX = 10;
const ATTEMPT_WINDOW = `interval '15 minutes'`;
const SWEEP_MAX = 10;
/** How long a session lives whatever its use, and how long unused. */
const ABSOLUTE_AGE = `interval '12 hours'`;
const IDLE_AGE = `interval '30 minutes'`;

/**
 * Counts a try at an account; no row when its latest ten are all inside the window, and then nothing is counted. Exact
 * under concurrency: the row is locked while it is judged. $1 SHA-256 of the account. Also removes a few forgotten accounts' rows.
 */
export const countAttempt = statement<{ readonly counted: number }>('sessions.countAttempt', `
  with stale as (
    select account from login_attempt where updated_at < now() - ${ATTEMPT_WINDOW} and account <> $1 order by updated_at limit ${SWEEP_MAX} for update skip locked
  ), swept as (
    delete from login_attempt where account in (select account from stale)
  )
  insert into login_attempt as known (account, attempted_at, updated_at) values ($1, array[clock_timestamp()], clock_timestamp())
  on conflict (account) do update
    set attempted_at = (known.attempted_at || clock_timestamp())[greatest(cardinality(known.attempted_at) - ${ATTEMPTS_MAX - 2}, 1):], updated_at = clock_timestamp()
    where cardinality(known.attempted_at) < ${ATTEMPTS_MAX} or known.attempted_at[1] <= clock_timestamp() - ${ATTEMPT_WINDOW}
  returning cardinality(attempted_at) as "counted"`);

/** Seconds until the account may be tried again, at least one. $1 account. */
export const attemptWait = statement<{ readonly retryAfterSeconds: number }>('sessions.attemptWait', `
  select greatest(1, ceil(extract(epoch from attempted_at[1] + ${ATTEMPT_WINDOW} - clock_timestamp())))::integer as "retryAfterSeconds" from login_attempt where account = $1`);

/** The right password was given: earlier mistakes no longer count (NIST SP 800-63B 3.2.2). $1 account. */
export const forgetAttempts = statement('sessions.forgetAttempts', 'delete from login_attempt where account = $1');

interface MemberColumns { readonly memberId: string; readonly role: Role; readonly email: string; readonly memberName: string }
/** The merchant's columns are null for the platform's own people. */
type MaybeMerchant = Merchant | { readonly [Column in keyof Merchant]: null };
const memberColumns = `mb.id as "memberId", mb.role as "role", mb.email as "email", mb.name as "memberName"`;
const withMerchant = `left join merchant m on m.id = mb.merchant_id left join plan on plan.code = m.plan_code`;

export type MemberFound = MemberColumns & MaybeMerchant & { readonly passwordHash: string };
/** $1 e-mail in lower case. */
export const findMember = statement<MemberFound>('sessions.findMember', `
  select ${memberColumns}, mb.password_hash as "passwordHash", ${merchantColumns} from member mb ${withMerchant} where lower(mb.email) = $1`);

/** $1 id, $2 member, $3 SHA-256 of the cookie's token. */
export const insertSession = statement<{ readonly expiresAt: string; readonly ageSeconds: number }>('sessions.insert', `
  insert into session (id, member_id, token_hash, expires_at) values ($1, $2, $3, now() + ${ABSOLUTE_AGE})
  returning expires_at as "expiresAt", extract(epoch from expires_at - created_at)::integer as "ageSeconds"`);

export type SessionFound = MemberColumns & MaybeMerchant & { readonly sessionId: string; readonly expiresAt: string };
const sessionBy = (condition: string): string => `
  select s.id as "sessionId", s.expires_at as "expiresAt", ${memberColumns}, ${merchantColumns}
  from session s join member mb on mb.id = s.member_id ${withMerchant}
  where ${condition} and s.revoked_at is null and s.expires_at > now() and s.last_seen_at > now() - ${IDLE_AGE} and m.status is distinct from 'SUSPENDED'`;
/** No row for a session that was ended, is too old, was left unused, or whose merchant is suspended. $1 SHA-256 of the token. */
export const findSessionByToken = statement<SessionFound>('sessions.findByToken', sessionBy('s.token_hash = $1'));
/** The same by the session's id. */
export const findSessionById = statement<SessionFound>('sessions.findById', sessionBy('s.id = $1'));

/** Marks use at most once a minute, so that a busy session is not a hot row. $1 session. */
export const touchSession = statement('sessions.touch', `
  update session set last_seen_at = now() where id = $1 and last_seen_at < now() - interval '1 minute' and revoked_at is null`);

/** $1 session. The second time changes nothing. */
export const endSession = statement('sessions.end', 'update session set revoked_at = now() where id = $1 and revoked_at is null');
