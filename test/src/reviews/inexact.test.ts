import { inexactOperations } from '@paygate/contract/inexact';
import { Transaction } from '@paygate/contract/payments';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import { afterEach, describe, expect, it } from 'vitest';
import { openMoneyHouse, type Created } from '../money/money-house.ts';
import { enter } from '../support/sign-in.ts';
import type { TestMerchant } from '../support/test-product.ts';

const house = await openMoneyHouse();
const { product, owner } = house;
const { platform } = product;
afterEach(() => house.expectBooksRight());

interface Policy { readonly late?: string; readonly under?: string; readonly underTolerance?: number; readonly over?: string }
/** A shop whose owner has chosen, with an endpoint for everything newer than the documents beside the one for `*`. */
const shopWith = async (policy: Policy = {}): Promise<TestMerchant> => {
  const merchant = await house.addMerchant();
  await owner.query(
    `insert into webhook_endpoint (id, merchant_id, mode, url, events, secret_encrypted) values (uuidv7(), $1, 'test', 'https://shop.example.com/more', $2, 'sealed')`,
    [merchant.id, ['payment.underpaid', 'payment.overpaid', 'payment.duplicate_payment', 'payment.paid_after_cancel', 'payment.paid_after_expiry']],
  );
  await owner.query(`insert into inexact_policy (merchant_id, late, under, under_tolerance_satang, over) values ($1, $2, $3, $4, $5)`,
    [merchant.id, policy.late ?? null, policy.under ?? null, policy.underTolerance === undefined ? null : Math.round(policy.underTolerance * 1e2), policy.over ?? null]);
  return merchant;
};
const paidWith = async (payment: Created, amount: number) => {
  const { body } = await house.report({ amount, ref1: payment.reference.toLowerCase() });
  await house.match();
  return String(body.results[0].creditId);
};
const transactionOf = async ({ secretKey }: TestMerchant, { id }: Created) => (await product.call(secretKey, 'GET', `/api/v1/payment/${id}`)).body.transaction;
const creditsOf = async ({ secretKey }: TestMerchant, { id }: Created) => {
  const { body } = await product.call(secretKey, 'GET', `/api/v1/payment/${id}/credits`);
  expect(inexactOperations.credits.ok.schema.parse(body)).toEqual(body);
  return body.credits;
};
const eventsOf = async (objectId: string) =>
  (await owner.query(`select e.type, e.data::json as data, (select count(*)::int from delivery d where d.event_id = e.id) as deliveries from event e where e.object_id = $1 order by e.id`, [objectId])).rows;
const balanceOf = async ({ secretKey }: TestMerchant): Promise<number> => (await product.call(secretKey, 'GET', '/api/v1/balance')).body.balance;
const reviewOf = async (creditId: string) => (await owner.query('select inexact, reason, state, left_satang::int as left, payment_id from credit_review where credit_id = $1', [creditId])).rows[0];

describe('too much money for a payment', () => {
  it('pays it with its own amount, and the excess waits in suspense for its sender', async () => {
    const merchant = await shopWith();
    const payment = await house.create(merchant, 100, { orderId: `OVER-${Date.now()}` });
    const creditId = await paidWith(payment, 120.5);
    expect(await transactionOf(merchant, payment)).toMatchObject({ status: 'PAID', amount: 100, fee: 2, netAmount: 98, late: false });
    expect(await balanceOf(merchant)).toBe(98);
    expect(await creditsOf(merchant, payment)).toMatchObject([{ id: creditId, inexact: 'OVERPAID', state: 'IN_REVIEW', receivedAmount: 120.5, appliedAmount: 100, heldAmount: 20.5, returnedAmount: 0 }]);
    expect(await reviewOf(creditId)).toEqual({ inexact: 'OVERPAID', reason: null, state: 'OPEN', left: 2_050, payment_id: payment.id });
    expect(await eventsOf(creditId)).toMatchObject([{
      type: 'payment.overpaid', deliveries: 1,
      data: { transactionId: payment.id, creditId, status: 'PAID', amount: 100, receivedAmount: 120.5, heldAmount: 20.5, outcome: 'ACCEPTED', idempotencyKey: `payment.overpaid:${creditId}` },
    }]);
    expect((await eventsOf(payment.id)).map(({ type, data }) => [type, (data as { amount: number }).amount])).toEqual([['payment.created', 100], ['payment.success', 100]]); // oxlint-disable-line typescript/no-unsafe-type-assertion -- an event's data
  });
  it('asks a person where the shop wants that', async () => {
    const merchant = await shopWith({ over: 'review' });
    const payment = await house.create(merchant, 101);
    const creditId = await paidWith(payment, 102);
    expect((await transactionOf(merchant, payment)).status).toBe('PENDING');
    expect(await reviewOf(creditId)).toMatchObject({ inexact: 'OVERPAID', reason: 'AMOUNT_DIFFERS', state: 'OPEN', left: 10_200, payment_id: payment.id });
    expect(await creditsOf(merchant, payment)).toMatchObject([{ state: 'IN_REVIEW', appliedAmount: 0, heldAmount: 102 }]);
    expect(await eventsOf(creditId)).toMatchObject([{ type: 'payment.overpaid', data: { status: 'PENDING', outcome: 'IN_REVIEW' } }]);
  });
  it('on the shop\'s own account is the shop\'s: nothing waits here', async () => {
    const merchant = await house.addMerchant({ planCode: 'PRO', feeBps: 200 });
    await owner.query(`insert into receiving_account (id, merchant_id, mode, type, name, account_number, account_name, is_default) values (uuidv7(), $1, 'test', 'PROMPTPAY', 'Own', '0844444444', 'Own', true)`, [merchant.id]);
    const payment = await house.create(merchant, 100);
    const { body } = await house.report({ amount: 150, ref1: payment.reference, accountNumber: '0844444444' });
    expect(await house.match()).toBe(1);
    expect(await reviewOf(body.results[0].creditId)).toMatchObject({ inexact: 'OVERPAID', state: 'ACCEPTED', left: 0 });
    expect(await creditsOf(merchant, payment)).toMatchObject([{ state: 'APPLIED', receivedAmount: 150, appliedAmount: 100, heldAmount: 0 }]);
  });
});

