import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import type { Platform } from '@paygate/core/platform';
import { advancePayout } from '@paygate/core/payouts/advance-payout';
import { bahtFromSatang } from '@paygate/contract/money';
import { expect } from 'vitest';
import * as fc from 'fast-check';
import type { Answer, TestMerchant } from '../support/test-product.ts';
import type { PayoutHouse } from './payout-house.ts';
import { advance, cancel, debitOf, fates, hold, nameOf, type Fate, type Model, type ModelPayout } from './payout-model.ts';

/** One merchant of the real thing. `next` numbers what must be new. */
export interface Real { readonly house: PayoutHouse; readonly platform: Platform; readonly merchant: TestMerchant; readonly next: () => number; readonly passTime: (milliseconds: number) => void }
type Command = fc.AsyncCommand<Model, Real>;
interface Wish { readonly satang: number; readonly fate: Fate; readonly refOf: number | undefined }

const accountNumber = '4190621964';
const bodyOf = ({ satang, fate }: Wish, merchantRef: string) => ({ amount: bahtFromSatang(satang), merchantRef, destination: { bankCode: 'SCB', accountNumber, accountName: nameOf[fate] } });
const signedHeaders = (secretKey: string, raw: string): Record<string, string> => {
  const timestamp = String(Math.floor(Date.now() / 1_000));
  return { 'x-signature-timestamp': timestamp, 'x-signature': signRequest(secretKey, timestamp, Buffer.from(raw)) };
};
const post = ({ house, merchant }: Real, path: string, raw: string, headers: Record<string, string>): Promise<Answer> => house.product.call(merchant.secretKey, 'POST', path, raw, headers);
const pick = <T>(list: readonly T[], index: number): T | undefined => list[index % Math.max(list.length, 1)];
const expectCode = ({ status, body }: Answer, ...codes: readonly string[]) => {
  expect(status, JSON.stringify(body)).toBeGreaterThanOrEqual(400);
  expect(codes).toContain(body.code);
};

