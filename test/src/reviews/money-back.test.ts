import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { openReviewHouse, sender } from './review-house.ts';

const house = await openReviewHouse();
const { product, owner, first, second, admin, otherAdmin, act, read, stray, stateOf, actionsOf, balanceOf } = house;
afterEach(() => house.expectEverythingAgrees());

const merchant = await house.addMerchant();
let baht = 20;
const fresh = () => (baht += 1) + 0.23;
const reason = 'Paid twice';
const returned = async (creditId: string, body: object = { reason }) => (await act(first, `${creditId}/return`, body)).body;
const returnsOf = async (creditId: string) => (await read(`/${creditId}`)).body.credit.returns;
const suspense = async () => Number((await owner.query(`select coalesce(sum(amount_satang), 0)::int as satang from ledger_entry where account_kind = 'SUSPENSE'`)).rows[0]?.['satang']);
const typed = { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' };

describe('returning to the sender', () => {
  it('sends the excess of an overpaid payment by a payout of its own, once', async () => {
    const payment = await house.create(merchant, 100);
    const id = await stray(130, { ref1: payment.reference, ...sender });
    const before = [await suspense(), await balanceOf(merchant)];
    expect(await returned(id)).toMatchObject({ outcome: 'DONE', credit: { state: 'RETURNING', left: '0' } });
    expect(await act(second, `${id}/return`, { reason })).toMatchObject({ status: 409, body: { code: 'CREDIT_STATUS_CONFLICT', details: { state: 'RETURNING' } } });
    const [one] = await returnsOf(id);
    expect(one).toMatchObject({ amount: '30', status: 'PENDING', payoutStatus: 'QUEUED', accountNumber: '1673585481', bankName: 'ธนาคารออมสิน', accountName: 'นาย ทองดี ใจงาม' });
    expect((await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${payment.id}/credits`)).body.credits).toMatchObject([{ state: 'RETURNING', appliedAmount: 100, heldAmount: 0, returnedAmount: 0 }]);
    await house.carry(one.payoutId);
    expect((await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${payment.id}/credits`)).body.credits).toMatchObject([{ state: 'RETURNED', appliedAmount: 100, returnedAmount: 30 }]);
    // Nothing of it touches the shop's balance, and it appears among what leaves.
    expect([await suspense(), await balanceOf(merchant)]).toEqual([before[0]! - 3_000, before[1]]);
    expect((await product.call(undefined, 'GET', `/api/admin/payouts?q=${one.payoutId}`, undefined, first.headers)).body.payouts).toMatchObject([{ purpose: 'RETURN', amount: '30', fee: '0', merchant: { username: 'platform' } }]);
    expect((await product.call(merchant.secretKey, 'GET', '/api/v1/payouts')).body.payouts ?? []).toEqual([]);
  });
  it('puts back what did not arrive, and what came back later; then another account may be typed', async () => {
    const id = await stray(fresh());
    const { left } = (await stateOf(id))!;
    const before = await suspense();
    await returned(id);
    await house.carry((await returnsOf(id))[0].payoutId, { move: 'fail', reason: 'AC04: account closed' });
    expect(await stateOf(id)).toEqual({ state: 'OPEN', left });
    expect(await suspense()).toBe(before);
    expect((await read(`/${id}`)).body.credit).toMatchObject({ stateReason: 'AC04: account closed', returns: [{ status: 'FAILED', statusReason: 'AC04: account closed' }] });
    await returned(id);
    const { payoutId } = (await returnsOf(id))[0];
    await house.carry(payoutId);
    expect((await stateOf(id))!.state).toBe('RETURNED');
    await house.carry(payoutId, { move: 'reverse', reason: 'AC06: blocked' });
    expect(await stateOf(id)).toEqual({ state: 'OPEN', left });
    expect((await returned(id, { reason, destination: typed })).outcome).toBe('PROPOSED');
    expect((await returnsOf(id)).map(({ status }: { status: string }) => status)).toEqual(['REVERSED', 'FAILED']);
  });
  it('stays UNKNOWN until the bank was asked: the credit waits, and nobody sends it again', async () => {
    const id = await stray(fresh());
    await returned(id);
    const { payoutId } = (await returnsOf(id))[0];
    await house.carry(payoutId, { move: 'loseSight', reason: 'Waiting for the bank' });
    expect((await returnsOf(id))[0]).toMatchObject({ status: 'PENDING', payoutStatus: 'UNKNOWN' });
    expect((await act(second, `${id}/return`, { reason })).body.code).toBe('CREDIT_STATUS_CONFLICT');
    await owner.query(`update payout set status = 'PROCESSING' where id = $1`, [payoutId]);
    await house.carry(payoutId);
    expect((await stateOf(id))!.state).toBe('RETURNED');
  });
  it('needs an account: the bank\'s, else a typed one that a second person confirms, whatever the amount', async () => {
    const masked = await stray(fresh(), { payerName: 'นาย ทองดี', payerAccount: 'xxx-x-x3585-x', payerBankCode: 'GSB' });
    expect(await act(first, `${masked}/return`, { reason })).toMatchObject({ status: 400, body: { code: 'RETURN_DESTINATION_REQUIRED' } });
    const { outcome, proposal } = await returned(masked, { reason, destination: typed });
    expect(outcome).toBe('PROPOSED');
    expect((await act(second, `proposals/${proposal.id}/confirm`)).body.credit).toMatchObject({ state: 'RETURNING' });
    expect((await returnsOf(masked))[0]).toMatchObject({ accountNumber: '4190621964', accountName: 'เจษฎา' });
    const known = await stray(fresh());
    expect(await act(first, `${known}/return`, { reason, destination: typed })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
    const unknownBank = await stray(fresh(), { payerName: 'X' });
    const odd = await returned(unknownBank, { reason, destination: { ...typed, bankCode: '998' } });
    expect((await act(second, `proposals/${odd.proposal.id}/confirm`)).body.code).toBe('VALIDATION_ERROR');
    expect((await read('/proposals')).body.proposals.map(({ id }: { id: string }) => id)).toContain(odd.proposal.id);
  });
  it('is not the platform\'s to do on a shop\'s own account', async () => {
    const direct = await house.addMerchant({ planCode: 'PRO' });
    await owner.query(`insert into receiving_account (id, merchant_id, mode, type, name, account_number, account_name, is_default) values (uuidv7(), $1, 'test', 'PROMPTPAY', 'Own', '0866666666', 'Own', true)`, [direct.id]);
    const id = await stray(fresh(), { accountNumber: '0866666666', ...sender });
    expect(await act(first, `${id}/return`, { reason })).toMatchObject({ status: 409, body: { code: 'CREDIT_MONEY_NOT_HELD' } });
    const payment = await house.create(direct, 444);
    expect((await act(first, `${id}/accept`, { paymentId: payment.id, reason, acceptLeft: baht + 0.23 })).body.credit).toMatchObject({ state: 'ACCEPTED', left: '0' });
    expect(await balanceOf(direct)).toBe(0);
  });
});

describe('a second person', () => {
  it('confirms whatever moves money of a credit above the limit; the first one\'s act alone moves nothing', async () => {
    const [one, two] = [await house.create(merchant, 6_000), await house.create(merchant, 5_000)];
    const id = await stray(12_000);
    const { outcome, proposal } = (await act(first, `${id}/split`, { paymentIds: [one.id, two.id], reason })).body;
    expect([outcome, proposal.state]).toEqual(['PROPOSED', 'PENDING']);
    expect(await stateOf(id)).toEqual({ state: 'OPEN', left: 1_200_000 });
    expect(await house.payment(one.id)).toMatchObject({ status: 'PENDING' });
    // While it waits, nothing else is decided, and the credit says so.
    for (const [path, body] of [['accept', { paymentId: one.id, reason }], ['return', { reason }], ['ignore', { reason }]] as const) expect((await act(second, `${id}/${path}`, body)).body.code).toBe('CREDIT_PROPOSAL_PENDING');
    expect((await read(`/${id}`)).body.credit).toMatchObject({ needsSecondPerson: true, proposalId: proposal.id, proposal: { act: 'split', input: { reason } } });
    for (const verb of ['confirm', 'decline']) expect(await act(first, `proposals/${proposal.id}/${verb}`, { reason })).toMatchObject({ status: 403, body: { code: 'SECOND_PERSON_MUST_DIFFER' } });
    expect((await act(second, `proposals/${proposal.id}/confirm`)).body).toMatchObject({ proposal: { state: 'CONFIRMED' }, credit: { state: 'OPEN', left: '1000' } });
    expect(await house.payment(two.id)).toMatchObject({ status: 'PAID' });
    expect(await act(admin, `proposals/${proposal.id}/confirm`)).toMatchObject({ status: 409, body: { code: 'PROPOSAL_DECIDED', details: { state: 'CONFIRMED' } } });
    expect(await actionsOf(id)).toEqual(['credit.split.propose', 'credit.split', 'proposal.confirm']);
    // What is left of it is still money of a large credit.
    expect((await returned(id)).outcome).toBe('PROPOSED');
  });
  it('may decline, and the credit is free for another decision', async () => {
    const payment = await house.create(merchant, 15_000);
    const id = await stray(15_000.5, { ref2: payment.reference, payerName: 'X' });
    const other = await stray(20_000);
    const { proposal } = await returned(other);
    expect((await act(second, `proposals/${proposal.id}/decline`, { reason: 'Ask the sender first' })).body.proposal).toMatchObject({ state: 'DECLINED', decidedReason: 'Ask the sender first' });
    expect((await act(second, `proposals/${proposal.id}/decline`, { reason })).body.code).toBe('PROPOSAL_DECIDED');
    expect((await read(`/${other}`)).body.credit).toMatchObject({ state: 'OPEN', proposalId: null });
    expect((await returned(other)).outcome).toBe('PROPOSED');
    expect((await act(second, `proposals/${uuidv7()}/confirm`)).body.code).toBe('PROPOSAL_NOT_FOUND');
    expect(await stateOf(id)).toEqual({ state: 'OPEN', left: 50 });
  });
  it('finds that it is no longer possible: refused, and the proposal still waits', async () => {
    const payment = await house.create(merchant, 16_000);
    const id = await stray(16_100.25);
    const { proposal } = (await act(first, `${id}/accept`, { paymentId: payment.id, reason, acceptLeft: 16_100.25 })).body;
    await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${payment.id}/cancel`, {});
    expect(await act(second, `proposals/${proposal.id}/confirm`)).toMatchObject({ status: 409, body: { code: 'PAYMENT_NOT_PAYABLE' } });
    expect((await read(`/${id}`)).body.credit).toMatchObject({ state: 'OPEN', proposal: { state: 'PENDING' } });
  });
});

describe('confirming a payment by hand', () => {
  const confirm = (who: typeof admin, id: string) => product.call(undefined, 'POST', `/api/admin/payments/${id}/confirm`, { reason: 'Seen in the bank app' }, who.headers);
  const adjusted = async () => Number((await owner.query(`select coalesce(sum(amount_satang), 0)::int as satang from ledger_entry where account_kind = 'ADJUSTMENT'`)).rows[0]?.['satang']);
  it('pays it out of an adjustment, which its money makes up for when it is found', async () => {
    const payment = await house.create(merchant, 150);
    const before = [await balanceOf(merchant), await adjusted()];
    expect((await confirm(admin, payment.id)).body).toMatchObject({ outcome: 'DONE', payment: { status: 'PAID', amount: '150', fee: '3', netAmount: '147' } });
    expect([await balanceOf(merchant), await adjusted()]).toEqual([before[0]! + 147, before[1]! - 15_000]);
    expect((await owner.query(`select data::json ->> 'confirmedBy' as by from event where object_id = $1 and type = 'payment.success'`, [payment.id])).rows).toEqual([{ by: 'admin' }]);
    expect(await confirm(otherAdmin, payment.id)).toMatchObject({ status: 409, body: { code: 'PAYMENT_NOT_PAYABLE' } });
    expect(await actionsOf(payment.id)).toEqual(['payment.confirm']);
    const id = await stray(150, { ref1: payment.reference, ...sender });
    expect((await read(`/${id}`)).body.credit).toMatchObject({ inexact: 'DUPLICATE_PAYMENT', suggestions: [{ payment: { id: payment.id, status: 'PAID' }, canPay: true }] });
    expect((await act(first, `${id}/accept`, { paymentId: payment.id, reason })).body.credit).toMatchObject({ state: 'ACCEPTED', left: '0' });
    expect([await balanceOf(merchant), await adjusted()]).toEqual([before[0]! + 147, before[1]]);
    const again = await stray(150, { ref1: payment.reference, ...sender });
    expect((await act(first, `${again}/accept`, { paymentId: payment.id, reason })).body.code).toBe('PAYMENT_NOT_PAYABLE');
    expect(await house.typesOf(payment)).toEqual(['payment.created', 'payment.success']);
  });
  it('above the limit is proposed, and confirmed by another admin alone', async () => {
    const payment = await house.create(merchant, 10_000.01);
    const { outcome, proposal } = (await confirm(admin, payment.id)).body;
    expect(outcome).toBe('PROPOSED');
    expect((await confirm(otherAdmin, payment.id)).body.code).toBe('CREDIT_PROPOSAL_PENDING');
    expect((await act(admin, `proposals/${proposal.id}/confirm`)).body.code).toBe('SECOND_PERSON_MUST_DIFFER');
    expect((await act(first, `proposals/${proposal.id}/confirm`)).status).toBe(403);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PENDING' });
    expect((await act(otherAdmin, `proposals/${proposal.id}/confirm`)).body).toMatchObject({ proposal: { act: 'confirm', state: 'CONFIRMED' }, credit: null });
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PAID' });
    expect(await actionsOf(payment.id)).toEqual(['credit.confirm.propose', 'payment.confirm', 'proposal.confirm']);
  });
});
