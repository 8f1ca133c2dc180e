import { movement } from '@paygate/core/statements/render.fixture';
import { expect, it } from 'vitest';
import { startWorkerProcess } from '../payouts/worker-process.ts';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';
import { openStatementHouse, STATEMENTS } from './statement-house.ts';

// Worker processes take seconds to start, so this round is asked for: STATEMENT_KILLS=5.
const kills = Number(process.env['STATEMENT_KILLS'] ?? 0);
const LINES_PER_KILL = 1_500;

it.runIf(kills > 0)(`credits every line once although its worker is killed ${kills} times`, async () => {
  const database = await createTestDatabase();
  const product = await startTestProduct(database);
  const house = await openStatementHouse(product, database);
  const account = await house.account();
  const count = (kills + 1) * LINES_PER_KILL;
  const sent = await house.send(account, Array.from({ length: count }, (_, index) => movement({ bankReference: `K${String(index).padStart(8, '0')}`, amountSatang: 1 + index })));
  const progress = async () => (await house.get(`${STATEMENTS}/${sent.id}`)).body.import;
  const seen: number[] = [];
  const workerHere = () => startWorkerProcess('the product', { databaseUrl: database.url, bankUrl: 'http://127.0.0.1:9' });
  for (let kill = 1; kill <= kills; kill += 1) {
    const worker = await workerHere();
    expect((await house.post(`${STATEMENTS}/${sent.id}/retry`)).status).toBe(200);
    const done = await until('the import to move', async () => {
      const { lines } = await progress();
      return lines.done > (seen.at(-1) ?? 0) && lines.done;
    });
    await worker.kill();
    seen.push((await progress()).lines.done);
    expect(seen.at(-1)).toBeGreaterThanOrEqual(done);
  }
  await workerHere();
  await house.post(`${STATEMENTS}/${sent.id}/retry`);
  const ended = await until('the import to complete', async () => {
    const now = await progress();
    return now.status === 'COMPLETED' && now;
  });
  expect(seen.every((done) => done < count)).toBe(true);
  expect(ended.lines).toMatchObject({ total: count, done: count, credited: count, duplicate: 0, review: 0 });
  expect(await runSql(database.url, `select count(*)::int as count, count(distinct bank_reference)::int as names, sum(amount_satang)::int as sum from bank_credit`)).toEqual([{ count, names: count, sum: (count * (count + 1)) / 2 }]);
  await expectBooksAgree(product.platform);
}, 300_000);
