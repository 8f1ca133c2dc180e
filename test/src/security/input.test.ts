import { beforeAll, describe, expect, it } from 'vitest';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { SHOP_ORIGIN, startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let merchant: TestMerchant;
let owner: SignedIn;
beforeAll(async () => {
  merchant = await product.addMerchant();
  owner = await enter(product, database, { merchantId: merchant.id });
});
const create = (body: unknown) => product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', body);
const codeOf = async (body: unknown) => {
  const answer = await create(body);
  return `${answer.status} ${answer.body.code}`;
};

it.each(['1e400', '-1e400', '1e21', '-0', '0', '0.001', '1.005', '"100"', '"1e2"', 'true', 'null', '[1]', '{}', '-1', '50000000.01', '9007199254740993'])('R3.3-13 refuses the amount %s', async (amount) => {
  expect(await codeOf(`{"amount":${amount}}`)).toMatch(/^400 (INVALID_AMOUNT|AMOUNT_ABOVE_MAXIMUM)$/);
});
it('R3.3-13 stores amounts exactly, those that binary fractions do not hold too', async () => {
  for (const amount of [4.35, 1.1, 8.2, 100.37, 1_999_999.99]) expect((await create({ amount })).body.transaction).toMatchObject({ amount, copy: { amount: amount.toLocaleString('en', { useGrouping: false, minimumFractionDigits: 2 }) } });
});

const tricks = { NUL: 'a\0b', 'a lone surrogate': 'a\ud800b', 'a bidi override': 'a\u202eb', 'zero width': 'a\u200bb', 'a newline': 'a\nb', 'an escape': 'a\u001b[31mb', 'a private character': 'a\ue000b' } as const;
describe.each(Object.entries(tricks))('R3.3-14 %s', (_name, text) => {
  it.each(['orderId', 'description'])('is refused in %s', async (field) => {
    expect(await codeOf({ amount: 1, [field]: text })).toBe('400 INVALID_REQUEST');
  });
  it('is refused in a link of the dashboard', async () => {
    expect((await product.call(undefined, 'POST', '/api/payment/create-link', { amount: 1, description: text }, owner.headers)).body.code).toBe('INVALID_REQUEST');
  });
});
it('R3.3-14 NUL and lone surrogates are refused in metadata, keys too; Thai passes everywhere', async () => {
  for (const metadata of [{ a: '\0' }, { a: ['\ud800'] }, { a: { b: '\0' } }, { '\0': 1 }, { a: { '\udc00': 1 } }]) expect(await codeOf({ amount: 1, metadata })).toBe('400 INVALID_REQUEST');
  expect((await create({ amount: 1, orderId: 'คำสั่งซื้อที่-๑', description: 'เติมเงิน น้ำใจ ญี่ปุ่น', metadata: { ชื่อ: 'ทองดี' } })).status).toBe(201);
});
it.each(['https://a.example/\0', 'https://a.example/?q=\ud800', 'https://a.example/#\udc00x'])('R3.3-14 %j is refused as a URL; one in Thai is kept as it was sent', async (url) => {
  expect(await codeOf({ amount: 1, returnUrl: url })).toBe('400 INVALID_REQUEST');
  expect((await product.call(merchant.publicKey, 'POST', '/api/v1/checkout/sessions', { amount: 1, returnUrl: url.replace('https://a.example', SHOP_ORIGIN) }, { origin: SHOP_ORIGIN })).body.code).toBe('INVALID_REQUEST');
  expect((await product.call(merchant.secretKey, 'POST', '/api/v1/webhooks', { url, events: ['*'] })).body.code).toBe('INVALID_REQUEST');
  const { id } = (await create({ amount: 1, returnUrl: 'https://a.example/ขอบคุณ' })).body.transaction;
  expect(await runSql(database.url, `select return_url from payment where id = '${id}'`)).toEqual([{ return_url: 'https://a.example/ขอบคุณ' }]);
});

it.each([
  ['__proto__ on top', '{"__proto__":{"isAdmin":true}}'], ['constructor on top', '{"constructor":{"prototype":{"isAdmin":true}}}'], ['__proto__ inside', '{"a":{"__proto__":{"isAdmin":true}}}'],
  ['constructor inside a list', '{"a":[{"constructor":1}]}'], ['51 keys', JSON.stringify(Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, 1])))], ['6 levels', '{"a":{"a":{"a":{"a":{"a":{"a":1}}}}}}'],
  ['more than 8 kB', JSON.stringify({ a: 'x'.repeat(8_200) })], ['more than 8 kB of Thai', JSON.stringify({ a: 'ก'.repeat(2_800) })],
])('R3.3-15 refuses metadata with %s', async (_name, metadata) => {
  expect(await codeOf(`{"amount":1,"metadata":${metadata}}`)).toBe('400 INVALID_REQUEST');
  expect(({} as { isAdmin?: boolean }).isAdmin).toBeUndefined();
});

it('R3.3-16 refuses an unknown field on the dashboard; v1 tolerates it and binds nothing', async () => {
  const foreign = await product.addMerchant();
  const strange = { amount: 1, merchantId: foreign.id, feeSatang: 0, status: 'PAID' };
  expect((await product.call(undefined, 'POST', '/api/payment/create-link', strange, owner.headers)).body).toMatchObject({ code: 'INVALID_REQUEST' });
  expect((await create(strange)).body.transaction).toMatchObject({ merchantId: merchant.id, status: 'PENDING', fee: 0.02 });
});

it('R3.3-30 a name cannot start a log line of its own: newlines are refused, and what is logged is JSON', async () => {
  for (const text of ['a\nb', 'a\r\nlevel=fatal']) expect(await codeOf({ amount: 1, description: text }), JSON.stringify(text)).toBe('400 INVALID_REQUEST');
});

const list = (query: string) => product.call(merchant.secretKey, 'GET', `/api/v1/transactions?${query}`);
it('R3.3-31 clamps pages and limits, and refuses lists where one value is meant', async () => {
  expect((await list('limit=1000000000')).body.pagination.limit).toBe(20);
  expect((await list('limit=101')).body.pagination.limit).toBe(100);
  expect((await list('page=-1&limit=0')).body.pagination).toMatchObject({ page: 1, limit: 1 });
  expect((await list('page=999999999')).body).toMatchObject({ transactions: [], pagination: { page: 1_000_000 } });
  for (const query of ['status=PAID&status=PENDING', 'page=1&page=2', 'orderId=a&orderId=b']) expect((await list(query)).body.code, query).toBe('INVALID_REQUEST');
  for (const query of ['filters[]=1', 'status[]=PAID', 'status[$ne]=PAID']) expect((await list(query)).status, query).toBe(200);
});

it('R3.3-32 a failing database says nothing in the body: no SQL, no SQLSTATE, no stack', async () => {
  await runSql(database.url, 'alter table payment rename to payment_away');
  const answers = [await create({ amount: 1 }), await product.call(merchant.secretKey, 'GET', '/api/v1/transactions'), await product.call(undefined, 'GET', '/trpc/links.recent?input=%7B%7D', undefined, owner.headers)];
  await runSql(database.url, 'alter table payment_away rename to payment');
  for (const { status, body } of answers) {
    expect(status).toBe(500);
    expect(JSON.stringify(body)).toContain('SERVER_ERROR');
    expect(JSON.stringify(body)).not.toMatch(/42P01|relation|payment_away|select |insert |\.ts:\d|node_modules/);
  }
});
