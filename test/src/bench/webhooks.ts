import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readConfig } from '@paygate/core/config';
import { openPlatform, type Platform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { createDispatcher } from '@paygate/core/webhooks/dispatcher';
import { recordEvents, type NewEvent } from '@paygate/core/webhooks/record-events';
import { Agent, request } from 'undici';
import { v7 as uuidv7 } from 'uuid';
import { openSqlSession, type SqlSession } from '../support/sql-session.ts';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse } from './house.ts';

const DELIVERIES = 10_000;
const ENDPOINTS = 20;
const BARE_CONNECTIONS = 64;
const STEADY_SECONDS = 6;
const STEADY_PER_TENTH = 20;
const EVENTS_PER_WRITE = 500;

interface Heard { readonly received: number; readonly agesMs: readonly number[] }
interface Receiver { readonly url: string; heard(): Promise<Heard>; close(): void }
const messageOf = async <T>(child: ChildProcess): Promise<T> => ((await once(child, 'message')) as [T])[0]; // oxlint-disable-line typescript/no-unsafe-type-assertion -- our own process
const openReceiver = async (): Promise<Receiver> => {
  const child = fork(fileURLToPath(new URL('webhook-receiver.process.ts', import.meta.url)), { execArgv: [] });
  const { port } = await messageOf<{ readonly port: number }>(child);
  return {
    url: `http://127.0.0.1:${port}`,
    heard: async () => {
      const heard = messageOf<Heard>(child);
      child.send('?');
      return heard;
    },
    close: () => child.disconnect(),
  };
};

const paid = (merchantId: string): NewEvent => {
  const id = uuidv7();
  return {
    merchantId, mode: 'test', type: 'payment.success', objectId: id,
    data: {
      id, transactionId: id, orderId: `ORD-${id}`, amount: 100.37, fee: 2.01, netAmount: 98.36, idempotencyKey: `payment.success:${id}`, idempotency_key: `payment.success:${id}`,
      memberName: 'นาย ทองดี ใจงาม', metadata: { customerId: 'u_123' }, status: 'PAID', paidAt: '2026-03-05T08:02:10.000Z', late: false,
    },
  };
};

interface Bench { readonly platform: Platform; readonly owner: SqlSession; readonly receiver: Receiver; readonly addMerchant: () => Promise<{ readonly id: string }> }

/** So many merchants with an endpoint each, whose paths begin alike. */
const shopsAt = async ({ platform, owner, receiver, addMerchant }: Bench, path: string, count: number): Promise<readonly { readonly merchantId: string; readonly endpointId: string }[]> => {
  const shops = [];
  for (let made = 0; made < count; made += 1) {
    const [merchantId, endpointId] = [(await addMerchant()).id, uuidv7()];
    const sealed = platform.vault.seal(`whsec_${Buffer.from(uuidv7()).toString('base64')}`, `webhook_endpoint:${endpointId}`);
    await owner.query(`insert into webhook_endpoint (id, merchant_id, mode, url, events, secret_encrypted) values ($1, $2, 'test', $3, '{*}', $4)`, [endpointId, merchantId, `${receiver.url}/${path}${made}`, sealed]);
    shops.push({ merchantId, endpointId });
  }
  return shops;
};
const queue = async ({ platform }: Bench, merchantIds: readonly string[], total: number): Promise<void> => {
  for (let written = 0; written < total; written += EVENTS_PER_WRITE) {
    const events = Array.from({ length: Math.min(EVENTS_PER_WRITE, total - written) }, (_, index) => paid(merchantIds[index % merchantIds.length]!));
    await platform.database.transaction((transaction) => recordEvents(transaction, platform, events));
  }
};

/** The same body and headers to the same receiver, with nothing else to do. */
const bareClient = async ({ receiver }: Bench): Promise<Figures> => {
  const agent = new Agent({ connections: BARE_CONNECTIONS, pipelining: 1, allowH2: false });
  const body = JSON.stringify({ event: 'payment.success', deliveryId: uuidv7(), data: paid(uuidv7()).data, timestamp: '2026-03-05T08:02:11.000Z', webhookId: uuidv7() });
  const headers = Object.fromEntries([['content-type', 'application/json'], ...Array.from({ length: 10 }, (_, index) => [`x-header-${index}`, uuidv7()])]) as Record<string, string>;
  let left = DELIVERIES;
  const [cpuBefore, started] = [process.cpuUsage(), performance.now()];
  await Promise.all(Array.from({ length: BARE_CONNECTIONS }, async () => {
    for (; left > 0; left -= 1) await (await request(`${receiver.url}/bare`, { dispatcher: agent, method: 'POST', headers, body })).body.dump();
  }));
  const seconds = (performance.now() - started) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  await agent.close();
  const { received } = await receiver.heard();
  return { perSecond: received / seconds, nodeMicroseconds: (cpu.user + cpu.system) / received };
};