const always = { check: () => true } as const;
const create = (wish: Wish): Command => ({
  ...always, toString: () => `create ${wish.satang} ${wish.fate}${wish.refOf === undefined ? '' : ` as #${wish.refOf}`}`,
  run: async (model, real) => {
    const known = wish.refOf === undefined ? undefined : pick(model.payouts, wish.refOf);
    const merchantRef = known?.merchantRef ?? `REF-${real.next()}`;
    const [raw, key, path] = [JSON.stringify(bodyOf(wish, merchantRef)), `key-${real.next()}`, '/api/v1/payout/create'];
    const headers = signedHeaders(real.merchant.secretKey, raw);
    const answer = await post(real, path, raw, { ...headers, 'idempotency-key': key });
    if (known) return expectCode(answer, 'DUPLICATE_PAYOUT_REQUEST');
    if (debitOf(wish.satang) > model.availableSatang) return expectCode(answer, 'INSUFFICIENT_BALANCE');
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    hold(model, { id: answer.body.payout.id, merchantRef, netSatang: wish.satang, fate: wish.fate });
    model.calls.push({ key, raw, headers, path, payoutIds: [answer.body.payout.id] });
  },
});
const bulk = (wishes: readonly Wish[], mode: 'atomic' | 'partial'): Command => ({
  ...always, toString: () => `bulk ${mode} ${wishes.map(({ satang }) => satang).join(' ')}`,
  run: async (model, real) => {
    const items = wishes.map((wish) => ({ wish, merchantRef: `REF-${real.next()}` }));
    const [raw, key, path] = [JSON.stringify({ mode, items: items.map(({ wish, merchantRef }) => bodyOf(wish, merchantRef)) }), `key-${real.next()}`, '/api/v1/payout/bulk'];
    let leftSatang = model.availableSatang;
    const accepted = items.filter(({ wish }) => {
      const fits = debitOf(wish.satang) <= leftSatang;
      if (fits) leftSatang -= debitOf(wish.satang);
      return fits;
    });
    const headers = signedHeaders(real.merchant.secretKey, raw);
    const answer = await post(real, path, raw, { ...headers, 'idempotency-key': key });
    if (mode === 'atomic' && accepted.length < items.length) return expectCode(answer, 'INSUFFICIENT_BALANCE');
    expect(answer.body, JSON.stringify(answer.body)).toMatchObject({ total: items.length, accepted: accepted.length, rejected: items.length - accepted.length });
    const ids: readonly string[] = answer.body.payouts.map(({ id }: { readonly id: string }) => id);
    accepted.forEach(({ wish, merchantRef }, index) => hold(model, { id: ids[index]!, merchantRef, netSatang: wish.satang, fate: wish.fate }));
    model.calls.push({ key, raw, headers, path, payoutIds: ids });
  },
});
const replay = (index: number, how: 'same' | 'otherBody' | 'otherKey'): Command => ({
  check: (model) => model.calls.length > 0, toString: () => `replay #${index} ${how}`,
  run: async (model, real) => {
    const call = pick(model.calls, index)!;
    const raw = how === 'otherBody' ? call.raw.replace(accountNumber, '4190621965') : call.raw;
    const headers = how === 'otherBody' ? signedHeaders(real.merchant.secretKey, raw) : call.headers;
    const answer = await post(real, call.path, raw, { ...headers, 'idempotency-key': how === 'otherKey' ? `key-${real.next()}` : call.key });
    if (how !== 'same') return expectCode(answer, 'DUPLICATE_PAYOUT_REQUEST');
    expect(answer.body.idempotent).toBe(true);
    const payouts: readonly { readonly id: string }[] = answer.body.payouts ?? [answer.body.payout];
    expect(payouts.map(({ id }) => id)).toEqual(call.payoutIds);
  },
});
const onPayout = (name: string, index: number, run: (payout: ModelPayout, model: Model, real: Real) => Promise<void>): Command => ({
  check: (model) => model.payouts.length > 0, toString: () => `${name} #${index}`, run: (model, real) => run(pick(model.payouts, index)!, model, real),
});
const cancelOne = (index: number): Command => onPayout('cancel', index, async (payout, model, real) => {
  const answer = await real.house.product.call(real.merchant.secretKey, 'POST', `/api/v1/payout/${payout.id}/cancel`);
  if (payout.status === 'QUEUED') cancel(model, payout);
  if (payout.status !== 'CANCELLED') return expectCode(answer, 'PAYOUT_NOT_CANCELLABLE');
  expect(answer.status).toBe(200);
});
const send = (index: number, times: number): Command => onPayout(`send ${times} at once`, index, async (payout, model, real) => {
  // A time-out is heard by whoever sends; who asks beside it hears the truth. Alone, the order of words is certain.
  const atOnce = payout.fate === 'timesOut' ? 1 : times;
  const before = payout.status;
  await Promise.all(Array.from({ length: atOnce }, () => advancePayout(real.platform, payout.id, 'test')));
  advance(model, payout);
  // Whoever found it claimed has asked, and may have sent again, which is the second step of what takes two.
  if (atOnce > 1 && before !== payout.status) advance(model, payout);
});
const request = (satang: number, fate: Fate): Command => ({
  ...always, toString: () => `request ${satang}`,
  run: async (model, real) => {
    const answer = await real.house.product.signed(real.merchant.secretKey, '/api/v1/withdrawal/request/create', {
      amount: bahtFromSatang(satang), destination: { bankCode: 'SCB', accountNumber, accountName: nameOf[fate] }, requestRef: `W-${real.next()}`,
    });
    if (debitOf(satang) > model.availableSatang) return expectCode(answer, 'INSUFFICIENT_BALANCE');
    expect(answer.status, JSON.stringify(answer.body)).toBe(201);
    model.requests.push({ id: answer.body.request.id, amountSatang: satang, fate, status: 'PENDING', payoutId: undefined });
  },
});
/** Decisions of one request at the same moment: one wins, and every answer is in its sense (O6). */
const decide = (index: number, verbs: readonly ('approve' | 'reject')[]): Command => ({
  check: (model) => model.requests.length > 0, toString: () => `${verbs.join(' and ')} request #${index}`,
  run: async (model, real) => {
    const asked = pick(model.requests, index)!;
    const decision = async (verb: string) => ({ verb, ...(await real.house.product.signed(real.merchant.secretKey, `/api/v1/withdrawal/request/${asked.id}/${verb}`, verb === 'reject' ? { reason: 'no' } : {})) });
    const answers = await Promise.all(verbs.map(decision));
    const approvals = answers.filter(({ verb, status }) => verb === 'approve' && status === 200);
    if (asked.status === 'PENDING' && approvals[0]) {
      const { payout } = approvals[0].body;
      hold(model, { id: payout.id, merchantRef: payout.merchant_ref, netSatang: asked.amountSatang, fate: asked.fate });
      Object.assign(asked, { status: 'APPROVED', payoutId: payout.id });
    } else if (asked.status === 'PENDING' && answers.some(({ verb, status }) => verb === 'reject' && status === 200)) asked.status = 'REJECTED';
    for (const answer of answers) {
      if (asked.status === 'PENDING') expectCode(answer, 'INSUFFICIENT_BALANCE');
      else if ((answer.verb === 'approve') === (asked.status === 'APPROVED')) expect([answer.status, answer.body.request.payout_id ?? undefined]).toEqual([200, asked.payoutId]);
      else expectCode(answer, 'WITHDRAWAL_REQUEST_DECIDED', 'INSUFFICIENT_BALANCE');
    }
  },
});
const wait = (milliseconds: number): Command => ({
  ...always, toString: () => `wait ${milliseconds}`,
  run: async (model, real) => {
    model.nowMs += milliseconds;
    real.passTime(milliseconds);
  },
});

const decisions: readonly (readonly ('approve' | 'reject')[])[] = [['approve'], ['reject'], ['approve', 'reject'], ['approve', 'approve'], ['reject', 'approve', 'approve']];
const satang = fc.integer({ min: 10_000, max: 90_000 });
const fate = fc.constantFrom(...fates, 'settles' as const, 'bounces' as const);
const index = fc.nat(30);
const wish = fc.record({ satang, fate, refOf: fc.option(index, { nil: undefined, freq: 8 }) });
const freshWish = fc.record({ satang, fate, refOf: fc.constant(undefined) });
export const commands = (max: number) => fc.commands([
  wish.map(create), wish.map(create), fc.tuple(fc.array(freshWish, { minLength: 1, maxLength: 6 }), fc.constantFrom('atomic', 'partial')).map(([wishes, mode]) => bulk(wishes, mode)),
  fc.tuple(index, fc.constantFrom('same', 'otherBody', 'otherKey')).map(([at, how]) => replay(at, how)), index.map(cancelOne),
  fc.tuple(index, fc.constantFrom(1, 1, 3)).map(([at, times]) => send(at, times)), fc.tuple(index, fc.constant(1)).map(([at, times]) => send(at, times)),
  fc.tuple(satang, fate).map(([amount, what]) => request(amount, what)),
  fc.tuple(index, fc.constantFrom(...decisions)).map(([at, verbs]) => decide(at, verbs)),
  fc.constantFrom(2_500, 5_000).map(wait),
], { maxCommands: max, size: 'max' });
