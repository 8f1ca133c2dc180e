import { errorBody, Refusal } from '@paygate/contract/errors';
import { refusalOfInput } from '@paygate/contract/explain';
import type { Answer, Input } from '@paygate/contract/kernel';
import { payoutOperations, PayoutWish } from '@paygate/contract/payouts';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { draftPayout, type Drafted, type Rejected } from './payout-draft.ts';
import { viewPayout } from './payout.view.ts';
import { leftOut, reservePayouts } from './reserve-payouts.ts';

type Create = (typeof payoutOperations)['create'];
type Bulk = (typeof payoutOperations)['bulk'];

const whose = async ({ platform, caller, idempotencyKey }: WriteCtx<KeyCaller>) => {
  if (caller.merchant.status !== 'ACTIVE') throw new Refusal('MERCHANT_NOT_ACTIVE', { status: caller.merchant.status });
  const terms = await platform.payoutTerms(caller.merchant.id);
  return { merchantId: caller.merchant.id, mode: caller.mode, purpose: 'PAYOUT', idempotencyKey: idempotencyKey ?? null, terms } as const;
};
const refuse = ({ code, details }: Rejected): never => {
  throw new Refusal(code, details);
};

/**
 * Holds amount and fee and queues one payout. Refuses MERCHANT_NOT_ACTIVE, VALIDATION_ERROR (amount, bank), INSUFFICIENT_BALANCE,
 * PAYOUT_LIMIT_EXCEEDED, DUPLICATE_PAYOUT_REQUEST (merchantRef). Idempotency and the single use of the signature are the edge's.
 */
export const createPayout = async (ctx: WriteCtx<KeyCaller>, wish: Input<Create>): Promise<Answer<Create>> => {
  const own = await whose(ctx);
  const drafted = draftPayout(wish, own);
  if (!drafted.ok) return refuse(drafted.rejected);
  const [reserved] = await reservePayouts(ctx.sql, ctx.platform, { ...own, dailyLimitSatang: own.terms.dailyLimitSatang, isAtomic: true, drafts: [drafted.draft] });
  if (!reserved?.ok) return refuse(reserved!.rejected);
  return { success: true, object: 'payout', idempotent: false, payout: viewPayout(reserved.payout) };
};

/** An item as it was sent; one that does not parse has the code that `create` would refuse it with. */
const draftItem = (item: unknown, own: Parameters<typeof draftPayout>[1]): Drafted => {
  const parsed = PayoutWish.safeParse(item);
  return parsed.success ? draftPayout(parsed.data, own) : { ok: false, rejected: refusalOfInput(payoutOperations.create, parsed.error, '(item)') };
};

/**
 * The same for up to 500 at once. `atomic`: the first refusal refuses the call, its details name the item. `partial`: what
 * can be accepted is, the rest is listed with its code, malformed items too.
 */
export const createBulkPayout = async (ctx: WriteCtx<KeyCaller>, { items, mode }: Input<Bulk>): Promise<Answer<Bulk>> => {
  const own = await whose(ctx);
  const isAtomic = mode !== 'partial';
  const drafted = items.map((item) => draftItem(item, own));
  const valid = drafted.flatMap((one) => (one.ok ? [one.draft] : []));
  const isHopeless = isAtomic && valid.length < items.length;
  const reserved = isHopeless || valid.length === 0 ? [] : await reservePayouts(ctx.sql, ctx.platform, { ...own, dailyLimitSatang: own.terms.dailyLimitSatang, isAtomic, drafts: valid });
  const outcomes = new Map(reserved.map((outcome, index) => [valid[index]!.id, outcome]));

  const errors = drafted.flatMap((one, index) => {
    const outcome = one.ok ? outcomes.get(one.draft.id) : one;
    return outcome && !outcome.ok ? [{ index, rejected: outcome.rejected }] : [];
  });
  const first = errors.find(({ rejected }) => rejected !== leftOut);
  if (isAtomic && first) return refuse({ code: first.rejected.code, details: { ...first.rejected.details, index: first.index } });
  const payouts = reserved.flatMap((outcome) => (outcome.ok ? [viewPayout(outcome.payout)] : []));
  return {
    success: payouts.length > 0, object: 'payout_bulk', idempotent: false, total: items.length, accepted: payouts.length, rejected: errors.length, payouts,
    errors: errors.map(({ index, rejected: { code, details } }) => ({ index, code, error: errorBody(new Refusal(code, details), ctx.requestId).error, details })),
  };
};
