import { afterAll, describe, expect, it } from 'vitest';
import { openMoneyHouse } from '../money/money-house.ts';

const house = await openMoneyHouse();
afterAll(() => house.expectBooksRight());
const merchant = await house.addMerchant();
const announced = { metadata: { senderAccountNumber: '167-3-58548-1', senderBankCode: 'GSB', memberName: 'นาย ทองดี ใจงาม', memberNameEn: 'THONGDEE JAINGAM' } };
const another = { metadata: { senderAccountNumber: '9999999999', senderBankCode: 'GSB', memberName: 'นาย สมชาย รักดี' } };
const decisionOf = async (paymentId: string | null, amount: number) =>
  (await house.owner.query('select status, payment_id, decision from bank_credit where amount_satang = $1 and payment_id is not distinct from $2', [Math.round(amount * 1e2), paymentId])).rows;

describe('decided in the product', () => {
  it('pays by what a bank shows of the announced payer, among payments of the same amount, and stores why', async () => {
    const [mine] = [await house.create(merchant, 3_500, announced), await house.create(merchant, 3_500, another)];
    await house.report({ amount: 3_500, payerAccount: 'xxx-x-x8548-x', payerBankCode: 'GSB', payerName: 'MR THONGDEE J' });
    expect(await house.match()).toBe(1);
    expect(await decisionOf(mine.id, 3_500)).toMatchObject([{ status: 'MATCHED', decision: { rule: 'DIGITS_AND_NAME', score: 7.6, candidates: 2, considered: [{ paymentId: mine.id, agrees: ['account', 'bank', 'name'] }] } }]);
  });
  it('leaves an unknown payer to a person, with the payments that came near and what denies them', async () => {
    const payment = await house.create(merchant, 3_600, another);
    await house.report({ amount: 3_600, payerAccount: 'xxx-x-x8548-x', payerBankCode: 'GSB', payerName: 'นาย ทองดี ใ' });
    expect(await house.match()).toBe(0);
    expect(await decisionOf(null, 3_600)).toMatchObject([{ status: 'REVIEW', decision: { reason: 'SENDER_DIFFERS', considered: [{ paymentId: payment.id, differs: [{ what: 'account' }, { what: 'name' }] }] } }]);
  });
  it('never pays with money that was sent before the payment was made', async () => {
    const payment = await house.create(merchant, 3_700, announced);
    await house.report({ amount: 3_700, payerAccount: '1673585481', payerBankCode: 'GSB', paidAt: new Date(Date.now() - 180_000).toISOString() });
    expect(await house.match()).toBe(0);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PENDING' });
  });
  it('keeps the first 200 letters of a name for matching, and all of it in the metadata', async () => {
    const memberName = `ทองดี ${'ก'.repeat(300)}`;
    const payment = await house.create(merchant, 3_800, { metadata: { memberName } });
    const { rows } = await house.owner.query(`select length(sender_name) as length, metadata ->> 'memberName' as sent from payment where id = $1`, [payment.id]);
    expect(rows).toEqual([{ length: 200, sent: memberName }]);
  });
});
