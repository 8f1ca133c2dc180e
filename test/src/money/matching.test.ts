import { matchCredits } from '@paygate/core/credits/match-credits';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openMoneyHouse } from './money-house.ts';

const house = await openMoneyHouse();
const { product, owner } = house;
const { platform } = product;
afterEach(() => house.expectBooksRight());
afterAll(() => house.expectBooksRight());

const merchant = await house.addMerchant();
// Every test has its own amounts, so that what another one left open never fits.
let baht = 1_000;
const freshAmount = () => (baht += 1) + 0.37;

const balanceOf = async (key: string): Promise<number> => (await product.call(key, 'GET', '/api/v1/balance')).body.balance;
const ledgerOf = async (kind: string, causeId: string) =>
  (await owner.query(
    `select account_kind as kind, amount_satang::int as satang from ledger_entry e join ledger_transaction t on t.id = e.transaction_id where t.cause_kind = $1 and t.cause_id = $2 order by 1`, [kind, causeId],
  )).rows;
const creditsOf = async (answer: { readonly body: { readonly results: readonly { readonly creditId: string }[] } }) => {
  const ids = answer.body.results.map(({ creditId }) => creditId);
  const { rows } = await owner.query(`select c.id, c.status, c.payment_id, c.amount_satang::int as satang, coalesce(decision ->> 'rule', decision ->> 'reason') as why from bank_credit c where id = any($1)`, [ids]);
  return ids.map((id) => rows.find((row) => row['id'] === id));
};

