import { readCsv } from '@paygate/core/batches/formats/csv-reader';
import { BatchFormat } from '@paygate/contract/batches';
import { satangFromBaht } from '@paygate/contract/money';
import { verifyAudit } from '@paygate/core/audit/verify-audit';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestMerchant } from '../support/test-product.ts';
import { openBatchHouse, pain002, resultCsv, type BatchHouse } from './batch-house.ts';

const PATH = '/api/admin/payouts/batches';
const database = await createTestDatabase();
let house: BatchHouse;
let operator: SignedIn;
let merchant: TestMerchant;
beforeAll(async () => {
  house = await openBatchHouse(database);
  await house.set('ktbCompanyId', 'PAYGATE01');
  await house.set('minPayoutSatang', 100);
  operator = await house.operator();
  merchant = await house.fundedMerchant(50_000);
});
afterEach(() => expectBooksAgree(house.product.platform));

const balance = async () => {
  const { body } = await house.product.call(merchant.secretKey, 'GET', '/api/v1/balance');
  const held: { readonly balance: number; readonly reserved: number } = { balance: body.balance, reserved: body.reserved };
  return held;
};
const draftOf = async (payoutIds: readonly string[]): Promise<{ id: string; reference: string; amount: string }> => (await house.collect(operator, { payoutIds })).body.batch;
const check = (who: SignedIn, id: string) => house.post(who, `${PATH}/${id}/check`);
const get = async (id: string) => (await house.get(operator, `${PATH}/${id}`)).body.batch;
const statusesOf = (ids: readonly string[]) => runSql(database.url, `select status, external_ref from payout where id = any('{${ids.join(',')}}') order by id`);
const decoded = (files: readonly { base64: string }[]) => files.map(({ base64 }) => Buffer.from(base64, 'base64'));

const sumOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + satangFromBaht(text)!, 0);

describe('the four formats', () => {
  const amounts = [100.37, 200.5, 1_000];
  const totalSatang = 130_087;
  const readBack = {
    'pain.001.001.03': ([file]: readonly Buffer[]) => ({ said: sumOf([/<CtrlSum>([^<]+)/.exec(file!.toString())![1]!]), rows: sumOf([...file!.toString().matchAll(/<InstdAmt Ccy="THB">([^<]+)/g)].map((match) => match[1]!)) }),
    'pain.001.001.09': ([file]: readonly Buffer[]) => ({ said: sumOf([/<CtrlSum>([^<]+)/.exec(file!.toString())![1]!]), rows: sumOf([...file!.toString().matchAll(/<InstdAmt Ccy="THB">([^<]+)/g)].map((match) => match[1]!)) }),
    csv: ([file]: readonly Buffer[]) => {
      const read = readCsv(file!);
      const [header, ...rows] = read.ok ? read.value : [];
      const at = header!.cells.indexOf('amount');
      return { said: totalSatang, rows: sumOf(rows.map(({ cells }) => cells[at]!)) };
    },
    ktb: (files: readonly Buffer[]) => {
      const lines = files.flatMap((file) => file.toString('latin1').split('\r\n').filter((line) => line !== ''));
      const sum = (kind: string, from: number, to: number) => lines.filter((line) => line.startsWith(kind)).reduce((total, line) => total + Number(line.slice(from, to)), 0);
      return { said: sum('101', 19, 38), rows: sum('102', 57, 74) };
    },
  } as const;
  let id: string;
  beforeAll(async () => {
    ({ id } = await draftOf(await house.queue(merchant, amounts)));
    await check(operator, id);
  });

  it.each(BatchFormat.options)('%s holds every transfer to the satang, and comes out the same again', async (format) => {
    const { status, body } = await house.file(operator, id, format);
    expect(status).toBe(200);
    expect(readBack[format](decoded(body.files))).toEqual({ said: totalSatang, rows: totalSatang });
    await runSql(database.url, `update receiving_account set account_name = account_name || '!', updated_at = now() where id = '${house.payingAccountId}'`);
    expect((await house.file(operator, id, format)).body).toEqual(body);
  });
  it('is named before the bank is called, audited each time, and marked with the format taken first', async () => {
    const batch = await get(id);
    expect(batch).toMatchObject({ status: 'EXPORTED', amount: '1300.87', payoutCount: 3, copy: { amount: '1300.87' } });
    expect(batch.history.map(({ action }: { action: string }) => action)).toEqual(['batch.create', 'batch.check', ...Array.from({ length: 8 }, () => 'batch.file')]);
    expect(await runSql(database.url, `select distinct channel from payout_attempt where payout_id in (select id from payout where batch_id = '${id}')`)).toEqual([{ channel: 'batch:pain.001.001.03' }]);
    expect(await verifyAudit(house.product.platform.database)).toMatchObject({ isSound: true });
  });
  it('names the rows that a bank cannot carry, and leaves the batch a draft', async () => {
    const queued = await house.queue(merchant, [10]);
    await runSql(database.url, `update payout set account_name = E'a\\u0007' where id = '${queued[0]}'`);
    const draft = await draftOf(queued);
    const refused = await check(operator, draft.id);
    expect(refused).toMatchObject({ status: 409, body: { code: 'BATCH_FILE_NOT_POSSIBLE', details: { errors: [{ row: 1, code: 'UNPRINTABLE_CHARACTER' }] } } });
    expect((await get(draft.id)).status).toBe('DRAFT');
    expect((await house.post(operator, `${PATH}/${draft.id}/cancel`)).status).toBe(200);
    expect((await house.product.call(merchant.secretKey, 'POST', `/api/v1/payout/${queued[0]}/cancel`)).status).toBe(200);
  });
});

