import type { Scope } from '@paygate/contract/kernel';
import { newId } from '../ids.ts';
import type { Executor } from '../db/statement.ts';
import type { KeyMode } from './api-key.entity.ts';
import { keyHash, newKey } from './keys.rules.ts';
import { insertKey } from './keys.sql.ts';
import { isOriginPattern } from './origins.rules.ts';

/** Where a public key works, and for which amounts; without any page it works nowhere. */
export interface PublicKeyLimits { readonly allowedOrigins: readonly string[]; readonly minAmountSatang?: number; readonly maxAmountSatang?: number }
interface NewKey { readonly merchantId: string; readonly kind: 'secret' | 'public'; readonly mode: KeyMode; readonly name: string; readonly scopes: readonly Scope[]; readonly page?: PublicKeyLimits }

/** Makes a key and stores its hash. The key itself exists only in the answer. */
export const issueKey = async (sql: Executor, { merchantId, kind, mode, name, scopes, page }: NewKey): Promise<{ readonly id: string; readonly key: string }> => {
  const unfit = page?.allowedOrigins.find((origin) => !isOriginPattern(origin));
  if (unfit !== undefined) throw new Error(`not an origin: ${unfit}`);
  const key = newKey(kind, mode);
  const id = newId();
  await sql.query(insertKey, [id, merchantId, kind, mode, name, keyHash(key), key.slice(-4), scopes, page?.allowedOrigins ?? [], page?.minAmountSatang ?? null, page?.maxAmountSatang ?? null]);
  return { id, key };
};
