import { incomingSentinels, outgoingSentinels } from '@paygate/contract/sandbox-sentinels';
import { sandboxOperations } from '@paygate/contract/sandbox';
import { bahtCopyFromSatang, bahtFromSatang } from '@paygate/contract/money';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { fund } from '../support/fund.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant, type TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
let product: TestProduct;
let shop: TestMerchant;
beforeAll(async () => {
  product = await startTestProduct(database, { withWorker: true, withBank: true });
  shop = await product.addMerchant({ feeBps: 0 });
});
afterEach(() => expectBooksAgree(product.platform));

const post = (at: string, body: object = {}, key = shop.secretKey) => product.call(key, 'POST', `/api/v1/${at}`, body);
const payer = { senderAccountNumber: '1673585481', senderBankCode: 'GSB', memberName: 'นาย ทองดี ใจงาม' };
let asked = 40_000;
const create = async (more: object = {}): Promise<{ readonly id: string; readonly amount: number }> =>
  (await post('payment/create', { amount: bahtFromSatang((asked += 1)), metadata: payer, ...more })).body.transaction;
const pay = (id: string, body: object = {}) => post(`sandbox/payments/${id}/pay`, body);
const statusOf = async (id: string) => (await product.call(shop.secretKey, 'GET', `/api/v1/payment/${id}`)).body.transaction;
const paid = (id: string) => until('the payment to be paid', async () => {
  const found = await statusOf(id);
  return found.status === 'PAID' && found;
});
const creditsUnder = (references: readonly string[]) => until('every transfer to be decided', async () => {
  const rows = await runSql(database.url, `select bank_reference, source, status, payment_id, payer_name, payer_account, payer_bank_code from bank_credit
    where bank_reference in (${references.map((reference) => `'${reference}'`).join(', ')}) and status <> 'RECEIVED' order by bank_reference`);
  return rows.length === references.length && rows;
});

describe('paying at the sandbox bank', () => {
  it('shows a masked account as banks do, and matches it by digits and name', async () => {
    const { id } = await create();
    const { body } = await pay(id, { senderName: payer.memberName, senderAccountNumber: payer.senderAccountNumber, senderBankCode: '030', masked: true });
    await paid(id);
    expect(await creditsUnder([body.bankReference])).toMatchObject([{ payer_account: 'xxx-x-x8548-x', status: 'MATCHED', payment_id: id }]);
  });
  it('pays late: the payment expires first, and is PAID with late after it', async () => {
    const { id } = await create();
    const { status, body } = await pay(id, { late: true });
    expect({ status, shown: body.transaction.status }).toEqual({ status: 200, shown: 'EXPIRED' });
    expect(await paid(id)).toMatchObject({ status: 'PAID', late: true });
    expect((await pay(id, { late: true })).body.code).toBe('PAYMENT_NOT_PENDING');
  });
  it('pays twice: two transfers, one of which pays; the other stays in suspense', async () => {
    const { id } = await create();
    const { body } = await pay(id, { twice: true });
    expect(new Set(body.bankReferences).size).toBe(2);
    expect(body.bankReferences[0]).toBe(body.bankReference);
    await paid(id);
    expect((await creditsUnder(body.bankReferences)).map((row) => row['status']).map(String).toSorted((one, other) => one.localeCompare(other))).toEqual(['MATCHED', 'REVIEW']);
  });
});

describe('amounts that the sandbox bank knows', () => {
  it('are one amount and one word each, and stand in the descriptions', () => {
    const all = [...incomingSentinels, ...outgoingSentinels];
    expect(new Set(all.flatMap(({ amountSatang, word }) => [String(amountSatang), word])).size).toBe(all.length * 2);
    for (const [operation, sentinels] of [[sandboxOperations.pay, incomingSentinels], [sandboxOperations.bounce, outgoingSentinels]] as const) {
      for (const { amountSatang, word, does } of sentinels) for (const part of [bahtCopyFromSatang(amountSatang), word]) {
        expect(operation.description.en).toContain(part);
        expect(operation.description.en).toContain(does.en);
        expect(operation.description.th).toContain(does.th);
      }
    }
  });
  it.each([
    ['MASKED', { payer_account: 'xxx-x-x8548-x' }], ['TRUNCATED', { payer_name: 'นาย ทองดี ใ' }], ['ANONYMOUS', { payer_name: null, payer_account: null, payer_bank_code: null }],
    ['LATE', { source: 'feed:test' }], ['REPEATED', { source: 'feed:test' }], ['SCB', { source: 'scb' }],
  ] as const)('%s arrives that way, and pays', async (outcome, shown) => {
    const amount = bahtFromSatang(incomingSentinels.find((one) => one.outcome === outcome)!.amountSatang);
    const { id } = await create({ amount });
    const { body } = await pay(id);
    await paid(id);
    expect(await creditsUnder([body.bankReference])).toMatchObject([{ status: 'MATCHED', payment_id: id, ...shown }]);
  });
  it('SILENT is told to nobody', async () => {
    const { id } = await create({ amount: bahtFromSatang(incomingSentinels.find(({ outcome }) => outcome === 'SILENT')!.amountSatang) });
    await pay(id);
    const marker = await create();
    await pay(marker.id);
    await paid(marker.id);
    expect((await statusOf(id)).status).toBe('PENDING');
  });
});

describe('a payout that bounces', () => {
  const payout = async (key = shop.secretKey): Promise<string> =>
    (await product.signed(key, '/api/v1/payout/create', { amount: 100, metadata: { only: uuidv7() }, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } })).body.payout.id;
  const succeeded = async (): Promise<string> => {
    const id = await payout();
    await until('the payout to be paid', async () => (await runSql(database.url, `select status from payout where id = '${id}'`))[0]!['status'] === 'SUCCESS');
    return id;
  };
  const balance = async () => (await product.call(shop.secretKey, 'GET', '/api/v1/balance')).body.balance as number;
  beforeAll(() => fund(product.platform, shop.id, 100_000_000));

  it('is REVERSED with its reason, its money is back, and it is told once', async () => {
    const before = await balance();
    const id = await succeeded();
    const answers = await Promise.all([post(`sandbox/payouts/${id}/bounce`), post(`sandbox/payouts/${id}/bounce`)]);
    expect(answers.some(({ status, body }) => status === 200 && body.payout.status === 'REVERSED' && body.payout.status_reason.startsWith('AC04'))).toBe(true);
    expect(await balance()).toBe(before);
    expect(await runSql(database.url, `select type from event where object_id = '${id}' and type = 'payout.reversed'`)).toHaveLength(1);
    expect((await post(`sandbox/payouts/${id}/bounce`)).body).toMatchObject({ code: 'PAYOUT_NOT_RETURNABLE', details: { status: 'REVERSED' } });
  });
  it('cannot bounce before it arrived, for a stranger, or with a live key', async () => {
    const id = await succeeded();
    const stranger = await product.addMerchant();
    expect((await post(`sandbox/payouts/${id}/bounce`, {}, stranger.secretKey)).body.code).toBe('PAYOUT_NOT_FOUND');
    expect((await post(`sandbox/payouts/${id}/bounce`, {}, shop.liveSecretKey)).body.code).toBe('TEST_KEY_REQUIRED');
    await runSql(database.url, `update payout_attempt set channel = 'batch' where payout_id = '${id}'`);
    expect((await post(`sandbox/payouts/${id}/bounce`)).body.code).toBe('PAYOUT_NOT_RETURNABLE');
  });
});