describe('a credit that names its payment', () => {
  it('pays it: status, ledger, balance, event and delivery move together', async () => {
    const before = await balanceOf(merchant.secretKey);
    const payment = await house.create(merchant, 100.37);
    const answer = await house.report({ amount: 100.37, ref1: payment.reference.toLowerCase() });
    expect(answer).toMatchObject({ status: 200, body: { accepted: 1, duplicates: 0, rejected: 0 } });
    expect(await house.match()).toBe(1);
    expect((await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${payment.id}`)).body.transaction).toMatchObject({ status: 'PAID', late: false, fee: 2.01, netAmount: 98.36 });
    expect(await creditsOf(answer)).toMatchObject([{ status: 'MATCHED', payment_id: payment.id, why: 'REFERENCE' }]);
    expect(await ledgerOf('payment', payment.id)).toEqual([{ kind: 'BANK', satang: -10_037 }, { kind: 'FEE_REVENUE', satang: 201 }, { kind: 'MERCHANT_AVAILABLE', satang: 9_836 }]);
    expect(Math.round((await balanceOf(merchant.secretKey) - before) * 1e2)).toBe(9_836);
    const { rows } = await owner.query(`select e.type, d.status, e.data::json ->> 'status' as said from event e join delivery d on d.event_id = e.id where e.object_id = $1 order by e.id`, [payment.id]);
    expect(rows).toEqual([{ type: 'payment.created', status: 'PENDING', said: 'PENDING' }, { type: 'payment.success', status: 'PENDING', said: 'PAID' }]);
  });
  it('counts once when the bank tells of it five times at once', async () => {
    const amount = freshAmount();
    const payment = await house.create(merchant, amount);
    const same = { amount, bankReference: `FIVE-${amount}`, ref1: payment.reference };
    const answers = await Promise.all(Array.from({ length: 5 }, () => house.report(same)));
    expect(answers.map(({ body }) => Number(body.accepted)).toSorted((one, other) => one - other)).toEqual([0, 0, 0, 0, 1]);
    expect(new Set(answers.map(({ body }) => body.results[0].creditId)).size).toBe(1);
    expect(await house.match()).toBe(1);
    await house.report(same);
    expect(await house.match()).toBe(0);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PAID' });
  });
  it('keeps the first of equal references in one call, whatever the others say', async () => {
    const amount = freshAmount();
    const answer = await house.report(...Array.from({ length: 200 }, (_, index) => ({ amount: amount + index, bankReference: `SAME-${amount}` })));
    expect(answer.body).toMatchObject({ accepted: 1, duplicates: 199 });
    expect(answer.body.results[0].status).toBe('ACCEPTED');
    expect((await creditsOf(answer))[0]).toMatchObject({ satang: Math.round(amount * 1e2) });
    await house.match();
  });
  it('does not pay twice when a second transfer names the same payment', async () => {
    const amount = freshAmount();
    const payment = await house.create(merchant, amount);
    await house.report({ amount, ref1: payment.reference });
    expect(await house.match()).toBe(1);
    const again = await house.report({ amount, ref1: payment.reference });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(again)).toMatchObject([{ status: 'REVIEW', why: 'ALREADY_SETTLED', payment_id: null }]);
    expect(await ledgerOf('suspense', again.body.results[0].creditId)).toEqual([{ kind: 'BANK', satang: -Math.round(amount * 1e2) }, { kind: 'SUSPENSE', satang: Math.round(amount * 1e2) }]);
  });
});

describe('several workers', () => {
  it('decide each credit once when they take the same ones at the same moment', async () => {
    const amounts = Array.from({ length: 40 }, freshAmount);
    const payments = await Promise.all(amounts.map((amount) => house.create(merchant, amount)));
    const answer = await house.report(...payments.map(({ amount, reference }) => ({ amount, endToEndId: reference })));
    const ids: string[] = answer.body.results.map(({ creditId }: { creditId: string }) => creditId);
    const paid = await Promise.all([ids, ids.toReversed(), ids.slice(10), ids.slice(0, 30).toReversed()].map((taken) => matchCredits(platform, taken)));
    expect(paid.reduce((sum, one) => sum + one, 0)).toBe(40);
  });
  it('pay one payment once when each holds another credit for it', async () => {
    for (let round = 0; round < 20; round += 1) {
      const amount = freshAmount();
      const payment = await house.create(merchant, amount);
      const answer = await house.report({ amount, ref1: payment.reference }, { amount, ref1: payment.reference });
      const [one, other] = answer.body.results.map(({ creditId }: { creditId: string }) => creditId);
      const paid = await Promise.all([matchCredits(platform, [one]), matchCredits(platform, [other])]);
      expect(paid.toSorted((less, more) => less - more)).toEqual([0, 1]);
    }
  });
});

const announced = (account: string) => ({ metadata: { senderAccountNumber: account, senderBankCode: 'GSB' } });

describe('money that nobody can name', () => {
  it.each([
    ['no payment of that amount', {}, 'NO_OPEN_PAYMENT'],
    ['a reference we never gave', { ref1: 'PG0000000000000000' }, 'NO_OPEN_PAYMENT'],
  ])('sits in suspense: %s', async (_what, more, why) => {
    const amount = freshAmount();
    const answer = await house.report({ amount, ...more });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(answer)).toMatchObject([{ status: 'REVIEW', why, payment_id: null }]);
    expect(await ledgerOf('suspense', answer.body.results[0].creditId)).toMatchObject([{ kind: 'BANK' }, { kind: 'SUSPENSE', satang: Math.round(amount * 1e2) }]);
  });
  it('sits in suspense when the right reference brings one satang less', async () => {
    const payment = await house.create(merchant, freshAmount());
    const answer = await house.report({ amount: Number((payment.amount - 0.01).toFixed(2)), ref1: payment.reference });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(answer)).toMatchObject([{ status: 'REVIEW', why: 'AMOUNT_DIFFERS' }]);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PENDING' });
  });
  it('sits in suspense when two open payments fit equally well', async () => {
    const amount = freshAmount();
    await Promise.all([house.create(merchant, amount), house.create(await house.addMerchant(), amount)]);
    const answer = await house.report({ amount });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(answer)).toMatchObject([{ status: 'REVIEW', why: 'SEVERAL_PAYMENTS' }]);
  });
  it('is told apart by the announced account and bank', async () => {
    const amount = freshAmount();
    const [mine] = await Promise.all([house.create(merchant, amount, announced('1673585481')), house.create(merchant, amount, announced('9999999999'))]);
    const answer = await house.report({ amount, payerAccount: '167-3-58548-1', payerBankCode: '030' });
    expect(await house.match()).toBe(1);
    expect(await creditsOf(answer)).toMatchObject([{ status: 'MATCHED', why: 'SENDER_ACCOUNT', payment_id: mine.id }]);
  });
  it('waits for a person when the only payment was announced from elsewhere', async () => {
    const amount = freshAmount();
    await house.create(merchant, amount, announced('1673585481'));
    const answer = await house.report({ amount, payerAccount: 'xxx-x-x9999-x', payerBankCode: '030' });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(answer)).toMatchObject([{ status: 'REVIEW', why: 'SENDER_DIFFERS' }]);
  });
  it('is rejected row by row when the account is not ours, and in the other mode', async () => {
    const answer = await house.report({ amount: freshAmount(), accountNumber: '5555555555' }, { amount: freshAmount() });
    expect(answer.body).toMatchObject({ accepted: 1, rejected: 1, results: [{ status: 'REJECTED', creditId: null }, { status: 'ACCEPTED' }] });
    await house.match();
  });
});

const expired = async (ago: string) => {
  const payment = await house.create(merchant, freshAmount(), announced('1673585481'));
  await house.makeDue(payment.id, ago);
  expect(await expirePayments(platform)).toBe(1);
  return payment;
};

describe('late money', () => {
  it('pays an expired payment within the grace, and says late', async () => {
    const payment = await expired('23 hours');
    await house.report({ amount: payment.amount, ref1: payment.reference });
    expect(await house.match()).toBe(1);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PAID', is_late: true });
    const { rows } = await owner.query(`select data::json -> 'late' as late from event where object_id = $1 and type = 'payment.success'`, [payment.id]);
    expect(rows).toEqual([{ late: true }]);
  });
  it.each(['ref1', 'account'])('goes to a person outside the grace, although named by %s', async (by) => {
    const payment = await expired('25 hours');
    const answer = await house.report({ amount: payment.amount, ...(by === 'ref1' ? { ref1: payment.reference } : { payerAccount: '1673585481', payerBankCode: '030' }) });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(answer)).toMatchObject([{ status: 'REVIEW' }]);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'EXPIRED', is_late: false });
  });
  it('never pays an expired payment by its amount alone', async () => {
    const payment = await expired('1 hour');
    await house.report({ amount: payment.amount });
    expect(await house.match()).toBe(0);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'EXPIRED' });
  });
  it.each(['CANCELLED', 'FAILED'])('never revives a %s payment', async (status) => {
    const payment = await house.create(merchant, freshAmount());
    await product.call(merchant.secretKey, 'POST', status === 'FAILED' ? `/api/v1/sandbox/payments/${payment.id}/fail` : `/api/v1/payment/${payment.id}/cancel`, {});
    const answer = await house.report({ amount: payment.amount, ref1: payment.reference });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(answer)).toMatchObject([{ status: 'REVIEW', why: 'ALREADY_SETTLED' }]);
    expect(await house.payment(payment.id)).toMatchObject({ status });
  });
});

const addAccount = (merchantId: string, number: string) =>
  owner.query(`insert into receiving_account (id, merchant_id, mode, type, name, account_number, account_name, is_default) values (uuidv7(), $1, 'test', 'PROMPTPAY', 'Own', $2, 'Own', true)`, [merchantId, number]);

describe('accounts and plans', () => {
  it('owes the fee and credits no balance on a DIRECT plan', async () => {
    const direct = await house.addMerchant({ planCode: 'PRO', feeBps: 200 });
    await addAccount(direct.id, '0811111111');
    const payment = await house.create(direct, 100.37);
    await house.report({ amount: 100.37, accountNumber: '0811111111' });
    expect(await house.match()).toBe(1);
    expect(await ledgerOf('payment', payment.id)).toEqual([{ kind: 'FEE_RECEIVABLE', satang: -201 }, { kind: 'FEE_REVENUE', satang: 201 }]);
    expect(await balanceOf(direct.secretKey)).toBe(0);
  });
  it("leaves unclear money on a merchant's own account out of the platform's books", async () => {
    const direct = await house.addMerchant({ planCode: 'PRO' });
    await addAccount(direct.id, '0822222222');
    const answer = await house.report({ amount: freshAmount(), accountNumber: '0822222222' });
    expect(await house.match()).toBe(0);
    expect(await creditsOf(answer)).toMatchObject([{ status: 'REVIEW' }]);
    expect(await ledgerOf('suspense', answer.body.results[0].creditId)).toEqual([]);
  });
  it("never pays a payment with money that arrived at another owner's account", async () => {
    const direct = await house.addMerchant({ planCode: 'PRO' });
    await addAccount(direct.id, '0833333333');
    const amount = freshAmount();
    const payment = await house.create(merchant, amount);
    await house.report({ amount, accountNumber: '0833333333', ref1: payment.reference });
    expect(await house.match()).toBe(0);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PENDING' });
  });
  it('takes money on an account that was frozen meanwhile', async () => {
    const amount = freshAmount();
    const payment = await house.create(merchant, amount);
    await owner.query(`update receiving_account set is_active = false where merchant_id is null and mode = 'test' and type = 'PROMPTPAY'`);
    const answer = await house.report({ amount, ref1: payment.reference });
    await owner.query(`update receiving_account set is_active = true where merchant_id is null and mode = 'test' and type = 'PROMPTPAY'`);
    expect(answer.body.accepted).toBe(1);
    expect(await house.match()).toBe(1);
  });
  it('posts a payment without a fee, and one whose fee is everything', async () => {
    const [free, dear] = await Promise.all([house.addMerchant({ feeBps: 0 }), house.addMerchant({ feeBps: 10_000 })]);
    const payments = [await house.create(free, freshAmount()), await house.create(dear, freshAmount())];
    await house.report(...payments.map(({ amount, reference }) => ({ amount, ref2: reference })));
    expect(await house.match()).toBe(2);
    expect([await balanceOf(free.secretKey), await balanceOf(dear.secretKey)]).toEqual([payments[0]!.amount, 0]);
  });
});

it('takes 1,000 credits in one call and decides each, for several merchants in one batch', async () => {
  const merchants = await Promise.all(Array.from({ length: 5 }, () => house.addMerchant()));
  const payments = await Promise.all(Array.from({ length: 500 }, (_, index) => house.create(merchants[index % 5]!, freshAmount())));
  const named = payments.map(({ amount, reference }) => ({ amount, ref1: reference }));
  const unnamed = Array.from({ length: 500 }, () => ({ amount: freshAmount() }));
  const answer = await house.report(...named.flatMap((one, index) => [one, unnamed[index]!]));
  expect(answer).toMatchObject({ status: 200, body: { accepted: 1_000, duplicates: 0, rejected: 0 } });
  expect(await house.match()).toBe(500);
  const credits = await creditsOf(answer);
  expect(credits.filter((credit) => credit?.['status'] === 'MATCHED')).toHaveLength(500);
  expect(credits.filter((credit) => credit?.['status'] === 'REVIEW')).toHaveLength(500);
});
