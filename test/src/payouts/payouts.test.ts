import { assembled } from '@paygate/core/db/statement';
import { outgoingSentinels } from '@paygate/contract/sandbox-sentinels';
import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant, type TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
let product: TestProduct;
beforeAll(async () => {
  product = await startTestProduct(database, { withWorker: true, withBank: true });
});
afterEach(() => expectBooksAgree(product.platform));

/** A merchant whose balance came the only way money comes in: a payment, paid. */
const fundedMerchant = async (baht: number): Promise<TestMerchant> => {
  const merchant = await product.addMerchant({ feeBps: 0 });
  const reference = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: baht })).body.transaction;
  const [row] = await runSql(database.url, `select reference from payment where id = '${reference.id}'`);
  await product.reportCredits([{ bankReference: `F${reference.id}`, accountNumber: product.promptPayId, amount: baht, paidAt: new Date().toISOString(), ref1: row!['reference'] }]);
  await until('the funding payment to be paid', async () => (await balanceOf(merchant)).balance === baht);
  return merchant;
};
const balanceOf = async (merchant: TestMerchant) => (await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body as { balance: number; reserved: number };
const order = (amount: number, more: object = {}) => ({ amount, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, ...more });
const create = (merchant: TestMerchant, amount: number, more: object = {}, headers: Record<string, string> = {}) =>
  product.signed(merchant.secretKey, '/api/v1/payout/create', order(amount, more), headers);
const statusOf = async (merchant: TestMerchant, ref: string) => (await product.call(merchant.secretKey, 'GET', `/api/v1/payout/ref/${ref}`)).body.payout as { status: string; external_ref: string | null };
const settledAs = (merchant: TestMerchant, ref: string, status: string) => until(`${ref} to be ${status}`, async () => (await statusOf(merchant, ref)).status === status);
/** As a good client does: what was not served for want of a free moment is sent again under its own key. */
const patient = async (send: () => ReturnType<typeof create>): ReturnType<typeof create> => {
  const answer = await send();
  return answer.status === 503 ? patient(send) : answer;
};
const sentinel = (outcome: string) => outgoingSentinels.find((one) => one.outcome === outcome)!.amountSatang / 100; // oxlint-disable-line -- baht of a sentinel

describe('a payout', () => {
  it('is answered as the document shows it, held at once, paid by the bank and told by webhook event', async () => {
    const merchant = await fundedMerchant(1_000);
    const created = await create(merchant, 100, { merchantRef: 'M01-WD240001', metadata: { sourceSystem: 'merchant-backoffice' } }, { 'idempotency-key': 'wd-1' });
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      success: true, object: 'payout', idempotent: false,
      payout: {
        object: 'payout', merchant_ref: 'M01-WD240001', amount: 100, fee: 0, net_amount: 100, currency: 'THB', status: 'QUEUED', status_reason: null, external_ref: null, processed_at: null,
        destination: { bank_code: '014', bank_name: 'ธนาคารไทยพาณิชย์', account_number: '4190621964', account_name: 'เจษฎา' }, copy: { amount: '100.00', account_number: '4190621964' },
      },
    });
    await settledAs(merchant, 'M01-WD240001', 'SUCCESS');
    expect((await statusOf(merchant, 'M01-WD240001')).external_ref).toMatch(/^[A-Z0-9]+$/);
    expect(await balanceOf(merchant)).toMatchObject({ balance: 900, reserved: 0 });
    const [event] = await runSql(database.url, `select data from event where object_id = '${created.body.payout.id}'`);
    expect(JSON.parse(String(event!['data']))).toMatchObject({ payoutId: created.body.payout.id, status: 'SUCCESS', idempotency_key: 'wd-1', merchantRef: 'M01-WD240001', amount: 100 });
  });
  it('gives the hold back when the bank refuses', async () => {
    const merchant = await fundedMerchant(20_000);
    await create(merchant, sentinel('REJECT'), { merchantRef: 'M01-REJ' });
    await settledAs(merchant, 'M01-REJ', 'FAILED');
    expect(await balanceOf(merchant)).toMatchObject({ balance: 20_000, reserved: 0 });
  });
  it.each(['LATE', 'SLOW'])('reaches SUCCESS once although the bank is %s', async (outcome) => {
    const merchant = await fundedMerchant(20_000);
    await create(merchant, sentinel(outcome), { merchantRef: `M01-${outcome}1` });
    await settledAs(merchant, `M01-${outcome}1`, 'SUCCESS');
    expect(await balanceOf(merchant)).toMatchObject({ reserved: 0 });
  });
  it('stays UNKNOWN with its hold while the bank cannot say what became of it', async () => {
    const merchant = await fundedMerchant(20_000);
    await create(merchant, sentinel('LOST'), { merchantRef: 'M01-LOST1' });
    await settledAs(merchant, 'M01-LOST1', 'UNKNOWN');
    expect((await balanceOf(merchant)).reserved).toBe(sentinel('LOST'));
  });
  it('can be cancelled only while it is queued, and the hold comes back', async () => {
    const merchant = await fundedMerchant(500);
    await runSql(database.url, `insert into setting (name, value) values ('isSendingStopped', 'true') on conflict (name) do update set value = 'true'`);
    await until('sending to stop', async () => (await product.platform.settings()).isSendingStopped);
    const { body } = await create(merchant, 100);
    expect(await balanceOf(merchant)).toMatchObject({ balance: 400, reserved: 100 });
    expect((await product.call(merchant.secretKey, 'POST', `/api/v1/payout/${body.payout.id}/cancel`)).body.payout.status).toBe('CANCELLED');
    expect((await product.call(merchant.secretKey, 'POST', `/api/v1/payout/${body.payout.id}/cancel`)).status).toBe(200);
    expect(await balanceOf(merchant)).toMatchObject({ balance: 500, reserved: 0 });
    await runSql(database.url, "delete from setting where name = 'isSendingStopped'");
    await until('sending to resume', async () => !(await product.platform.settings()).isSendingStopped);
  });
});

