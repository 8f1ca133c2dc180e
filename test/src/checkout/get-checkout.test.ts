import { v7 as uuidv7 } from 'uuid';
import { describe, expect, it } from 'vitest';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const merchant = await product.addMerchant();

const secrets = {
  orderId: 'SECRET-ORDER-77', metadata: { customerId: 'secret-customer', senderAccountNumber: '9876543210', senderBankCode: 'GSB', memberName: 'นาย ความลับ มาก', memberNameEn: 'SECRET MAK', note: 'secret-note' },
  returnUrl: 'https://shop.example/secret-return',
};
const create = async (more: object = {}) =>
  (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 150.25, description: 'รองเท้า 1 คู่', ...more })).body.transaction;
const read = (id: string) => product.call(undefined, 'GET', `/api/payment/pay/${id}`);
/** Left out where a few digits are looked for: any four stand in some id. */
const UUID = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/g;
/** Every key of the answer, however deep. */
const keysOf = (value: unknown): string[] =>
  value === null || typeof value !== 'object' ? [] : Array.isArray(value) ? value.flatMap(keysOf) : Object.entries(value).flatMap(([key, part]) => [key, ...keysOf(part)]);

describe('GET /api/payment/pay/:transactionId', () => {
  it('tells the payer amount, shop, status, expiry, QR and accounts, without a key', async () => {
    const created = await create();
    const { status, body } = await read(created.id);
    expect(status).toBe(200);
    expect(body.transaction).toEqual({
      id: created.id, description: 'รองเท้า 1 คู่', amount: 150.25, status: 'PENDING', expiresAt: created.expiresAt, qrExpiry: created.expiresAt,
      qrPayload: created.qrPayload, qrCode: created.qrCode, copy: { amount: '150.25' },
    });
    expect(body.merchant).toEqual({ name: 'ร้านทดสอบ' });
    expect(body.paymentAccounts.channels).toEqual({ promptPayEnabled: true, bankTransferEnabled: true });
    expect(body.paymentAccounts.bankAccounts).toMatchObject([{ accountNumber: '1234567890', bankName: 'ธนาคารไทยพาณิชย์' }]);
  });

  it('leaks neither member, sender, order, fee, metadata nor any field beyond the declared ones', async () => {
    // A fee of hundreds of baht: digits with a point like those of a smaller one stand in instants, by chance.
    const created = await create({ ...secrets, amount: 45_678.25 });
    const { body } = await read(created.id);
    const text = JSON.stringify(body).replaceAll(UUID, id => id === merchant.id ? 'SECRET' : '');
    for (const secret of ['SECRET', 'secret', '9876543210', '3210', 'ความลับ', merchant.username, String(created.fee), String(created.netAmount)]) expect(text).not.toContain(secret);
    expect(new Set(keysOf(body))).toEqual(new Set([
      'success', 'transaction', 'id', 'description', 'amount', 'status', 'expiresAt', 'qrExpiry', 'qrPayload', 'qrCode', 'copy', 'merchant', 'name', 'paymentAccounts', 'channels', 'promptPayEnabled',
      'bankTransferEnabled', 'promptPay', 'type', 'accountNumber', 'bankCode', 'bankName', 'isDefault', 'updatedAt', 'account_number', 'bankAccounts', 'accountName',
    ]));
  });

  it('shows neither QR nor accounts once there is nothing to pay', async () => {
    const created = await create();
    await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${created.id}/cancel`, {});
    const { body } = await read(created.id);
    expect(body.transaction).toMatchObject({ status: 'CANCELLED', qrPayload: null, qrCode: null });
    expect(body.paymentAccounts).toEqual({ channels: { promptPayEnabled: false, bankTransferEnabled: false }, promptPay: null, bankAccounts: [] });
  });

  it('calls a payment expired from the instant it is due, before any sweep', async () => {
    const created = await create();
    await runSql(database.url, `update payment set expires_at = now() where id = '${created.id}'`);
    expect((await read(created.id)).body.transaction).toMatchObject({ status: 'EXPIRED', qrCode: null });
  });

  it('shows bank accounts alone where PromptPay is off for the shop', async () => {
    const other = await product.addMerchant();
    const { body: { transaction } } = await product.call(other.secretKey, 'POST', '/api/v1/payment/create', { amount: 20 });
    await runSql(database.url, `update merchant set prompt_pay_enabled = false where id = '${other.id}'`);
    const { body } = await read(transaction.id);
    expect(body.transaction).toMatchObject({ status: 'PENDING', qrPayload: null, qrCode: null });
    expect(body.paymentAccounts).toMatchObject({ channels: { promptPayEnabled: false, bankTransferEnabled: true }, promptPay: null });
  });

  it.each([uuidv7(), 'nonsense', '%00', "' or 1=1"])('knows no payment called %s', async (id) => {
    expect(await read(encodeURIComponent(id))).toMatchObject({ status: 404, body: { code: 'TRANSACTION_NOT_FOUND' } });
  });
});
