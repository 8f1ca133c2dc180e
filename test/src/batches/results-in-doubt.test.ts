import { afterEach, beforeAll, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import type { SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { TestMerchant } from '../support/test-product.ts';
import { openBatchHouse, pain002, resultCsv, type BatchHouse } from './batch-house.ts';

const database = await createTestDatabase();
let house: BatchHouse;
let operator: SignedIn;
let merchant: TestMerchant;
beforeAll(async () => {
  house = await openBatchHouse(database);
  operator = await house.operator();
  merchant = await house.fundedMerchant(50_000);
});
afterEach(() => expectBooksAgree(house.product.platform));

let satang = 0;
/** Payouts of one amount to one account, asked for in the same second, would have one signature. */
const nextSatang = () => (satang += 1) / 100;
const balance = async () => (await house.product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body.balance;
const statusesOf = async (ids: readonly string[]) => (await runSql(database.url, `select status from payout where id = any('{${ids.join(',')}}') order by id`)).map(({ status }) => status);

type FileOf = (batch: string, doubted: string, other: string) => string;
const paidSomeday = (reference: string) => `${reference},SUCCESS,SCB-778,,5 March`;
it.each<[string, FileOf, number[]]>([
  ['CSV, the readable row last', (_batch, doubted, other) => [resultCsv([other, 'SUCCESS']), paidSomeday(doubted), `${doubted},FAILED,,AC04,`].join('\r\n'), [3, 4]],
  ['CSV, the readable row first', (_batch, doubted, other) => [resultCsv([doubted, 'FAILED', '', 'AC04']), paidSomeday(doubted), `${other},SUCCESS,,,`].join('\r\n'), [2, 3]],
  ['pain.002', (batch, doubted, other) => pain002(batch, [doubted, 'RJCT', 'AC04'], [doubted, 'ACSX'], [other, 'ACSC']), [1, 2]],
])('leaves a payout open and its money held while any row about it cannot be read: %s', async (_format, fileOf, rows) => {
  const before = await balance();
  const ids = await house.queue(merchant, [1_000 + nextSatang(), 20]);
  const { id, reference, references } = await house.exported(operator, ids);
  const [doubted, other] = ids.map((payoutId) => references.get(payoutId)!);
  const held = await balance();
  const { body } = await house.result(operator, id, fileOf(reference, doubted!, other!));
  expect(body).toMatchObject({ batch: { status: 'EXPORTED' }, result: { succeeded: 1, failed: 0, processing: 0, unchanged: 0, rowErrors: rows.map((row) => ({ row, bankReference: doubted })) } });
  expect(await statusesOf(ids)).toEqual(['PROCESSING', 'SUCCESS']);
  expect(held).toBeLessThan(before - 1_000);
  expect(await balance()).toBe(held);

  expect((await house.result(operator, id, resultCsv([doubted, 'SUCCESS']))).body).toMatchObject({ batch: { status: 'COMPLETED' }, result: { succeeded: 1, rowErrors: [] } });
});