describe('a refusal', () => {
  it.each([
    ['amount below the minimum', order(1), 'VALIDATION_ERROR', 400], ['unknown bank', order(100, { destination: { bankCode: 'NOPE', accountNumber: '4190621964', accountName: 'x' } }), 'VALIDATION_ERROR', 400],
    ['the central bank', order(100, { destination: { bankCode: '001', accountNumber: '4190621964', accountName: 'x' } }), 'VALIDATION_ERROR', 400],
    ['a short account number', order(100, { destination: { bankCode: 'SCB', accountNumber: '123', accountName: 'x' } }), 'VALIDATION_ERROR', 400],
    ['a blank account name', order(100, { destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: ' \u00a0' } }), 'VALIDATION_ERROR', 400],
    ['an account name of two lines', order(100, { destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'A\u2029B' } }), 'VALIDATION_ERROR', 400],
    ['a wrong merchantRef', order(100, { merchantRef: 'nope' }), 'INVALID_MERCHANT_REF_FORMAT', 400], ['more than there is', order(100_000), 'INSUFFICIENT_BALANCE', 400],
  ])('%s', async (_what, body, code, status) => {
    const merchant = await fundedMerchant(200);
    const answer = await product.signed(merchant.secretKey, '/api/v1/payout/create', body);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(await balanceOf(merchant)).toMatchObject({ balance: 200, reserved: 0 });
  });
  it('names the field that no bank file could carry, in both languages', async () => {
    const merchant = await fundedMerchant(200);
    const answer = await create(merchant, 100, { destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: '\u2028' } });
    expect(answer.body).toMatchObject({ code: 'VALIDATION_ERROR', details: { issues: [{ field: 'destination.accountName', en: 'must not be blank', th: 'ต้องไม่เว้นว่าง' }] } });
  });
  it('without a key is the document’s own sentence', async () => {
    const merchant = await fundedMerchant(200);
    const answer = await create(merchant, 100, {}, { 'idempotency-key': '' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({ error: 'idempotencyKey is required (send Idempotency-Key header or idempotencyKey field)', code: 'IDEMPOTENCY_KEY_REQUIRED', details: null });
  });
  it('of an unsigned, wrongly signed or stale call', async () => {
    const merchant = await fundedMerchant(200);
    const at = '/api/v1/payout/create';
    const unsigned = await product.call(merchant.secretKey, 'POST', at, order(100), { 'idempotency-key': 'x' });
    const wrong = await create(merchant, 100, {}, { 'x-signature': '0'.repeat(64) });
    expect([unsigned.body.code, wrong.body.code]).toEqual(['SIGNATURE_REQUIRED', 'SIGNATURE_INVALID']);
  });
  it('of a key without the payout scope', async () => {
    const merchant = await fundedMerchant(200);
    const key = await product.addKey(merchant.id, 'test', ['read', 'collect']);
    expect((await product.signed(key, '/api/v1/payout/create', order(100))).body).toMatchObject({ code: 'FORBIDDEN', details: { missingScope: 'payout' } });
  });
});

