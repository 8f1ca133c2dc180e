import { cpuMillisecondsOf } from '@paygate/test/support/cpu-milliseconds';
import { openSqlSession, runSql } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { openAside } from '../db/aside.ts';
import { openDatabase } from '../db/database.ts';
import type { Executor } from '../db/statement.ts';
import { keepRequestDays } from './keep-request-days.ts';
import { requestEntry, type SeenRequest } from './request-entry.ts';
import { createRequestLog } from './request-log.ts';

const { url } = await createTestDatabase();
const aside = openAside({ url, applicationName: 'test-log', onError: () => undefined });
const database = await openDatabase({ url, connectionsMax: 3, applicationName: 'test' });
afterAll(async () => {
  await aside.close();
  await database.close();
});
const log = pino({ level: 'silent' });
const merchant = { id: uuidv7() };
const seen = (more: Partial<SeenRequest> = {}): SeenRequest => ({
  id: uuidv7(), method: 'POST', path: '/api/v1/payment/create', operationId: 'payments.create', query: {}, body: { amount: 1 }, status: 201, errorCode: undefined, answer: { ok: true },
  durationMicroseconds: 1_234.4, caller: { kind: 'key', keyId: uuidv7(), keyMode: 'test', scopes: [], merchant, mode: 'test' } as unknown as NonNullable<SeenRequest['caller']>, // oxlint-disable-line typescript/no-unsafe-type-assertion -- only the fields that are read
  key: 'sk_test_0123456789abcdefghijklmnop', ip: '127.0.0.1', userAgent: 'test', ...more,
});
const entry = (more: Partial<SeenRequest> = {}) => requestEntry(seen(more));
const open = (sql: Executor = aside) => createRequestLog({ sql, log, clock: () => Date.now(), isOn: true });
const stored = (id: string) => runSql(url, `select * from request_log where id = '${id}'`);

describe('the request log', () => {
  it('keeps what it is given with one statement for all of it', async () => {
    const statements: string[] = [];
    const counting: Executor = { ...aside, query: (statement, values) => { statements.push(statement.name ?? ''); return aside.query(statement, values); } };
    const requests = open(counting);
    const rows = Array.from({ length: 300 }, () => entry());
    for (const row of rows) requests.record(row);
    await requests.close();
    expect(statements).toEqual(['requests.addDays', 'requests.insert']);
    expect(requests.counts()).toEqual({ written: 300, dropped: { full: 0, failed: 0, anonymous: 0 } });
    expect(await stored(rows[7]!.id)).toMatchObject([{ merchant_id: merchant.id, mode: 'test', key_last4: 'mnop', duration_us: '1234', request_body: '{"amount":1}', is_whole: true }]);
  });
  it('writes by itself, soon', async () => {
    const requests = open();
    const row = entry();
    requests.record(row);
    await expect.poll(() => stored(row.id)).toHaveLength(1);
  });
  it('survives texts that no database column holds', async () => {
    const requests = open();
    const row = entry({ body: { note: 'nul \u0000 and half \ud800', '\u0000': 1 }, path: '/api/v1/x%00' });
    requests.record(row);
    await requests.flush();
    const hidden = entry({ path: '/api/v1/sk_live_x%00' });
    requests.record(hidden);
    await requests.flush();
    expect(requests.counts().written).toBe(2);
    expect(JSON.parse(String((await stored(row.id))[0]!['request_body']))).toEqual({ note: 'nul \uFFFD and half \uFFFD', '\uFFFD': 1 });
    expect((await stored(hidden.id))[0]!['path']).toBe('/api/v1/[removed]\uFFFD');
  });
  it('never waits for a database that hangs: what finds no room is dropped and counted', async () => {
    let release = () => {};
    const hanging = new Promise<never[]>((resolve) => { release = () => resolve([]); });
    const requests = open({ ...aside, query: () => hanging });
    const row = entry();
    expect(cpuMillisecondsOf(() => {
      for (let count = 0; count < 12_000; count += 1) requests.record(row);
      void requests.flush();
      for (let count = 0; count < 5_000; count += 1) requests.record(row);
    })).toBeLessThan(1_000);
    expect(requests.counts().dropped.full).toBe(2_000 + 4_000);
    release();
    await requests.close();
    expect(requests.counts().written).toBe(11_000);
  });
  it('drops and counts what a failing database refuses, and goes on with the next', async () => {
    let isDown = true;
    const requests = open({ ...aside, query: (statement, values) => (isDown ? Promise.reject(new Error('down')) : aside.query(statement, values)) });
    requests.record(entry());
    await requests.flush();
    isDown = false;
    requests.record(entry());
    await requests.flush();
    expect(requests.counts()).toMatchObject({ written: 1, dropped: { failed: 1 } });
  });
  it('gives a write two seconds on a connection of its own, while the pool serves on', async () => {
    const blocker = await openSqlSession(url);
    await blocker.query('begin');
    await blocker.query('lock table request_log in access exclusive mode');
    const requests = open();
    requests.record(entry());
    const started = performance.now();
    const written = requests.flush();
    await runSql(url, 'select 1');
    await written;
    expect(performance.now() - started).toBeLessThan(10_000);
    expect(requests.counts()).toMatchObject({ written: 0, dropped: { failed: 1 } });
    await blocker.query('rollback');
    await blocker.close();
  });
  it('lets a flood of strangers push out nobody', async () => {
    const requests = open();
    for (let count = 0; count < 500; count += 1) requests.record(entry({ caller: undefined }));
    requests.record(entry());
    await requests.flush();
    expect(requests.counts()).toMatchObject({ written: 101, dropped: { anonymous: 400 } });
  });
});

