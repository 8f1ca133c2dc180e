import type { Scope } from '@paygate/contract/kernel';
import { v7 as uuidv7 } from 'uuid';
import type { Executor } from '../db/statement.ts';
import type { KeyMode } from './api-key.entity.ts';
import { keyHash, newKey } from './keys.rules.ts';
import { insertKey } from './keys.sql.ts';

interface NewKey { readonly merchantId: string; readonly kind: 'secret' | 'public'; readonly mode: KeyMode; readonly name: string; readonly scopes: readonly Scope[] }

/** Makes a key and stores its hash. The key itself exists only in the answer. */
export const issueKey = async (sql: Executor, { merchantId, kind, mode, name, scopes }: NewKey): Promise<{ readonly id: string; readonly key: string }> => {
  const key = newKey(kind, mode);
  const id = uuidv7();
  await sql.query(insertKey, [id, merchantId, kind, mode, name, keyHash(key), key.slice(-4), scopes]);
  return { id, key };
};
