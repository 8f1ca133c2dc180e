import { refundOperations } from '@paygate/contract/refunds';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import { settlePayout, type PayoutOutcome } from '@paygate/core/payouts/settle-payout';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { fund } from '../support/fund.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const { platform } = product;
afterEach(() => expectBooksAgree(platform));

const payer = { payerName: 'นาย ทองดี ใจงาม', payerAccount: '167-3-58548-1', payerBankCode: 'GSB' };
/** A payment of so many baht, paid by a credit that names its payer as given. */
const paid = async (merchant: TestMerchant, amount: number, who: object = payer): Promise<string> => {
  const { transaction } = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount, metadata: { customerId: 'u_123' } })).body;
  const [row] = await runSql(database.url, `select reference from payment where id = '${transaction.id}'`);
  await product.reportCredits([{ bankReference: `R${transaction.id}`, accountNumber: product.promptPayId, amount, paidAt: '2026-03-05T15:02:10+07:00', ref1: row!['reference'], ...who }]);
  const credits = await runSql(database.url, `select id from bank_credit where status = 'RECEIVED'`);
  await matchCredits(platform, credits.map(({ id }) => String(id)));
  return transaction.id;
};
const refund = (merchant: Pick<TestMerchant, 'secretKey'>, paymentId: string, body: object = {}) =>
  product.signed(merchant.secretKey, `/api/v1/payment/${paymentId}/refund`, body);
const settle = (payoutId: string, outcome: PayoutOutcome) => platform.database.transaction((transaction) => settlePayout(transaction, platform, { payoutId, outcome }));
/** Plays the bank: the payout leaves its queue and ends. */
const carried = async (payoutId: string, outcome: PayoutOutcome = { move: 'succeed', externalRef: 'SCB1' }): Promise<void> => {
  await runSql(database.url, `update payout set status = 'PROCESSING', paying_account_id = (select id from receiving_account where mode = 'test' and type = 'BANK') where id = '${payoutId}' and status = 'QUEUED'`);
  await settle(payoutId, outcome);
};
const listOf = async (merchant: TestMerchant, paymentId: string) => (await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${paymentId}/refunds`)).body;
const paymentOf = async (merchant: TestMerchant, paymentId: string) => (await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${paymentId}`)).body.transaction;
const balanceOf = async ({ id }: TestMerchant) => (await runSql(database.url, `select available_satang::int as available, reserved_satang::int as reserved from merchant_balance where merchant_id = '${id}' and mode = 'test'`))[0];
const eventsOf = (objectId: string) => runSql(database.url, `select type, data::json as data from event where object_id = '${objectId}' order by id`);

