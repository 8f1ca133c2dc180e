import { Refusal } from '@paygate/contract/errors';
import type { KeyCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { findKey, touchKey } from './keys.sql.ts';

/** The caller behind a secret key's hash (base64). Undefined for unknown, revoked and expired keys. Refuses FORBIDDEN for public ones. */
export const keyCallerOf = async (sql: Executor, hash: string): Promise<KeyCaller | undefined> => {
  const [found] = await sql.query(findKey, [Buffer.from(hash, 'base64')]);
  if (!found) return undefined;
  if (found.kind !== 'secret') throw new Refusal('FORBIDDEN');
  await sql.query(touchKey, [found.keyId]);
  const { keyId, kind: _, mode, scopes, ...merchant } = found;
  return { kind: 'key', keyId, keyMode: mode, scopes, merchant, mode: mode === 'test' ? 'test' : 'live' };
};
