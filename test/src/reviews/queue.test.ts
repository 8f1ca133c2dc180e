import { reviewActOperations } from '@paygate/contract/review-acts';
import { reviewOperations } from '@paygate/contract/reviews';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { openReviewHouse, sender } from './review-house.ts';

const house = await openReviewHouse();
const { product, owner, first, second, admin, act, read, stray, stateOf, actionsOf, balanceOf } = house;
afterEach(() => house.expectEverythingAgrees());

const merchant = await house.addMerchant();
let baht = 20;
const fresh = () => (baht += 1) + 0.11;
const reason = 'The customer sent the receipt';

describe('the queue', () => {
  it('lists the oldest first, page by page, and finds by every filter', async () => {
    const payment = await house.create(merchant, fresh(), { orderId: 'FIND-ME-1' });
    const ids = [await stray(501.25), await stray(payment.amount - 1, { ref1: payment.reference, ...sender }), await stray(503.25, { payerName: 'MISS SOMYING' })];
    const all = await read('?limit=2');
    expect(reviewOperations.list.ok.schema.parse(all.body)).toEqual(all.body);
    const rest = await read(`?limit=2&cursor=${all.body.nextCursor}`);
    expect([...all.body.credits, ...rest.body.credits].map(({ id }: { id: string }) => id)).toEqual(ids);
    expect(rest.body.nextCursor).toBeNull();
    const found = async (query: string) => (await read(`?${query}`)).body.credits.map(({ id }: { id: string }) => ids.indexOf(id));
    expect(await found('inexact=underpaid')).toEqual([1]);
    expect(await found('reason=NO_OPEN_PAYMENT')).toEqual([0, 2]);
    expect(await found('minAmount=501.25&maxAmount=503.24')).toEqual([0]);
    expect(await found('q=somying')).toEqual([2]);
    expect(await found('q=FIND-ME')).toEqual([1]);
    expect(await found(`q=${payment.reference}`)).toEqual([1]);
    expect(await found(`q=${ids[0]}`)).toEqual([0]);
    expect(await found(`q=${encodeURIComponent(`%' or true --`)}`)).toEqual([]);
    expect(await found('olderThanHours=1')).toEqual([]);
    expect(await found('state=accepted')).toEqual([]);
    expect(await found('mode=live')).toEqual([]);
    await act(first, `${ids[2]}/assign`, { to: 'me' });
    expect([await found('assignedTo=me'), await found('assignedTo=nobody'), await found('assignedTo=x')]).toEqual([[2], [0, 1], []]);
  });
  it('shows what a credit may be for, what agrees and what differs, in both languages', async () => {
    const amount = fresh();
    const announced = { metadata: { senderAccountNumber: '1673585481', senderBankCode: 'GSB', memberName: 'ทองดี ใจงาม' } };
    const [hers, other] = [await house.create(merchant, amount, announced), await house.create(merchant, amount, { metadata: { senderAccountNumber: '9999999999', senderBankCode: 'SCB' } })];
    await house.create(merchant, amount, announced);
    const id = await stray(amount);
    const { body } = await read(`/${id}`);
    expect(reviewOperations.get.ok.schema.parse(body)).toEqual(body);
    expect(body.credit).toMatchObject({ reason: 'SEVERAL_PAYMENTS', inexact: 'UNKNOWN', words: { th: expect.stringMatching(/[ก-๙]/) } });
    const { suggestions } = body.credit;
    expect(suggestions).toHaveLength(3);
    expect(suggestions[0]).toMatchObject({ payment: { id: hers.id }, rule: 'SENDER_ACCOUNT', ruleWords: { th: expect.stringMatching(/[ก-๙]/) }, canPay: true, differs: [], agrees: [{ what: 'amount' }, { what: 'account' }, { what: 'bank' }, { what: 'name' }] });
    expect(suggestions[2]).toMatchObject({ payment: { id: other.id }, rule: null, differs: [{ what: 'account', en: expect.stringContaining('9999999999') }, { what: 'bank' }] });
    // What moved since is shown as it is now.
    await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${hers.id}/cancel`, {});
    const now = (await read(`/${id}`)).body.credit.suggestions;
    expect(now.find(({ payment }: { payment: { id: string } }) => payment.id === hers.id)).toMatchObject({ payment: { status: 'CANCELLED' }, canPay: false });
  });
  it('suggests the payment that the same sender paid shortly before', async () => {
    const amount = fresh();
    const payment = await house.create(merchant, amount);
    await stray(amount);
    const again = await stray(amount);
    expect((await house.payment(payment.id))['status']).toBe('PAID');
    expect((await read(`/${again}`)).body.credit.suggestions).toMatchObject([{ payment: { id: payment.id, status: 'PAID' }, canPay: false }]);
  });
  it('is for the platform\'s operators alone', async () => {
    const id = await stray(fresh());
    for (const headers of [{}, { 'x-api-key': merchant.secretKey }]) expect((await product.call(undefined, 'GET', `/api/admin/credits/${id}`, undefined, headers)).status).toBe(401);
    const payment = await house.create(merchant, fresh());
    expect((await product.call(undefined, 'POST', `/api/admin/payments/${payment.id}/confirm`, { reason }, first.headers)).status).toBe(403);
  });
});

describe('accepting', () => {
  it('pays as a match would have: status, fee, ledger, event, delivery', async () => {
    const shop = await house.addMerchant();
    const payment = await house.create(shop, 100.37, { orderId: 'BY-HAND-1' });
    await house.create(shop, 100.37);
    const id = await stray(100.37);
    const { status, body } = await act(first, `${id}/accept`, { paymentId: payment.id, reason });
    expect(status).toBe(200);
    expect(reviewActOperations.accept.ok.schema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ outcome: 'DONE', proposal: null, credit: { state: 'ACCEPTED', left: '0', payment: { id: payment.id, status: 'PAID' } } });
    expect((await product.call(shop.secretKey, 'GET', `/api/v1/payment/${payment.id}`)).body.transaction).toMatchObject({ status: 'PAID', amount: 100.37, fee: 2.01, netAmount: 98.36, late: false });
    expect(await balanceOf(shop)).toBe(98.36);
    const { rows } = await owner.query(`select e.type, e.data::json ->> 'confirmedBy' as by, count(d.id)::int as deliveries from event e left join delivery d on d.event_id = e.id where e.object_id = $1 group by e.id order by e.id`, [payment.id]);
    expect(rows).toEqual([{ type: 'payment.created', by: null, deliveries: 1 }, { type: 'payment.success', by: 'review', deliveries: 1 }]);
    expect((await product.call(shop.secretKey, 'GET', `/api/v1/payment/${payment.id}/credits`)).body.credits).toMatchObject([{ id, state: 'APPLIED', receivedAmount: 100.37, appliedAmount: 100.37 }]);
    expect(await actionsOf(id)).toEqual(['credit.accept']);
    // A refund finds the sender of money that was given by hand.
    const refund = await product.signed(shop.secretKey, `/api/v1/payment/${payment.id}/refund`, { amount: 50 });
    expect(refund.body.refund.destination).toMatchObject({ account_number: '1673585481', bank_code: '030' });
    await house.carry(refund.body.refund.payout_id, { move: 'fail', reason: 'AC04: closed' });
  });
  it('needs a word where the amounts differ; less is then the payment\'s amount, more stays in suspense', async () => {
    const [short, over] = [await house.create(merchant, 200), await house.create(merchant, 201)];
    const [less, more] = [await stray(150.5), await stray(251)];
    expect(await act(first, `${less}/accept`, { paymentId: short.id, reason })).toMatchObject({ status: 409, body: { code: 'CREDIT_AMOUNT_DIFFERS', details: { left: '150.5', asked: '200' } } });
    expect((await act(first, `${less}/accept`, { paymentId: short.id, reason, acceptLeft: 150.51 })).body.code).toBe('CREDIT_AMOUNT_DIFFERS');
    expect((await act(first, `${less}/accept`, { paymentId: short.id, reason, acceptLeft: 150.5 })).status).toBe(200);
    expect((await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${short.id}`)).body.transaction).toMatchObject({ status: 'PAID', amount: 150.5, fee: 3.01, netAmount: 147.49 });
    expect((await act(first, `${more}/accept`, { paymentId: over.id, reason, acceptLeft: 251 })).body.credit).toMatchObject({ state: 'OPEN', left: '50', payment: { id: over.id, amount: '201' } });
    expect((await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${over.id}/credits`)).body.credits).toMatchObject([{ state: 'IN_REVIEW', receivedAmount: 251, appliedAmount: 201, heldAmount: 50 }]);
    const last = await house.create(merchant, 50);
    expect((await act(first, `${more}/accept`, { paymentId: last.id, reason })).body.credit).toMatchObject({ state: 'ACCEPTED', left: '0' });
  });
  it('pays an expired payment late, also long after', async () => {
    const payment = await house.create(merchant, fresh());
    await house.makeDue(payment.id, '3 days');
    await expirePayments(product.platform);
    const id = await stray(payment.amount, { ref1: payment.reference, ...sender });
    expect((await read(`/${id}`)).body.credit).toMatchObject({ inexact: 'PAID_AFTER_GRACE', suggestions: [{ rule: 'REFERENCE', canPay: true }] });
    await act(first, `${id}/accept`, { paymentId: payment.id, reason });
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PAID', is_late: true });
    await expirePayments(product.platform);
    expect(await house.typesOf(payment)).toEqual(['payment.created', 'payment.expired', 'payment.success']);
  });
  it('is refused for what this money cannot pay, and nothing moves', async () => {
    const id = await stray(fresh());
    const [paid, cancelled] = [await house.create(merchant, fresh()), await house.create(merchant, fresh())];
    await stray(paid.amount, { ref1: paid.reference });
    await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${cancelled.id}/cancel`, {});
    const direct = await house.addMerchant({ planCode: 'PRO' });
    await owner.query(`insert into receiving_account (id, merchant_id, mode, type, name, account_number, account_name, is_default) values (uuidv7(), $1, 'test', 'PROMPTPAY', 'Own', '0855555555', 'Own', true)`, [direct.id]);
    const live = (await product.call(merchant.liveSecretKey, 'POST', '/api/v1/payment/create', { amount: 20 })).body.transaction;
    const accept = (paymentId: string, credit = id) => act(first, `${credit}/accept`, { paymentId, reason, acceptLeft: 1 });
    expect(await accept(paid.id)).toMatchObject({ status: 409, body: { code: 'PAYMENT_NOT_PAYABLE', details: { status: 'PAID' } } });
    expect(await accept(cancelled.id)).toMatchObject({ status: 409, body: { code: 'PAYMENT_NOT_PAYABLE', details: { status: 'CANCELLED' } } });
    expect(await accept((await house.create(direct, 30)).id)).toMatchObject({ status: 409, body: { code: 'CREDIT_PAYMENT_MISMATCH', details: { what: 'account' } } });
    expect(await accept(live.id)).toMatchObject({ status: 409, body: { code: 'CREDIT_PAYMENT_MISMATCH', details: { what: 'mode' } } });
    expect(await accept(uuidv7())).toMatchObject({ status: 404, body: { code: 'TRANSACTION_NOT_FOUND' } });
    expect(await accept(paid.id, uuidv7())).toMatchObject({ status: 404, body: { code: 'CREDIT_NOT_FOUND' } });
    expect(await stateOf(id)).toMatchObject({ state: 'OPEN' });
    expect(await actionsOf(id)).toEqual([]);
  });
});

