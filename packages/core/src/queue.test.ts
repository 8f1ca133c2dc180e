import { jobs } from '@paygate/contract/jobs';
import { openSqlSession } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { until } from '@paygate/test/support/until';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from './db/database.ts';
import { openQueue } from './queue.ts';

const { url } = await createTestDatabase();
const owner = await openSqlSession(url);
const database = await openDatabase({ url, connectionsMax: 6, applicationName: 'test' });
const failures: unknown[] = [];
const queue = await openQueue(database, { isWorker: true, onError: () => {}, onFailedJobs: (name, error) => failures.push([name, error]) });
afterAll(async () => {
  await queue.stop();
  await database.close();
  await owner.close();
});

const enqueue = async (count: number): Promise<void> => {
  await database.transaction((transaction) => queue.enqueue(transaction, 'slips.verify', Array.from({ length: count }, () => ({ payload: { slipId: uuidv7() } }))));
};
const states = async (): Promise<readonly unknown[]> => (await owner.query(`select state::text from pgboss.job where name = 'slips.verify' order by created_on`)).rows.map(({ state }) => state);

it('keeps what ended for as long as its queue declares, and no longer', async () => {
  const { rows } = await owner.query('select name, deletion_seconds as seconds from pgboss.queue order by name');
  expect(rows).toEqual(Object.values(jobs).map(({ queue: name, keptSeconds }) => ({ name, seconds: keptSeconds })).toSorted((one, other) => one.name.localeCompare(other.name)));

  await queue.work({ 'slips.verify': async () => {} });
  await enqueue(3);
  await until('the jobs to end', async () => (await states()).every((state) => state === 'completed'));
  // As if two of them had ended long ago, and the minute between two looks were over.
  await owner.query(`update pgboss.job set completed_on = now() - make_interval(secs => $1) where id in (select id from pgboss.job where name = 'slips.verify' limit 2)`, [jobs['slips.verify'].keptSeconds + 1]);
  await owner.query('update pgboss.queue set maintain_on = null');
  await until('two of them to go', async () => (await states()).length === 1);
});

it('tells of a handler that throws, and tries again', async () => {
  let calls = 0;
  await queue.work({
    'statements.import': async () => {
      calls += 1;
      if (calls === 1) throw new Error('the disk is full');
    },
  });
  await database.transaction((transaction) => queue.enqueue(transaction, 'statements.import', [{ payload: { importId: uuidv7() } }]));
  await until('the second try', async () => calls === 2);
  expect(failures).toEqual([['statements.import', expect.objectContaining({ message: 'the disk is full' })]]);
});
