import { adminOperations } from '@paygate/contract/dashboard';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openHouse, signedIn } from '../sessions/session.fixture.ts';
import { listTransactions } from './list-transactions.ts';

const database = await createTestDatabase();
const house = await openHouse(database.url);
afterAll(() => house.close());

const ctx = signedIn(house.platform, {
  kind: 'session', sessionId: uuidv7(), memberId: uuidv7(), role: 'admin', email: 'admin@example.com', name: 'Admin', expiresAt: '2026-03-05T20:00:00.000Z', merchant: null,
});
const list = (query: Record<string, string> = {}) => listTransactions(ctx, adminOperations.transactions.query.parse(query));
const ordersOf = async (query: Record<string, string>) => (await list(query)).transactions.map(({ orderId }) => orderId);

interface Wanted { readonly merchantId: string; readonly orderId: string | null; readonly status?: string; readonly mode?: string; readonly amountSatang?: number; readonly feeSatang?: number }
const ids = new Map<string | null, string>();
const addPayment = async ({ merchantId, orderId, status = 'PENDING', mode = 'live', amountSatang = 10_000, feeSatang = 200 }: Wanted): Promise<void> => {
  const id = uuidv7();
  ids.set(orderId, id);
  await house.owner.query(
    `insert into payment (id, merchant_id, mode, order_id, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, expires_at, paid_at)
     values ($1, $2, $3, $4, $5, 'API', $6, $7, 'CENTRAL', $8, $9, now(), case when $8 in ('PAID', 'REFUNDED') then '2026-03-09T10:10:00Z'::timestamptz end)`,
    [id, merchantId, mode, orderId, id.replaceAll('-', '').slice(-18), amountSatang, feeSatang, status, uuidv7()],
  );
};
const uuidOrder = '019aa3f0-5b7e-7c11-9d6e-3f2b8a6c4d21';
beforeAll(async () => {
  const [first, second] = [await house.addMerchant({ username: 'merchant_demo' }), await house.addMerchant({ username: 'ORD_shop' })];
  await addPayment({ merchantId: first, orderId: 'ORD-1', status: 'PAID', amountSatang: 120_050, feeSatang: 2_401 });
  await addPayment({ merchantId: first, orderId: 'ORD-2', mode: 'test' });
  await addPayment({ merchantId: second, orderId: 'ord-3', status: 'EXPIRED' });
  await addPayment({ merchantId: second, orderId: uuidOrder, status: 'PAID', mode: 'test' });
  await addPayment({ merchantId: second, orderId: '100%_sure' });
  await addPayment({ merchantId: second, orderId: null, status: 'CANCELLED', feeSatang: 0 });
});
const everyOrder = [null, '100%_sure', uuidOrder, 'ord-3', 'ORD-2', 'ORD-1'];

it('shows payments of every merchant and mode, newest first, as the contract declares them', async () => {
  const answer = await list();
  expect(adminOperations.transactions.ok.schema.parse(answer)).toEqual(answer);
  expect(answer.transactions.map(({ orderId }) => orderId)).toEqual(everyOrder);
  expect(answer.pagination).toEqual({ page: 1, limit: 50, total: 6, totalItems: 6, totalPages: 1, isTotalExact: true });
  expect(answer.transactions.at(-1)).toMatchObject({
    id: ids.get('ORD-1'), amount: '1200.5', fee: '24.01', status: 'PAID', mode: 'live', referenceId: 'ORD-1', confirmedAt: '2026-03-09T10:10:00.000Z',
    merchant: { username: 'merchant_demo', businessName: 'Shop' }, copy: { amount: '1200.50' },
  });
  expect(answer.transactions[0]).toMatchObject({ fee: '0', referenceId: null, confirmedAt: null });
});

it.each([
  ['paid', [uuidOrder, 'ORD-1']], ['PAID', [uuidOrder, 'ORD-1']], ['Expired', ['ord-3']], ['all', everyOrder], ['ALL', everyOrder], ['', everyOrder], ['no such status', []],
])('filters by status "%s" in any case', async (status, expected) => {
  expect(await ordersOf({ status })).toEqual(expected);
});

it('finds by the start of an order id, case and wildcard characters taken literally', async () => {
  expect(await ordersOf({ q: 'ORD-' })).toEqual(['ORD-2', 'ORD-1']);
  expect(await ordersOf({ q: 'RD-1' })).toEqual([]);
  expect(await ordersOf({ q: '100%' })).toEqual(['100%_sure']);
  expect(await ordersOf({ q: '%' })).toEqual([]);
  expect(await ordersOf({ q: '_' })).toEqual([]);
  expect(await ordersOf({ q: `' or true --` })).toEqual([]);
});

it('finds by a payment\'s id, and by an order id that has the form of one', async () => {
  expect(await ordersOf({ q: ids.get('ORD-2')! })).toEqual(['ORD-2']);
  expect(await ordersOf({ q: ids.get('ORD-2')!.toUpperCase() })).toEqual(['ORD-2']);
  expect(await ordersOf({ q: uuidOrder })).toEqual([uuidOrder]);
  expect(await ordersOf({ q: uuidv7() })).toEqual([]);
});

it('finds by a merchant\'s whole username only', async () => {
  expect(await ordersOf({ q: 'merchant_demo' })).toEqual(['ORD-2', 'ORD-1']);
  expect(await ordersOf({ q: 'merchant' })).toEqual([]);
});

it('joins all filters', async () => {
  expect(await ordersOf({ q: 'ORD_shop', mode: 'test', status: 'paid' })).toEqual([uuidOrder]);
  expect(await ordersOf({ q: 'ORD_shop', mode: 'live', status: 'paid' })).toEqual([]);
});

it('walks every payment once through its pages, with the total on each, also past the end', async () => {
  const seen: (string | null)[] = [];
  for (const page of ['1', '2', '3', '4']) {
    const answer = await list({ page, limit: '2' });
    expect(answer.pagination).toEqual({ page: Number(page), limit: 2, total: 6, totalItems: 6, totalPages: 3, isTotalExact: true });
    seen.push(...answer.transactions.map(({ orderId }) => orderId));
  }
  expect(seen).toEqual(everyOrder);
  expect((await list({ page: '999999999', limit: '100' })).transactions).toEqual([]);
});