describe('a repeat', () => {
  it('with the same key and body answers the first payout and debits nothing', async () => {
    const merchant = await fundedMerchant(500);
    const first = await create(merchant, 100, {}, { 'idempotency-key': 'once' });
    const second = await create(merchant, 100, {}, { 'idempotency-key': 'once' });
    expect(second.body).toEqual({ ...first.body, idempotent: true });
    await until('one hold', async () => (await balanceOf(merchant)).balance === 400);
  });
  it('with the same key and another body, or the same merchantRef under another key, is a duplicate', async () => {
    const merchant = await fundedMerchant(500);
    await create(merchant, 100, { merchantRef: 'M01-DUP' }, { 'idempotency-key': 'k1' });
    expect((await create(merchant, 101, {}, { 'idempotency-key': 'k1' })).body).toMatchObject({ code: 'DUPLICATE_PAYOUT_REQUEST', details: { reason: 'idempotency key' } });
    expect((await create(merchant, 102, { merchantRef: 'M01-DUP' }, { 'idempotency-key': 'k2' })).body).toMatchObject({ code: 'DUPLICATE_PAYOUT_REQUEST', details: { reason: 'merchantRef' } });
  });
  it('of a captured request under another key never pays again, however its path is spelled and whatever else takes such a body', async () => {
    const merchant = await fundedMerchant(500);
    const raw = JSON.stringify(order(100));
    const timestamp = String(Math.floor(Date.now() / 1_000));
    const signature = signRequest(merchant.secretKey, timestamp, Buffer.from(raw));
    const post = (key: string, at = '/api/v1/payout/create', sent = signature) =>
      product.call(merchant.secretKey, 'POST', at, raw, { 'x-signature-timestamp': timestamp, 'x-signature': sent, 'idempotency-key': key });
    expect((await post('a')).status).toBe(201);
    for (const [at, sent] of [
      ['/api/v1/payout/create'], ['/api/v1/payout/create?again=1'], ['/api/v1/payout/creat%65'], ['/%61pi/v1/payou%74/create'], ['/api/v1/withdrawal/request/create'], ['/api/v1/payout/create', signature.toUpperCase()],
    ] as const) expect((await post(`b ${at} ${sent}`.replaceAll(' ', '-'), at, sent)).body, at).toMatchObject({ code: 'DUPLICATE_PAYOUT_REQUEST', details: { reason: 'signature' } });
    expect((await post('a')).body.idempotent).toBe(true);
    expect((await product.call(merchant.secretKey, 'GET', '/api/v1/payouts')).body.pagination.total).toBe(1);
  });
  it('of what looks like a signature is a payout each time where the merchant’s terms ask for none', async () => {
    const merchant = await fundedMerchant(500);
    await runSql(database.url, `insert into payout_terms (merchant_id, signature_mode) values ('${merchant.id}', 'off')`);
    await until('the terms to be known', async () => (await product.platform.payoutTerms(merchant.id)).signatureMode === 'off');
    for (const amount of [100, 101]) {
      const headers = { 'x-signature': 'unused', 'x-signature-nonce': 'unused', 'idempotency-key': `off-${amount}` };
      expect((await product.call(merchant.secretKey, 'POST', '/api/v1/payout/create', order(amount), headers)).status).toBe(201);
    }
  });
  it('of a nonce is refused', async () => {
    const merchant = await fundedMerchant(500);
    expect((await create(merchant, 100, {}, { 'x-signature-nonce': 'n' })).status).toBe(201);
    expect((await create(merchant, 101, {}, { 'x-signature-nonce': 'n' })).body.code).toBe('NONCE_REUSED');
  });
  it('fifty times at once makes one payout', async () => {
    const merchant = await fundedMerchant(500);
    const answers = await Promise.all(Array.from({ length: 50 }, () => create(merchant, 100, {}, { 'idempotency-key': 'same' })));
    expect(new Set(answers.filter(({ status }) => status === 201).map(({ body }) => body.payout.id)).size).toBe(1);
    expect(answers.filter(({ body }) => body.idempotent === false)).toHaveLength(1);
    await until('one debit', async () => (await balanceOf(merchant)).balance === 400);
  });
});

