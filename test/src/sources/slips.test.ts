import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { bahtFromSatang } from '@paygate/contract/money';
import { encodeSlip } from '@paygate/promptpay/slip';
import { httpSlipVerifier } from '@paygate/core/slips/http-slip-verifier';
import { requeueSlips, verifySlips } from '@paygate/core/slips/verify-slips';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { openSqlSession } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database, { withWorker: true, withBank: true });
const sql = await openSqlSession(database.url);
afterAll(() => sql.close());
const [shop, other] = [await product.addMerchant(), await product.addMerchant()];

const payer = { senderName: 'นาย ทองดี ใจงาม', senderAccount: '1673585481', senderBankCode: '030' };
let amountSatang = 12_300_000;
/** A payment of an amount of its own. */
const payment = async (merchant = shop) => {
  amountSatang += 1;
  const { body } = await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: bahtFromSatang(amountSatang) });
  return { id: body.transaction.id as string, amountSatang, secretKey: merchant.secretKey };
};
type Made = Awaited<ReturnType<typeof payment>>;
/** A transfer that no bank tells of: what is left is the slip. */
const transfer = async (order: object): Promise<{ readonly bankReference: string; readonly paidAt: string; readonly slipQr: string }> => {
  const wish = { toAccount: product.promptPayId, ...payer, senderName: `${payer.senderName} #silent`, ...order };
  const response = await fetch(`${product.platform.config.sandboxBankUrl}/transfers`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wish) });
  return await response.json() as Awaited<ReturnType<typeof transfer>>; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the bank's answer
};
const send = ({ id, secretKey }: Made, qrText: string) => product.call(secretKey, 'POST', `/api/v1/payment/${id}/slip`, { qrText });
const slipsOf = async ({ id, secretKey }: Made) => (await product.call(secretKey, 'GET', `/api/v1/payment/${id}/slips`)).body.slips;
const slipOf = async (made: Made) => (await slipsOf(made))[0];
const ended = (made: Made) => until('the slip is decided', async () => {
  const slip = await slipOf(made);
  return slip.status !== 'CHECKING' && slip;
});
const feedOf = ({ paidAt }: { readonly paidAt: string }, satang: number, more: object = {}) => ({
  bankReference: `F${uuidv7().slice(-12).toUpperCase()}`, accountNumber: product.promptPayId, amount: bahtFromSatang(satang), paidAt, payerName: payer.senderName, payerAccount: payer.senderAccount, payerBankCode: payer.senderBankCode, ...more,
});
const creditOf = async (reference: string) => (await sql.query('select status, payment_id as "paymentId", decision from bank_credit where bank_reference = $1', [reference])).rows[0] as { readonly status: string; readonly paymentId: string | null; readonly decision: { readonly reason?: string } } | undefined; // oxlint-disable-line typescript/no-unsafe-type-assertion -- the columns named here
const decided = (reference: string) => until(`credit ${reference} is decided`, async () => {
  const credit = await creditOf(reference);
  return credit !== undefined && credit.status !== 'RECEIVED' && credit;
});

