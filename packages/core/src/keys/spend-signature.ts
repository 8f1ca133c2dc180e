import { createHash } from 'node:crypto';
import { Refusal } from '@paygate/contract/errors';
import type { KeyCaller } from '../caller.ts';
import type { Transaction } from '../db/statement.ts';
import { spendSignature } from '../payouts/payouts.sql.ts';

/** A signature that was judged and fits this call, and the nonce beside it. */
export interface RequestSignature {
  readonly signature: string;
  readonly nonce: string | undefined;
  /** What the path names, decoded. Signatures do not cover it, so it is part of what is spent: two refunds in one second are two calls. */
  readonly params: unknown;
  /** The operation is safe to repeat by itself: its signature is not used up. */
  readonly isRepeatable: boolean;
}

const digest = (...parts: readonly string[]): Buffer => createHash('sha256').update(parts.join('\n')).digest();

/** Neither the spelling of the path counts nor, since an id is the same in capitals, that of what it names; nor which operation it is. */
const spentOf = ({ signature, params }: RequestSignature): Buffer => digest('signature', JSON.stringify(params).toLowerCase(), signature.toLowerCase());

/**
 * Makes a signature good for one call, ever. Part of the call's transaction and after its Idempotency-Key: an honest retry
 * was answered before it came here, and a call that fails spends nothing.
 * Refuses DUPLICATE_PAYOUT_REQUEST (a captured request under another key) and NONCE_REUSED.
 */
export const spendRequestSignature = async (transaction: Transaction, caller: KeyCaller, signature: RequestSignature): Promise<void> => {
  const { nonce, isRepeatable } = signature;
  const [fresh] = isRepeatable ? [true] : await transaction.query(spendSignature, [caller.merchant.id, spentOf(signature)]);
  if (!fresh) throw new Refusal('DUPLICATE_PAYOUT_REQUEST', { reason: 'signature' });
  if (nonce === undefined) return;
  const [unused] = await transaction.query(spendSignature, [caller.merchant.id, digest('nonce', caller.keyId, nonce)]);
  if (!unused) throw new Refusal('NONCE_REUSED');
};
