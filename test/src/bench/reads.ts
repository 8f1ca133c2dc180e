import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { tallyPayments } from '@paygate/core/payments/tally-payments';
import { openSqlSession, type SqlSession } from '../support/sql-session.ts';
import { interleave, report, type Figures, type Rounds } from './figures.ts';
import { openHouse, type BenchHouse } from './house.ts';
import { load } from './load.ts';
import { findProgram } from './machine.ts';
import { rawLoad } from './raw-load.ts';

const SMALL = 10_000;
const LARGE = Number(process.env['BENCH_PAYMENTS'] ?? 1_000_000);
const CHUNK = 100_000;
const CONNECTIONS = 4;
const SECONDS = 4;
const DEEP_PAGE = 50;
const run = promisify(execFile);

interface Known { readonly ids: readonly string[]; readonly orders: readonly string[]; readonly day: { readonly from: string; readonly to: string } }
interface Shop extends Known { readonly secretKey: string; readonly merchantId: string; readonly house: BenchHouse }

/** Payments of one merchant as a year would leave them: most are paid, some expired or cancelled, a few are open. */
const fill = async (owner: SqlSession, merchantId: string, count: number): Promise<void> => {
  for (let from = 0; from < count; from += CHUNK) {
    process.stdout.write(`reads: ${from.toLocaleString('en')} of ${count.toLocaleString('en')} payments laid\n`);
    await owner.query(`insert into payment (id, merchant_id, mode, order_id, reference, source, amount_satang, fee_satang, qr_mode, status, description, metadata, receiving_owner_id, created_at, paid_at, expires_at)
      select uuidv7(($3::int - n) * -interval '30 seconds'), $1, 'test', 'ORD-' || n, replace(uuidv7()::text, '-', ''), 'API', 10000 + n % 500000, 200, 'CENTRAL',
        case when n % 20 = 0 then 'EXPIRED' when n % 50 = 1 then 'CANCELLED' else 'PAID' end, 'รองเท้า', '{"memberName":"นาย ทองดี ใจงาม"}', '00000000-0000-0000-0000-000000000000',
        now() - ($3::int - n) * interval '30 seconds', case when n % 20 <> 0 and n % 50 <> 1 then now() - ($3::int - n) * interval '30 seconds' end, now() - ($3::int - n) * interval '30 seconds' + interval '15 minutes'
      from generate_series($2::int + 1, least($2::int + ${CHUNK}, $3::int)) n`, [merchantId, from, count]);
  }
};

/** The shop that an earlier run filled, or a new one. */
const shopOf = async (house: BenchHouse, owner: SqlSession, count: number): Promise<{ readonly id: string; readonly secretKey: string }> => {
  const { rows: [kept] } = await owner.query('select id from merchant where business_name = $1', [nameOf(count)]);
  if (kept !== undefined) return { id: String(kept['id']), secretKey: await house.addKey(String(kept['id'])) };
  const shop = await house.addMerchant();
  await fill(owner, shop.id, count);
  await owner.query('vacuum analyze payment');
  // As the worker does every minute.
  await tallyPayments(house.database);
  await owner.query('update merchant set business_name = $2 where id = $1', [shop.id, nameOf(count)]);
  return shop;
};
const nameOf = (count: number): string => `Shop of ${count}`;

const openShop = async (house: BenchHouse, owner: SqlSession, count: number): Promise<Shop> => {
  const { id: merchantId, secretKey } = await shopOf(house, owner, count);
  const { rows } = await owner.query('select id, order_id from payment where merchant_id = $1 and order_id = any($2)', [merchantId, Array.from({ length: 2_000 }, () => `ORD-${1 + Math.floor(Math.random() * count)}`)]);
  const { rows: [day] } = await owner.query(`select to_json(created_at) as from, to_json(created_at + interval '1 day') as to from payment where merchant_id = $1 and order_id = $2`, [merchantId, `ORD-${count / 2}`]);
  return { house, merchantId, secretKey, day: { from: new Date(String(day?.['from'])).toISOString(), to: new Date(String(day?.['to'])).toISOString() }, ids: rows.map(({ id }) => String(id)), orders: rows.map((row) => String(row['order_id'])) };
};

const any = (items: readonly string[]): string => items[Math.floor(Math.random() * items.length)]!;
const cursors = async ({ house, secretKey }: Shop): Promise<readonly string[]> => {
  const found: string[] = [];
  let cursor = '';
  for (let page = 0; page < 40; page += 1) {
    const response = await fetch(`${house.baseUrl}/api/v1/transactions?limit=100${cursor === '' ? '' : `&cursor=${cursor}`}`, { headers: { 'x-api-key': secretKey } });
    const { nextCursor } = await response.json() as { readonly nextCursor: string | null }; // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own answer
    if (nextCursor === null) break;
    cursor = nextCursor;
    found.push(cursor);
  }
  return found;
};