describe('a refund', () => {
  it('goes to the sender in full, keeps the collection fee, and the payment follows when it has arrived', async () => {
    const merchant = await product.addMerchant();
    await fund(platform, merchant.id, 10_000);
    await runSql(database.url, `insert into payout_terms (merchant_id, fee_fixed_satang, fee_bearer, min_satang, daily_limit_satang) values ('${merchant.id}', 500, 'beneficiary', 1000000, 1)`);
    const id = await paid(merchant, 100);
    expect(await balanceOf(merchant)).toEqual({ available: 19_800, reserved: 0 });
    const { status, body } = await refund(merchant, id, { reason: 'Out of stock' });
    expect(status).toBe(201);
    expect(refundOperations.create.ok.schema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      success: true, object: 'refund', idempotent: false, payment: { id, status: 'PAID', amount: 100, refunded_amount: 0, refundable_amount: 0 },
      refund: {
        object: 'refund', payment_id: id, amount: 100, fee_returned: 0, payout_fee: 5, currency: 'THB', status: 'PENDING', reason: 'Out of stock', completed_at: null,
        destination: { bank_code: '030', bank_name: 'ธนาคารออมสิน', account_number: '1673585481', account_name: 'นาย ทองดี ใจงาม' }, copy: { amount: '100.00', account_number: '1673585481' },
      },
    });
    expect(await balanceOf(merchant)).toEqual({ available: 9_300, reserved: 10_500 });
    expect((await paymentOf(merchant, id)).status).toBe('PAID');
    await carried(body.refund.payout_id);
    expect(await paymentOf(merchant, id)).toMatchObject({ status: 'REFUNDED', amount: 100, fee: 2 });
    expect(await listOf(merchant, id)).toMatchObject({
      refunds: [{ id: body.refund.id, status: 'SUCCESS', external_ref: 'SCB1', completed_at: expect.any(String) }], payment: { status: 'REFUNDED', refunded_amount: 100, refundable_amount: 0 },
    });
    expect(await balanceOf(merchant)).toEqual({ available: 9_300, reserved: 0 });
    expect(await eventsOf(body.refund.id)).toMatchObject([{
      type: 'payment.refunded',
      data: { transactionId: id, refundId: body.refund.id, amount: 100, refundAmount: 100, refundedTotal: 100, status: 'REFUNDED', idempotency_key: `payment.refunded:${body.refund.id}`, metadata: { customerId: 'u_123' } },
    }]);
    expect(await eventsOf(body.refund.payout_id)).toEqual([]);
  });
  it('goes to a payer whose name is longer than banks take, whatever it is written with', async () => {
    const merchant = await product.addMerchant({ feeBps: 0 });
    await fund(platform, merchant.id, 10_000);
    const id = await paid(merchant, 100, { ...payer, payerName: `${'ก'.repeat(139)}😀ข` });
    const { status, body } = await refund(merchant, id);
    expect([status, body.refund?.destination.account_name]).toEqual([201, `${'ก'.repeat(139)}😀`]);
  });
  it('may be several, until the amount is used', async () => {
    const merchant = await product.addMerchant({ feeBps: 0 });
    const id = await paid(merchant, 100);
    const first = await refund(merchant, id, { amount: 40 });
    expect(first.body.payment.refundable_amount).toBe(60);
    expect(await refund(merchant, id, { amount: 60.01 })).toMatchObject({ status: 409, body: { code: 'REFUND_EXCEEDS_PAYMENT', details: { refundable: '60' } } });
    await carried(first.body.refund.payout_id);
    expect((await paymentOf(merchant, id)).status).toBe('PARTIALLY_REFUNDED');
    const rest = await refund(merchant, id);
    expect(rest.body.refund.amount).toBe(60);
    await carried(rest.body.refund.payout_id);
    expect((await paymentOf(merchant, id)).status).toBe('REFUNDED');
    expect((await eventsOf(first.body.refund.id))[0]).toMatchObject({ data: { status: 'PARTIALLY_REFUNDED', refundedTotal: 40 } });
    expect(await refund(merchant, id, { amount: 1 })).toMatchObject({ status: 409, body: { code: 'PAYMENT_NOT_REFUNDABLE', details: { status: 'REFUNDED' } } });
  });
  it.each([
    ['fails', { move: 'fail', reason: 'AC01: wrong account' }, 'FAILED'], ['is cancelled', { move: 'cancel', reason: 'Cancelled by merchant' }, 'FAILED'],
  ] as const)('that %s frees its amount and says so', async (_what, outcome, expected) => {
    const merchant = await product.addMerchant({ feeBps: 0 });
    const id = await paid(merchant, 100);
    const { body } = await refund(merchant, id);
    await (outcome.move === 'cancel' ? settle(body.refund.payout_id, outcome) : carried(body.refund.payout_id, outcome));
    expect(await listOf(merchant, id)).toMatchObject({ refunds: [{ status: expected, status_reason: outcome.reason }], payment: { status: 'PAID', refunded_amount: 0, refundable_amount: 100 } });
    expect(await balanceOf(merchant)).toEqual({ available: 10_000, reserved: 0 });
    expect(await eventsOf(body.refund.id)).toMatchObject([{ type: 'payment.refund_failed', data: { status: 'PAID', errorMessage: outcome.reason, refundedTotal: 0 } }]);
    expect((await refund(merchant, id, { reason: 'again' })).status).toBe(201);
  });
  it('that the receiving bank returns later is undone, the fee too', async () => {
    const merchant = await product.addMerchant({ feeBps: 0 });
    const id = await paid(merchant, 100);
    const [one, other] = [(await refund(merchant, id, { amount: 30 })).body.refund, (await refund(merchant, id, { amount: 70 })).body.refund];
    for (const { payout_id } of [one, other]) await carried(payout_id);
    expect((await paymentOf(merchant, id)).status).toBe('REFUNDED');
    await settle(other.payout_id, { move: 'reverse', reason: 'AC04: returned by the receiving bank' });
    expect(await listOf(merchant, id)).toMatchObject({ payment: { status: 'PARTIALLY_REFUNDED', refunded_amount: 30, refundable_amount: 70 } });
    await settle(one.payout_id, { move: 'reverse', reason: 'AC04: returned by the receiving bank' });
    expect(await listOf(merchant, id)).toMatchObject({ payment: { status: 'PAID', refunded_amount: 0, refundable_amount: 100 } });
    expect(await balanceOf(merchant)).toEqual({ available: 10_000, reserved: 0 });
  });
  it('is made once by one signature, however the payment’s id is written, and the same signature makes that of another payment', async () => {
    const merchant = await product.addMerchant({ feeBps: 0 });
    const [one, other] = [await paid(merchant, 100), await paid(merchant, 100)];
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const raw = JSON.stringify({ amount: 10 });
    const signed = { 'x-signature-timestamp': timestamp, 'x-signature': signRequest(merchant.secretKey, timestamp, Buffer.from(raw)) };
    const send = (id: string) => product.call(merchant.secretKey, 'POST', `/api/v1/payment/${id}/refund`, raw, { ...signed, 'idempotency-key': uuidv7() });
    expect((await send(one)).status).toBe(201);
    for (const id of [one, one.toUpperCase(), one.replace(/^0/, '%30')]) expect((await send(id)).body, id).toMatchObject({ code: 'DUPLICATE_PAYOUT_REQUEST', details: { reason: 'signature' } });
    expect((await send(other)).status).toBe(201);
  });
  it('never sends more than was paid, however many are asked for at once', async () => {
    const merchant = await product.addMerchant({ feeBps: 0 });
    await fund(platform, merchant.id, 1_000_000);
    const id = await paid(merchant, 100);
    const answers = await Promise.all(Array.from({ length: 24 }, (_, index) => refund(merchant, id, { amount: 15 + index / 100, reason: `try ${index}` })));
    const granted = answers.filter(({ status }) => status === 201);
    expect(granted).toHaveLength(6);
    expect(answers.filter(({ status }) => status !== 201).every(({ body }) => body.code === 'REFUND_EXCEEDS_PAYMENT')).toBe(true);
    const [total] = await runSql(database.url, `select claimed_satang::int as claimed from refunded_payment where payment_id = '${id}'`);
    expect(Number(total!['claimed'])).toBeLessThanOrEqual(10_000);
    // While some arrive and some fail, others are asked for.
    await Promise.all(granted.map(async ({ body }, index) => {
      await carried(body.refund.payout_id, index % 2 === 0 ? { move: 'succeed', externalRef: null } : { move: 'fail', reason: 'no' });
      await refund(merchant, id, { amount: 14, reason: `after ${index}` });
    }));
    const { payment, refunds } = await listOf(merchant, id);
    const sum = (statuses: readonly string[]) => refunds.filter(({ status }: { status: string }) => statuses.includes(status)).reduce((total_: number, row: { amount: number }) => total_ + Math.round(row.amount * 100), 0);
    expect(sum(['PENDING', 'SUCCESS'])).toBeLessThanOrEqual(10_000);
    expect(Math.round(payment.refunded_amount * 100)).toBe(sum(['SUCCESS']));
    expect(Math.round(payment.refundable_amount * 100)).toBe(10_000 - sum(['PENDING', 'SUCCESS']));
  });
  it('is made once under one Idempotency-Key, and needs one', async () => {
    const merchant = await product.addMerchant({ feeBps: 0 });
    const id = await paid(merchant, 100);
    const send = () => product.signed(merchant.secretKey, `/api/v1/payment/${id}/refund`, { amount: 10 }, { 'idempotency-key': 'rf-1' });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual({ ...first.body, idempotent: true });
    expect((await listOf(merchant, id)).refunds).toHaveLength(1);
    expect(await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${id}/refund`, {})).toMatchObject({ status: 401, body: { code: 'SIGNATURE_REQUIRED' } });
  });
});

describe('a refund is refused', () => {
  it('for a payment that was not paid, was paid to the merchant\'s own account, or is somebody else\'s', async () => {
    const [merchant, stranger, direct] = [await product.addMerchant(), await product.addMerchant(), await product.addMerchant()];
    const { transaction } = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 100 })).body;
    expect(await refund(merchant, transaction.id)).toMatchObject({ status: 409, body: { code: 'PAYMENT_NOT_REFUNDABLE', details: { status: 'PENDING' } } });
    const id = await paid(merchant, 77);
    for (const wrong of [id, uuidv7(), 'nothing']) expect(await refund(stranger, wrong)).toMatchObject({ status: 404, body: { code: 'TRANSACTION_NOT_FOUND' } });
    expect((await refund({ secretKey: merchant.liveSecretKey }, id)).status).toBe(404);
    expect((await product.call(stranger.secretKey, 'GET', `/api/v1/payment/${id}/refunds`)).status).toBe(404);
    const theirs = await paid(direct, 88);
    await runSql(database.url, `update payment set qr_mode = 'DIRECT' where id = '${theirs}'`);
    expect(await refund(direct, theirs)).toMatchObject({ status: 409, body: { code: 'PAYMENT_MONEY_NOT_HELD' } });
  });
  it('when the balance no longer covers it, and nothing is claimed then', async () => {
    const merchant = await product.addMerchant();
    const id = await paid(merchant, 100);
    expect(await refund(merchant, id)).toMatchObject({ status: 400, body: { code: 'INSUFFICIENT_BALANCE', details: { available: 98, required: 100 } } });
    expect((await refund(merchant, id, { amount: 98 })).status).toBe(201);
  });
  it('without a destination where the sender is unknown, and with one where the sender is known', async () => {
    const merchant = await product.addMerchant({ feeBps: 0 });
    const destination = { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' };
    const anonymous = await paid(merchant, 50, {});
    expect(await refund(merchant, anonymous)).toMatchObject({ status: 400, body: { code: 'REFUND_DESTINATION_REQUIRED' } });
    expect((await refund(merchant, anonymous, { destination })).body.refund.destination).toMatchObject({ bank_code: '014', account_number: '4190621964' });
    const known = await paid(merchant, 60);
    expect(await refund(merchant, known, { destination })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR', details: { issues: [{ field: 'destination' }] } } });
  });
});

it('the database itself refuses a claim above the payment', async () => {
  const merchant = await product.addMerchant({ feeBps: 0 });
  const id = await paid(merchant, 100);
  await refund(merchant, id, { amount: 60 });
  await expect(runSql(database.url, `update refunded_payment set claimed_satang = 10001 where payment_id = '${id}'`)).rejects.toMatchObject({ constraint: 'refunded_never_above_payment' });
});
