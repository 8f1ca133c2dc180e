import { createServer } from 'node:http';
import { performance } from 'node:perf_hooks';
import { imbalances, ledgerSums } from '@paygate/core/ledger/ledger.sql';
import { openDatabase } from '@paygate/core/db/database';
import { readConfig } from '@paygate/core/config';
import { referenceOf } from '@paygate/core/payments/reference.rules';
import { openVault } from '@paygate/core/secrets/vault';
import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import { Pool } from 'undici';
import { v7 as uuidv7 } from 'uuid';
import { openSqlSession, type SqlSession } from '../support/sql-session.ts';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse, type BenchHouse } from './house.ts';
import { cpuMicrosecondsOf } from './machine.ts';
import { forgetStatementTimes, tellStatementTimes } from './statement-times.ts';

const RATES = (process.env['BENCH_RATES'] ?? '300,600,900,1200,1600,2000,3000').split(',').map(Number);
const SECONDS = Number(process.env['BENCH_SECONDS'] ?? 10);
// Processes that have just started compile themselves first.
const WARM_UP = { perSecond: 300, seconds: 15 };
const MERCHANTS = 20;
const TICK_MS = 10;
const CREDITS_PER_CALL = 500;
const DRAIN_MS = 30_000;

interface Shop { readonly secretKey: string }
interface World { readonly house: BenchHouse; readonly shops: readonly Shop[]; readonly feed: { readonly id: string; readonly secret: string }; readonly workerPid: number; readonly owner: SqlSession }
interface Receiver { readonly url: string; readonly receivedAt: Map<string, number>; close(): Promise<void> }

/** The shops' server: answers 200 and notes when it first heard of each payment. */
const startReceiver = async (): Promise<Receiver> => {
  const receivedAt = new Map<string, number>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const id = /"transactionId":"([^"]+)"/.exec(Buffer.concat(chunks).toString())?.[1];
      if (id !== undefined && !receivedAt.has(id)) receivedAt.set(id, performance.now());
      response.end('ok');
    });
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const address = server.address();
  return {
    receivedAt, url: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => { server.close(resolve); });
    },
  };
};

const percentile = (values: readonly number[], share: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;

/** Payments at a steady rate whatever the answers do: created over HTTP, their money told by the bank's feed a tick later. */
const payAt = async ({ house, shops, feed }: World, perSecond: number, seconds: number) => {
  const api = new Pool(house.baseUrl, { connections: 64, pipelining: 1 });
  const [createMs, toldAt, failures] = [[] as number[], new Map<string, number>(), [] as string[]];
  let refused = 0;
  let waiting: string[] = [];
  let order = 0;
  const create = async (): Promise<void> => {
    const started = performance.now();
    const { statusCode, body } = await api.request({ method: 'POST', path: '/api/v1/payment/create', headers: { 'content-type': 'application/json', 'x-api-key': shops[(order += 1) % shops.length]!.secretKey }, body: JSON.stringify({ amount: 100.37, orderId: uuidv7() }) });
    const text = await body.text();
    createMs.push(performance.now() - started);
    const id = /"id":"([^"]+)"/.exec(text)?.[1];
    if (statusCode === 201 && id !== undefined) waiting.push(id);
    else if (statusCode === 503) refused += 1;
    else failures.push(`${statusCode} ${text.slice(0, 200)}`);
  };
  const tell = async (ids: readonly string[]): Promise<void> => {
    const raw = JSON.stringify({ credits: ids.map((id) => ({ bankReference: id, accountNumber: '0812345678', amount: 100.37, paidAt: new Date().toISOString(), ref1: referenceOf(id) })) });
    const timestamp = String(Math.floor(Date.now() / 1_000));
    for (const id of ids) toldAt.set(id, performance.now());
    const { statusCode, body } = await api.request({ method: 'POST', path: '/api/bank/credits', headers: { 'content-type': 'application/json', 'x-feed-id': feed.id, 'x-signature-timestamp': timestamp, 'x-signature': signRequest(feed.secret, timestamp, Buffer.from(raw)) }, body: raw });
    if (statusCode !== 200) failures.push(`${statusCode} ${(await body.text()).slice(0, 200)}`);
    else await body.dump();
  };
  const tellWaiting = (): readonly Promise<void>[] => {
    const told = waiting;
    waiting = [];
    return Array.from({ length: Math.ceil(told.length / CREDITS_PER_CALL) }, (_, call) => tell(told.slice(call * CREDITS_PER_CALL, (call + 1) * CREDITS_PER_CALL)));
  };
  const open: Promise<void>[] = [];
  const started = performance.now();
  let sent = 0;
  while (performance.now() - started < seconds * 1_000) {
    const due = Math.floor(((performance.now() - started) / 1_000) * perSecond);
    for (; sent < due; sent += 1) open.push(create());
    open.push(...tellWaiting());
    await new Promise((resolve) => setTimeout(resolve, TICK_MS));
  }
  await Promise.all(open);
  await Promise.all(tellWaiting());
  await api.close();
  if (failures.length > 0) throw new Error(`${failures.length} calls failed, the first: ${failures[0]}`);
  return { createMs, toldAt, refused };
};

/** Creates that wait this long at their p99, or that are refused because too many wait, say that the machine has no more to give. */
const SATURATED_MS = 1_000;
/** The ladder ends at the first rate that saturates the machine: a backlog of one rate would be measured with the next. */
interface Ladder { saturatedAt?: number }

