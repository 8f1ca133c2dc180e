import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { openSqlSession } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { atEndOfFile } from '@paygate/test/support/end-of-file';
import { afterAll, expect, it } from 'vitest';
import { openBell } from './bell.ts';
import { openDatabase } from './database.ts';
import { migrate } from './migrate.ts';
import { readAsLongAsNeeded } from './patience.ts';
import { statement } from './statement.ts';
import { isDatabaseDown } from './trouble.ts';

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

it('says that nothing was committed where a statement had failed and the work went on', async () => {
  const fail = statement('test.fail', 'select 1 / 0');
  await expect(database.transaction(async (transaction) => {
    await transaction.query(fail, []).catch(() => undefined);
    return 'told as done';
  })).rejects.toThrow('a transaction with a failed statement was to be committed: ROLLBACK');
  expect(await database.query(one, [])).toHaveLength(1);
});

/** The database behind a host that can vanish: what is connected hears nothing more, and nobody is told; who connects anew is served. */
const openVanishing = async () => {
  const pairs: (readonly [Socket, Socket])[] = [];
  const { port, hostname } = new URL(url);
  const server = createServer((socket) => {
    const upstream = connect(Number(port), hostname);
    for (const end of [socket, upstream]) end.on('error', () => undefined);
    socket.pipe(upstream).pipe(socket);
    pairs.push([socket, upstream]);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const through = new URL(url);
  through.host = `127.0.0.1:${(server.address() as AddressInfo).port}`; // oxlint-disable-line typescript/no-unsafe-type-assertion -- it listens on a port
  const vanish = (): void => {
    for (const [socket, upstream] of pairs.splice(0)) {
      socket.unpipe().pause();
      upstream.unpipe().pause();
    }
  };
  atEndOfFile(() => server.close());
  return { url: through.href, vanish };
};

it('gives up connections whose other end is gone without a word, and serves on with new ones', async () => {
  const house = await openVanishing();
  const distant = await openDatabase({ url: house.url, connectionsMax: 4, applicationName: 'distant', answerMsMax: 2_000 });
  await Promise.all([1, 2, 3, 4].map(() => distant.query(one, [])));
  const inside = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const begun = distant.transaction(async (transaction) => {
    inside.resolve();
    await gone.promise;
    await transaction.query(one, []);
  });
  await inside.promise;
  house.vanish();
  gone.resolve();
  const settled = await Promise.allSettled([begun, distant.transaction((transaction) => transaction.query(one, [])), distant.query(one, []), distant.query(one, [])]);
  expect(settled.map((each) => each.status === 'rejected' && isDatabaseDown(each.reason))).toEqual([true, true, true, true]);
  expect(await Promise.all([1, 2, 3, 4].map(() => distant.query(one, [])))).toHaveLength(4);
  await distant.close();
});

it('waits for an answer as long as PostgreSQL lets a transaction read', async () => {
  const hasty = await openDatabase({ url, connectionsMax: 3, applicationName: 'hasty', answerMsMax: 1_500 });
  const slow = statement('test.slow', 'select pg_sleep(2)');
  await expect(hasty.transaction((transaction) => transaction.query(slow, []))).rejects.toThrow('Query read timeout');
  expect(await hasty.transaction(async (transaction) => {
    await readAsLongAsNeeded(transaction);
    return transaction.query(slow, []);
  })).toHaveLength(1);
  await hasty.close();
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
