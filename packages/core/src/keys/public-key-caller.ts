import { Refusal } from '@paygate/contract/errors';
import type { PublicKeyCaller } from '../caller.ts';
import type { Executor } from '../db/statement.ts';
import { findPublicKey, touchKey } from './keys.sql.ts';

/** The caller behind a public key's hash (base64). Undefined for unknown, revoked and expired keys. Refuses FORBIDDEN for secret ones: they have no place in a browser. */
export const publicKeyCallerOf = async (sql: Executor, hash: string): Promise<PublicKeyCaller | undefined> => {
  const [found] = await sql.query(findPublicKey, [Buffer.from(hash, 'base64')]);
  if (!found) return undefined;
  if (found.kind !== 'public') throw new Refusal('FORBIDDEN', { reason: 'a public key (pk_...) is needed here; keep secret keys on your server' });
  await sql.query(touchKey, [found.keyId]);
  const { keyId, kind: _, mode, allowedOrigins, minAmountSatang, maxAmountSatang, ...merchant } = found;
  return { kind: 'publicKey', keyId, keyMode: mode, merchant, mode: mode === 'test' ? 'test' : 'live', allowedOrigins, minAmountSatang, maxAmountSatang };
};
