import { beforeAll, expect, it } from 'vitest';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';
import { deviations } from './documented.ts';
import { openReceiver } from './receiver.ts';
import { paygate } from './paygate.fixture.ts';
import { topfrompay } from './topfrompay.fixture.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true });
let merchant: TestMerchant;
let admin: SignedIn;
beforeAll(async () => {
  merchant = await product.addMerchant();
  admin = await enter(product, database, { role: 'admin' });
});

it(`answers ${topfrompay.adminTransactions.source}`, async () => {
  const receiver = await openReceiver();
  await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: receiver.url, events: ['payment.success'] });
  const { body: created } = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 100, orderId: 'ORD-10001' });
  await product.reportCredits([{ bankReference: 'DOC-3', accountNumber: product.promptPayId, amount: 100, paidAt: new Date().toISOString() }]);
  await receiver.next();
  const { status, body } = await product.call(undefined, 'GET', '/api/admin/transactions', undefined, admin.headers);
  expect(status).toBe(200);
  expect(deviations(topfrompay.adminTransactions.json({ tx_001: created.transaction.id, m_123: merchant.id }), body)).toEqual([]);
});

it(`answers ${paygate.createLink.source} with TopfromPAY's copy.amount (§4.5), by JWT and by cookie`, async () => {
  const owner = await enter(product, database, { merchantId: merchant.id });
  const wish = { amount: 40, orderId: 'LINK0AFC13B6', description: 'Bet payment', expiryMinutes: 60 };
  const { status, body } = await product.call(undefined, 'POST', '/api/payment/create-link', wish, owner.headers);
  expect(status).toBe(201);
  expect(deviations(paygate.createLink.json(), body, { differs: ['paymentLink'] })).toEqual([]);
  expect(body).toMatchObject({ paymentLink: `${product.platform.config.checkoutBaseUrl}/pay/${body.transaction.id}`, transaction: { copy: { amount: '40.00' } } });

  const byCookie = await product.call(undefined, 'POST', '/api/payment/create-link', { amount: 300 }, { cookie: `connect.sid=${owner.token}`, 'sec-fetch-site': 'same-origin' });
  expect(byCookie).toMatchObject({ status: 201, body: { transaction: { amount: '300', copy: { amount: '300.00' } } } });
  const recent = await product.call(undefined, 'GET', '/api/payment/recent-links', undefined, { cookie: `connect.sid=${owner.token}` });
  expect(recent.body.links.map(({ id }: { id: string }) => id)).toEqual([byCookie.body.transaction.id, body.transaction.id]);
});
