import { afterEach, describe, expect, it } from 'vitest';
import { gate, type Fault } from '../support/fault-proxy.ts';
import { openSqlSession } from '../support/sql-session.ts';
import { until } from '../support/until.ts';
import { freezeClaim, openPayoutHouse } from './payout-house.ts';
import type { WorkerMain, WorkerProcess } from './worker-process.ts';

const house = await openPayoutHouse();
const { proxy, sql } = house;
const merchant = await house.fundedMerchant(100_000);
const TWO_MINUTES_MS = 120_000;
const onceOnly: WorkerMain = { answerMs: 60_000, isSendIdempotent: false };
const repeatable: WorkerMain = { ...onceOnly, isSendIdempotent: true };

let workers: WorkerProcess[] = [];
const start = async (main: WorkerMain) => {
  const worker = await house.startWorker(main);
  workers.push(worker);
  return worker;
};
const faults = new Map<string, Fault>();
proxy.plan = ({ method, body }) => {
  if (method !== 'POST') return {};
  const { toAccountNumber }: { readonly toAccountNumber: string } = JSON.parse(body);
  const fault = faults.get(toAccountNumber) ?? {};
  faults.delete(toAccountNumber);
  return fault;
};
afterEach(async () => {
  for (const worker of workers) await worker.kill();
  workers = [];
  await house.expectBooksRight();
});

let accounts = 4_190_000_000;
interface Order { readonly id: string; readonly accountNumber: string }
/** `fault` happens to its first send alone. */
const order = async (fault: Fault = {}, by = merchant): Promise<Order> => {
  const accountNumber = String((accounts += 1));
  faults.set(accountNumber, fault);
  const { body } = await house.create(by, 100, { accountNumber });
  return { id: String(body.payout.id), accountNumber };
};
const sendsOf = ({ accountNumber }: Order) => house.sends().filter(({ toAccountNumber }) => toAccountNumber === accountNumber);
const transfersOf = async ({ accountNumber }: Order) => (await house.transfers()).filter((line) => line.order.toAccountNumber === accountNumber);
const outcomeOf = async (payout: Order) => ({ status: await house.status(payout.id), transfers: (await transfersOf(payout)).length });

/**
 * One order for a line of a worker's work that matters. All are created before the worker starts, so that it has them in hand
 * together; `reached` brings it to that line. `release` lets go on what is on its way without the worker.
 */
interface Scene { readonly payout: Order; readonly reached: () => Promise<unknown>; readonly release: () => Promise<void> }
const underWay = async (deliveries: 0 | 1): Promise<Scene> => {
  const [open, arrived] = [gate(), gate()];
  const payout = await order({ before: open.passed, deliveries, after: async () => arrived.open() });
  const release = async () => {
    open.open();
    await arrived.passed();
  };
  return { payout, release, reached: () => until('the order to be under way', async () => sendsOf(payout).length === 1) };
};
const isPaid = (payout: Order) => until('the bank to have paid', async () => (await transfersOf(payout)).length === 1);
const booked = async (fault: Fault = {}): Promise<Scene> => {
  const open = gate();
  const payout = await order({ ...fault, after: open.passed });
  return { payout, reached: () => isPaid(payout), release: async () => open.open() };
};
const claimed = async (): Promise<Scene> => {
  const payout = await order();
  const frozen = await freezeClaim(house.databaseUrl, payout.id);
  const release = async () => {
    await frozen.thaw();
    await until('the claim to be there', async () => (await house.status(payout.id)) === 'PROCESSING');
  };
  return { payout, release, reached: () => until('the claim to commit', frozen.isFrozen) };
};
/** The bank has answered, and the balance row that the outcome needs is taken. */
const writing = async (): Promise<Scene> => {
  const other = await house.fundedMerchant(1_000);
  const open = gate();
  const payout = await order({ after: open.passed }, other);
  const session = await openSqlSession(house.databaseUrl);
  const reached = async () => {
    await isPaid(payout);
    await session.query('begin');
    await session.query('select 1 from merchant_balance where merchant_id = $1 for update', [other.id]);
    open.open();
    const waiting = `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%merchant_balance%'`;
    await until('the worker to wait for the balance', async () => (await sql(waiting)).length > 0);
  };
  return { payout, reached, release: () => session.close() };
};
const begin = async (main: WorkerMain, scenes: Readonly<Record<string, Scene>>): Promise<WorkerProcess> => {
  const worker = await start(main);
  await Promise.all(Object.values(scenes).map(({ reached }) => reached()));
  return worker;
};
const takeOver = async (main: WorkerMain) => {
  await start(main);
  await house.hurry();
};
const paid = { status: 'SUCCESS', transfers: 1 };
const unclear = { status: 'UNKNOWN', transfers: 0 };

