import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { callsPerMinute, createLimits } from '@paygate/api/faces/limits';
import { noticeOperations } from '@paygate/contract/notices';
import { payAtSandboxBank } from '@paygate/core/banks/sandbox/pay-at-sandbox-bank';
import { startSandboxBank, type SandboxBankServer } from '@paygate/core/banks/sandbox/sandbox-server';
import { receiveScbNotice } from '@paygate/core/credits/sources/receive-scb-notice';
import { OPEN_OF_ADDRESS_MAX } from '@paygate/core/credits/sources/notice.rules';
import { inquireNotices, requeueNotices } from '@paygate/core/credits/sources/inquire-notices';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { freePort } from '../support/free-port.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestProduct } from '../support/test-product.ts';
import { confirmAsScb, scbWords } from './bank.drivers.ts';
import { creditsOf } from './credit-rows.ts';

const database = await createTestDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'paygate-scb-'));
const port = await freePort();
let product: TestProduct;
let bank: SandboxBankServer;
const openBank = () => startSandboxBank({ port, dataFile: path.join(folder, 'bank.jsonl'), feed: { url: 'http://127.0.0.1:9/', id: '', secret: '' }, log: () => undefined });
beforeAll(async () => {
  product = await startTestProduct(database, { environment: { SANDBOX_BANK_URL: `http://127.0.0.1:${port}` } });
  bank = await openBank();
});
afterAll(async () => {
  await bank.stop();
  rmSync(folder, { recursive: true });
});
beforeEach(() => runSql(database.url, 'delete from bank_notice'));

