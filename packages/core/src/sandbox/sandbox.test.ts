import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Input } from '@paygate/contract/kernel';
import type { paymentOperations } from '@paygate/contract/payments';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { pino } from 'pino';
import { afterAll, expect, it } from 'vitest';
import { openTestFeed } from '../banks/sandbox/feed.fixture.ts';
import { startSandboxBank } from '../banks/sandbox/sandbox-server.ts';
import type { KeyCaller, WriteCtx } from '../caller.ts';
import { readConfig } from '../config.ts';
import { keyCallerOf } from '../keys/key-caller.ts';
import { keyHash } from '../keys/keys.rules.ts';
import { createPayment } from '../payments/create-payment.ts';
import { getPayment } from '../payments/get-payment.ts';
import { referenceOf } from '../payments/reference.rules.ts';
import { openPlatform } from '../platform.ts';
import { seedDemo } from '../seed/seed-demo.ts';
import { expireSandboxPayment } from './expire-sandbox-payment.ts';
import { failSandboxPayment } from './fail-sandbox-payment.ts';
import { paySandboxPayment } from './pay-sandbox-payment.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'sandbox-verbs-'));
const feed = await openTestFeed();
const bank = await startSandboxBank({ port: 0, dataFile: path.join(directory, 'bank.jsonl'), feed, log: () => undefined });
const { url } = await createTestDatabase();
const open = (sandboxBankUrl: string) => openPlatform(readConfig({ DATABASE_URL: url, SANDBOX_BANK_URL: sandboxBankUrl }), { log: pino({ level: 'silent' }), role: 'api' });
const platform = await open(bank.url);
const bankless = await open('http://127.0.0.1:1');
const { credentials } = await seedDemo(platform, undefined);
afterAll(async () => {
  await bank.stop();
  await feed.close();
  await platform.close();
  await bankless.close();
  rmSync(directory, { recursive: true });
});

const ctxOf = async (key: string) => ({ platform, caller: (await keyCallerOf(platform.database, keyHash(key).toString('base64')))!, sql: platform.database, requestId: 'test', transaction: undefined });
const ctx = await ctxOf(credentials.secretKey);
const liveCtx = await ctxOf(credentials.liveSecretKey);
const writing = <T>(work: (inTransaction: WriteCtx<KeyCaller>) => Promise<T>): Promise<T> =>
  platform.database.transaction((sql) => work({ ...ctx, sql, transaction: sql }));
const payment = async (more: Partial<Input<(typeof paymentOperations)['create']>> = {}) => (await createPayment(ctx, { amount: 100.37, ...more })).transaction;
/** Pays and answers what the bank told us of it. */
const paid = async (input: Parameters<typeof paySandboxPayment>[1]) => {
  const { bankReference } = await paySandboxPayment(ctx, input);
  await feed.until(feed.notices.length + 1);
  return feed.notices.filter((notice) => notice.bankReference === bankReference);
};

it('pays from the announced sender to the account the payer was shown, under the payment\'s reference', async () => {
  const { id } = await payment({ metadata: { senderAccountNumber: '167-3-58548-1', senderBankCode: 'GSB', memberName: 'นาย ทองดี ใจงาม' } });
  const [notice] = await paid({ id });
  expect(notice).toMatchObject({ accountNumber: '0999900000017', amount: 100.37, payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: '030', ref1: referenceOf(id) });
});

it('pays without a reference when a sender is named, and another amount when asked', async () => {
  const { id } = await payment();
  const [notice] = await paid({ id, amount: 99, senderName: 'น.ส. อื่น คนอื่น #masked', senderAccountNumber: '1112223334' });
  expect(notice).toMatchObject({ amount: 99, payerName: 'น.ส. อื่น คนอื่น', payerAccount: 'xxx-x-x2333-x', ref1: null });
});

it('pays although the merchant announced what no bank could carry', async () => {
  const { id } = await payment({ metadata: { memberName: 'x'.repeat(500), senderBankCode: 'A BANK WITH A LONG NAME' } });
  expect(await paid({ id })).toHaveLength(1);
});

it('leaves the payment to the matching: paying answers it as it was', async () => {
  const { id } = await payment();
  expect((await paySandboxPayment(ctx, { id })).transaction).toMatchObject({ id, status: 'PENDING' });
});

it('says the service is unavailable when the bank is away, and moves nothing', async () => {
  const { id } = await payment();
  await expect(paySandboxPayment({ ...ctx, platform: bankless }, { id })).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  expect((await getPayment(ctx, { id })).transaction.status).toBe('PENDING');
});

it('plays with a test key alone, and finds only payments of that key', async () => {
  const { id } = await payment();
  await expect(paySandboxPayment(liveCtx, { id })).rejects.toMatchObject({ code: 'TEST_KEY_REQUIRED' });
  const live = (await createPayment(liveCtx, { amount: 50 })).transaction;
  await expect(paySandboxPayment(ctx, { id: live.id })).rejects.toMatchObject({ code: 'TRANSACTION_NOT_FOUND' });
  await expect(paySandboxPayment(ctx, { id: 'tx_123' })).rejects.toMatchObject({ code: 'TRANSACTION_NOT_FOUND' });
});

it('fails and expires pending payments, each once', async () => {
  const [failing, expiring] = [await payment(), await payment()];
  expect((await writing((inTransaction) => failSandboxPayment(inTransaction, failing))).transaction).toMatchObject({ status: 'FAILED', errorMessage: 'Failed in the sandbox' });
  expect((await writing((inTransaction) => expireSandboxPayment(inTransaction, expiring))).transaction).toMatchObject({ status: 'EXPIRED' });
  await expect(writing((inTransaction) => failSandboxPayment(inTransaction, expiring))).rejects.toMatchObject({ code: 'PAYMENT_NOT_PENDING', details: { status: 'EXPIRED' } });
});
