import type { Merchant } from '../caller.ts';
import { statement } from '../db/statement.ts';
import { merchantColumns } from '../merchants/merchants.sql.ts';
import type { ApiKeyRow } from './api-key.entity.ts';

interface KeyWithMerchant extends Merchant { readonly keyId: string; readonly kind: ApiKeyRow['kind']; readonly mode: ApiKeyRow['mode']; readonly scopes: ApiKeyRow['scopes'] }
/** $1 SHA-256. No row for unknown, revoked or expired keys. */
export const findKey = statement<KeyWithMerchant>('keys.find', `
  select k.id as "keyId", k.kind as "kind", k.mode as "mode", k.scopes as "scopes", ${merchantColumns}
  from api_key k join merchant m on m.id = k.merchant_id join plan on plan.code = m.plan_code
  where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`);

type PublicKeyWithMerchant = KeyWithMerchant & Pick<ApiKeyRow, 'allowedOrigins' | 'minAmountSatang' | 'maxAmountSatang'>;
/** $1 SHA-256. No row for unknown, revoked or expired keys; `kind` says whether it is a public one. */
export const findPublicKey = statement<Omit<PublicKeyWithMerchant, 'scopes'>>('keys.findPublic', `
  select k.id as "keyId", k.kind as "kind", k.mode as "mode", k.allowed_origins as "allowedOrigins", k.min_amount_satang as "minAmountSatang", k.max_amount_satang as "maxAmountSatang",
    ${merchantColumns}
  from api_key k join merchant m on m.id = k.merchant_id join plan on plan.code = m.plan_code
  where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > now())`);

/** Marks use at most once a minute, so that a busy key is not a hot row. */
export const touchKey = statement('keys.touch', `update api_key set last_used_at = now() where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')`);

export const insertKey = statement('keys.insert', `
  insert into api_key (id, merchant_id, kind, mode, name, hash, last4, scopes, allowed_origins, min_amount_satang, max_amount_satang) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`);
