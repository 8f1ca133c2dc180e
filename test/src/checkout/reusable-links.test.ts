import { gzipSync } from 'node:zlib';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { runSql } from '../support/sql-session.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
const [merchant, other, suspended] = [await product.addMerchant(), await product.addMerchant(), await product.addMerchant()];
let owner: SignedIn;
let viewer: SignedIn;
let stranger: SignedIn;
beforeAll(async () => {
  owner = await enter(product, database, { merchantId: merchant.id });
  viewer = await enter(product, database, { merchantId: merchant.id, role: 'viewer' });
  stranger = await enter(product, database, { merchantId: other.id });
});
const create = (body: object, as = owner) => product.call(undefined, 'POST', '/api/payment/links', { title: 'ทำบุญสร้างศาลา', mode: 'test', ...body }, as.headers);
const made = async (body: object = {}) => (await create(body)).body.link as { readonly id: string; readonly url: string }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a create answer
const listed = async (id: string) => (await product.call(undefined, 'GET', '/api/payment/links?mode=test&limit=100', undefined, owner.headers)).body.links.find((link: { readonly id: string }) => link.id === id);
const page = (id: string, lang = 'en') => fetch(`${product.baseUrl}/l/${id}?lang=${lang}`);
const pay = (id: string, amount = '') =>
  fetch(`${product.baseUrl}/l/${id}?lang=en`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ amount }).toString() });
const paymentOf = (response: Response): string => /^\/pay\/([0-9a-f-]{36})\?lang=en$/.exec(response.headers.get('location') ?? '')?.[1] ?? '';