describe('splitting', () => {
  it('pays several payments of several shops in full, and the rest stays in suspense', async () => {
    const other = await house.addMerchant({ feeBps: 150 });
    const [one, two] = [await house.create(merchant, 310), await house.create(other, 320)];
    const id = await stray(700);
    expect(await act(first, `${id}/split`, { paymentIds: [one.id, two.id, (await house.create(merchant, 330)).id], reason })).toMatchObject({ status: 409, body: { code: 'CREDIT_NOT_ENOUGH', details: { left: '700', needed: '960' } } });
    const { body } = await act(first, `${id}/split`, { paymentIds: [two.id, one.id, two.id], reason });
    expect(body).toMatchObject({ outcome: 'DONE', credit: { state: 'OPEN', left: '70', payment: null } });
    expect(await balanceOf(other)).toBe(315.2);
    expect((await read(`/${id}`)).body.credit.shares).toMatchObject([{ payment: { id: one.id, status: 'PAID' }, amount: '310' }, { payment: { id: two.id }, amount: '320' }]);
    // Each shop sees its own share and nothing of the other's.
    expect((await product.call(other.secretKey, 'GET', `/api/v1/payment/${two.id}/credits`)).body.credits).toMatchObject([{ receivedAmount: 320, appliedAmount: 320, heldAmount: 0, state: 'APPLIED' }]);
  });
  it('is all or nothing', async () => {
    const [open, cancelled] = [await house.create(merchant, 340), await house.create(merchant, 341)];
    await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${cancelled.id}/cancel`, {});
    const id = await stray(800);
    expect((await act(first, `${id}/split`, { paymentIds: [open.id, cancelled.id], reason })).body.code).toBe('PAYMENT_NOT_PAYABLE');
    expect(await house.payment(open.id)).toMatchObject({ status: 'PENDING' });
    expect(await stateOf(id)).toEqual({ state: 'OPEN', left: 80_000 });
  });
});

describe('closing, opening, assigning, noting', () => {
  it('leaves the money where it is, and every step in the history', async () => {
    const id = await stray(fresh());
    expect((await act(first, `${id}/assign`, { to: 'me' })).body.credit.assignedTo).toMatchObject({ name: 'Somebody' });
    expect((await act(first, `${id}/assign`, { to: 'me' })).status).toBe(200);
    expect(await act(second, `${id}/assign`, { to: 'me' })).toMatchObject({ status: 409, body: { code: 'CREDIT_ASSIGNED' } });
    expect((await act(second, `${id}/unassign`)).body.credit.assignedTo).toBeNull();
    expect((await act(second, `${id}/unassign`)).status).toBe(200);
    expect((await act(first, `${id}/assign`, { to: uuidv7() })).body.code).toBe('VALIDATION_ERROR');
    await act(second, `${id}/note`, { note: 'Called, no answer' });
    expect((await act(first, `${id}/ignore`, { reason: 'A test transfer of the bank' })).body.credit).toMatchObject({ state: 'IGNORED', stateReason: 'A test transfer of the bank' });
    expect(await act(second, `${id}/ignore`, { reason })).toMatchObject({ status: 409, body: { code: 'CREDIT_STATUS_CONFLICT', details: { state: 'IGNORED', needed: 'OPEN' } } });
    expect((await act(second, `${id}/accept`, { paymentId: uuidv7(), reason })).body.code).toBe('CREDIT_STATUS_CONFLICT');
    expect((await act(admin, `${id}/reopen`, { reason: 'The sender called' })).body.credit).toMatchObject({ state: 'OPEN', stateReason: null });
    expect((await act(admin, `${id}/reopen`, { reason })).body.code).toBe('CREDIT_STATUS_CONFLICT');
    const { history } = (await read(`/${id}`)).body.credit;
    expect(history.map(({ action }: { action: string }) => action)).toEqual(['credit.assign', 'credit.unassign', 'credit.note', 'credit.ignore', 'credit.reopen']);
    expect(history[2]).toMatchObject({ by: expect.stringContaining('Somebody'), details: { note: 'Called, no answer' } });
  });
});