describe('too little money for a payment', () => {
  it('waits for a person unless the shop bears it', async () => {
    const merchant = await shopWith();
    const payment = await house.create(merchant, 103);
    const creditId = await paidWith(payment, 102.99);
    expect((await transactionOf(merchant, payment)).status).toBe('PENDING');
    expect(await reviewOf(creditId)).toMatchObject({ inexact: 'UNDERPAID', state: 'OPEN', left: 10_299, payment_id: payment.id });
    expect(await eventsOf(creditId)).toMatchObject([{ type: 'payment.underpaid', data: { amount: 103, receivedAmount: 102.99, heldAmount: 102.99, outcome: 'IN_REVIEW' } }]);
  });
  it('pays it within the tolerance, and every amount is then of what arrived', async () => {
    const merchant = await shopWith({ under: 'accept_within', underTolerance: 0.5 });
    const before = Object.keys(await transactionOf(merchant, await house.create(merchant, 1)));
    const payment = await house.create(merchant, 100.37);
    const creditId = await paidWith(payment, 99.87);
    const now = await transactionOf(merchant, payment);
    expect(now).toMatchObject({ status: 'PAID', amount: 99.87, fee: 2, netAmount: 97.87, copy: { amount: '99.87' } });
    expect(Object.keys(now)).toEqual(before);
    expect(Transaction.strict().parse(now)).toEqual(now);
    expect(await balanceOf(merchant)).toBe(97.87);
    expect(await creditsOf(merchant, payment)).toMatchObject([{ inexact: 'UNDERPAID', state: 'APPLIED', receivedAmount: 99.87, appliedAmount: 99.87, heldAmount: 0 }]);
    expect(await eventsOf(creditId)).toMatchObject([{ type: 'payment.underpaid', data: { amount: 100.37, receivedAmount: 99.87, heldAmount: 0, outcome: 'ACCEPTED', status: 'PAID' } }]);
    expect((await eventsOf(payment.id)).at(-1)).toMatchObject({ type: 'payment.success', data: { amount: 99.87, fee: 2, netAmount: 97.87 } });
  });
  it('waits for a person one satang beyond the tolerance', async () => {
    const merchant = await shopWith({ under: 'accept_within', underTolerance: 0.5 });
    const payment = await house.create(merchant, 100.37);
    await paidWith(payment, 99.86);
    expect((await transactionOf(merchant, payment)).status).toBe('PENDING');
  });
  it('never pays one whose fee would be more than what arrived', async () => {
    const merchant = await shopWith({ under: 'accept_within', underTolerance: 50 });
    await owner.query('update merchant set fee_bps = 0, fee_fixed_satang = 150 where id = $1', [merchant.id]);
    const payment = await house.create(merchant, 2);
    await paidWith(payment, 1.49);
    expect((await transactionOf(merchant, payment)).status).toBe('PENDING');
  });
});

