import { createHash } from 'node:crypto';
import { Refusal, type ErrorCode } from '@paygate/contract/errors';
import { whoseShare, type KeyCaller, type Mode, type PublicKeyCaller, type SessionCaller } from '../caller.ts';
import type { Database } from '../db/database.ts';
import type { Executor, Transaction } from '../db/statement.ts';
import type { Vault } from '../secrets/vault.ts';
import { claimKey, findAnswer, keepAnswer, keepLate } from './idempotency.sql.ts';

export interface IdempotentCall {
  readonly caller: KeyCaller | PublicKeyCaller | SessionCaller;
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

/**
 * Whose keys they are: the merchant's in one mode, whichever of its secrets it shows; in the dashboard the person's, who may be of no merchant. What a
 * person sends says the mode by itself, so theirs is always the same. Ids are unique across both.
 */
const holderOf = (caller: IdempotentCall['caller']): readonly [id: string, mode: Mode] => (caller.kind === 'session' ? [caller.memberId, 'live'] : [caller.merchant.id, caller.mode]);

const LOCK_NOT_AVAILABLE = '55P03';
const isLockTimeout = (cause: unknown): boolean => cause instanceof Error && (cause as { code?: unknown }).code === LOCK_NOT_AVAILABLE;

const hashOf = ({ fingerprint }: IdempotentCall): Buffer => {
  const hash = createHash('sha256');
  for (const part of fingerprint) hash.update(part).update('\0');
  return hash.digest();
};
const keyRowOf = ({ caller, operationId, key }: IdempotentCall): readonly string[] => [...holderOf(caller), operationId, key];
const purposeOf = (call: IdempotentCall): string => `idempotency:${keyRowOf(call).join(':')}`;
const textOf = (call: IdempotentCall, answer: unknown): string => {
  const text = JSON.stringify(answer);
  return call.vault ? call.vault.seal(text, purposeOf(call)) : text;
};

/** The answer that was kept, if there is one. */
const firstAnswer = async (sql: Executor, call: IdempotentCall, bodyHash: Buffer): Promise<Once | undefined> => {
  const [first] = await sql.query(findAnswer, keyRowOf(call));
  if (!first || first.answer === null) return undefined;
  if (!first.bodyHash.equals(bodyHash)) throw new Refusal(call.reuse, { reason: 'idempotency key', idempotencyKey: call.key });
  return { answer: JSON.parse(call.vault ? call.vault.open(first.answer, purposeOf(call)) : first.answer) as unknown, isReplay: true };
};

/**
 * Runs `work` once per key: a repeat gets the first answer again and nothing happens. The key is the first row of the
 * work's own transaction, so a crash frees it and a refusal is not remembered.
 * Refuses `reuse` (another body under the same key) and IDEMPOTENCY_IN_PROGRESS (the first still runs).
 */
export const answerOnce = (database: Database, call: IdempotentCall, work: (transaction: Transaction) => Promise<unknown>): Promise<Once> =>
  database.transaction(async (transaction) => {
    const bodyHash = hashOf(call);
    const [claimed] = await transaction.query(claimKey, [...keyRowOf(call), bodyHash]).catch((cause: unknown) => {
      throw isLockTimeout(cause) ? new Refusal('IDEMPOTENCY_IN_PROGRESS') : cause;
    });
    if (!claimed) {
      const first = await firstAnswer(transaction, call, bodyHash);
      if (!first) throw new Refusal('IDEMPOTENCY_IN_PROGRESS');
      return first;
    }
    const answer = await work(transaction);
    await transaction.query(keepAnswer, [...keyRowOf(call), textOf(call, answer)]);
    return { answer, isReplay: false };
  }, { whose: whoseShare(call.caller) });

/**
 * For work that takes too long for one transaction, and that done twice, also at once, is as done once: its answer is kept when it is done, and a
 * repeat gets that. No lock could be held meanwhile, so who asks before that, or after a crash, is not told to wait but has the work done again. Refuses `reuse`.
 */
export const answerWhenDone = async (database: Database, call: IdempotentCall, work: () => Promise<unknown>): Promise<Once> => {
  const bodyHash = hashOf(call);
  const first = await firstAnswer(database, call, bodyHash);
  if (first) return first;
  const answer = await work();
  await database.query(keepLate, [...keyRowOf(call), bodyHash, textOf(call, answer)]);
  return { answer, isReplay: false };
};
