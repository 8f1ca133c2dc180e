import { expect, it } from 'vitest';
import { fund } from '../support/fund.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withBank: true });
const fundedMerchant = async (): Promise<TestMerchant> => {
  const merchant = await product.addMerchant();
  await fund(product.platform, merchant.id, 1_000_000_000);
  return merchant;
};
const bulk = (merchant: TestMerchant, body: unknown, headers: Record<string, string> = {}) => product.signed(merchant.secretKey, '/api/v1/payout/bulk', body, headers);
const destination = { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' };
const order = (more: object = {}) => ({ amount: 100, destination, ...more });

it('takes 500 items with Thai names, references and metadata in one call', async () => {
  const merchant = await fundedMerchant();
  const longDestination = { ...destination, bankName: 'ธนาคารไทยพาณิชย์ จำกัด (มหาชน)', accountName: 'นาย สมเกียรติ ประเสริฐวงศ์ไพบูลย์สกุล ณ อยุธยา' };
  const metadata = { sourceSystem: 'merchant-backoffice', memberName: longDestination.accountName, note: 'ถอนเงินรางวัลประจำสัปดาห์ '.repeat(10) };
  const refs = Array.from({ length: 500 }, (_, index) => `M01-WD${240_001 + index}`);
  const items = refs.map((merchantRef, index) => order({ destination: longDestination, merchantRef, metadata: { ...metadata, memberId: `member_${index}` } }));
  const { status, body } = await bulk(merchant, { items });
  expect([status, body.code]).toEqual([201, undefined]);
  expect(body).toMatchObject({ success: true, total: 500, accepted: 500, rejected: 0, errors: [] });
  expect(body.payouts.map(({ merchant_ref }: { merchant_ref: string }) => merchant_ref)).toEqual(refs);
});

it('refuses more than 1 MB, and says how much it takes', async () => {
  const merchant = await product.addMerchant();
  const items = Array.from({ length: 500 }, () => order({ metadata: { note: 'x'.repeat(2_048) } }));
  expect(await bulk(merchant, { items })).toMatchObject({ status: 413, body: { code: 'PAYLOAD_TOO_LARGE', details: { maxBytes: 1_048_576 } } });
});

// TopfromPAY §8 "Payout Endpoints" names the codes; decisions F4 the list.
const malformed: readonly (readonly [what: string, item: unknown, code: string, field: string])[] = [
  ['a merchantRef of another form', order({ merchantRef: 'm01-wd1' }), 'INVALID_MERCHANT_REF_FORMAT', 'merchantRef'],
  ['a short account number', order({ destination: { ...destination, accountNumber: '123' } }), 'VALIDATION_ERROR', 'destination.accountNumber'],
  ['no destination', { amount: 100 }, 'VALIDATION_ERROR', 'destination'],
  ['the amount 0', order({ amount: 0 }), 'VALIDATION_ERROR', 'amount'],
  ['an amount as text', order({ amount: '100' }), 'VALIDATION_ERROR', 'amount'],
  ['an amount below the minimum', order({ amount: 0.01 }), 'VALIDATION_ERROR', 'amount'],
  ['an unknown bank', order({ destination: { ...destination, bankCode: 'NOPE' } }), 'VALIDATION_ERROR', 'destination.bankCode'],
  ['null', null, 'VALIDATION_ERROR', '(item)'],
  ['a number', 100, 'VALIDATION_ERROR', '(item)'],
  ['a list', [order()], 'VALIDATION_ERROR', '(item)'],
  ['metadata of a thousand levels', order({ metadata: JSON.parse(`${'{"a":'.repeat(1_000)}1${'}'.repeat(1_000)}`) as unknown }), 'VALIDATION_ERROR', 'metadata'],
];

it.each(malformed)('partial lists an item with %s by its code and accepts the others', async (_what, item, code, field) => {
  const merchant = await fundedMerchant();
  const { status, body } = await bulk(merchant, { mode: 'partial', items: [order(), item, order({ amount: 101 })] });
  expect(status).toBe(201);
  expect(body).toMatchObject({ success: true, total: 3, accepted: 2, rejected: 1, errors: [{ index: 1, code, error: expect.any(String) }] });
  expect(body.payouts.map(({ amount }: { amount: number }) => amount)).toEqual([100, 101]);
  expect(body.errors[0].details.issues?.[0].field).toBe(field);
});

it.each(malformed)('atomic refuses the call for an item with %s, names it, and holds nothing', async (_what, item, code, field) => {
  const merchant = await fundedMerchant();
  const { status, body } = await bulk(merchant, { items: [order(), order(), item] });
  expect(status).toBe(400);
  expect(body).toMatchObject({ code, details: { index: 2, issues: [{ field }] } });
  expect((await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body).toMatchObject({ reserved: 0 });
});

it('refuses each item with the code that create refuses it with', async () => {
  const merchant = await fundedMerchant();
  const both = order({ amount: 0, merchantRef: 'nope' });
  const created = await product.signed(merchant.secretKey, '/api/v1/payout/create', both);
  const listed = await bulk(merchant, { mode: 'partial', items: [both] });
  expect(created.body.code).toBe('INVALID_MERCHANT_REF_FORMAT');
  expect(listed.body).toMatchObject({ success: false, accepted: 0, rejected: 1, payouts: [], errors: [{ index: 0, code: created.body.code, error: created.body.error, details: created.body.details }] });
});

it('answers a repeat of a call with malformed items as the first time, and takes the key of a refused one again', async () => {
  const merchant = await fundedMerchant();
  const partial = { mode: 'partial', items: [order(), null] };
  const first = await bulk(merchant, partial, { 'idempotency-key': 'partial' });
  expect((await bulk(merchant, partial, { 'idempotency-key': 'partial' })).body).toEqual({ ...first.body, idempotent: true });
  expect((await bulk(merchant, { ...partial, items: [null] }, { 'idempotency-key': 'partial' })).body).toMatchObject({ code: 'DUPLICATE_PAYOUT_REQUEST', details: { reason: 'idempotency key' } });
  expect((await bulk(merchant, { items: [null] }, { 'idempotency-key': 'atomic' })).status).toBe(400);
  expect((await bulk(merchant, { items: [order()] }, { 'idempotency-key': 'atomic' })).status).toBe(201);
});

it.each([
  ['none', { items: [] }], ['501', { items: Array.from({ length: 501 }, () => order()) }], ['as many as a megabyte holds', { items: Array.from({ length: 349_000 }, () => ({})) }], ['no list', { items: order() }], ['another mode', { items: [order()], mode: 'some' }],
])('refuses the call at large: %s', async (_what, body) => {
  const merchant = await product.addMerchant();
  expect(await bulk(merchant, body)).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
});
