import { movement, renderCsv, renderMt940 } from '@paygate/core/statements/render.fixture';
import { workImports } from '@paygate/core/statements/work-imports';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { openStatementHouse, STATEMENTS, type StatementHouse } from './statement-house.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let house: StatementHouse;
beforeAll(async () => {
  house = await openStatementHouse(product, database);
  await runSql(database.url, `create function refuse_csv() returns trigger language plpgsql as $$ begin if new.source = 'statement:csv' then raise 'no'; end if; return new; end $$`,
    'create trigger refuse_csv before insert on bank_credit for each row execute function refuse_csv()');
});
afterAll(() => expectBooksAgree(product.platform));

const jobsOf = async (importId: string) => (await runSql(database.url, `select id from pgboss.job where name = 'statements.import' and data ->> 'importId' = '${importId}'`)).length;
/** One that cannot be credited, and behind it one whose own job has found it so. */
const oneBehindAnother = async () => {
  const account = await house.account();
  const [first, second] = [await house.send(account, [movement()], renderCsv('scb')), await house.send(account, [movement({ amountSatang: 5_000 })], renderMt940('slashes'))];
  await workImports(product.platform, [second.id]);
  expect(await jobsOf(second.id)).toBe(1);
  return [first.id, second.id] as const;
};
const statusOf = async (id: string) => (await house.get(`${STATEMENTS}/${id}`)).body.import.status;

it('calls the next import of its account when it fails, as when it ends', async () => {
  const [first, second] = await oneBehindAnother();
  await expect(workImports(product.platform, [first])).rejects.toThrow('statement imports failed');
  expect([await statusOf(first), await jobsOf(second)]).toEqual(['FAILED', 2]);
  expect(await house.finish(second)).toMatchObject({ lines: { credited: 1 } });
});