const atRate = ({ world, receiver, ladder }: { readonly world: World; readonly receiver: Receiver; readonly ladder: Ladder }, perSecond: number) => async (): Promise<Figures> => {
  if (ladder.saturatedAt !== undefined) return {};
  const pids = [world.house.pid, world.workerPid, world.house.postgres.pid];
  const before = pids.map(cpuMicrosecondsOf);
  const started = performance.now();
  const { createMs, toldAt, refused } = await payAt(world, perSecond, SECONDS);
  const deadline = performance.now() + DRAIN_MS;
  while (performance.now() < deadline && [...toldAt.keys()].some((id) => !receiver.receivedAt.has(id))) await new Promise((resolve) => setTimeout(resolve, 50));
  const elapsed = (performance.now() - started) * 1_000;
  const spent = pids.map((pid, index) => cpuMicrosecondsOf(pid) - before[index]!);
  const [apiMicroseconds, workerMicroseconds, postgresMicroseconds] = spent.map((microseconds) => microseconds / toldAt.size);
  const webhookMs = [...toldAt].flatMap(([id, at]) => (receiver.receivedAt.has(id) ? [receiver.receivedAt.get(id)! - at] : []));
  if (refused > 0 || percentile(createMs, 0.99) > SATURATED_MS) ladder.saturatedAt = perSecond;
  return {
    paymentsPerSecond: toldAt.size / SECONDS, refused, undelivered: toldAt.size - webhookMs.length, createP50Milliseconds: percentile(createMs, 0.5), createP99Milliseconds: percentile(createMs, 0.99),
    creditToWebhookP50Milliseconds: percentile(webhookMs, 0.5), creditToWebhookP99Milliseconds: percentile(webhookMs, 0.99),
    cores: spent.reduce((sum, microseconds) => sum + microseconds, 0) / elapsed,
    apiMicroseconds: apiMicroseconds!, workerMicroseconds: workerMicroseconds!, postgresMicroseconds: postgresMicroseconds!,
  };
};

const openWorld = async (receiver: Receiver): Promise<World> => {
  const house = await openHouse();
  const owner = await openSqlSession(house.postgres.url);
  const vault = openVault(readConfig({ DATABASE_URL: house.postgres.url }).masterKey);
  const feed = { id: uuidv7(), secret: 'feed-secret-of-the-bench' };
  await owner.query(`insert into bank_feed (id, name, mode, secret_encrypted) values ($1, 'bench', 'test', $2)`, [feed.id, vault.seal(feed.secret, `bank_feed:${feed.id}`)]);
  const shops: Shop[] = [];
  for (let index = 0; index < MERCHANTS; index += 1) {
    const shop = await house.addMerchant();
    const response = await fetch(`${house.baseUrl}/api/v1/webhooks`, { method: 'POST', headers: { 'x-api-key': shop.secretKey, 'content-type': 'application/json' }, body: JSON.stringify({ url: receiver.url, events: ['payment.success'] }) });
    if (response.status !== 201) throw new Error(`the endpoint was refused: ${response.status} ${await response.text()}`);
    shops.push(shop);
  }
  return { house, shops, feed, owner, workerPid: (await house.startWorker()).pid };
};

/** What must be true when all is quiet again. */
const wrongAfterwards = async ({ owner, house }: World): Promise<readonly string[]> => {
  const database = await openDatabase({ url: house.postgres.url, connectionsMax: 3, applicationName: 'bench' });
  const { rows: [counts] } = await owner.query(`select (select count(*) from payment where status <> 'PAID')::int as unpaid, (select count(*) from (select cause_id from ledger_transaction group by 1 having count(*) > 1) twice)::int as twice,
    (select count(*) from delivery where status <> 'DELIVERED')::int as undelivered`);
  const sums = (await database.query(ledgerSums, [])).filter(({ sumSatang }) => sumSatang !== 0);
  const wrong = [...Object.entries(counts ?? {}).filter(([, count]) => count !== 0).map(([what, count]) => `${what}: ${String(count)}`), ...(await database.query(imbalances, [])).map((row) => `balance ${JSON.stringify(row)}`), ...sums.map((row) => `ledger ${JSON.stringify(row)}`)];
  await database.close();
  return wrong;
};

/** Create over HTTP → the bank's credit → PAID, ledger and balance → signed webhook received, at fixed rates in an open loop. */
export const benchE2e = async (): Promise<void> => {
  const receiver = await startReceiver();
  const world = await openWorld(receiver);
  try {
    await payAt(world, WARM_UP.perSecond, WARM_UP.seconds);
    await forgetStatementTimes(world.owner);
    const ladder: Ladder = {};
    const rounds = await interleave('e2e', Object.fromEntries(RATES.map((rate) => [`${rate} payments/s`, atRate({ world, receiver, ladder }, rate)])), Number(process.env['BENCH_ROUNDS'] ?? 1));
    report('e2e', rounds, {});
    await tellStatementTimes(world.owner, receiver.receivedAt.size);
    if (ladder.saturatedAt !== undefined) process.stdout.write(`  saturated at ${ladder.saturatedAt}/s; higher rates were not run\n`);
    const wrong = await wrongAfterwards(world);
    process.stdout.write(`  afterwards: ${wrong.length === 0 ? 'every payment PAID once, ledger 0, balances equal, every webhook delivered' : wrong.slice(0, 5).join('; ')}\n`);
  } finally {
    await world.owner.close();
    await world.house.close();
    await receiver.close();
  }
};