describe('a slip', () => {
  it('pays the payment whose transfer no bank told of', async () => {
    const made = await payment();
    const { slipQr } = await transfer({ amountSatang: made.amountSatang });
    expect((await send(made, slipQr)).body).toMatchObject({ success: true, slip: { status: 'CHECKING', sendingBank: '030' } });
    expect(await ended(made)).toMatchObject({ status: 'ACCEPTED', reason: null });
    expect((await product.call(shop.secretKey, 'GET', `/api/v1/payment/${made.id}`)).body.transaction.status).toBe('PAID');
    await expectBooksAgree(product.platform);
  });

  it('sent again is the same slip; for another payment, also of another merchant, it is used', async () => {
    const [made, next, stranger] = [await payment(), await payment(), await payment(other)];
    const { slipQr } = await transfer({ amountSatang: made.amountSatang });
    const [first, again] = [await send(made, slipQr), await send(made, slipQr)];
    expect(again.body.slip.id).toBe(first.body.slip.id);
    for (const wrong of [next, stranger]) {
      const { status, body } = await send(wrong, slipQr);
      expect({ status, code: body.code, details: body.details }).toEqual({ status: 409, code: 'SLIP_ALREADY_USED', details: null });
    }
    await ended(made);
    expect(await slipsOf(stranger)).toEqual([]);
  });

  it('sent for the wrong payment still pays the right one, and says so to neither', async () => {
    const [right, wrong] = [await payment(), await payment(other)];
    const { slipQr } = await transfer({ amountSatang: right.amountSatang });
    await send(wrong, slipQr);
    expect(await ended(wrong)).toMatchObject({ status: 'REFUSED', reason: 'ALREADY_USED' });
    expect((await product.call(shop.secretKey, 'GET', `/api/v1/payment/${right.id}`)).body.transaction.status).toBe('PAID');
  });

  it('of money to somebody else, or of long ago, is refused, and credits nothing', async () => {
    const [strange, old] = [await payment(), await payment()];
    const elsewhere = await transfer({ amountSatang: strange.amountSatang, toAccount: '9990001112' });
    const before = await transfer({ amountSatang: old.amountSatang, paidAt: new Date(Date.now() - 25 * 3_600_000).toISOString() });
    await send(strange, elsewhere.slipQr);
    await send(old, before.slipQr);
    expect(await ended(strange)).toMatchObject({ status: 'REFUSED', reason: 'OTHER_ACCOUNT' });
    expect(await ended(old)).toMatchObject({ status: 'REFUSED', reason: 'TOO_OLD' });
    expect([await creditOf(elsewhere.bankReference), await creditOf(before.bankReference)]).toEqual([undefined, undefined]);
  });

  it('that its bank does not know yet is asked about again, and given up in the end; then it may be sent anew', async () => {
    const made = await payment();
    const slip = encodeSlip({ kind: 'BANK', sendingBank: '030', transRef: `LATE${uuidv7().slice(-8).toUpperCase()}` });
    const qrText = slip.ok ? slip.text : '';
    const { body } = await send(made, qrText);
    const { id } = body.slip;
    for (let tried = 1; tried <= 6; tried += 1) {
      await until(`try ${tried}`, async () => Number((await sql.query('select attempts from slip where id = $1', [id])).rows[0]?.['attempts']) >= tried);
      await sql.query('update slip set next_check_at = now() where id = $1', [id]);
      await verifySlips(product.platform, [id]);
    }
    expect(await slipOf(made)).toMatchObject({ status: 'REFUSED', reason: 'NOT_FOUND' });
    await transfer({ amountSatang: made.amountSatang, bankReference: body.slip.transRef });
    expect((await send(made, qrText)).body.slip).toMatchObject({ id, status: 'CHECKING' });
    expect(await ended(made)).toMatchObject({ id, status: 'ACCEPTED' });
  });

  it('whose job was lost gets another', async () => {
    const made = await payment();
    const { slipQr } = await transfer({ amountSatang: made.amountSatang });
    await send(made, slipQr);
    await sql.query(`update slip set status = 'CHECKING', credit_id = null, next_check_at = now() - interval '1 hour' where payment_id = $1`, [made.id]);
    expect(await requeueSlips(product.platform)).toBeGreaterThan(0);
    expect(await ended(made)).toMatchObject({ status: 'ACCEPTED' });
  });

  it('is not taken for a payment that is paid, and not by the dozen', async () => {
    const paid = await payment();
    await transfer({ amountSatang: paid.amountSatang }).then(({ slipQr }) => send(paid, slipQr));
    await ended(paid);
    const more = await transfer({ amountSatang: 5_000 });
    expect((await send(paid, more.slipQr)).body.code).toBe('PAYMENT_NOT_PENDING');
    const busy = await payment();
    const qr = (index: number): string => {
      const slip = encodeSlip({ kind: 'BANK', sendingBank: '030', transRef: `MANY${busy.amountSatang}X${index}` });
      return slip.ok ? slip.text : '';
    };
    for (let index = 0; index < 10; index += 1) expect((await send(busy, qr(index))).status).toBe(201);
    expect((await send(busy, qr(10))).body).toMatchObject({ code: 'SLIP_LIMIT_REACHED', details: { max: 10 } });
    expect((await send(busy, qr(3))).status).toBe(201);
  });
});

