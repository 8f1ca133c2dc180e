import { expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { enter } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true, withBank: true });

it('takes too much from a payer\'s bank, pays the payment, and an operator sends the excess back to the payer\'s bank', async () => {
  const merchant = await product.addMerchant();
  const operator = await enter(product, database, { role: 'payout_operator' });
  const { transaction } = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 100, metadata: { senderAccountNumber: '1673585481', senderBankCode: 'GSB', memberName: 'นาย ทองดี ใจงาม' } })).body;
  await product.call(merchant.secretKey, 'POST', `/api/v1/sandbox/payments/${transaction.id}/pay`, { amount: 130 });
  const credits = async () => (await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${transaction.id}/credits`)).body.credits;
  const [credit] = await until('the money', async () => (await credits()).length === 1 && credits());
  expect(credit).toMatchObject({ inexact: 'OVERPAID', state: 'IN_REVIEW', receivedAmount: 130, appliedAmount: 100, heldAmount: 30 });
  expect((await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${transaction.id}`)).body.transaction).toMatchObject({ status: 'PAID', amount: 100, netAmount: 98 });

  expect((await product.call(undefined, 'POST', `/api/admin/credits/${credit.id}/return`, { reason: 'Paid too much' }, operator.headers)).body).toMatchObject({ outcome: 'DONE' });
  await until('the payer to have it', async () => (await credits())[0].state === 'RETURNED');
  expect(await credits()).toMatchObject([{ appliedAmount: 100, heldAmount: 0, returnedAmount: 30 }]);
  const { returns } = (await product.call(undefined, 'GET', `/api/admin/credits/${credit.id}`, undefined, operator.headers)).body.credit;
  expect(returns).toMatchObject([{ status: 'SUCCESS', payoutStatus: 'SUCCESS', accountNumber: '1673585481', amount: '30' }]);
  expect((await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body.balance).toBe(98);
  await expectBooksAgree(product.platform);
});