describe('a reusable link', () => {
  it('with an open amount makes a payment of what the payer types, within its bounds', async () => {
    const { id, url } = await made({ minAmount: 20, maxAmount: 5_000, description: 'ขอบคุณ', paymentMinutes: 60 });
    expect(url).toBe(`${product.platform.config.checkoutBaseUrl}/l/${id}`);
    const paid = await pay(id, '๑,๒๓๔.๕๐');
    expect(paid.status).toBe(303);
    const { body } = await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${paymentOf(paid)}`);
    expect(body.transaction).toMatchObject({ amount: 1_234.5, description: 'ทำบุญสร้างศาลา', status: 'PENDING', orderId: null });
    expect(Date.parse(body.transaction.expiresAt) - Date.parse(body.transaction.createdAt)).toBe(3_600_000);
    for (const [typed, words] of [['19.99', 'The smallest amount is ฿20.00'], ['5000.01', 'The largest amount is ฿5,000.00'], ['สิบ', 'Type an amount'], ['', 'Type an amount'], ['-50', 'Type an amount'], ['"><script>', 'Type an amount']] as const) {
      const answer = await pay(id, typed);
      const text = await answer.text();
      expect(answer.status, typed).toBe(400);
      expect(text).toContain(words);
      expect(text).not.toContain('<script');
    }
  });

  it('with a fixed amount asks for nothing, whatever is typed', async () => {
    const { id } = await made({ amount: 99.5 });
    const text = await (await page(id)).text();
    expect(text).toContain('฿99.50');
    expect(text).not.toContain('name="amount"');
    const { body } = await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${paymentOf(await pay(id, '1'))}`);
    expect(body.transaction.amount).toBe(99.5);
  });

  it('has a page without a script, in both languages, closed to other pages, within 4 KB', async () => {
    const { id } = await made();
    for (const lang of ['th', 'en']) {
      const response = await page(id, lang);
      const text = await response.text();
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'; style-src .*; frame-ancestors 'none'$/);
      expect(text).toContain(`<html lang="${lang}">`);
      expect(text).not.toContain('<script');
      expect(gzipSync(text, { level: 9 }).length).toBeLessThanOrEqual(4_096);
    }
  });

  it('is used as often as it says and not once more, however many press at once; what runs out unpaid gives its place back', async () => {
    const { id } = await made({ amount: 10, maxUses: 3 });
    const answers = await Promise.all(Array.from({ length: 10 }, () => pay(id)));
    const payments = answers.filter(({ status }) => status === 303).map(paymentOf);
    expect(payments).toHaveLength(3);
    expect(answers.filter(({ status }) => status === 410)).toHaveLength(7);
    expect(await listed(id)).toMatchObject({ status: 'USED_UP', uses: { paid: 0, pending: 3, paidAmount: '0' } });
    expect((await page(id)).status).toBe(410);
    await runSql(database.url, `update payment set status = 'PAID', paid_at = now() where id = '${payments[0]}'`, `update payment set expires_at = now() where id = '${payments[1]}'`);
    expect(await listed(id)).toMatchObject({ status: 'ACTIVE', uses: { paid: 1, pending: 1, paidAmount: '10' } });
    expect((await pay(id)).status).toBe(303);
    expect((await pay(id)).status).toBe(410);
  });

  it('never takes more than its total', async () => {
    const { id } = await made({ minAmount: 50, maxTotal: 250 });
    const answers = await Promise.all(Array.from({ length: 4 }, () => pay(id, '100')));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(2);
    expect(await (await pay(id, '60')).text()).toContain('The largest amount is ฿50.00');
    expect((await pay(id, '50')).status).toBe(303);
    expect(await listed(id)).toMatchObject({ status: 'USED_UP' });
  });

  it('ends when it says, when it is switched off, and when its merchant is suspended', async () => {
    const [ending, off] = [await made({ expiresAt: new Date(Date.now() + 60_000).toISOString() }), await made()];
    await runSql(database.url, `update payment_link set expires_at = now() where id = '${ending.id}'`);
    expect((await pay(ending.id, '50')).status).toBe(410);
    expect(await listed(ending.id)).toMatchObject({ status: 'EXPIRED' });
    const before = await pay(off.id, '50');
    for (let twice = 0; twice < 2; twice += 1) {
      const { status, body } = await product.call(undefined, 'POST', `/api/payment/links/${off.id}/disable`, undefined, owner.headers);
      expect({ status, link: body.link.status }).toEqual({ status: 200, link: 'DISABLED' });
    }
    expect((await pay(off.id, '50')).status).toBe(410);
    expect((await fetch(`${product.baseUrl}/pay/${paymentOf(before)}`)).status).toBe(200);
    const theirs = (await create({}, await enter(product, database, { merchantId: suspended.id }))).body.link;
    await runSql(database.url, `update merchant set status = 'SUSPENDED' where id = '${suspended.id}'`);
    expect([(await page(theirs.id)).status, (await pay(theirs.id, '50')).status]).toEqual([410, 410]);
  });

  it('shows its page nothing of its uses, and to another merchant nothing at all', async () => {
    const { id } = await made({ maxUses: 77_777, maxTotal: 88_888 });
    const text = await (await page(id)).text();
    for (const hidden of ['77777', '88888.00', merchant.id, 'uses']) expect(text).not.toContain(hidden);
    expect((await product.call(undefined, 'POST', `/api/payment/links/${id}/disable`, undefined, stranger.headers)).body.code).toBe('LINK_NOT_FOUND');
    expect((await product.call(undefined, 'POST', `/api/payment/links/${id}/disable`, undefined, viewer.headers)).status).toBe(403);
    for (const wrong of [uuidv7(), 'nonsense', '%00']) expect([(await page(wrong)).status, (await pay(wrong, '5')).status]).toEqual([404, 404]);
  });

  it('is not listed among the links to one payment, nor they among these', async () => {
    const { id } = await made({ amount: 15 });
    const payment = paymentOf(await pay(id));
    const { body } = await product.call(undefined, 'GET', '/api/payment/recent-links?mode=test&limit=100', undefined, owner.headers);
    expect(body.links.map((link: { readonly id: string }) => link.id)).not.toContain(payment);
  });

  it.each([
    [{ amount: 50, minAmount: 20 }, 'either amount'], [{ minAmount: 50, maxAmount: 20 }, 'below minAmount'], [{ amount: 50, maxTotal: 20 }, 'does not cover'], [{ amount: 40_000_000 }, 'a payment has'],
    [{ expiresAt: '2020-01-01T00:00:00Z' }, 'expiresAt is over'],
  ])('is refused with bounds that do not fit: %j', async (body, reason) => {
    const answer = await create(body);
    expect(answer).toMatchObject({ status: 400, body: { code: 'LINK_BOUNDS_INVALID', details: { reason: expect.stringContaining(reason) } } });
    expect(answer.body.message).toContain(answer.body.details.reasonTh);
  });
});
