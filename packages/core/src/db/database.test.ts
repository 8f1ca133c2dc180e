import { openSqlSession } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { afterAll, expect, it } from 'vitest';
import { openBell } from './bell.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { statement } from './statement.ts';

const { url } = await createTestDatabase();
const database = await openDatabase({ url, connectionsMax: 4, applicationName: 'database-test' });
afterAll(() => database.close());
const one = statement<{ one: number }>('test.one', 'select 1 as "one"');

it('lets work inside a transaction ask the pool, however many transactions are open', async () => {
  const answers = await Promise.all(Array.from({ length: 40 }, () => database.transaction(async (transaction) => {
    await transaction.query(one, []);
    // What a cached look-up does when its second is over.
    return database.query(one, []);
  })));
  expect(answers).toHaveLength(40);
});

it('rolls back what throws, and the connection serves on', async () => {
  const insert = statement('test.insert', `insert into setting (name, value) values ('x', '1')`);
  const find = statement<{ name: string }>('test.find', `select name from setting where name = 'x'`);
  for (let time = 0; time < 10; time += 1) {
    await expect(database.transaction(async (transaction) => {
      await transaction.query(insert, []);
      throw new Error('changed my mind');
    })).rejects.toThrow('changed my mind');
  }
  expect(await database.query(find, [])).toEqual([]);
});

it('nudges after the commit, and not at all without one', async () => {
  const heard: string[] = [];
  await database.transaction(async (transaction) => {
    transaction.afterCommit(() => heard.push('committed'));
    await transaction.query(one, []);
    heard.push('working');
  });
  await database.transaction(async (transaction) => {
    transaction.afterCommit(() => heard.push('never'));
    throw new Error('no');
  }).catch(() => undefined);
  expect(heard).toEqual(['working', 'committed']);
});

it('answers instants as ISO text, bigint as safe integers, and refuses what is not safe', async () => {
  const kinds = statement<{ at: string; big: number; sum: number }>('test.kinds', `select '2026-03-05 08:00:00.12+00'::timestamptz as at, 9007199254740991::bigint as big, sum(x) as sum from (values (2::bigint), (3)) v(x)`);
  expect(await database.query(kinds, [])).toEqual([{ at: '2026-03-05T08:00:00.120Z', big: 9_007_199_254_740_991, sum: 5 }]);
  await expect(database.query(statement('test.unsafe', 'select 9007199254740992::bigint as big'), [])).rejects.toThrow('beyond a safe integer');
});

it('tells everything a bell was rung about, however much it is', async () => {
  const [here, there] = await Promise.all([openBell(database, () => {}), openBell(database, () => {})]);
  const ids = Array.from({ length: 700 }, () => crypto.randomUUID());
  const heard = new Set<string>();
  const all = new Promise<void>((resolve) => {
    there.listen('topic', (about) => {
      for (const id of about) heard.add(id);
      if (heard.size === ids.length) resolve();
    });
  });
  for (let at = 0; at < ids.length; at += 70) here.ring('topic', ids.slice(at, at + 70));
  await all;
  expect([...heard].toSorted()).toEqual(ids.toSorted());
  await Promise.all([here.close(), there.close()]);
});

it('drops a queue that is declared no more, with its jobs, when it migrates', async () => {
  const owner = await openSqlSession(url);
  await owner.query(`select pgboss.create_queue('of.yesterday', '{"policy":"standard"}')`);
  await owner.query(`insert into pgboss.job (name, data) values ('of.yesterday', '{}')`);
  await migrate(url);
  expect((await owner.query(`select name from pgboss.queue where name = 'of.yesterday' union all select name from pgboss.job where name = 'of.yesterday'`)).rows).toEqual([]);
  await owner.close();
});
