import { expect, it } from 'vitest';
import { openReceiver } from '../documents/receiver.ts';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true, withBank: true });

it('takes a payment in, refunds a part to its sender and withdraws the rest, each told to the merchant who named the event', async () => {
  const merchant = await product.addMerchant({ feeBps: 0 });
  const receiver = await openReceiver();
  await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url: receiver.url, events: ['*', 'payment.refunded'] });
  const { transaction } = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 100 })).body;
  const [row] = await runSql(database.url, `select reference from payment where id = '${transaction.id}'`);
  await product.reportCredits([{
    bankReference: 'MB-1', accountNumber: product.promptPayId, amount: 100, paidAt: '2026-03-05T15:02:10+07:00', ref1: row!['reference'], payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030',
  }]);
  const told = async () => JSON.parse((await receiver.next()).raw);
  const first = [await told(), await told()].map(({ event }) => event);
  expect(new Set(first)).toEqual(new Set(['payment.created', 'payment.success']));

  const refunded = await product.signed(merchant.secretKey, `/api/v1/payment/${transaction.id}/refund`, { amount: 40 });
  expect(await told()).toMatchObject({ event: 'payment.refunded', data: { refundId: refunded.body.refund.id, refundAmount: 40, status: 'PARTIALLY_REFUNDED' } });
  const { request } = (await product.signed(merchant.secretKey, '/api/v1/withdrawal/request/create', { amount: 60, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } })).body;
  await product.signed(merchant.secretKey, `/api/v1/withdrawal/request/${request.id}/approve`, {});
  expect(await told()).toMatchObject({ event: 'payout.success', data: { status: 'SUCCESS', idempotency_key: `withdrawal-request:${request.id}`, amount: 60 } });

  await until('both payouts to be gone from the balance', async () => {
    const { body } = await product.call(merchant.secretKey, 'GET', '/api/v1/balance');
    return body.balance === 0 && body.reserved === 0;
  });
  await expectBooksAgree(product.platform);
});
