import { withdrawalOperations } from '@paygate/contract/withdrawals';
import { settlePayout } from '@paygate/core/payouts/settle-payout';
import { v7 as uuidv7 } from 'uuid';
import { afterEach, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { fund } from '../support/fund.ts';
import { enter } from '../support/sign-in.ts';
import { openSqlSession, runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
afterEach(() => expectBooksAgree(product.platform));

const shop = async (satang = 100_000): Promise<TestMerchant> => {
  const merchant = await product.addMerchant();
  await fund(product.platform, merchant.id, satang);
  return merchant;
};
const wish = (amount: number, more: object = {}) => ({ amount, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' }, ...more });
const create = (merchant: TestMerchant, amount: number, more: object = {}) => product.signed(merchant.secretKey, '/api/v1/withdrawal/request/create', wish(amount, more));
const approve = (merchant: Pick<TestMerchant, 'secretKey'>, ref: string) => product.signed(merchant.secretKey, `/api/v1/withdrawal/request/${encodeURIComponent(ref)}/approve`, {});
const reject = (merchant: Pick<TestMerchant, 'secretKey'>, ref: string, reason?: string) => product.signed(merchant.secretKey, `/api/v1/withdrawal/request/${encodeURIComponent(ref)}/reject`, { reason });
const list = async (merchant: TestMerchant, query = '') => (await product.call(merchant.secretKey, 'GET', `/api/v1/withdrawal/requests${query}`)).body;
const balanceOf = async ({ id }: TestMerchant) => (await runSql(database.url, `select available_satang::int as available, reserved_satang::int as reserved from merchant_balance where merchant_id = '${id}' and mode = 'test'`))[0];
const payoutsOf = ({ id }: TestMerchant) => runSql(database.url, `select id, idempotency_key from payout where merchant_id = '${id}' order by id`);

describe('a withdrawal request', () => {
  it('is answered in the shape of its family, PENDING, with nothing held', async () => {
    const merchant = await shop();
    const { status, body } = await create(merchant, 100, { memberId: 'u_123', memberName: 'เจษฎา', requestRef: 'WD-1', metadata: { round: 7 } });
    expect(status).toBe(201);
    expect(withdrawalOperations.create.ok.schema.parse(body)).toEqual(body);
    expect(body).toMatchObject({
      success: true, object: 'withdrawal_request',
      request: {
        object: 'withdrawal_request', merchant_id: merchant.id, request_ref: 'WD-1', amount: 100, fee: 0, net_amount: 100, currency: 'THB',
        destination: { bank_code: '014', bank_name: 'ธนาคารไทยพาณิชย์', account_number: '4190621964', account_name: 'เจษฎา' }, member_id: 'u_123', member_name: 'เจษฎา',
        status: 'PENDING', status_reason: null, payout_id: null, decided_at: null, metadata: { round: 7 }, copy: { amount: '100.00', account_number: '4190621964' },
      },
    });
    expect(await balanceOf(merchant)).toEqual({ available: 100_000, reserved: 0 });
  });
  it('is refused at once below the minimum, above the balance, at an unknown bank, and without a signature', async () => {
    const merchant = await shop(10_000);
    expect(await create(merchant, 19.99)).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
    expect(await create(merchant, 100.01)).toMatchObject({ status: 400, body: { code: 'INSUFFICIENT_BALANCE', details: { available: 100, required: 100.01 } } });
    expect(await create(merchant, 50, { destination: { bankCode: 'NOBANK', accountNumber: '4190621964', accountName: 'a' } })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
    expect(await product.call(merchant.secretKey, 'POST', '/api/v1/withdrawal/request/create', wish(50))).toMatchObject({ status: 401, body: { code: 'SIGNATURE_REQUIRED' } });
  });
  it('takes a reference once per merchant and mode', async () => {
    const [one, other] = [await shop(), await shop()];
    expect((await create(one, 100, { requestRef: 'R-1' })).status).toBe(201);
    expect(await create(one, 200, { requestRef: 'R-1' })).toMatchObject({ status: 409, body: { code: 'DUPLICATE_PAYOUT_REQUEST', details: { reason: 'requestRef' } } });
    expect((await create(other, 100, { requestRef: 'R-1' })).status).toBe(201);
    expect((await create(one, 101)).body.request.request_ref).toBeNull();
  });
  it('is created once under one Idempotency-Key', async () => {
    const merchant = await shop();
    const send = () => product.signed(merchant.secretKey, '/api/v1/withdrawal/request/create', wish(30), { 'idempotency-key': 'wr-1' });
    const [first, second] = [await send(), await send()];
    expect(second.body).toEqual(first.body);
    expect((await list(merchant)).pagination.total).toBe(1);
  });
});

describe('approving', () => {
  it('holds the money and queues a payout whose events carry withdrawal-request:<id>', async () => {
    const merchant = await shop();
    await runSql(database.url, `insert into payout_terms (merchant_id, fee_fixed_satang) values ('${merchant.id}', 500)`);
    const { request } = (await create(merchant, 100, { requestRef: 'ใบขอ/ถอน #1', metadata: { round: 7 } })).body;
    expect(request).toMatchObject({ fee: 5, net_amount: 100 });
    const { status, body } = await approve(merchant, 'ใบขอ/ถอน #1');
    expect(status).toBe(200);
    expect(withdrawalOperations.approve.ok.schema.parse(body)).toEqual(body);
    expect(body).toMatchObject({ request: { id: request.id, status: 'APPROVED', payout_id: body.payout.id }, payout: { status: 'QUEUED', amount: 100, fee: 5, metadata: { round: 7 } } });
    expect(await balanceOf(merchant)).toEqual({ available: 89_500, reserved: 10_500 });
    await product.platform.database.transaction((transaction) => settlePayout(transaction, product.platform, { payoutId: body.payout.id, outcome: { move: 'cancel', reason: 'test' } }));
    const [event] = await runSql(database.url, `select type, data from event where object_id = '${body.payout.id}'`);
    expect(event).toMatchObject({ type: 'payout.failed' });
    expect(JSON.parse(String(event!['data']))).toMatchObject({ idempotency_key: `withdrawal-request:${request.id}`, idempotencyKey: `withdrawal-request:${request.id}` });
  });
  it('makes one payout out of fifty approvals at once, each answered with it', async () => {
    const merchant = await shop();
    const { request } = (await create(merchant, 100)).body;
    const answers = await Promise.all(Array.from({ length: 50 }, () => approve(merchant, request.id)));
    expect(answers.map(({ status }) => status)).toEqual(Array(50).fill(200));
    const payouts = await payoutsOf(merchant);
    expect(payouts).toEqual([{ id: answers[0]!.body.payout.id, idempotency_key: `withdrawal-request:${request.id}` }]);
    expect(new Set(answers.map(({ body }) => body.payout.id)).size).toBe(1);
    expect(await balanceOf(merchant)).toEqual({ available: 90_000, reserved: 10_000 });
  });
  it('or rejecting at the same moment: exactly one wins', async () => {
    const merchant = await shop();
    for (let round = 0; round < 12; round += 1) {
      const { request } = (await create(merchant, 50, { requestRef: `round-${round}` })).body;
      const [approved, rejected] = await Promise.all(round % 2 === 0 ? [approve(merchant, request.id), reject(merchant, request.id)] : [reject(merchant, request.id), approve(merchant, request.id)].toReversed());
      expect(new Set([approved!.status, rejected!.status])).toEqual(new Set([200, 409]));
      const [row] = await runSql(database.url, `select status, payout_id is not null as paid from withdrawal_request where id = '${request.id}'`);
      expect(row).toEqual(approved!.status === 200 ? { status: 'APPROVED', paid: true } : { status: 'REJECTED', paid: false });
      expect([approved!, rejected!].find(({ status }) => status === 409)!.body.code).toBe('WITHDRAWAL_REQUEST_DECIDED');
    }
    expect((await balanceOf(merchant))!['reserved']).toBe((await payoutsOf(merchant)).length * 5_000);
  });
  it('never reserves more than there is, however many requests are approved at once', async () => {
    const merchant = await shop(10_000);
    const requests = await Promise.all(Array.from({ length: 8 }, (_, index) => create(merchant, 30 + index)));
    const answers = await Promise.all(requests.map(({ body }) => approve(merchant, body.request.id)));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.every(({ body }) => body.code === 'INSUFFICIENT_BALANCE')).toBe(true);
    const granted = answers.flatMap(({ status, body }) => (status === 200 ? [body.request.amount] : [])).reduce((sum: number, amount: number) => sum + amount, 0);
    expect(granted).toBeLessThanOrEqual(100);
    expect(await balanceOf(merchant)).toEqual({ available: 10_000 - granted * 100, reserved: granted * 100 });
    expect((await list(merchant, '?status=approved')).pagination.total).toBe(8 - refused.length);
    // What was refused for lack of money can be approved once there is some.
    await fund(product.platform, merchant.id, 100_000);
    const again = requests.find(({ body }) => answers.every((answer) => answer.body.request?.id !== body.request.id))!;
    expect((await approve(merchant, again.body.request.id)).status).toBe(200);
  });
  it('is refused for a request that was rejected, and rejecting for one that was approved; each may be repeated', async () => {
    const merchant = await shop();
    const [one, other] = [(await create(merchant, 50, { requestRef: 'A' })).body.request, (await create(merchant, 60, { requestRef: 'B' })).body.request];
    expect((await reject(merchant, 'A', 'Turnover not reached')).body).toMatchObject({ success: true, request: { id: one.id, status: 'REJECTED', status_reason: 'Turnover not reached', payout_id: null } });
    expect((await reject(merchant, one.id, 'another reason')).body.request.status_reason).toBe('Turnover not reached');
    expect(await approve(merchant, 'A')).toMatchObject({ status: 409, body: { code: 'WITHDRAWAL_REQUEST_DECIDED', details: { status: 'REJECTED' } } });
    const first = await approve(merchant, 'B');
    expect((await approve(merchant, other.id)).body).toEqual(first.body);
    expect(await reject(merchant, 'B')).toMatchObject({ status: 409, body: { details: { status: 'APPROVED' } } });
  });
  it('finds nothing of another merchant, of the other mode, or of nobody', async () => {
    const [merchant, stranger] = [await shop(), await shop()];
    const { request } = (await create(merchant, 50, { requestRef: 'MINE' })).body;
    for (const ref of [request.id, 'MINE', uuidv7(), 'nothing', '%00', '%27 or 1=1']) {
      for (const decide of [approve, reject]) {
        expect(await decide(stranger, ref)).toMatchObject({ status: 404, body: { code: 'WITHDRAWAL_REQUEST_NOT_FOUND' } });
      }
    }
    expect((await approve({ secretKey: merchant.liveSecretKey }, request.id)).status).toBe(404);
    expect((await list(stranger)).requests).toEqual([]);
    const [row] = await runSql(database.url, `select status from withdrawal_request where id = '${request.id}'`);
    expect(row).toEqual({ status: 'PENDING' });
  });
  it('needs an ACTIVE merchant and a key that may pay out', async () => {
    const merchant = await shop();
    const { request } = (await create(merchant, 50)).body;
    const weak = await product.addKey(merchant.id, 'test', ['read', 'collect']);
    expect(await approve({ secretKey: weak }, request.id)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    await runSql(database.url, `update merchant set status = 'SUSPENDED' where id = '${merchant.id}'`);
    const fresh = await product.addKey(merchant.id, 'test');
    expect(await approve({ secretKey: fresh }, request.id)).toMatchObject({ status: 403, body: { code: 'MERCHANT_NOT_ACTIVE' } });
  });
});

it('lists newest first, by status in any case, in pages', async () => {
  const merchant = await shop();
  const ids: string[] = [];
  for (const amount of [21, 22, 23]) ids.unshift((await create(merchant, amount)).body.request.id);
  await reject(merchant, ids[1]!);
  const all = await list(merchant, '?status=all&limit=2');
  expect(withdrawalOperations.list.ok.schema.parse(all)).toEqual(all);
  expect(all).toMatchObject({ object: 'list', pagination: { page: 1, limit: 2, total: 3, totalPages: 2 } });
  expect(all.requests.map(({ id }: { id: string }) => id)).toEqual(ids.slice(0, 2));
  expect((await list(merchant, '?limit=2&page=2')).requests.map(({ id }: { id: string }) => id)).toEqual(ids.slice(2));
  expect((await list(merchant, '?status=rejected')).requests.map(({ id }: { id: string }) => id)).toEqual([ids[1]]);
  expect((await list(merchant, '?status=nothing')).requests).toEqual([]);
});

describe('the rule of a merchant', () => {
  it('approves small requests at once, up to so much a day, and leaves the rest pending', async () => {
    const merchant = await shop();
    const owner = await enter(product, database, { merchantId: merchant.id });
    const rule = (method: string, body?: object, who = owner) => product.call(undefined, method, '/api/withdrawal/rule', body, who.headers);
    expect((await rule('GET')).body).toEqual({ autoApproveMax: null, autoApproveDaily: null });
    expect((await rule('POST', { autoApproveMax: 50, autoApproveDaily: 70 })).body).toEqual({ autoApproveMax: 50, autoApproveDaily: 70 });
    expect((await create(merchant, 50)).body.request).toMatchObject({ status: 'APPROVED', status_reason: 'Approved by rule' });
    expect((await create(merchant, 50.01)).body.request.status).toBe('PENDING');
    expect((await create(merchant, 20.01)).body.request.status).toBe('PENDING');
    expect((await create(merchant, 20)).body.request.status).toBe('APPROVED');
    expect(await balanceOf(merchant)).toEqual({ available: 93_000, reserved: 7_000 });
    const staff = await enter(product, database, { role: 'staff', merchantId: merchant.id });
    expect((await rule('POST', { autoApproveMax: 1_000, autoApproveDaily: null }, staff)).status).toBe(403);
  });
  it('is audited with who set it and what it was before', async () => {
    const merchant = await shop();
    const owner = await enter(product, database, { merchantId: merchant.id });
    for (const body of [{ autoApproveMax: 50, autoApproveDaily: 70 }, { autoApproveMax: null, autoApproveDaily: null }]) await product.call(undefined, 'POST', '/api/withdrawal/rule', body, owner.headers);
    const on = { autoApproveMaxSatang: 5_000, autoApproveDailySatang: 7_000 };
    expect(await runSql(database.url, `select a.action, m.role, m.merchant_id, a.details::json as details from audit a join member m on m.id::text = a.actor_id::text where a.object_id = '${merchant.id}' order by a.seq`)).toEqual([
      { action: 'withdrawal.setRule', role: 'owner', merchant_id: merchant.id, details: { before: null, after: on } },
      { action: 'withdrawal.setRule', role: 'owner', merchant_id: merchant.id, details: { before: on, after: { autoApproveMaxSatang: null, autoApproveDailySatang: null } } },
    ]);
  });
  it('stays within the day although many ask at once', async () => {
    const merchant = await shop();
    await runSql(database.url, `insert into withdrawal_rule (merchant_id, auto_approve_max_satang, auto_approve_daily_satang) values ('${merchant.id}', 3000, 10000)`);
    const answers = await Promise.all(Array.from({ length: 8 }, (_, index) => create(merchant, 25, { requestRef: `Q${index}` })));
    expect(answers.filter(({ body }) => body.request.status === 'APPROVED')).toHaveLength(4);
    expect(await balanceOf(merchant)).toEqual({ available: 90_000, reserved: 10_000 });
  });
});

it.each([
  ['withdrawal_request_approved_has_payout', "update withdrawal_request set status = 'APPROVED', decided_at = now(), decided_by = 'MERCHANT'"],
  ['withdrawal_request_decided_says_how', "update withdrawal_request set status = 'REJECTED'"],
])('the database itself refuses a breach of %s', async (constraint, breach) => {
  const { request } = (await create(await shop(), 50)).body;
  const session = await openSqlSession(database.url);
  await expect(session.query(`${breach} where id = '${request.id}'`)).rejects.toMatchObject({ constraint });
  await session.close();
});
