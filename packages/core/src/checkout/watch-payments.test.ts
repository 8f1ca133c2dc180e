import { createLogger } from '@paygate/core/process/logger';
import { runSql } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { until } from '@paygate/test/support/until';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { openBell } from '../db/bell.ts';
import { openDatabase, type Database } from '../db/database.ts';
import { PAYMENTS_CHANGED } from '../payments/payment-bell.ts';
import { createPaymentWatch } from './watch-payments.ts';

const { url } = await createTestDatabase();
const database = await openDatabase({ url, connectionsMax: 4, applicationName: 'watch-test' });
const bell = await openBell(database, () => {});
let lookUps = 0;
let duringLookUp = (): Promise<void> => Promise.resolve();
const counting: Database = {
  ...database,
  query: async (statement, values) => {
    if (statement.name !== 'checkout.states') return database.query(statement, values);
    lookUps += 1;
    await duringLookUp();
    return database.query(statement, values);
  },
};
const watch = createPaymentWatch({ database: counting, bell, log: createLogger('test', 'silent') });
afterAll(async () => {
  watch.close();
  await bell.close();
  await database.close();
});

const addMany = async (count: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, () => uuidv7());
  const rows = ids.map((id) => `('${id}', '${id}', 'test', '${id}', 'API', 100, 0, 'CENTRAL', 'PENDING', '${id}', now() + interval '1 hour')`);
  await runSql(url, `insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, expires_at) values ${rows.join(', ')}`);
  return ids;
};
const add = async (): Promise<string> => (await addMany(1))[0]!;
const move = (id: string, status: string) => runSql(url, `update payment set status = '${status}' where id = '${id}'`);
/** Rings and waits until this process has heard it. */
const ringHeard = () => new Promise<void>((resolve) => {
  const stop = bell.listen(PAYMENTS_CHANGED, () => { stop(); resolve(); });
  bell.ring(PAYMENTS_CHANGED);
});

describe('a watch on payments', () => {
  it('asks nothing however often the bell rings while nobody looks', async () => {
    for (let round = 0; round < 20; round += 1) await ringHeard();
    expect(lookUps).toBe(0);
  });
  it('tells each watcher the present state once and a change once, and nobody who left', async () => {
    const [id, other] = [await add(), await add()];
    const [one, two, strange]: [string[], string[], string[]] = [[], [], []];
    const stops = [watch.watch(id, (state) => one.push(state)), watch.watch(id, (state) => two.push(state)), watch.watch(other, (state) => strange.push(state))];
    await until('all know the present', async () => one.length === 1 && two.length === 1 && strange.length === 1);
    stops[1]!();
    await move(id, 'FAILED');
    await ringHeard();
    await until('the change is told', async () => one.length === 2);
    await ringHeard();
    expect([one, two, strange]).toEqual([['pending', 'failed'], ['pending'], ['pending']]);
    for (const stop of stops) stop();
  });
  it('tells who comes later what is, not what was found for the first', async () => {
    const id = await add();
    const [first, later]: [string[], string[]] = [[], []];
    const stops = [watch.watch(id, (state) => first.push(state))];
    await until('the first knows', async () => first.length === 1);
    await move(id, 'EXPIRED');
    stops.push(watch.watch(id, (state) => later.push(state)));
    await until('both know', async () => first.length === 2);
    expect([first, later]).toEqual([['pending', 'expired'], ['expired']]);
    for (const stop of stops) stop();
  });
  it('looks at each of more payments than fit in a look-up, in turn, though the bell rings during every one', async () => {
    const ids = await addMany(1_001);
    const told = new Set<string>();
    const [before, started] = [lookUps, performance.now()];
    duringLookUp = ringHeard;
    const stops = ids.map((id) => watch.watch(id, () => told.add(id)));
    await until('all know the present', async () => told.size === ids.length);
    duringLookUp = () => Promise.resolve();
    expect(lookUps - before).toBeLessThanOrEqual(2 + (performance.now() - started) / 200);
    for (const stop of stops) stop();
  });
  it('looks a few times a second at most, whatever the bell does', async () => {
    const id = await add();
    const told: string[] = [];
    const stop = watch.watch(id, (state) => told.push(state));
    await until('the present', async () => told.length === 1);
    const [before, started] = [lookUps, performance.now()];
    for (let round = 0; round < 100; round += 1) await ringHeard();
    const spent = performance.now() - started;
    expect(lookUps - before).toBeLessThanOrEqual(2 + spent / 200);
    stop();
  });
  it('finds a change whose bell was lost', async () => {
    const id = await add();
    const told: string[] = [];
    const stop = watch.watch(id, (state) => told.push(state));
    await until('the present', async () => told.length === 1);
    await move(id, 'CANCELLED');
    await until('the sweep finds it', async () => told.at(-1) === 'cancelled');
    stop();
  });
});