describe('a worker that falls asleep with orders in hand, wakes after another has taken over, and goes on', () => {
  it('pays each once where a reference sent twice is one transfer', { timeout: TWO_MINUTES_MS }, async () => {
    const scenes = { underWay: await underWay(1), lost: await underWay(0), booked: await booked(), unheard: await booked({ answer: 'cut' }), claimed: await claimed() };
    const sleeper = await begin(repeatable, scenes);
    sleeper.stop();
    await scenes.claimed.release();
    await takeOver('the product');
    for (const { payout } of Object.values(scenes)) await house.becomes(payout.id, 'SUCCESS');
    for (const { release } of [scenes.underWay, scenes.lost, scenes.booked, scenes.unheard]) await release();
    sleeper.wake();
    await until('the sleeper to send what it had claimed', async () => sendsOf(scenes.claimed.payout).length === 2);
    await sleeper.end();
    for (const { payout } of Object.values(scenes)) {
      expect(await outcomeOf(payout)).toEqual(paid);
      expect(new Set(sendsOf(payout).map(({ reference }) => reference)).size).toBe(1);
    }
  });
  it('pays each once at any other bank, which sees one order each', { timeout: TWO_MINUTES_MS }, async () => {
    const scenes = { underWay: await underWay(1), lost: await underWay(0), booked: await booked(), claimed: await claimed() };
    const sleeper = await begin(onceOnly, scenes);
    sleeper.stop();
    await scenes.claimed.release();
    await takeOver(onceOnly);
    for (const { payout } of [scenes.underWay, scenes.lost, scenes.claimed]) await house.becomes(payout.id, 'UNKNOWN');
    await house.becomes(scenes.booked.payout.id, 'SUCCESS');
    for (const { release } of [scenes.underWay, scenes.lost, scenes.booked]) await release();
    sleeper.wake();
    await until('the sleeper to send what it had claimed', async () => sendsOf(scenes.claimed.payout).length === 1);
    await sleeper.end();
    for (const { payout } of [scenes.underWay, scenes.claimed]) await house.becomes(payout.id, 'SUCCESS');
    expect(await outcomeOf(scenes.lost.payout)).toEqual(unclear);
    for (const { payout } of [scenes.underWay, scenes.claimed, scenes.booked]) expect(await outcomeOf(payout)).toEqual(paid);
    for (const { payout } of Object.values(scenes)) expect(sendsOf(payout)).toHaveLength(1);
  });
});

describe('a worker that is killed with orders in hand', () => {
  it('leaves each to be paid once where a reference sent twice is one transfer', { timeout: TWO_MINUTES_MS }, async () => {
    const scenes = { underWay: await underWay(1), lost: await underWay(0), booked: await booked(), writing: await writing(), claimed: await claimed() };
    const victim = await begin('the product', scenes);
    await victim.kill();
    expect(await Promise.all(Object.values(scenes).map(async ({ payout }) => house.status(payout.id)))).toEqual(['PROCESSING', 'PROCESSING', 'PROCESSING', 'PROCESSING', 'QUEUED']);
    await scenes.claimed.release();
    await scenes.writing.release();
    await takeOver('the product');
    for (const { payout } of Object.values(scenes)) await house.becomes(payout.id, 'SUCCESS');
    // What was on its way when its sender died arrives after the money has left under the same reference.
    await scenes.underWay.release();
    for (const { payout } of Object.values(scenes)) expect(await outcomeOf(payout)).toEqual(paid);
    expect(sendsOf(scenes.underWay.payout)).toHaveLength(2);
    expect(sendsOf(scenes.claimed.payout)).toHaveLength(1);
  });
  it('leaves what the bank does not know UNKNOWN at any other bank, and nothing is sent again', { timeout: TWO_MINUTES_MS }, async () => {
    const scenes = { underWay: await underWay(1), lost: await underWay(0), booked: await booked(), writing: await writing(), claimed: await claimed() };
    const victim = await begin(onceOnly, scenes);
    await victim.kill();
    await scenes.claimed.release();
    await scenes.writing.release();
    await takeOver(onceOnly);
    for (const { payout } of [scenes.underWay, scenes.lost, scenes.claimed]) await house.becomes(payout.id, 'UNKNOWN');
    await scenes.underWay.release();
    for (const { payout } of [scenes.underWay, scenes.booked, scenes.writing]) {
      await house.becomes(payout.id, 'SUCCESS');
      expect(await outcomeOf(payout)).toEqual(paid);
    }
    for (const { payout } of [scenes.lost, scenes.claimed]) expect(await outcomeOf(payout)).toEqual(unclear);
    expect(Object.values(scenes).map(({ payout }) => sendsOf(payout).length)).toEqual([1, 1, 1, 1, 0]);
    expect(await sql(`select a.attempt from payout_attempt a where a.attempt > 1`)).toEqual([]);
  });
});
