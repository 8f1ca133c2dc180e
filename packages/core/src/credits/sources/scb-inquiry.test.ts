import { createServer, type IncomingMessage } from 'node:http';
import { listen } from '@paygate/test/support/listen';
import { beforeEach, expect, it } from 'vitest';
import { scbInquiry } from './scb-inquiry.ts';

interface Words { readonly status: number; readonly body: unknown; readonly headers?: Record<string, string> }
const seen: { readonly url: string; readonly headers: IncomingMessage['headers']; readonly body: string }[] = [];
let tokenWords: () => Words;
let inquiryWords: (bearer: string) => Words | 'cut';
let tokens = 0;

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
    seen.push({ url: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString('utf8') });
    const words = request.url === '/base/v1/oauth/token' ? tokenWords() : inquiryWords(String(request.headers.authorization));
    if (words === 'cut') return void response.destroy();
    response.writeHead(words.status, { 'content-type': 'application/json', ...words.headers }).end(typeof words.body === 'string' ? words.body : JSON.stringify(words.body));
  });
});
const baseUrl = `${await listen(server)}/base`;

const row = (more: object = {}) => ({
  eventCode: '00300100', transactionType: 'Domestic Transfers', reverseFlag: '', payeeProxyId: '010753600010286', payeeProxyType: 'BILLERID', payeeAccountNumber: '0987654321', payerAccountNumber: 'xxx-x-x3585-x',
  payerName: 'นาย ทองดี ใ', sendingBankCode: '030', amount: '100.37', transactionId: 'T1', transactionDateandTime: '2026-03-05T15:02:10.123+07:00', billPaymentRef1: 'REF1', billPaymentRef2: '', currencyCode: '764', ...more,
});
const success = (...rows: readonly unknown[]): Words => ({ status: 200, body: { status: { code: 1000, description: 'Success' }, data: rows } });
beforeEach(() => {
  seen.length = 0;
  tokens = 0;
  tokenWords = () => ({ status: 200, body: { status: { code: 1000 }, data: { accessToken: `token-${(tokens += 1)}`, tokenType: 'Bearer', expiresIn: 1800 } } });
  inquiryWords = () => success(row());
});
const bank = () => scbInquiry({ baseUrl, apiKey: 'the key', apiSecret: 'the secret', answerMsMax: 10_000 });
const asked = { transactionId: 'T1', payee: '010753600010286', ref1: 'REF1', paidOn: '2026-03-05' };

it('asks as SCB documents it, and reads the row of that transaction', async () => {
  inquiryWords = () => success(row({ transactionId: 'T0', amount: '1.00' }), row());
  expect(await bank().inquire(asked)).toEqual({
    kind: 'FOUND',
    transfer: {
      transactionId: 'T1', payees: ['0987654321', '010753600010286'], amountSatang: 10_037, paidAt: '2026-03-05T15:02:10.123+07:00', payerName: 'นาย ทองดี ใ', payerAccount: 'xxx-x-x3585-x',
      payerBankCode: '030', ref1: 'REF1', ref2: null,
    },
  });
  const [token, inquiry] = seen;
  expect(JSON.parse(token!.body)).toEqual({ applicationKey: 'the key', applicationSecret: 'the secret' });
  expect(inquiry!.url).toBe('/base/v1/payment/billpayment/inquiry?eventCode=00300100&transactionDate=2026-03-05&billerId=010753600010286&reference1=REF1');
  expect(inquiry!.headers).toMatchObject({ 'authorization': 'Bearer token-1', 'resourceownerid': 'the key', 'accept-language': 'EN' });
  expect(new Set(seen.map(({ headers }) => headers['requestuid'])).size).toBe(2);
});

it('shares one token among many, and takes a new one when the bank forgets it', async () => {
  const port = bank();
  await Promise.all(Array.from({ length: 20 }, () => port.inquire(asked)));
  expect(tokens).toBe(1);
  inquiryWords = (bearer) => (bearer === 'Bearer token-2' ? success(row()) : { status: 401, body: { status: { code: 9500 } } });
  expect(await port.inquire(asked)).toMatchObject({ kind: 'FOUND' });
});

it.each([
  ['no rows', { status: 200, body: { status: { code: 1000 }, data: [] } }], ['no data', { status: 200, body: { status: { code: 1000 } } }], ['other transactions alone', success(row({ transactionId: 'T2' }))],
  ['the bank\'s own 404', { status: 404, body: { status: { code: 4101, description: 'Not found' } } }], ['a transfer that was given back', success(row({ reverseFlag: 'R' }))],
] as const)('does not know the transfer: %s', async (_, words) => {
  inquiryWords = () => words;
  expect(await bank().inquire(asked)).toEqual({ kind: 'NOT_FOUND' });
});

it.each([
  ['a 404 of something in between', { status: 404, body: '<html>' }], ['a 503', { status: 503, body: {} }], ['no JSON', { status: 200, body: 'oops' }], ['another status code', { status: 200, body: { status: { code: 9001 }, data: [row()] } }],
  ['an amount that is none', success(row({ amount: '100.375' }))], ['an amount of zero', success(row({ amount: '0.00' }))], ['another currency', success(row({ currencyCode: '840' }))], ['the transaction twice', success(row(), row({ amount: '5.00' }))],
  ['an instant that is none', success(row({ transactionDateandTime: 'yesterday' }))], ['a megabyte', { status: 200, body: ' '.repeat(1_100_000) }], ['a redirect', { status: 302, body: '', headers: { location: 'http://127.0.0.1:9/' } }], ['a cut', 'cut'],
] as const)('is certain of nothing: %s', async (_, words) => {
  inquiryWords = () => words;
  expect(await bank().inquire(asked)).toMatchObject({ kind: 'UNAVAILABLE' });
});

it('is certain of nothing when the bank gives no token, and asks for one again the next time', async () => {
  const port = bank();
  const words = tokenWords;
  tokenWords = () => ({ status: 500, body: {} });
  expect(await port.inquire(asked)).toMatchObject({ kind: 'UNAVAILABLE' });
  tokenWords = words;
  expect(await port.inquire(asked)).toMatchObject({ kind: 'FOUND' });
});
