import { createHash } from 'node:crypto';
import { Refusal, type ErrorCode } from '@paygate/contract/errors';
import type { Whose } from '../caller.ts';
import type { Database } from '../db/database.ts';
import type { Transaction } from '../db/statement.ts';
import type { Vault } from '../secrets/vault.ts';
import { claimKey, findAnswer, keepAnswer } from './idempotency.sql.ts';

export interface IdempotentCall {
  readonly caller: { readonly merchant: Pick<Whose['merchant'], 'id'>; readonly mode: Whose['mode'] };
  readonly operationId: string;
  readonly key: string;
  /** What a key under another body is refused with. */
  readonly reuse: ErrorCode;
  /** Everything that makes the call what it is: path parameters, query and the raw body. */
  readonly fingerprint: readonly (string | Uint8Array)[];
  /** Encrypts what is kept, for an answer that holds a secret. */
  readonly vault?: Pick<Vault, 'seal' | 'open'> | undefined;
}
export interface Once { readonly answer: unknown; readonly isReplay: boolean }

const LOCK_NOT_AVAILABLE = '55P03';
const isLockTimeout = (cause: unknown): boolean => cause instanceof Error && (cause as { code?: unknown }).code === LOCK_NOT_AVAILABLE;

/**
 * Runs `work` once per key: a repeat gets the first answer again and nothing happens. The key is the first row of the
 * work's own transaction, so a crash frees it and a refusal is not remembered.
 * Refuses `reuse` (another body under the same key) and IDEMPOTENCY_IN_PROGRESS (the first still runs).
 */
export const answerOnce = (database: Database, call: IdempotentCall, work: (transaction: Transaction) => Promise<unknown>): Promise<Once> =>
  database.transaction(async (transaction) => {
    const hash = createHash('sha256');
    for (const part of call.fingerprint) hash.update(part).update('\0');
    const bodyHash = hash.digest();
    const row = [call.caller.merchant.id, call.caller.mode, call.operationId, call.key];
    const purpose = `idempotency:${row.join(':')}`;
    const [claimed] = await transaction.query(claimKey, [...row, bodyHash]).catch((cause: unknown) => {
      throw isLockTimeout(cause) ? new Refusal('IDEMPOTENCY_IN_PROGRESS') : cause;
    });
    if (!claimed) {
      const [first] = await transaction.query(findAnswer, row);
      if (!first || first.answer === null) throw new Refusal('IDEMPOTENCY_IN_PROGRESS');
      if (!first.bodyHash.equals(bodyHash)) throw new Refusal(call.reuse, { reason: 'idempotency key', idempotencyKey: call.key });
      return { answer: JSON.parse(call.vault ? call.vault.open(first.answer, purpose) : first.answer) as unknown, isReplay: true };
    }
    const answer = await work(transaction);
    const text = JSON.stringify(answer);
    await transaction.query(keepAnswer, [...row, call.vault ? call.vault.seal(text, purpose) : text]);
    return { answer, isReplay: false };
  }, { whose: call.caller.merchant.id });