const paths: Readonly<Record<string, (shop: Shop, cursor: readonly string[]) => () => string>> = {
  'by id': ({ ids }) => () => `/api/v1/payment/${any(ids)}`,
  'by order': ({ orders }) => () => `/api/v1/payment/order/${any(orders)}`,
  'first page': () => () => '/api/v1/transactions?limit=20',
  [`page ${DEEP_PAGE}`]: () => () => `/api/v1/transactions?limit=20&page=${DEEP_PAGE}`,
  'cursor at depth': (_, cursor) => () => `/api/v1/transactions?limit=20&cursor=${any(cursor)}`,
  'paid ones': () => () => '/api/v1/transactions?limit=20&status=PAID',
  'failed ones, of which there are none': () => () => '/api/v1/transactions?limit=20&status=FAILED',
  'a day half-way back': ({ day: { from, to } }) => () => `/api/v1/transactions?limit=20&from=${from}&to=${to}`,
  search: ({ orders }) => () => `/api/v1/transactions?limit=20&q=${any(orders)}`,
  'line summary': () => () => '/api/v1/balance/line-summary',
  balance: () => () => '/api/v1/balance',
};

const reading = (shop: Shop, path_: () => string): Promise<Figures> =>
  load({ url: shop.house.baseUrl, connections: CONNECTIONS, seconds: SECONDS, pids: { node: shop.house.pid, postgres: shop.house.postgres.pid }, request: () => ({ path: path_(), headers: { 'x-api-key': shop.secretKey } }) });

/** As many as the api answers, asked by sockets of our own: what a library's client costs would be counted against it on two cores. */
const asMany = (shop: Shop, path_: () => string) => (): Promise<Figures> =>
  rawLoad({ url: shop.house.baseUrl, connections: 64, seconds: SECONDS, pids: { node: shop.house.pid, postgres: shop.house.postgres.pid }, headers: { 'x-api-key': shop.secretKey }, request: () => ({ path: path_() }) });

const pgbenchByOrder = (shop: Shop, program: string) => async (): Promise<Figures> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'paygate-reads-'));
  try {
    const script = path.join(folder, 'read.sql');
    writeFileSync(script, `\\set n random(1, ${LARGE})\nselect * from payment where merchant_id = '${shop.merchantId}' and mode = 'test' and order_id = 'ORD-' || :n;\n`);
    const { stdout } = await run(program, ['-n', '-M', 'prepared', '-f', script, '-c', '16', '-j', '2', '-T', String(SECONDS), shop.house.postgres.url]);
    return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]) };
  } finally {
    rmSync(folder, { recursive: true });
  }
};

/** Every kind of read of a shop with 10,000 payments beside one with many (BENCH_PAYMENTS, a million unless told), in one database. */
export const benchReads = async (): Promise<void> => {
  const house = await openHouse({}, process.env['BENCH_FOLDER']);
  const owner = await openSqlSession(house.postgres.url);
  try {
    const [small, large] = [await openShop(house, owner, SMALL), await openShop(house, owner, LARGE)];
    const [{ rows: [size] }, cursorOf] = [await owner.query(`select pg_total_relation_size('payment')::float8 / ${SMALL + LARGE} as bytes`), new Map([[small, await cursors(small)], [large, await cursors(large)]])];
    const variants: Record<string, () => Promise<Figures>> = {};
    for (const [name, pathsOf] of Object.entries(paths)) {
      for (const [shop, of] of [[small, SMALL], [large, LARGE]] as const) variants[`${name}, ${of.toLocaleString('en')}`] = () => reading(shop, pathsOf(shop, cursorOf.get(shop)!));
    }
    const program = findProgram('pgbench');
    for (const kind of ['by id', 'by order']) variants[`${kind}, 64 connections`] = asMany(large, paths[kind]!(large, []));
    if (program !== undefined) variants['pgbench, same rows, 16 clients'] = pgbenchByOrder(large, program);
    // A process that has just started compiles itself first.
    for (const kind of ['by id', 'by order', 'first page']) await asMany(large, paths[kind]!(large, []))();
    const rounds = await interleave('reads', variants);
    report('reads', rounds, ratiosOf(rounds, program !== undefined));
    process.stdout.write(`  bytes a payment, indexes included: ${Math.round(Number(size?.['bytes']))}\n`);
  } finally {
    await owner.close();
    await house.close();
  }
};

const ratiosOf = (rounds: Rounds<string>, hasPgbench: boolean) => {
  const [few, many] = [SMALL.toLocaleString('en'), LARGE.toLocaleString('en')];
  const p99 = (name: string) => (round: (typeof rounds.all)[number]) => round[name]!['p99Milliseconds']!;
  const p50 = (name: string) => (round: (typeof rounds.all)[number]) => round[name]!['p50Milliseconds']!;
  return {
    ...Object.fromEntries(Object.keys(paths).map((name) => [`${name}: p99 at ${many} over that at ${few} (goal: 1.5 or less)`, rounds.ratio((round) => p99(`${name}, ${many}`)(round) / p99(`${name}, ${few}`)(round))])),
    [`page ${DEEP_PAGE} over the first page, p50 at ${many} (goal: 2 or less)`]: rounds.ratio((round) => p50(`page ${DEEP_PAGE}, ${many}`)(round) / p50(`first page, ${many}`)(round)),
    ...(hasPgbench && Object.fromEntries(['by id', 'by order'].map((kind) => [`${kind} at 64 over pgbench’s SELECT by order (goal: 0.5 or more)`, rounds.ratio((round) => round[`${kind}, 64 connections`]!['perSecond']! / round['pgbench, same rows, 16 clients']!['perSecond']!)]))),
  };
};