const dayTables = async (): Promise<string[]> => (await runSql(url, "select relname from pg_class where relnamespace = 'request_log_days'::regnamespace and relkind = 'r' order by 1")).map(({ relname }) => String(relname));
const dayName = (daysAgo: number): string => `day_${new Date(Date.now() - daysAgo * 86_400_000).toISOString().slice(0, 10).replaceAll('-', '')}`;
const house = { database, config: readConfig({ DATABASE_URL: url, REQUEST_LOG_DAYS: '30' }) };
const addDay = async (daysAgo: number): Promise<void> => {
  const floor = (days: number) => `request_log_floor((now() at time zone 'utc')::date::timestamp at time zone 'utc' - interval '${days} days')`;
  await runSql(url, `do $$ begin execute format('create table request_log_days.${dayName(daysAgo)} partition of request_log for values from (%L) to (%L)', ${floor(daysAgo)}, ${floor(daysAgo - 1)}); end $$`);
};

describe('days of requests', () => {
  it('are ready a week ahead and dropped after thirty, and rows of the days kept stay', async () => {
    for (const day of [29, 30, 31, 45]) await addDay(day);
    const requests = open();
    const row = entry();
    requests.record(row);
    await requests.flush();
    expect(await keepRequestDays(house)).toBe(2);
    const tables = await dayTables();
    expect(tables).toEqual(expect.arrayContaining([dayName(30), dayName(29), dayName(0), dayName(-7)]));
    expect(tables).not.toContain(dayName(31));
    expect(tables).not.toContain(dayName(45));
    expect(await stored(row.id)).toHaveLength(1);
    expect(await keepRequestDays(house)).toBe(0);
  });
  it('keep rows up to 4 kB as they are: those the migration found and those made since', async () => {
    await keepRequestDays(house);
    const options = await runSql(url, `select relname, reloptions from pg_class where relnamespace = 'request_log_days'::regnamespace and relkind = 'r' and relname >= '${dayName(0)}'`);
    expect(options.length).toBeGreaterThan(7);
    for (const day of options) expect(day).toMatchObject({ reloptions: ['toast_tuple_target=4080'] });
  });
  it('wait for whoever reads, and hold nobody up for longer than a moment', async () => {
    await addDay(40);
    const reader = await openSqlSession(url);
    await reader.query('begin');
    await reader.query('select count(*) from request_log');
    const started = performance.now();
    expect(await keepRequestDays(house)).toBe(0);
    expect(performance.now() - started).toBeLessThan(10_000);
    await reader.query('commit');
    await reader.close();
    expect(await keepRequestDays(house)).toBe(1);
  });
  it('are dropped as well where none are kept any more, all but the last', async () => {
    for (const day of [2, 5]) await addDay(day);
    expect(await keepRequestDays({ ...house, config: { ...house.config, requestLogDays: 0 } })).toBeGreaterThanOrEqual(2);
    const tables = await dayTables();
    expect([dayName(2), dayName(5)].filter((day) => tables.includes(day))).toEqual([]);
  });
  it('are nobody else\'s: the product may neither change a row nor make or drop a table', async () => {
    for (const wish of ['delete from request_log', "update request_log set path = 'x'", `drop table request_log_days.${dayName(0)}`, `select * from request_log_days.${dayName(0)}`]) {
      await expect(runSql(url, 'set role paygate_app', wish), wish).rejects.toMatchObject({ code: '42501' });
    }
  });
});
