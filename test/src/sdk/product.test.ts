import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { createTestDatabase } from '../support/test-database.ts';
import { callOf, drive, languages, titled, type CallWish, type Language } from './languages.ts';
import { fundedMerchant, startSdkProduct, type SdkProduct } from './sdk-product.ts';

const database = await createTestDatabase();
let house: SdkProduct;
beforeAll(async () => {
  house = await startSdkProduct(database);
});
beforeEach(() => {
  house.address.seen.length = 0;
  house.address.answerWith(undefined);
});

const destination = { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา ใจงาม' };
const payout = (amount: number, more: object = {}) => ({ amount, destination, metadata: { note: 'ถอนเงิน/สมาชิก' }, ...more });
const heads = (name: string) => house.address.seen.map(({ headers }) => headers[name]);
const payoutsOf = async (key: string) => (await house.product.call(key, 'GET', '/api/v1/payouts')).body.payouts;

describe.each(languages.map((language) => [titled(language), language] as const))('%s, at the running product', (_, language: Language) => {
  const make = (apiKey: string, name: string, { maxRetries, ...wish }: CallWish & { readonly maxRetries?: number }) =>
    drive(language, house.folder, { client: { apiKey, ...(maxRetries !== undefined && { maxRetries }) }, calls: [callOf(language, name, wish)] });

  it.skipIf(language.missing)('pays out and decides withdrawals, all in Thai and all signed', async () => {
    const { secretKey } = await fundedMerchant(house.product, 1_000);
    const calls = [
      callOf(language, 'createPayout', { input: payout(100, { merchantRef: 'M01-TH1' }) }),
      callOf(language, 'createBulkPayout', { input: { items: [payout(50), payout(60)], mode: 'atomic' } }),
      callOf(language, 'createWithdrawalRequest', { input: { amount: 70, destination, memberName: 'นาย ทองดี', requestRef: 'WD-1' } }),
      callOf(language, 'approveWithdrawalRequest', { params: { requestRef: 'WD-1' } }),
      callOf(language, 'createWithdrawalRequest', { input: { amount: 80, destination, requestRef: 'WD-2' } }),
      callOf(language, 'rejectWithdrawalRequest', { params: { requestRef: 'WD-2' }, input: { reason: 'ยอดเทิร์นไม่ถึง' } }),
      callOf(language, 'listWithdrawalRequests', { input: { status: 'rejected' } }),
    ];
    const results = await drive(language, house.folder, { client: { apiKey: secretKey }, calls });
    expect(results.map(({ error }) => error)).toEqual(calls.map(() => undefined));
    expect(results.map(({ ok }) => ok)).toMatchObject([
      { success: true, payout: { merchant_ref: 'M01-TH1', destination: { account_name: destination.accountName }, metadata: { note: 'ถอนเงิน/สมาชิก' } } },
      { total: 2, accepted: 2 }, { request: { status: 'PENDING', member_name: 'นาย ทองดี' } }, { request: { status: 'APPROVED' }, payout: { amount: 70 } },
      { request: { status: 'PENDING' } }, { request: { status: 'REJECTED', status_reason: 'ยอดเทิร์นไม่ถึง' } }, { requests: [{ request_ref: 'WD-2' }] },
    ]);
    expect(await payoutsOf(secretKey)).toHaveLength(4);
  });

  it.skipIf(language.missing)('pays out once although the first answer is lost', async () => {
    const { secretKey } = await fundedMerchant(house.product, 500);
    house.address.seen.length = 0;
    house.address.loseAnswers(1);
    const [result] = await make(secretKey, 'createPayout', { input: payout(100) });
    expect(result!.ok).toMatchObject({ idempotent: true, payout: { amount: 100 } });
    expect(house.address.seen).toHaveLength(2);
    expect([new Set(heads('idempotency-key')).size, new Set(heads('x-signature-nonce')).size]).toEqual([1, 2]);
    expect(await payoutsOf(secretKey)).toHaveLength(1);
  });

  it.skipIf(language.missing)('says that the outcome is unknown when no answer ever comes, and under which key to ask again', async () => {
    const { secretKey } = await fundedMerchant(house.product, 500);
    house.address.seen.length = 0;
    house.address.loseAnswers(2);
    const [result] = await make(secretKey, 'createPayout', { input: payout(100), maxRetries: 1 });
    const idempotencyKey = result!.error!.idempotencyKey!;
    expect([result!.error, heads('idempotency-key')]).toMatchObject([{ status: 0, code: 'NETWORK_ERROR', requestId: null, isOutcomeUnknown: true }, [idempotencyKey, idempotencyKey]]);
    const [again] = await make(secretKey, 'createPayout', { input: payout(100), idempotencyKey });
    expect(again!.ok).toMatchObject({ idempotent: true });
    expect(await payoutsOf(secretKey)).toHaveLength(1);
  });

  it.skipIf(language.missing)('says so too when a later try was answered, of writes alone', async () => {
    const refuseWith = (status: number, code: string) => house.address.answerWith(() => ({ status, body: JSON.stringify({ error: 'x', message: 'm', code, details: null, requestId: 'r' }) }));
    const outcome = async (name: string, toLose: number) => {
      house.address.loseAnswers(toLose);
      const [result] = await make('sk_test_x', name, { ...(name === 'createPayout' && { input: payout(100), idempotencyKey: 'mine-1' }), maxRetries: toLose });
      return [result!.error!.code, result!.error!.isOutcomeUnknown, result!.error!.idempotencyKey];
    };
    refuseWith(429, 'RATE_LIMITED');
    expect([await outcome('createPayout', 1), await outcome('createPayout', 0)]).toEqual([['RATE_LIMITED', true, 'mine-1'], ['RATE_LIMITED', false, 'mine-1']]);
    refuseWith(409, 'IDEMPOTENCY_IN_PROGRESS');
    expect(await outcome('createPayout', 0)).toEqual(['IDEMPOTENCY_IN_PROGRESS', true, 'mine-1']);
    house.address.answerWith(() => ({ status: 408, body: '<h1>Request Time-out</h1>' }));
    expect(await outcome('createPayout', 0)).toEqual(['UNEXPECTED_ANSWER', true, 'mine-1']);
    refuseWith(500, 'SERVER_ERROR');
    expect([await outcome('createPayout', 0), await outcome('getBalance', 0)]).toEqual([['SERVER_ERROR', true, 'mine-1'], ['SERVER_ERROR', false, null]]);
  });

  it.skipIf(language.missing)('waits as long as it is asked to, then succeeds', async () => {
    const { secretKey } = await house.product.addMerchant();
    house.address.answerWith(() => {
      house.address.answerWith(undefined);
      return { status: 429, headers: { 'retry-after': '1' }, body: JSON.stringify({ error: 'x', message: 'slow down', code: 'RATE_LIMITED', details: null, requestId: 'r' }) };
    });
    const startedAt = performance.now();
    const [result] = await make(secretKey, 'createPayment', { input: { amount: 100 } });
    expect(result!.ok).toMatchObject({ success: true });
    expect(performance.now() - startedAt).toBeGreaterThan(950);
    expect(house.address.seen).toHaveLength(2);
  });

  it.skipIf(language.missing)('never repeats sandbox play, nor what was refused', async () => {
    const { secretKey } = await house.product.addMerchant();
    house.address.answerWith(() => ({ status: 503, body: '{"code":"SERVICE_UNAVAILABLE","message":"m"}' }));
    await make(secretKey, 'sandboxFail', { params: { id: 'x' } });
    expect(house.address.seen).toHaveLength(1);
    house.address.answerWith(undefined);
    await make(secretKey, 'createPayout', { input: payout(100) });
    expect(house.address.seen).toHaveLength(2);
  });

  it.skipIf(language.missing)('turns refusals into errors with code, request id and details', async () => {
    const { secretKey } = await house.product.addMerchant();
    const calls = [callOf(language, 'createPayment', { input: { amount: 100.371 } }), callOf(language, 'createPayout', { input: payout(100) }), callOf(language, 'getPaymentByOrder', { params: { orderId: 'ไม่มี' } })];
    const [amount, funds, missing] = await drive(language, house.folder, { client: { apiKey: secretKey }, calls });
    const [stranger] = await make('sk_test_nobody', 'getBalance', {});
    const seen = [amount, funds, missing, stranger].map((result) => [result!.error?.status, result!.error?.code]);
    expect(seen).toEqual([[400, 'INVALID_AMOUNT'], [400, 'INSUFFICIENT_BALANCE'], [404, 'TRANSACTION_NOT_FOUND'], [401, 'UNAUTHORIZED']]);
    expect(amount!.error).toMatchObject({ requestId: expect.stringMatching(/^[0-9a-f-]{36}$/), details: { issues: [{ field: 'amount' }] }, message: expect.stringContaining('100.37') });
  });

  it.skipIf(language.missing)('names a wrong address for what it is, and takes no redirect', async () => {
    house.address.answerWith(({ url }) => (url.endsWith('/balance') ? { status: 301, headers: { location: `${house.product.baseUrl}/api/v1/balance` }, body: '' } : { status: 200, body: '<html>' }));
    const results = await drive(language, house.folder, { client: { apiKey: 'sk_test_x', maxRetries: 0 }, calls: [callOf(language, 'getBalance', {}), callOf(language, 'getProfile', {})] });
    expect(results.map(({ error }) => [error?.status, error?.code])).toEqual([[301, 'UNEXPECTED_ANSWER'], [200, 'UNEXPECTED_ANSWER']]);
  });
});

describe('every file', () => {
  it.each(['/sdk/paygate-node.js', '/sdk/paygate-node.d.ts', '/sdk/PayGate.php', '/sdk/PayGate.py', '/llms.txt', '/postman.json'])('%s is served compressed, and not twice to who has it', async (at) => {
    const first = await fetch(`${house.product.baseUrl}${at}`, { headers: { 'accept-encoding': 'br' } });
    const again = await fetch(`${house.product.baseUrl}${at}`, { headers: { 'if-none-match': first.headers.get('etag')! } });
    expect([first.status, first.headers.get('content-encoding'), again.status]).toEqual([200, 'br', 304]);
    expect((await first.text()).includes(house.address.url)).toBe(at !== '/sdk/paygate-node.d.ts');
  });
});