describe('money for a payment that has ended', () => {
  it('is the second for a paid one: it waits, linked, whatever its amount', async () => {
    const merchant = await shopWith();
    const payment = await house.create(merchant, 104);
    await paidWith(payment, 104);
    const again = await paidWith(payment, 104);
    const other = await paidWith(payment, 54);
    for (const creditId of [again, other]) expect(await reviewOf(creditId)).toMatchObject({ inexact: 'DUPLICATE_PAYMENT', state: 'OPEN', payment_id: payment.id });
    expect(await creditsOf(merchant, payment)).toMatchObject([{ inexact: null, state: 'APPLIED', appliedAmount: 104 }, { id: again, inexact: 'DUPLICATE_PAYMENT', heldAmount: 104, appliedAmount: 0 }, { id: other, heldAmount: 54 }]);
    expect(await eventsOf(again)).toMatchObject([{ type: 'payment.duplicate_payment', deliveries: 1, data: { status: 'PAID', receivedAmount: 104, heldAmount: 104 } }]);
    expect(await balanceOf(merchant)).toBe(101.92);
  });
  it('is a duplicate too when both arrive in one moment: the first pays', async () => {
    const merchant = await shopWith();
    const payment = await house.create(merchant, 105);
    const { body } = await house.report({ amount: 105, ref1: payment.reference }, { amount: 105, ref1: payment.reference }, { amount: 200, ref1: payment.reference });
    expect(await house.match()).toBe(1);
    expect(await creditsOf(merchant, payment)).toMatchObject([{ id: body.results[0].creditId, inexact: null, state: 'APPLIED' }, { inexact: 'DUPLICATE_PAYMENT' }, { inexact: 'DUPLICATE_PAYMENT', receivedAmount: 200 }]);
  });
  it('is not guessed between two that bring too much in one moment', async () => {
    const merchant = await shopWith();
    const payment = await house.create(merchant, 106);
    await house.report({ amount: 107, ref1: payment.reference }, { amount: 108, ref1: payment.reference });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(merchant, payment)).toMatchObject([{ inexact: 'OVERPAID', heldAmount: 107 }, { inexact: 'OVERPAID', heldAmount: 108 }]);
  });
  it('came after a cancel: it waits, the shop hears of it, the payment stays cancelled', async () => {
    const merchant = await shopWith({ under: 'accept_within', underTolerance: 50 });
    const payment = await house.create(merchant, 109);
    await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${payment.id}/cancel`, {});
    for (const amount of [109, 108, 110]) {
      const creditId = await paidWith(payment, amount);
      expect(await reviewOf(creditId)).toMatchObject({ inexact: 'PAID_AFTER_CANCEL', state: 'OPEN' });
      expect(await eventsOf(creditId)).toMatchObject([{ type: 'payment.paid_after_cancel', data: { status: 'CANCELLED' } }]);
    }
    expect((await transactionOf(merchant, payment)).status).toBe('CANCELLED');
  });
  const expired = async (merchant: TestMerchant, amount: number, ago: string) => {
    const payment = await house.create(merchant, amount);
    await house.makeDue(payment.id, ago);
    await expirePayments(platform);
    return payment;
  };
  it('came after the grace: it waits', async () => {
    const merchant = await shopWith();
    const creditId = await paidWith(await expired(merchant, 111, '25 hours'), 111);
    expect(await reviewOf(creditId)).toMatchObject({ inexact: 'PAID_AFTER_GRACE', reason: 'ALREADY_SETTLED' });
    expect(await eventsOf(creditId)).toMatchObject([{ type: 'payment.paid_after_expiry', data: { status: 'EXPIRED' } }]);
  });
  it('came late: it pays, late, also with too much; and waits where the shop wants that', async () => {
    const [willing, careful] = [await shopWith(), await shopWith({ late: 'review' })];
    const [exact, more, asked] = [await expired(willing, 112, '1 hour'), await expired(willing, 113, '1 hour'), await expired(careful, 114, '1 hour')];
    await paidWith(exact, 112);
    await paidWith(more, 115);
    const creditId = await paidWith(asked, 114);
    for (const payment of [exact, more]) {
      expect(await transactionOf(willing, payment)).toMatchObject({ status: 'PAID', late: true });
      expect((await eventsOf(payment.id)).map(({ type }) => type)).toEqual(['payment.created', 'payment.expired', 'payment.success']);
    }
    expect((await transactionOf(careful, asked)).status).toBe('EXPIRED');
    expect(await reviewOf(creditId)).toMatchObject({ inexact: 'LATE', reason: 'LATE_BY_POLICY', state: 'OPEN' });
    await expirePayments(platform);
    expect((await eventsOf(exact.id)).map(({ type }) => type)).toEqual(['payment.created', 'payment.expired', 'payment.success']);
  });
});

describe('a shop\'s choices', () => {
  it('are its owner\'s to make, with the platform\'s where it made none, and audited', async () => {
    const merchant = await house.addMerchant();
    const session = await enter(product, house.database, { merchantId: merchant.id });
    const asked = () => product.call(undefined, 'GET', '/api/payment/inexact-policy', undefined, session.headers);
    expect((await asked()).body).toEqual({ late: 'accept', under: 'review', underTolerance: 0, over: 'accept_keep_excess', own: { late: null, under: null, underTolerance: null, over: null } });
    const own = { late: null, under: 'accept_within', underTolerance: 1.25, over: 'review' };
    expect((await product.call(undefined, 'POST', '/api/payment/inexact-policy', own, session.headers)).status).toBe(200);
    expect((await asked()).body).toEqual({ late: 'accept', under: 'accept_within', underTolerance: 1.25, over: 'review', own });
    const staff = await enter(product, house.database, { role: 'staff', merchantId: merchant.id });
    expect((await product.call(undefined, 'POST', '/api/payment/inexact-policy', own, staff.headers)).status).toBe(403);
    expect((await owner.query(`select details from audit where action = 'inexact.setPolicy' and object_id = $1`, [merchant.id])).rows).toMatchObject([{ details: { before: { over: null }, after: own } }]);
  });
});