it('passes over what no bank file could carry when the oldest are collected, so that it blocks no batch', async () => {
  const [blank, first, broken, second] = await house.queue(merchant, [31, 32, 33, 34]);
  await runSql(database.url, `update payout set account_name = ' ' where id = '${blank}'`, `update payout set account_name = E'A\\u2028B' where id = '${broken}'`);
  const collected = async (limit: number): Promise<string[]> => {
    const { body: { batch } } = await house.collect(operator, { limit });
    expect((await check(operator, batch.id)).status).toBe(200);
    return (await get(batch.id)).payouts.map(({ id }: { id: string }) => id);
  };
  expect([await collected(1), await collected(2)]).toEqual([[first], [second]]);
  expect((await house.collect(operator)).body.code).toBe('NO_PAYOUTS_TO_COLLECT');
  for (const id of [blank, broken]) expect((await house.product.call(merchant.secretKey, 'POST', `/api/v1/payout/${id}/cancel`)).status).toBe(200);
});

describe('results', () => {
  it('settle by CSV and pain.002: ledger, webhooks and balance move once, and importing again changes nothing', async () => {
    const before = await balance();
    const ids = await house.queue(merchant, [100, 200, 300]);
    const { id, reference, references } = await house.exported(operator, ids);
    expect(await balance()).toEqual({ ...before, balance: before.balance - 600, reserved: before.reserved + 600 });
    const [first, second, third] = ids.map((payoutId) => references.get(payoutId));

    const csv = resultCsv([first, 'SUCCESS', 'SCB0001'], [second, 'FAILED', '', 'AC04'], [third, 'PROCESSING'], ['UNKNOWN1', 'SUCCESS']);
    const answer = await house.result(operator, id, csv);
    expect(answer).toMatchObject({ status: 200, body: { batch: { status: 'EXPORTED' }, result: { format: 'csv', succeeded: 1, failed: 1, processing: 1, unchanged: 0, rowErrors: [{ row: 5, code: 'UNKNOWN_REFERENCE' }] } } });
    expect(await statusesOf(ids)).toEqual([{ status: 'SUCCESS', external_ref: 'SCB0001' }, { status: 'FAILED', external_ref: null }, { status: 'PROCESSING', external_ref: null }]);
    expect(await balance()).toEqual({ ...before, balance: before.balance - 400, reserved: before.reserved + 300 });

    const xml = pain002(reference, [first, 'ACSC'], [third, 'ACSC']);
    expect(await house.result(operator, id, xml)).toMatchObject({ status: 200, body: { batch: { status: 'COMPLETED' }, result: { format: 'pain.002', succeeded: 1, unchanged: 1, rowErrors: [] } } });
    const state = () => runSql(database.url, `select (select json_agg(p order by p.id) from payout p where p.batch_id = '${id}')::text as payouts, (select json_agg(b) from payout_batch b where b.id = '${id}')::text as batch,
      (select json_agg(a order by a.id) from payout_attempt a join payout p on p.id = a.payout_id where p.batch_id = '${id}')::text as attempts, (select count(*) from ledger_entry) as entries, (select count(*) from event) as events`);
    const settled = await state();
    expect((await house.result(operator, id, xml)).body.result).toMatchObject({ succeeded: 0, failed: 0, unchanged: 2 });
    expect((await house.result(operator, id, csv)).body.result).toMatchObject({ succeeded: 0, failed: 0, processing: 0, unchanged: 3 });
    expect(await state()).toEqual(settled);
    expect(await balance()).toEqual({ ...before, balance: before.balance - 400 });

    const events = await runSql(database.url, `select type, data from event where object_id = any('{${ids.join(',')}}') order by object_id`);
    expect(events.map(({ type }) => type)).toEqual(['payout.success', 'payout.failed', 'payout.success']);
    expect(JSON.parse(String(events[1]!['data']))).toMatchObject({ status: 'FAILED', errorMessage: 'AC04: The account is closed' });
    const posted = await runSql(database.url, `select cause_kind from ledger_transaction where cause_id = any('{${ids.join(',')}}') and cause_kind <> 'payout-hold' order by cause_id`);
    expect(posted).toEqual([{ cause_kind: 'payout-post' }, { cause_kind: 'payout-void' }, { cause_kind: 'payout-post' }]);
  });
  it('that contradict what was settled are named and move nothing', async () => {
    const ids = await house.queue(merchant, [11, 12]);
    const { id, references } = await house.exported(operator, ids);
    const [first, second] = ids.map((payoutId) => references.get(payoutId));
    await house.result(operator, id, resultCsv([first, 'SUCCESS'], [second, 'FAILED']));
    const before = await balance();
    const { body } = await house.result(operator, id, resultCsv([first, 'FAILED'], [second, 'SUCCESS']));
    expect(body.result).toMatchObject({ succeeded: 0, failed: 0, unchanged: 0, rowErrors: [{ code: 'CONTRADICTS_EARLIER_RESULT', bankReference: first }, { code: 'CONTRADICTS_EARLIER_RESULT', bankReference: second }] });
    expect(await balance()).toEqual(before);
  });
  it('settle once when two operators import at the same time', async () => {
    const before = await balance();
    const ids = await house.queue(merchant, Array.from({ length: 60 }, () => 1));
    const { id, references } = await house.exported(operator, ids);
    const csv = resultCsv(...[...references.values()].map((reference) => [reference, 'SUCCESS'] as const));
    const answers = await Promise.all([1, 2, 3].map(() => house.result(operator, id, csv)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(answers.reduce((sum, { body }) => sum + body.result.succeeded, 0)).toBe(60);
    expect(await balance()).toEqual({ ...before, balance: before.balance - 60 });
    expect((await get(id)).status).toBe('COMPLETED');
  });
  it('of another batch, of no bank and of a batch nobody exported are refused whole', async () => {
    const [one, other] = [await house.exported(operator, await house.queue(merchant, [13])), await house.exported(operator, await house.queue(merchant, [14]))];
    const foreign = [...other.references.values()][0];
    const codeOf = async (content: string) => (await house.result(operator, one.id, content)).body.details?.code;
    expect(await codeOf(pain002(other.reference, [foreign, 'ACSC']))).toBe('OTHER_BATCH');
    expect(await codeOf(resultCsv([foreign, 'SUCCESS']))).toBe('NO_ROW_FITS');
    expect(await codeOf('hello')).toBe('HEADER_MISSING');
    expect(await codeOf('<html></html>')).toBe('NOT_PAIN002');
    expect((await house.result(operator, one.id, 'hello')).status).toBe(400);
    expect((await get(one.id)).payouts[0].status).toBe('PROCESSING');
    const draft = await draftOf(await house.queue(merchant, [15]));
    expect(await house.result(operator, draft.id, resultCsv(['X', 'SUCCESS']))).toMatchObject({ status: 409, body: { code: 'BATCH_STATUS_CONFLICT' } });
    expect(await house.post(operator, `${PATH}/${one.id}/result`, {})).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });
});

describe('who may', () => {
  it('two operators collecting at once never share a payout', async () => {
    const ids = await house.queue(merchant, Array.from({ length: 40 }, (_, at) => at + 1));
    const others = await Promise.all([house.operator(), house.operator('admin'), house.operator()]);
    const answers = await Promise.all([operator, ...others].map((who) => house.collect(who, { limit: 15 })));
    const batches: readonly string[] = answers.filter(({ status }) => status === 201).map(({ body }) => body.batch.id);
    const rows = await runSql(database.url, `select id, batch_id from payout where batch_id = any('{${batches.join(',')}}')`);
    const counted = await runSql(database.url, `select sum(payout_count)::integer as count from payout_batch where id = any('{${batches.join(',')}}')`);
    expect(counted).toEqual([{ count: rows.length }]);
    const free = await runSql(database.url, `select id from payout where id = any('{${ids.join(',')}}') and batch_id is null`);
    const freeAndTaken = rows.filter(({ id }) => ids.includes(String(id))).length + free.length;
    expect(freeAndTaken).toBe(40);
    const named = await Promise.all([operator, ...others].map((who) => house.collect(who, { payoutIds: ids.slice(0, 3) })));
    expect(named.every(({ body }) => body.code === 'PAYOUTS_NOT_COLLECTABLE')).toBe(true);
    for (const id of batches) await house.post(operator, `${PATH}/${id}/cancel`);
    expect((await runSql(database.url, `select count(*)::integer as count from payout where id = any('{${ids.join(',')}}') and batch_id is null and status = 'QUEUED'`))).toEqual([{ count: 40 }]);
  });
  it('above the amount a batch is checked only by another than its maker, and both are named', async () => {
    await house.set('batchCheckAboveSatang', 5_000);
    const draft = await draftOf(await house.queue(merchant, [50.01]));
    const refused = await check(operator, draft.id);
    expect(refused).toMatchObject({ status: 403, body: { code: 'BATCH_CHECKER_MUST_DIFFER', details: { aboveBaht: '50' } } });
    expect(refused.body.details.maker).toContain('Somebody <');
    expect(refused.body.details.checker).toBe(refused.body.details.maker);
    expect(await check(await house.operator('admin'), draft.id)).toMatchObject({ status: 200, body: { batch: { status: 'LOCKED', needsOtherChecker: true } } });
    const atTheAmount = await draftOf(await house.queue(merchant, [50]));
    expect((await check(operator, atTheAmount.id)).status).toBe(200);
  });
  it('neither its merchant nor its operator can take back a payout once it is checked', async () => {
    const ids = await house.queue(merchant, [16]);
    const draft = await draftOf(ids);
    const cancel = () => house.product.call(merchant.secretKey, 'POST', `/api/v1/payout/${ids[0]}/cancel`);
    expect(await cancel()).toMatchObject({ status: 409, body: { code: 'PAYOUT_NOT_CANCELLABLE', details: { status: 'in a bank batch' } } });
    expect(await house.file(operator, draft.id, 'csv')).toMatchObject({ status: 409, body: { code: 'BATCH_STATUS_CONFLICT' } });
    await check(operator, draft.id);
    expect((await cancel()).status).toBe(409);
    expect(await house.post(operator, `${PATH}/${draft.id}/cancel`)).toMatchObject({ status: 409, body: { code: 'BATCH_STATUS_CONFLICT', details: { status: 'LOCKED', needed: 'DRAFT' } } });
    expect(await check(operator, draft.id)).toMatchObject({ status: 409 });
  });
  it('nothing is checked or taken while sending is stopped', async () => {
    const draft = await draftOf(await house.queue(merchant, [17]));
    await house.set('isSendingStopped', true);
    expect(await check(operator, draft.id)).toMatchObject({ status: 409, body: { code: 'SENDING_STOPPED' } });
    await house.set('isSendingStopped', false);
    expect((await check(operator, draft.id)).status).toBe(200);
  });
  it('a merchant may not', async () => {
    const owner = await enter(house.product, database, { merchantId: merchant.id });
    for (const path of [PATH, `${PATH}/019aa3f0-0000-7000-8000-000000000000`]) expect(await house.get(owner, path)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
    expect((await house.collect(owner)).status).toBe(403);
    expect(await house.get(operator, `${PATH}/no-id`)).toMatchObject({ status: 404, body: { code: 'BATCH_NOT_FOUND' } });
    expect(await house.collect(operator, { mode: 'live' })).toMatchObject({ status: 409, body: { code: 'NO_PAYING_ACCOUNT' } });
    expect(await house.collect(operator, { mode: 'live', payingAccountId: null })).toMatchObject({ status: 409, body: { code: 'NO_PAYOUTS_TO_COLLECT' } });
  });
});