describe('many at once', () => {
  it('never overdraws: 200 orders against cover for 100 accept exactly 100', async () => {
    const merchant = await fundedMerchant(10_000);
    const answers = await Promise.all(Array.from({ length: 200 }, (_, index) => patient(() => create(merchant, 100, { merchantRef: `RUSH-${1_000 + index}` }, { 'idempotency-key': `rush-${index}` }))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(100);
    expect(answers.filter(({ body }) => body.code === 'INSUFFICIENT_BALANCE')).toHaveLength(100);
    await until('all to settle', async () => (await balanceOf(merchant)).reserved === 0);
    expect(await balanceOf(merchant)).toMatchObject({ balance: 0, reserved: 0 });
  });
  it('in bulk is all or nothing unless asked otherwise', async () => {
    const merchant = await fundedMerchant(250);
    const items = [order(100, { merchantRef: 'M01-B01' }), order(100, { merchantRef: 'M01-B02' }), order(100, { merchantRef: 'M01-B03' })];
    const atomic = await product.signed(merchant.secretKey, '/api/v1/payout/bulk', { items });
    expect(atomic.body).toMatchObject({ code: 'INSUFFICIENT_BALANCE', details: { index: 2 } });
    expect(await balanceOf(merchant)).toMatchObject({ balance: 250, reserved: 0 });
    const partial = await product.signed(merchant.secretKey, '/api/v1/payout/bulk', { items, mode: 'partial' });
    expect(partial.body).toMatchObject({ success: true, object: 'payout_bulk', total: 3, accepted: 2, rejected: 1, errors: [{ index: 2, code: 'INSUFFICIENT_BALANCE' }] });
  });
  it('pays each once at the bank, whoever of several looks at it at the same time', async () => {
    const merchant = await fundedMerchant(1_000);
    const { advancePayout } = await import('@paygate/core/payouts/advance-payout');
    const { body } = await create(merchant, 300);
    await Promise.all(Array.from({ length: 10 }, () => advancePayout(product.platform, body.payout.id, 'test')));
    await settledAs(merchant, body.payout.merchant_ref, 'SUCCESS');
    const attempts = await product.platform.database.query(assembled<{ bankReference: string }>('select bank_reference as "bankReference" from payout_attempt where payout_id = $1'), [body.payout.id]);
    expect(attempts).toHaveLength(1);
    expect(await balanceOf(merchant)).toMatchObject({ balance: 700, reserved: 0 });
  });
});
