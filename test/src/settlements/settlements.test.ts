import { settlementOperations } from '@paygate/contract/settlements';
import { v7 as uuidv7 } from 'uuid';
import { beforeAll, describe, expect, it } from 'vitest';
import { deviations, documented } from '../documents/documented.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { until } from '../support/until.ts';
import { openSettlementHouse, settlementBank, type Shop } from './settlement-house.ts';

const database = await createTestDatabase();
const { product, call, shop, ask, balanceOf } = await openSettlementHouse(database);

let admin: SignedIn;
beforeAll(async () => {
  admin = await enter(product, database, { role: 'admin' });
});
const asked = async (merchant: Shop, amount: number): Promise<string> => (await ask(merchant, amount)).body.settlement.id;
const move = (id: string, name: string, body?: object) => call(admin, `POST /api/admin/settlements/${id}/${name}`, body);
const eventsOf = (id: string) => runSql(database.url, `select type, data::json as data from event where object_id = '${id}' order by id`);
const causesOf = async (id: string) => (await runSql(database.url, `select cause_kind from ledger_transaction where cause_id = '${id}' order by created_at, cause_kind`)).map((row) => row['cause_kind']);

const merchantDocument = documented('TopfromPAY, §4.5, "GET /api/settlement"', `{"settlements":[{"id":"st_001","merchantId":"m_123","amount":"1200.5","fee":"12.01","netAmount":"1188.49","bankAccount":"1234567890",
  "bankName":"ธนาคารไทยพาณิชย์","status":"PENDING","createdAt":"2026-03-09T10:05:00.000Z","copy":{"amount":"1200.50","account_number":"1234567890"}}],
  "pagination":{"page":1,"limit":20,"total":1,"totalPages":1},"filters":{"status":"all"}}`);
const adminDocument = documented('TopfromPAY, §4.5, "GET /api/admin/settlements"', `{"settlements":[{"id":"st_001","merchantId":"m_123","amount":"1200.5","bankAccount":"1234567890","bankName":"ธนาคารไทยพาณิชย์","status":"PENDING",
  "merchant":{"id":"m_123","businessName":"Demo Store","username":"merchant_demo","balance":"9500"},"copy":{"amount":"1200.50","account_number":"1234567890"}}],
  "pagination":{"page":1,"limit":20,"total":1,"totalPages":1},"filters":{"status":"ALL","q":""}}`);

describe('the documents', () => {
  let merchant: Shop;
  let id: string;
  beforeAll(async () => {
    merchant = await shop(1_070_050);
    await runSql(database.url, `update merchant set username = 'merchant_demo', business_name = 'Demo Store' where id = '${merchant.id}'`);
    const created = await ask(merchant, 1200.5);
    expect(created.status).toBe(201);
    expect(settlementOperations.create.ok.schema.parse(created.body)).toEqual(created.body);
    id = created.body.settlement.id;
  });
  it(`are answered by GET /api/settlement: ${merchantDocument.source}`, async () => {
    const { status, body } = await call(merchant.owner, 'GET /api/settlement');
    expect(status).toBe(200);
    expect(deviations(merchantDocument.json({ st_001: id, m_123: merchant.id }), body)).toEqual([]);
  });
  it(`are answered by GET /api/admin/settlements: ${adminDocument.source}`, async () => {
    const { body } = await call(admin, 'GET /api/admin/settlements');
    expect(deviations(adminDocument.json({ st_001: id, m_123: merchant.id }), body)).toEqual([]);
  });
  it('are answered by both summaries: every box counts, sums and can be copied', async () => {
    const none = { count: 0, amount: '0', copy: { amount: '0.00' } };
    const one = { count: 1, amount: '1200.5', copy: { amount: '1200.50' } };
    for (const answer of [await call(merchant.owner, 'GET /api/settlement/summary'), await call(admin, 'GET /api/admin/settlements/summary?mode=live')]) {
      expect(answer.body).toEqual({ total: one, pending: one, processing: none, completed: none, failed: none, cancelled: none });
    }
    expect((await call(admin, 'GET /api/admin/settlements/summary?mode=test')).body.total).toEqual(none);
  });
  it.each([['pending', 'PENDING', 1], ['PENDING', 'PENDING', 1], ['All', 'all', 1], ['completed', 'COMPLETED', 0]])('filter by status %s and say so as %s', async (status, echoed, total) => {
    expect((await call(merchant.owner, `GET /api/settlement?status=${status}`)).body).toMatchObject({ filters: { status: echoed }, pagination: { total } });
    const forAdmin = (await call(admin, `GET /api/admin/settlements?status=${status}&q=merchant_demo`)).body;
    expect(forAdmin).toMatchObject({ filters: { status: echoed === 'all' ? 'ALL' : echoed, q: 'merchant_demo' }, pagination: { total } });
  });
  it.each([() => id, () => id.toUpperCase(), () => '1234567890', () => 'merchant_demo'])('find it by what an operator has at hand', async (q) => {
    expect((await call(admin, `GET /api/admin/settlements?q=${q()}`)).body.pagination.total).toBe(1);
    expect((await call(admin, `GET /api/admin/settlements?q=${q()}x`)).body.pagination.total).toBe(0);
  });
  it('show the events as printed: 500, fee 8, net 492', async () => {
    const other = await shop();
    await runSql(database.url, `update settlement_terms set fee_bps = 0, fee_fixed_satang = 800 where merchant_id = '${other.id}'`);
    const { settlement } = (await ask(other, 500, { note: 'Webhook test for Demo Store' })).body;
    await move(settlement.id, 'process');
    await move(settlement.id, 'complete', { reference: 'RID-202603050001', note: 'Batch #B20260305-001' });
    const common = { id: settlement.id, settlementId: settlement.id, amount: 500, fee: 8, netAmount: 492 };
    expect(await eventsOf(settlement.id)).toEqual([
      { type: 'settlement.created', data: { ...common, status: 'PENDING', createdAt: settlement.createdAt, note: 'Webhook test for Demo Store' } },
      { type: 'settlement.completed', data: { ...common, status: 'COMPLETED', processedAt: expect.stringMatching(/Z$/), reference: 'RID-202603050001', note: 'Batch #B20260305-001' } },
    ]);
  });
});