/** A backlog sent from wake-up to the last committed completion. */
const dispatched = async (bench: Bench, endpoints: number): Promise<Figures> => {
  const shops = await shopsAt(bench, 'quick', endpoints);
  await queue(bench, shops.map(({ merchantId }) => merchantId), DELIVERIES);
  const dispatcher = createDispatcher(bench.platform);
  const cpuBefore = process.cpuUsage();
  const started = performance.now();
  dispatcher.wake(shops.map(({ endpointId }) => endpointId));
  // Counting ten thousand rows fifty times a second would be the largest work of all.
  const areLeft = async () => (await bench.owner.query(`select 1 from delivery where status = 'PENDING' and endpoint_id = any($1::uuid[]) limit 1`, [shops.map(({ endpointId }) => endpointId)])).rows.length > 0;
  while (await areLeft()) await wait(20);
  const seconds = (performance.now() - started) / 1_000;
  const cpu = process.cpuUsage(cpuBefore);
  await dispatcher.stop();
  const { received } = await bench.receiver.heard();
  return { perSecond: DELIVERIES / seconds, nodeMicroseconds: (cpu.user + cpu.system) / DELIVERIES, sentTwice: received - DELIVERIES };
};

/** Two hundred events a second for healthy endpoints, with or without one that hangs and has a backlog. */
const steady = async (bench: Bench, hanging: number): Promise<Figures> => {
  const [healthy, slow] = [await shopsAt(bench, 'quick', ENDPOINTS), await shopsAt(bench, 'hang', hanging > 0 ? 1 : 0)];
  if (hanging > 0) await queue(bench, slow.map(({ merchantId }) => merchantId), hanging);
  await bench.receiver.heard();
  const dispatcher = createDispatcher({ ...bench.platform, config: { ...bench.platform.config, webhookTimeoutMs: 10_000 } });
  dispatcher.wake(slow.map(({ endpointId }) => endpointId));
  for (let tenth = 0; tenth < STEADY_SECONDS * 10; tenth += 1) {
    const next = wait(100);
    await queue(bench, healthy.map(({ merchantId }) => merchantId), STEADY_PER_TENTH);
    dispatcher.wake(healthy.map(({ endpointId }) => endpointId));
    await next;
  }
  await wait(500);
  const { received, agesMs } = await bench.receiver.heard();
  await bench.owner.query(`update webhook_endpoint set is_active = false where id = any($1::uuid[])`, [slow.map(({ endpointId }) => endpointId)]);
  await dispatcher.stop();
  return { received, p50Milliseconds: agesMs[Math.floor(agesMs.length / 2)] ?? Number.NaN, p99Milliseconds: agesMs[Math.floor(agesMs.length * 0.99)] ?? Number.NaN };
};

/** Deliveries beside a bare HTTP client, and what one receiver that hangs costs the others. */
export const benchWebhooks = async (): Promise<void> => {
  const house = await openHouse();
  const platform = await openPlatform(readConfig({ DATABASE_URL: house.postgres.url }), { log: createLogger('bench', 'warn'), role: 'api' });
  const [owner, receiver] = [await openSqlSession(house.postgres.url), await openReceiver()];
  const bench: Bench = { platform, owner, receiver, addMerchant: () => house.addMerchant() };
  try {
    const rounds = await interleave('webhooks', {
      'bare undici, 64 connections': () => bareClient(bench),
      '20 endpoints': () => dispatched(bench, ENDPOINTS),
      'one endpoint': () => dispatched(bench, 1),
      '200 events/s': () => steady(bench, 0),
      '200 events/s, one hanging with 10,000 queued': () => steady(bench, DELIVERIES),
    });
    const bare = 'bare undici, 64 connections';
    report('webhooks', rounds, {
      'deliveries to 20 endpoints over bare requests (goal: 0.75)': rounds.ratio((round) => round['20 endpoints']['perSecond']! / round[bare]['perSecond']!),
      'CPU of a delivery over that of a bare request': rounds.ratio((round) => round['20 endpoints']['nodeMicroseconds']! / round[bare]['nodeMicroseconds']!),
      'deliveries to one endpoint over bare requests': rounds.ratio((round) => round['one endpoint']['perSecond']! / round[bare]['perSecond']!),
      'ms that a hanging receiver adds to the others’ p99 (goal: under 100)': rounds.ratio((round) => round['200 events/s, one hanging with 10,000 queued']['p99Milliseconds']! - round['200 events/s']['p99Milliseconds']!),
    });
  } finally {
    receiver.close();
    await owner.close();
    await platform.close();
    await house.close();
  }
};
