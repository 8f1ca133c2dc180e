import { expect, it } from 'vitest';
import { fund } from '../support/fund.ts';
import { enter } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { SHOP_ORIGIN, startTestProduct } from '../support/test-product.ts';

// Both documents call these fields optional; forms send '' for what nobody filled in, and PHP writes an empty array as [].
const database = await createTestDatabase();
const product = await startTestProduct(database);
const merchant = await product.addMerchant();
await fund(product.platform, merchant.id, 1_000_000);
const destination = { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' };
const create = (body: object) => product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', body);

it.each([{ orderId: '' }, { qrTemplatePayload: '' }, { qrTemplateImageBase64: '' }, { metadata: [] }, { description: '' }])('creates a payment with %j as if it had not been sent', async (empty) => {
  for (let time = 0; time < 2; time += 1) {
    const { status, body } = await create({ amount: 1, ...empty });
    expect(status).toBe(201);
    expect(body.transaction).toMatchObject({ orderId: null, metadata: null });
  }
});

it('misses an empty orderId where the contract asks for one', async () => {
  expect((await create({ amount: 1, orderId: '' })).body.integrationWarnings).toEqual((await create({ amount: 1 })).body.integrationWarnings);
});

it('pays out and asks for a withdrawal with an empty bankName and empty metadata', async () => {
  const wish = { amount: 100, destination: { ...destination, bankName: '' }, metadata: [] };
  const created = await product.signed(merchant.secretKey, '/api/v1/payout/create', wish);
  expect(created).toMatchObject({ status: 201, body: { payout: { destination: { bank_name: 'ธนาคารไทยพาณิชย์' }, metadata: null } } });
  const bulk = await product.signed(merchant.secretKey, '/api/v1/payout/bulk', { items: [wish] });
  expect(bulk).toMatchObject({ status: 201, body: { accepted: 1, payouts: [{ metadata: null }] } });
  // Another body: the same one in the same second has the same signature, which opens one call.
  const asked = await product.signed(merchant.secretKey, '/api/v1/withdrawal/request/create', { ...wish, amount: 101 });
  expect(asked).toMatchObject({ status: 201, body: { request: { metadata: null } } });
});

it('needs a bankName that says something for a bank code that nobody knows', async () => {
  const { status, body } = await product.signed(merchant.secretKey, '/api/v1/payout/create', { amount: 100, destination: { ...destination, bankCode: '999', bankName: '' } });
  expect([status, body.code]).toEqual([400, 'VALIDATION_ERROR']);
});

it('opens a checkout session and a link with an empty orderId', async () => {
  const session = await product.call(merchant.publicKey, 'POST', '/api/v1/checkout/sessions', { amount: 1, orderId: '' }, { origin: SHOP_ORIGIN });
  expect(session).toMatchObject({ status: 201, body: { transaction: { orderId: null } } });
  const owner = await enter(product, database, { merchantId: merchant.id });
  const link = await product.call(undefined, 'POST', '/api/payment/create-link', { amount: 1, orderId: '' }, owner.headers);
  expect(link).toMatchObject({ status: 201, body: { transaction: { orderId: null } } });
});

it('still refuses what is neither empty nor fits', async () => {
  for (const wrong of [{ metadata: [1] }, { metadata: '' }, { orderId: [] }, { orderId: 0 }, { qrTemplatePayload: [] }]) expect((await create({ amount: 1, ...wrong })).body.code).toBe('INVALID_REQUEST');
});