describe('a settlement', () => {
  it('holds its amount at once and takes it out of the paying account when it is completed', async () => {
    const merchant = await shop();
    const id = await asked(merchant, 500);
    expect(await balanceOf(merchant)).toEqual({ available: 950_000, reserved: 50_000 });
    expect((await move(id, 'process')).body.settlement.status).toBe('PROCESSING');
    const completed = await move(id, 'complete', { reference: 'RID-1' });
    expect(completed.body.settlement).toMatchObject({ status: 'COMPLETED', reference: 'RID-1', amount: '500', fee: '5', netAmount: '495' });
    expect(await balanceOf(merchant)).toEqual({ available: 950_000, reserved: 0 });
    expect(await causesOf(id)).toEqual(['settlement-hold', 'settlement-post']);
    const entries = await runSql(database.url, `select e.account_kind, e.amount_satang::int as amount, a.account_number from ledger_entry e join ledger_transaction t on t.id = e.transaction_id
      left join receiving_account a on a.id = e.owner_id where t.cause_id = '${id}' and t.cause_kind = 'settlement-post' and e.account_kind <> 'MERCHANT_RESERVED' order by 1`);
    expect(entries).toEqual([{ account_kind: 'BANK', amount: 49_500, account_number: '1234567890' }, { account_kind: 'FEE_REVENUE', amount: 500, account_number: null }]);
  });
  it('gives its amount back when it fails, with its note, and when the merchant cancels it', async () => {
    const merchant = await shop();
    const [failing, cancelled] = [await asked(merchant, 500), await asked(merchant, 600)];
    await move(failing, 'process');
    expect((await move(failing, 'fail', { note: 'Account closed' })).body.settlement).toMatchObject({ status: 'FAILED', note: 'Account closed' });
    expect((await call(merchant.owner, `POST /api/settlement/${cancelled}/cancel`)).body.settlement.status).toBe('CANCELLED');
    expect(await balanceOf(merchant)).toEqual({ available: 1_000_000, reserved: 0 });
    expect((await eventsOf(failing)).at(-1)).toMatchObject({ type: 'settlement.failed', data: { status: 'FAILED', errorMessage: 'Account closed' } });
    expect((await eventsOf(cancelled)).at(-1)).toMatchObject({ type: 'settlement.failed', data: { status: 'CANCELLED' } });
  });
  it('tells settlement.failed to those who name it, not to those who asked for *', async () => {
    const merchant = await shop();
    const endpoint = (events: string) => `insert into webhook_endpoint (id, merchant_id, mode, url, events, secret_encrypted) values (uuidv7(), '${merchant.id}', 'live', 'https://shop.example.com/${events}', '{${events}}', 'x')`;
    await runSql(database.url, endpoint('*'), endpoint('settlement.failed'));
    const id = await asked(merchant, 500);
    await call(merchant.owner, `POST /api/settlement/${id}/cancel`);
    const told = await runSql(database.url, `select e.type, w.url from delivery d join event e on e.id = d.event_id join webhook_endpoint w on w.id = d.endpoint_id where e.object_id = '${id}' order by e.id`);
    expect(told).toEqual([{ type: 'settlement.created', url: 'https://shop.example.com/*' }, { type: 'settlement.failed', url: 'https://shop.example.com/settlement.failed' }]);
  });
  it.each([
    ['a fraction of a satang', 100.001, 'INVALID_AMOUNT'], ['less than the minimum', 19.99, 'SETTLEMENT_BELOW_MINIMUM'], ['more than there is', 10_000.01, 'INSUFFICIENT_BALANCE'],
  ])('is refused for %s', async (_what, amount, code) => {
    const merchant = await shop();
    expect(await ask(merchant, amount)).toMatchObject({ status: 400, body: { code } });
    expect(await balanceOf(merchant)).toEqual({ available: 1_000_000, reserved: 0 });
  });
  it('is refused without an account, on a DIRECT plan, and in a mode without money', async () => {
    const merchant = await shop();
    expect(await ask(merchant, 500, { mode: 'test' })).toMatchObject({ status: 400, body: { code: 'INSUFFICIENT_BALANCE' } });
    await runSql(database.url, `delete from settlement_account where merchant_id = '${merchant.id}'`);
    expect(await ask(merchant, 500)).toMatchObject({ status: 409, body: { code: 'SETTLEMENT_ACCOUNT_REQUIRED' } });
    const direct = await shop(1_000_000, { planCode: 'PRO' });
    expect(await ask(direct, 500)).toMatchObject({ status: 409, body: { code: 'SETTLEMENT_NOT_AVAILABLE' } });
    expect(await call(direct.owner, 'POST /api/settlement/schedule', { isActive: true, atTime: '09:00', minAmount: 100 })).toMatchObject({ status: 409, body: { code: 'SETTLEMENT_NOT_AVAILABLE' } });
  });
  it('never takes the balance below zero, however many are asked for at once', async () => {
    const merchant = await shop(100_000);
    const answers = await Promise.all(Array.from({ length: 12 }, () => ask(merchant, 300)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(3);
    expect(answers.filter(({ status }) => status !== 201).every(({ body }) => body.code === 'INSUFFICIENT_BALANCE')).toBe(true);
    expect(await balanceOf(merchant)).toEqual({ available: 10_000, reserved: 90_000 });
  });
  it('moves along its table only, once, whoever races', async () => {
    const merchant = await shop();
    const id = await asked(merchant, 500);
    expect(await move(id, 'complete', { reference: 'R' })).toMatchObject({ status: 409, body: { code: 'SETTLEMENT_NOT_MOVABLE', details: { status: 'PENDING', needed: 'PROCESSING' } } });
    expect((await move(id, 'fail', { note: 'n' })).status).toBe(409);
    const race = await Promise.all([move(id, 'process'), call(merchant.owner, `POST /api/settlement/${id}/cancel`)]);
    expect(new Set(race.map(({ status }) => status))).toEqual(new Set([200, 409]));

    const other = await asked(merchant, 400);
    await move(other, 'process');
    const ends = await Promise.all([move(other, 'complete', { reference: 'R-1' }), move(other, 'fail', { note: 'n' }), move(other, 'complete', { reference: 'R-2' })]);
    expect(ends.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(await causesOf(other)).toHaveLength(2);
  });
  it('answers the same evidence again, and refuses other evidence', async () => {
    const id = await asked(await shop(), 500);
    await move(id, 'process');
    const first = await move(id, 'complete', { reference: 'R-1' });
    expect((await move(id, 'complete', { reference: 'R-1' })).body).toEqual(first.body);
    expect((await move(id, 'complete', { reference: 'R-2' })).status).toBe(409);
  });
  it('is not found by another merchant, and no account of another mode or merchant pays it', async () => {
    const [merchant, stranger] = [await shop(), await shop()];
    const id = await asked(merchant, 500);
    for (const wrong of [id, uuidv7(), 'nothing']) {
      expect(await call(stranger.owner, `POST /api/settlement/${wrong}/cancel`)).toMatchObject({ status: 404, body: { code: 'SETTLEMENT_NOT_FOUND' } });
    }
    expect(await move(uuidv7(), 'process')).toMatchObject({ status: 404 });
    expect((await call(stranger.owner, 'GET /api/settlement')).body.settlements).toEqual([]);
    await move(id, 'process');
    const [test] = await runSql(database.url, `select id from receiving_account where mode = 'test' and type = 'BANK'`);
    expect(await move(id, 'complete', { reference: 'R', payingAccountId: String(test!['id']) })).toMatchObject({ status: 409, body: { code: 'NO_PAYING_ACCOUNT' } });
  });
  it('is the business of owners, staff and admins alone', async () => {
    const merchant = await shop();
    const [viewer, staff, operator] = [await enter(product, database, { role: 'viewer', merchantId: merchant.id }), await enter(product, database, { role: 'staff', merchantId: merchant.id }), await enter(product, database, { role: 'payout_operator' })];
    const id = await asked(merchant, 500);
    expect((await call(viewer, 'POST /api/settlement', { amount: 100 })).status).toBe(403);
    expect((await call(staff, 'POST /api/settlement', { amount: 100 })).status).toBe(201);
    expect((await call(staff, 'POST /api/settlement/account', settlementBank)).status).toBe(403);
    expect((await call(viewer, 'GET /api/settlement')).status).toBe(200);
    for (const who of [merchant.owner, operator]) expect((await call(who, `POST /api/admin/settlements/${id}/process`)).status).toBe(403);
    expect((await call(merchant.owner, 'GET /api/admin/settlements')).status).toBe(403);
  });
  it('is never begun while sending is stopped, nor by completing several; what was begun before is completed', async () => {
    const merchant = await shop();
    const [id, begun] = [await asked(merchant, 500), await asked(merchant, 600)];
    await move(begun, 'process');
    const complete = (ids: readonly string[]) => call(admin, 'POST /api/admin/settlements/complete', { ids, reference: 'S-1' });
    await runSql(database.url, `insert into setting (name, value) values ('isSendingStopped', 'true')`);
    await until('sending to stop', async () => (await product.platform.settings()).isSendingStopped);
    expect(await move(id, 'process')).toMatchObject({ status: 409, body: { code: 'SENDING_STOPPED' } });
    expect(await complete([begun, id])).toMatchObject({ status: 409, body: { code: 'SENDING_STOPPED' } });
    expect(await balanceOf(merchant)).toEqual({ available: 890_000, reserved: 110_000 });
    expect((await complete([begun])).body.settlements).toMatchObject([{ id: begun, status: 'COMPLETED' }]);
    await runSql(database.url, `delete from setting where name = 'isSendingStopped'`);
    await until('sending to resume', async () => !(await product.platform.settings()).isSendingStopped);
  });
});

describe('a batch', () => {
  it('is completed whole under one reference, or not at all', async () => {
    const [one, other] = [await shop(), await shop()];
    const ids = [await asked(one, 500), await asked(one, 600), await asked(other, 700)];
    await move(ids[0]!, 'process');
    const complete = (some: readonly string[]) => call(admin, 'POST /api/admin/settlements/complete', { ids: some, reference: 'B-1', note: 'Batch #B20260305-001' });
    const cancelled = await asked(other, 100);
    await call(other.owner, `POST /api/settlement/${cancelled}/cancel`);
    expect(await complete([...ids, cancelled])).toMatchObject({ status: 409, body: { code: 'SETTLEMENT_NOT_MOVABLE', details: { id: cancelled } } });
    expect(await complete([...ids, uuidv7()])).toMatchObject({ status: 404 });
    expect(await balanceOf(other)).toEqual({ available: 930_000, reserved: 70_000 });
    const done = await complete(ids);
    expect(done.body.settlements.map((row: { status: string; reference: string }) => [row.status, row.reference])).toEqual(ids.map(() => ['COMPLETED', 'B-1']));
    expect([await balanceOf(one), await balanceOf(other)]).toEqual([{ available: 890_000, reserved: 0 }, { available: 930_000, reserved: 0 }]);
    expect((await complete(ids)).body).toEqual(done.body);
    const audited = await runSql(database.url, `select action from audit where object_id = any('{${ids.join(',')}}') order by seq`);
    expect(audited.map(({ action }) => action)).toEqual(['settlement.start', 'settlement.complete', 'settlement.complete', 'settlement.complete']);
  });
});

it('remembers where settlements go, and leaves those under way where they were asked to go', async () => {
  const merchant = await shop();
  const id = await asked(merchant, 500);
  expect(await call(merchant.owner, 'POST /api/settlement/account', { ...settlementBank, bankCode: 'NOBANK' })).toMatchObject({ status: 400, body: { code: 'VALIDATION_ERROR' } });
  expect((await call(merchant.owner, 'POST /api/settlement/account', { bankCode: 'kbank', accountNumber: '0987654321', accountName: 'ใหม่' })).body.account).toMatchObject({ bankCode: '004', accountNumber: '0987654321', copy: { account_number: '0987654321' } });
  expect((await call(merchant.owner, 'GET /api/settlement/account')).body.account).toMatchObject({ accountNumber: '0987654321' });
  expect((await call(merchant.owner, 'GET /api/settlement')).body.settlements).toMatchObject([{ id, bankAccount: '1234567890' }]);
});
