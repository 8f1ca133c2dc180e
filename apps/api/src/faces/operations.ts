import { idempotencyReuse } from '@paygate/contract';
import { takesIdempotencyKey } from '@paygate/contract/kernel';
import { Refusal } from '@paygate/contract/errors';
import { whoseShare, type Ctx } from '@paygate/core/caller';
import type { Transaction } from '@paygate/core/db/statement';
import { handlers } from '@paygate/core/handlers';
import { answerOnce, answerWhenDone } from '@paygate/core/idempotency/answer-once';
import { spendRequestSignature } from '@paygate/core/keys/spend-signature';
import type { Platform } from '@paygate/core/platform';
import { authenticate, authorise, type Authenticated } from './authenticate.ts';
import { callAgain } from './call-again.ts';
import { header, type Call, type Outcome } from './call.ts';
import { createLimits } from './limits.ts';
import { parseInput } from './parse.ts';

export type RunOperation = (call: Call) => Promise<Outcome>;

interface ErasedHandler {
  readonly runsIn: 'transaction' | 'pool';
  readonly isSafeTwice?: true;
  readonly prepare?: (platform: Platform, input: object) => Promise<object> | undefined;
  readonly verb: (ctx: Ctx, input: object) => Promise<unknown>;
}
/** Types are erased here and nowhere else; sound because `Handlers` mirrors the contract, whose ids are its paths. */
const handlerOf = (id: string): ErasedHandler => {
  const [noun, verb] = id.split('.') as [string, string];
  return (handlers as unknown as Record<string, Record<string, ErasedHandler>>)[noun]![verb]!;
};

const IDEMPOTENCY_KEY_MAX = 255;
const idempotencyKeyOf = (call: Call): string | undefined => {
  if (!takesIdempotencyKey(call.operation)) return undefined;
  const field = (call.body as { readonly idempotencyKey?: unknown } | null | undefined)?.idempotencyKey;
  const isRequired = call.operation.idempotency === 'required';
  const key = header(call, 'idempotency-key') ?? (isRequired && typeof field === 'string' && field !== '' ? field : undefined);
  if (key === undefined && isRequired) throw new Refusal('IDEMPOTENCY_KEY_REQUIRED');
  if (key !== undefined && (key.length > IDEMPOTENCY_KEY_MAX || !/^[\x21-\x7e]+$/.test(key))) {
    const en = `must be 1–${IDEMPOTENCY_KEY_MAX} visible ASCII characters`;
    throw new Refusal(call.operation.invalidCode ?? 'INVALID_REQUEST', { issues: [{ field: 'Idempotency-Key', en, th: `ต้องเป็นอักขระ ASCII 1–${IDEMPOTENCY_KEY_MAX} ตัว` }] });
  }
  return key;
};

/**
 * The one path of every call, whichever face it came through: authenticate → authorise → limit → parse → prepare →
 * idempotency → transaction → verb. All of it is read from the declaration, so every operation obeys by construction.
 */
export const createOperations = (platform: Platform): RunOperation => {
  const limit = createLimits(platform.config);

  const perform = async (call: Call, { caller, signature }: Authenticated): Promise<Outcome> => {
    const { runsIn, isSafeTwice, prepare, verb } = handlerOf(call.operation.id);
    const key = idempotencyKeyOf(call);
    const parsed = parseInput(call);
    const input = (await prepare?.(platform, parsed)) ?? parsed;
    const ctxIn = (transaction: Transaction | undefined): Ctx =>
      ({ platform, caller, sql: transaction ?? platform.database, transaction, requestId: call.requestId, idempotencyKey: key, issueCookie: call.issueCookie, isUnwanted: call.isUnwanted, callAgain: (again) => callAgain({ platform, run }, call, again) });
    const inside = async (transaction: Transaction) => {
      if (signature && caller.kind === 'key') await spendRequestSignature(transaction, caller, signature);
      return verb(ctxIn(transaction), input);
    };
    const freely = () => verb(ctxIn(undefined), input);

    if (key !== undefined && (caller.kind === 'key' || caller.kind === 'publicKey' || caller.kind === 'session')) {
      const fingerprint = [JSON.stringify(call.params), JSON.stringify(call.query), call.rawBody];
      const keyed = { caller, operationId: call.operation.id, key, fingerprint, reuse: idempotencyReuse(call.operation), vault: call.operation.answersSecret && platform.vault };
      const once = await (isSafeTwice ? answerWhenDone(platform.database, keyed, freely) : answerOnce(platform.database, keyed, inside));
      const isMarked = once.isReplay && call.operation.idempotency === 'required';
      return isMarked ? { ...once, answer: { ...(once.answer as object), idempotent: true } } : once;
    }
    const answer = await (runsIn === 'transaction' ? platform.database.transaction(inside, { whose: whoseShare(caller) }) : freely());
    return { answer, isReplay: false };
  };

  const run: RunOperation = async (call) => {
    const authenticated = await authenticate(platform, call);
    const { caller } = authenticated;
    call.identify(caller);
    authorise(caller, call);
    await limit(caller, call);
    return perform(call, authenticated);
  };
  return run;
};