/** A payment, and a transfer at the bank that it has told nobody of. */
const paidBill = async (amount = 100.37) => {
  const merchant = await product.addMerchant();
  const { id } = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount })).body.transaction;
  const [row] = await runSql(database.url, `select reference, amount_satang::int as satang from payment where id = '${id}'`);
  const ref1 = String(row!['reference']);
  const paid = await payAtSandboxBank(bank.url, { toAccount: product.promptPayId, amountSatang: Number(row!['satang']), senderName: 'นาย ทองดี ใจงาม #silent', senderAccount: '1673585481', senderBankCode: '030', ref1 });
  if (!paid.ok) throw new Error(paid.reason);
  const status = async (): Promise<string> => (await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${id}`)).body.transaction.status;
  return { ref1, status, bankReference: paid.bankReference, words: (more: object = {}) => scbWords({ transactionId: paid.bankReference, transactionDateandTime: paid.paidAt, billPaymentRef1: ref1, ...more }) };
};
const notices = () => runSql(database.url, `select id, status, misses, failures, told_times as "toldTimes", round(extract(epoch from next_inquiry_at - updated_at))::int as "pauseSeconds" from bank_notice order by id`);
/** A bank that is told to come back, as of fifty at once some are on a busy machine, does. */
const tell = async (words: object): Promise<string> => {
  const { status, body } = await confirmAsScb(product, words);
  if (status === 503) return tell(words);
  expect({ status, body }).toMatchObject({ status: 200, body: { resCode: '00', resDesc: 'success' } });
  return body.confirmId;
};
const inquire = (noticeId: string) => inquireNotices(product.platform, [noticeId]);
/** What the worker does with a credit. */
const matched = async (bankReference: string) => matchCredits(product.platform, (await creditsOf(database.url, [bankReference])).map(({ id }) => id));

it('answers in SCB\'s own words, credits nothing by itself, and pays after the bank was asked', async () => {
  const bill = await paidBill();
  const { body } = await confirmAsScb(product, bill.words());
  expect(body).toEqual({ resCode: '00', resDesc: 'success', transactionId: bill.bankReference, confirmId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(await creditsOf(database.url, [bill.bankReference])).toEqual([]);
  await inquire(body.confirmId);
  await matched(bill.bankReference);
  expect(await bill.status()).toBe('PAID');
});

it('believes nothing that was told: amount, payer and references are the bank\'s', async () => {
  const bill = await paidBill();
  await inquire(await tell(bill.words({ amount: '1000000.00', payerName: 'SOMEBODY ELSE', payerAccountNumber: '9999999999', billPaymentRef2: 'OTHER' })));
  expect(await creditsOf(database.url, [bill.bankReference])).toMatchObject([{ amountSatang: 10_037, payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', ref1: bill.ref1, ref2: null }]);
});

it('credits nothing for a transfer that the bank does not know, asks five times and then lets it be', async () => {
  const bill = await paidBill();
  const forged = scbWords({ transactionId: 'FORGED0001', transactionDateandTime: new Date().toISOString(), billPaymentRef1: bill.ref1 });
  const noticeId = await tell(forged);
  const pauses: unknown[] = [];
  for (let asked = 0; asked < 5; asked += 1) {
    await inquire(noticeId);
    pauses.push((await notices())[0]!['pauseSeconds']);
  }
  expect(pauses).toEqual([5, 30, 120, 600, 0]);
  expect(await notices()).toMatchObject([{ status: 'REFUTED', misses: 5 }]);
  await inquire(noticeId);
  expect(await creditsOf(database.url, ['FORGED0001'])).toEqual([]);
  expect(await bill.status()).toBe('PENDING');
});

it('opens a refuted notice again when it is told again, and credits it once the bank knows it', async () => {
  const bill = await paidBill();
  const noticeId = await tell(bill.words());
  await runSql(database.url, `update bank_notice set status = 'REFUTED', misses = 5`);
  expect(await tell(bill.words())).toBe(noticeId);
  await inquire(noticeId);
  expect(await creditsOf(database.url, [bill.bankReference])).toHaveLength(1);
});

it('is not kept from a real transfer by somebody who named it first, in a wrong way', async () => {
  const bill = await paidBill();
  for (const wrong of [{ billPaymentRef1: 'WRONG1' }, { payeeProxyId: '1234567890' }, { payeeAccountNumber: '1234567890' }, { transactionDateandTime: '2020-01-01T00:00:00+07:00' }]) {
    await inquire(await tell(bill.words(wrong)));
  }
  const noticeId = await tell(bill.words());
  await inquire(noticeId);
  expect(await creditsOf(database.url, [bill.bankReference])).toHaveLength(1);
});

it('keeps one notice and one credit of fifty confirmations at once, and answers all of them the same', async () => {
  const bill = await paidBill();
  const ids = await Promise.all(Array.from({ length: 50 }, () => tell(bill.words())));
  expect(new Set(ids).size).toBe(1);
  expect(await notices()).toMatchObject([{ toldTimes: 50 }]);
  await Promise.all(Array.from({ length: 5 }, () => inquire(ids[0]!)));
  expect(await creditsOf(database.url, [bill.bankReference])).toHaveLength(1);
  expect(await notices()).toMatchObject([{ status: 'CREDITED' }]);
});

it('waits longer and longer for a bank that is away, and credits when it is back', async () => {
  const bill = await paidBill();
  const noticeId = await tell(bill.words());
  await bank.stop();
  const pauses: unknown[] = [];
  for (let asked = 0; asked < 4; asked += 1) {
    await inquire(noticeId);
    pauses.push((await notices())[0]!['pauseSeconds']);
  }
  expect(pauses).toEqual([2, 4, 8, 16]);
  expect(await notices()).toMatchObject([{ status: 'OPEN', misses: 0, failures: 4 }]);
  bank = await openBank();
  await inquire(noticeId);
  expect(await creditsOf(database.url, [bill.bankReference])).toHaveLength(1);
});

it('finds a notice whose job was lost', async () => {
  const bill = await paidBill();
  await tell(bill.words());
  await runSql(database.url, `update bank_notice set next_inquiry_at = now() - interval '1 minute'`);
  expect(await requeueNotices(product.platform)).toBe(1);
});

it('takes so many calls a minute from one address, and no fewer from others for it', async () => {
  const limit = createLimits(product.platform.config);
  const from = async (ip: string): Promise<void> => limit({ kind: 'nobody', address: ip }, { operation: noticeOperations.scb, ip, params: {}, query: {}, body: {}, rawBody: Buffer.alloc(0), headers: {}, requestId: 'test', issueCookie: () => undefined, identify: () => undefined, isUnwanted: () => false });
  for (let call = 0; call < callsPerMinute(product.platform.config).notice; call += 1) await from('192.0.2.1');
  await expect(from('192.0.2.1')).rejects.toMatchObject({ code: 'RATE_LIMITED' });
  await expect(from('192.0.2.2')).resolves.toBeUndefined();
});

it('takes no more from an address whose notices wait in thousands, and from others as before', async () => {
  const { words } = await paidBill();
  const full = { ...product.platform, openNotices: async () => [{ address: '192.0.2.1', count: OPEN_OF_ADDRESS_MAX }] };
  const tellFrom = (address: string) => product.platform.database.transaction((sql) =>
    receiveScbNotice({ platform: full, sql, transaction: sql, requestId: 'test', caller: { kind: 'nobody', address } }, words() as Parameters<typeof receiveScbNotice>[1])); // oxlint-disable-line typescript/no-unsafe-type-assertion -- words as the schema has them
  await expect(tellFrom('192.0.2.1')).rejects.toMatchObject({ code: 'SERVICE_UNAVAILABLE' });
  await expect(tellFrom('192.0.2.2')).resolves.toMatchObject({ resCode: '00' });
});
