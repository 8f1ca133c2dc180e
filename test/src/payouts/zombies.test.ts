import { afterEach, describe, expect, it } from 'vitest';
import { gate, type Fault, type Gate } from '../support/fault-proxy.ts';
import { until } from '../support/until.ts';
import { freezeCommits, openPayoutHouse } from './payout-house.ts';
import type { WorkerMain, WorkerProcess } from './worker-process.ts';

const house = await openPayoutHouse();
const { proxy, sql } = house;
const merchant = await house.fundedMerchant(100_000);
const MINUTE_MS = 60_000;

let workers: WorkerProcess[] = [];
const start = async (main?: WorkerMain) => {
  const worker = await house.startWorker(main);
  workers.push(worker);
  return worker;
};
afterEach(async () => {
  for (const worker of workers) await worker.kill();
  workers = [];
  proxy.plan = () => ({});
  await house.expectBooksRight();
});

let accounts = 4_190_000_000;
const order = async () => {
  const accountNumber = String((accounts += 1));
  const { body } = await house.create(merchant, 100, { accountNumber });
  return { id: String(body.payout.id), accountNumber };
};
type Order = Awaited<ReturnType<typeof order>>;
const sendsOf = ({ accountNumber }: Order) => house.sends().filter(({ toAccountNumber }) => toAccountNumber === accountNumber);
const transfersOf = async ({ accountNumber }: Order) => (await house.transfers()).filter((line) => line.order.toAccountNumber === accountNumber);
const expectPaidOnce = async (payout: Order) => {
  expect(await house.status(payout.id)).toBe('SUCCESS');
  expect(await transfersOf(payout)).toHaveLength(1);
};
const arrived = (payout: Order, count: number) => until(`${count} orders at the bank's door`, async () => sendsOf(payout).length === count);
const attemptOf = async ({ id }: Order) => (await sql('select outcome from payout_attempt where payout_id = $1', id))[0];
/** Lets `fault` happen to the first order that comes by; everything else passes. */
const harmFirstSend = (fault: Fault) => {
  let isOver = false;
  proxy.plan = ({ method }) => {
    if (isOver || method !== 'POST') return {};
    isOver = true;
    return fault;
  };
};
const takeOver = async (main?: WorkerMain) => {
  await start(main);
  await house.hurry();
};

/** Brings a worker to a point of its work, where it then sleeps or dies; `release` lets what it had begun go on without it. */
interface Point { readonly name: string; readonly reach: () => Promise<{ readonly payout: Order; readonly release: () => Promise<void> }> }
const atGate = async (open: Gate, isReached: (payout: Order) => Promise<boolean>) => {
  const payout = await order();
  await until('the point', () => isReached(payout));
  return { payout, release: async () => open.open() };
};
const points: Readonly<Record<'claimed' | 'underWay' | 'booked', Point>> = {
  claimed: {
    name: 'between its claim and its call',
    reach: async () => {
      const frozen = await freezeCommits(house.databaseUrl, 'payout_attempt');
      const payout = await order();
      await until('the claim to commit', frozen.isAnybodyFrozen);
      return { payout, release: async () => {
        await frozen.thaw();
        await until('the claim', async () => (await attemptOf(payout)) !== undefined);
      } };
    },
  },
  underWay: {
    name: 'with its order under way',
    reach: () => {
      const open = gate();
      harmFirstSend({ before: open.passed });
      return atGate(open, async (payout) => sendsOf(payout).length === 1);
    },
  },
  booked: {
    name: 'when the bank has paid and it has not heard',
    reach: () => {
      const open = gate();
      harmFirstSend({ after: open.passed });
      return atGate(open, async (payout) => (await transfersOf(payout)).length === 1);
    },
  },
};

describe('a worker that falls asleep and wakes when another has taken over', () => {
  it(points.claimed.name, { timeout: MINUTE_MS }, async () => {
    const sleeper = await start();
    const { payout, release } = await points.claimed.reach();
    sleeper.stop();
    await release();
    await takeOver();
    await house.becomes(payout.id, 'SUCCESS');
    sleeper.wake();
    await arrived(payout, 2);
    await sleeper.end();
    await expectPaidOnce(payout);
    expect(new Set(sendsOf(payout).map(({ reference }) => reference)).size).toBe(1);
  });
  it(points.underWay.name, { timeout: MINUTE_MS }, async () => {
    const sleeper = await start();
    const { payout, release } = await points.underWay.reach();
    sleeper.stop();
    await takeOver();
    await house.becomes(payout.id, 'SUCCESS');
    await release();
    sleeper.wake();
    await sleeper.end();
    await expectPaidOnce(payout);
  });
  it(`${points.booked.name}, and then hears nothing`, { timeout: MINUTE_MS }, async () => {
    const open = gate();
    harmFirstSend({ after: open.passed, answer: 'cut' });
    const sleeper = await start();
    const payout = await order();
    await until('the bank to have paid', async () => (await transfersOf(payout)).length === 1);
    sleeper.stop();
    await takeOver();
    await house.becomes(payout.id, 'SUCCESS');
    open.open();
    sleeper.wake();
    await sleeper.end();
    expect(await attemptOf(payout)).toMatchObject({ outcome: 'SETTLED' });
    await expectPaidOnce(payout);
  });
});
