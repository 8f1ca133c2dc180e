import { expect, it } from 'vitest';
import { runSql } from './sql-session.ts';
import { createTestDatabase } from './test-database.ts';

const database = await createTestDatabase();
const neighbour = await createTestDatabase();

it('gives two askers two databases that do not see each other', async () => {
  await runSql(database.url, 'create table only_here (name text)');
  const rows = await runSql(neighbour.url, "select to_regclass('only_here') as found");
  expect(rows).toEqual([{ found: null }]);
});

it('stores and compares Thai text as it was written', async () => {
  const rows = await runSql(database.url, 'create table shop (name text primary key)', "insert into shop values ('ร้านกาแฟ'), ('กำไร')", 'select name from shop order by name');
  expect(rows).toEqual([{ name: 'กำไร' }, { name: 'ร้านกาแฟ' }]);
});
