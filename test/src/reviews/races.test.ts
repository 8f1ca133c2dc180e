import { matchCredits } from '@paygate/core/credits/match-credits';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import { afterAll, expect, it } from 'vitest';
import type { Answer } from '../support/test-product.ts';
import { openReviewHouse } from './review-house.ts';

// By hand: REVIEW_RACE_ROUNDS=500 npx vitest run test/src/reviews/races.test.ts --testTimeout 3600000
const ROUNDS = Number(process.env['REVIEW_RACE_ROUNDS'] ?? 6);
const SLOW_MS = 60_000 + ROUNDS * 2_000;

const house = await openReviewHouse();
const { product, owner, first, second, admin, otherAdmin, act, read, stray, stateOf } = house;
const merchant = await house.addMerchant();
const reason = 'Both at once';
let baht = 20;
const fresh = () => (baht += 1) + 0.37;
const codes = (answers: readonly Answer[]): readonly string[] => answers.map(({ status, body }) => (status === 200 ? 'done' : String(body.code))).toSorted();
const rounds = async (race: (round: number) => Promise<void>) => {
  for (let round = 0; round < ROUNDS; round += 1) await race(round);
  await house.expectEverythingAgrees();
};
afterAll(async () => {
  expect((await owner.query('select deadlocks::int from pg_stat_database where datname = current_database()')).rows).toEqual([{ deadlocks: 0 }]);
});

it('gives a credit to one payment when two operators give it to two', () => rounds(async () => {
  const [one, two, id] = [await house.create(merchant, 18), await house.create(merchant, 19), await stray(fresh())];
  const accept = (who: typeof first, paymentId: string) => act(who, `${id}/accept`, { paymentId, reason, acceptLeft: baht + 0.37 });
  // What the second saw left of it is gone: the rest is not what was meant.
  expect(codes(await Promise.all([accept(first, one.id), accept(second, two.id)]))).toEqual(['CREDIT_AMOUNT_DIFFERS', 'done']);
  expect(await stateOf(id)).toMatchObject({ state: 'OPEN' });
}), SLOW_MS);

it('lets one of two operators decide, and tells the other clearly', () => rounds(async (round) => {
  const amount = fresh();
  const id = await stray(amount);
  const payment = await house.create(merchant, amount);
  const path = round % 2 === 0 ? 'ignore' : 'return';
  const answers = await Promise.all([act(first, `${id}/accept`, { paymentId: payment.id, reason }), act(second, `${id}/${path}`, { reason })]);
  expect(codes(answers)).toEqual(['CREDIT_STATUS_CONFLICT', 'done']);
  expect((await house.payment(payment.id))['status']).toBe(answers[0].status === 200 ? 'PAID' : 'PENDING');
}), SLOW_MS);

it('pays a payment once when two operators pay it with two credits', () => rounds(async () => {
  const payment = await house.create(merchant, fresh());
  const amounts = [900 + baht, 900.5 + baht];
  const ids = [await stray(amounts[0]!), await stray(amounts[1]!)];
  const answers = await Promise.all(ids.map((id, index) => act(index === 0 ? first : second, `${id}/accept`, { paymentId: payment.id, reason, acceptLeft: amounts[index] })));
  expect(codes(answers)).toEqual(['PAYMENT_NOT_PAYABLE', 'done']);
}), SLOW_MS);

it('pays a payment once when an operator, the match, an admin, a cancel and expiry meet', () => rounds(async () => {
  const payment = await house.create(merchant, fresh());
  const id = await stray(700 + baht);
  const { body } = await house.report({ amount: payment.amount, ref1: payment.reference });
  await owner.query(`update payment set expires_at = now() + random() * interval '20 milliseconds' where id = $1`, [payment.id]);
  const [accepted, confirmed, cancelled, matched] = await Promise.all([
    act(first, `${id}/accept`, { paymentId: payment.id, reason, acceptLeft: 700 + baht }), product.call(undefined, 'POST', `/api/admin/payments/${payment.id}/confirm`, { reason }, admin.headers),
    product.call(merchant.secretKey, 'POST', `/api/v1/payment/${payment.id}/cancel`, {}), matchCredits(product.platform, [body.results[0].creditId]), expirePayments(product.platform), expirePayments(product.platform),
  ]);
  // An admin's word and the operator's credit for it may both stand: then the credit made up for the word.
  const covered = Number((await owner.query('select count(covered_by)::int as covered from payment_confirmation where payment_id = $1', [payment.id])).rows[0]?.['covered']);
  expect([accepted, confirmed, cancelled].filter(({ status }) => status === 200).length + matched - covered).toBeLessThanOrEqual(1);
  await expirePayments(product.platform);
  const [status, types] = [(await house.payment(payment.id))['status'], await house.typesOf(payment)];
  expect(types.indexOf('payment.success') === -1 || types.at(-1) === 'payment.success').toBe(true);
  expect(types.filter((type) => type === 'payment.success').length).toBe(status === 'PAID' ? 1 : 0);
}), SLOW_MS);

it('confirms a proposal once, by another person, whoever asks at the same moment', () => rounds(async (round) => {
  const id = await stray(20_000 + fresh());
  const { proposal } = (await act(first, `${id}/return`, { reason })).body;
  const verbs = ['confirm', round % 2 === 0 ? 'confirm' : 'decline'] as const;
  const answers = await Promise.all([act(first, `proposals/${proposal.id}/confirm`), act(second, `proposals/${proposal.id}/${verbs[0]}`), act(admin, `proposals/${proposal.id}/${verbs[1]}`, verbs[1] === 'decline' ? { reason } : undefined)]);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  expect(answers[0].status).not.toBe(200);
  const returns = (await read(`/${id}`)).body.credit.returns;
  const isDeclined = verbs[1] === 'decline' && answers[2].status === 200;
  expect(returns).toHaveLength(isDeclined ? 0 : 1);
}), SLOW_MS);

it('confirms a payment by hand once when two admins do, and a proposal of one is one', () => rounds(async () => {
  const [small, large] = [await house.create(merchant, fresh()), await house.create(merchant, 11_000 + fresh())];
  const confirm = (id: string) => Promise.all([admin, otherAdmin].map((who) => product.call(undefined, 'POST', `/api/admin/payments/${id}/confirm`, { reason }, who.headers)));
  expect(codes(await confirm(small.id))).toEqual(['PAYMENT_NOT_PAYABLE', 'done']);
  expect(codes(await confirm(large.id))).toEqual(['CREDIT_PROPOSAL_PENDING', 'done']);
}), SLOW_MS);

it('sends money back once when two operators return it, and the bank\'s word meets the next act', () => rounds(async (round) => {
  const id = await stray(fresh());
  expect(codes(await Promise.all([act(first, `${id}/return`, { reason }), act(second, `${id}/return`, { reason })]))).toEqual(['CREDIT_STATUS_CONFLICT', 'done']);
  const [one] = (await read(`/${id}`)).body.credit.returns;
  await Promise.all([
    house.carry(one.payoutId, round % 2 === 0 ? { move: 'fail', reason: 'AC04: closed' } : { move: 'succeed', externalRef: 'SCB1' }), act(first, `${id}/return`, { reason }), act(second, `${id}/note`, { note: reason }), act(second, `${id}/assign`, { to: 'me' }),
  ]);
  const { returns } = (await read(`/${id}`)).body.credit;
  expect(returns.filter(({ status }: { status: string }) => status === 'PENDING' || status === 'SUCCESS').length).toBeLessThanOrEqual(1);
}), SLOW_MS);
