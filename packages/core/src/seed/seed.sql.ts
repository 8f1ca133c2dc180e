import { statement } from '../db/statement.ts';

/** Held until the transaction ends, so that two starts seed one after the other. */
export const lockSeed = statement('seed.lock', `select pg_advisory_xact_lock(hashtext('paygate demo seed'))::text as locked`);

/** $1 JSON array. Accounts that are there stay as they are. */
export const insertAccounts = statement('seed.accounts', `
  insert into receiving_account (id, merchant_id, mode, type, name, account_number, account_name, bank_code, is_default)
  select "id", "merchantId", "mode", "type", "name", "accountNumber", "accountName", "bankCode", "isDefault"
  from json_to_recordset($1::json) as a("id" uuid, "merchantId" uuid, "mode" text, "type" text, "name" text, "accountNumber" text, "accountName" text, "bankCode" text, "isDefault" boolean)
  on conflict (mode, account_number) do nothing`);

/** $1 user name. */
export const findMerchantId = statement<{ readonly id: string }>('seed.merchantId', 'select id from merchant where username = $1');
/** $1 id, $2 user name, $3 e-mail, $4 business, $5 owner, $6 phone, $7 fee in bps. On the FREE plan, active. */
export const insertMerchant = statement('seed.merchant', `
  insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code, fee_bps) values ($1, $2, $3, $4, $5, $6, 'ACTIVE', 'FREE', $7)`);
/** $1 merchant. Balances that are there stay as they are. */
export const insertBalances = statement('seed.balances', `insert into merchant_balance (merchant_id, mode) values ($1, 'live'), ($1, 'test') on conflict do nothing`);

/** $1 id, $2 merchant or null, $3 e-mail, $4 name, $5 role, $6 password hash. A member that is there gets the new password. */
export const upsertMember = statement('seed.member', `
  insert into member (id, merchant_id, email, name, role, password_hash) values ($1, $2, $3, $4, $5, $6)
  on conflict (lower(email)) do update set password_hash = excluded.password_hash`);
/** $1 e-mails in lower case: their sign-ins end with their old passwords. */
export const revokeSessions = statement('seed.revokeSessions', `
  update session s set revoked_at = now() from member m where m.id = s.member_id and lower(m.email) = any($1::text[]) and s.revoked_at is null`);

/** $1 merchant, $2 SHA-256 hashes: how many of them are its keys and still good. */
export const countGoodKeys = statement<{ readonly good: number }>('seed.countGoodKeys', `
  select count(*) as good from api_key where merchant_id = $1 and hash = any($2::bytea[]) and revoked_at is null and (expires_at is null or expires_at > now())`);
/** $1 merchant, $2 name of a public key, $3 pages: for keys from before keys had pages. */
export const allowPages = statement('seed.allowPages', `update api_key set allowed_origins = $3 where merchant_id = $1 and name = $2 and kind = 'public' and allowed_origins = '{}'`);
/** $1 merchant, $2 names. */
export const revokeKeys = statement('seed.revokeKeys', 'update api_key set revoked_at = now() where merchant_id = $1 and name = any($2::text[]) and revoked_at is null');

/** $1 name. The newest active test feed of that name. */
export const findTestFeed = statement<{ readonly id: string; readonly secretEncrypted: string }>('seed.findTestFeed', `
  select id, secret_encrypted as "secretEncrypted" from bank_feed where name = $1 and mode = 'test' and is_active order by id desc limit 1`);
/** $1 id, $2 name, $3 sealed secret. Feeds of that name so far no longer count. */
export const replaceTestFeed = statement('seed.replaceTestFeed', `
  with retired as (update bank_feed set is_active = false where name = $2 and mode = 'test' and is_active)
  insert into bank_feed (id, name, mode, secret_encrypted) values ($1, $2, 'test', $3)`);

/** $1 merchant, $2 start of the URL. Deletes test endpoints as their merchant would. */
export const removeTestEndpoints = statement('seed.removeTestEndpoints', `
  update webhook_endpoint set is_active = false, deleted_at = now(), updated_at = now() where merchant_id = $1 and mode = 'test' and url ~ $2 and deleted_at is null`);