describe('a slip beside a bank that names the same transfer otherwise', () => {
  it('is left to a person when the bank told first', async () => {
    const [made, twin] = [await payment(), await payment()];
    const told = await transfer({ amountSatang: made.amountSatang });
    const notice = feedOf(told, made.amountSatang);
    await product.reportCredits([notice]);
    expect(await decided(notice.bankReference)).toMatchObject({ status: 'MATCHED', paymentId: made.id });
    // A payment that asks for the same must not be paid by the same money.
    const same = (await product.call(shop.secretKey, 'POST', '/api/v1/payment/create', { amount: bahtFromSatang(made.amountSatang) })).body.transaction.id;
    await send({ ...twin, id: same }, told.slipQr);
    expect(await ended({ ...twin, id: same })).toMatchObject({ status: 'REVIEW' });
    expect(await creditOf(told.bankReference)).toMatchObject({ status: 'REVIEW', decision: { reason: 'POSSIBLE_DUPLICATE' } });
    expect((await product.call(shop.secretKey, 'GET', `/api/v1/payment/${same}`)).body.transaction.status).toBe('PENDING');
    await expectBooksAgree(product.platform);
  });

  it('leaves the bank\'s line to a person when the slip was first', async () => {
    const made = await payment();
    const told = await transfer({ amountSatang: made.amountSatang });
    await send(made, told.slipQr);
    expect(await ended(made)).toMatchObject({ status: 'ACCEPTED' });
    const same = (await product.call(shop.secretKey, 'POST', '/api/v1/payment/create', { amount: bahtFromSatang(made.amountSatang) })).body.transaction.id;
    const notice = feedOf(told, made.amountSatang);
    await product.reportCredits([notice]);
    expect(await decided(notice.bankReference)).toMatchObject({ status: 'REVIEW', decision: { reason: 'POSSIBLE_DUPLICATE' } });
    expect((await product.call(shop.secretKey, 'GET', `/api/v1/payment/${same}`)).body.transaction.status).toBe('PENDING');
    await expectBooksAgree(product.platform);
  });

  it('takes another payer\'s transfer of the same amount for what it is', async () => {
    const made = await payment();
    const told = await transfer({ amountSatang: made.amountSatang });
    await product.reportCredits([feedOf(told, made.amountSatang, { payerName: 'นาง สมหญิง รักดี', payerAccount: '9998887776', payerBankCode: '004', paidAt: new Date(Date.now() - 600_000).toISOString() })]);
    await send(made, told.slipQr);
    expect(await ended(made)).toMatchObject({ status: 'ACCEPTED' });
  });

  it('keeps another transfer under the same reference beside it', async () => {
    const made = await payment();
    const told = await transfer({ amountSatang: made.amountSatang });
    await product.reportCredits([{ ...feedOf(told, 4_242), bankReference: told.bankReference }]);
    await send(made, told.slipQr);
    expect(await ended(made)).toMatchObject({ status: 'ACCEPTED' });
    expect(await creditOf(`030:${told.bankReference}`)).toMatchObject({ status: 'MATCHED', paymentId: made.id });
  });
});

describe('httpSlipVerifier', () => {
  const answers = new Map<string, { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }>();
  const server = createServer((request, response) => {
    const { status, body, headers = {} } = request.headers.authorization === 'Bearer secret' ? (answers.get(request.url ?? '') ?? { status: 404, body: '{}' }) : { status: 401, body: '' };
    response.writeHead(status, headers).end(body);
  }).listen(0, '127.0.0.1');
  afterAll(() => server.close());
  const verifier = () => httpSlipVerifier({ name: 'service', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, token: 'secret' }); // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on TCP
  const told = { sendingBank: '014', transRef: 'A1', amount: '100.37', paidAt: '2026-03-05T15:02:10+07:00', sender: { name: 'นาย ก', account: 'xxx-x-x3585-x', bankCode: 'SCB' }, receiver: { account: '1234567890' } };
  const ask = (transRef: string, answer?: { readonly status: number; readonly body: string; readonly headers?: Record<string, string> }) => {
    if (answer) answers.set(`/v1/slips/014/${transRef}`, answer);
    return verifier().verify({ sendingBank: '014', transRef });
  };

  it('reads a transfer, and says what is not known', async () => {
    expect(await ask('A1', { status: 200, body: JSON.stringify(told) })).toEqual({
      kind: 'FOUND',
      transfer: {
        amountSatang: 10_037, paidAt: '2026-03-05T08:02:10.000Z', sender: { name: 'นาย ก', account: 'xxx-x-x3585-x', bankCode: 'SCB' }, receiver: { name: null, account: '1234567890', bankCode: null },
        ref1: null, ref2: null,
      },
    });
    expect(await ask('A2')).toEqual({ kind: 'NOT_FOUND' });
  });
  it.each([
    ['an error', { status: 500, body: '' }], ['no JSON', { status: 200, body: '<html>' }], ['another transfer', { status: 200, body: JSON.stringify({ ...told, transRef: 'B2' }) }],
    ['an amount with three decimals', { status: 200, body: JSON.stringify({ ...told, transRef: 'X', amount: 1.001 }) }], ['a redirect', { status: 302, body: '', headers: { location: '/elsewhere' } }],
    ['an endless answer', { status: 200, body: 'x'.repeat(100_000) }],
  ])('trusts nobody who answers %s', async (_name, answer) => {
    expect(await ask('X', answer)).toMatchObject({ kind: 'UNAVAILABLE' });
  });
  it('is unavailable where nobody listens', async () => {
    expect(await httpSlipVerifier({ name: 'nobody', url: 'http://127.0.0.1:9' }).verify({ sendingBank: '014', transRef: 'A1' })).toMatchObject({ kind: 'UNAVAILABLE' });
  });
});
