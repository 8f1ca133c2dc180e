import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { chance, createHarm } from './harm.ts';
import { openPayoutHouse } from './payout-house.ts';
import type { WorkerMain, WorkerProcess } from './worker-process.ts';

// PAYOUTS_UNDER_FAULTS=500 PAYOUT_FAULTS_SEED=7 for a longer run or another one.
const COUNT = Number(process.env['PAYOUTS_UNDER_FAULTS'] ?? 16);
const SEED = Number(process.env['PAYOUT_FAULTS_SEED'] ?? 2_026);
const HARMFUL_ROUNDS = 4 + COUNT / 5;
const ROUND_MS = 250;
const QUIET_MS_MAX = 40_000 + COUNT * 200;
const TIMEOUT_MS = QUIET_MS_MAX + 120_000 + COUNT * 1_000;
const KILL_CHANCE = 0.2;
const ANSWER_MS = 400;
const AT_ONCE = 25;

const house = await openPayoutHouse();
const { sql, proxy } = house;

const fates = ['เจษฎา', 'เจษฎา', 'เจษฎา', 'SANDBOX REJECT', 'SANDBOX BOUNCE', 'SANDBOX LATE'] as const;
const mayEnd: Readonly<Record<string, readonly string[]>> = { 'เจษฎา': ['SUCCESS'], 'SANDBOX LATE': ['SUCCESS'], 'SANDBOX REJECT': ['FAILED'], 'SANDBOX BOUNCE': ['REVERSED', 'FAILED'] };
interface Ordered { readonly id: string; readonly accountNumber: string; readonly fate: string }

const orderAll = async (first: number): Promise<Ordered[]> => {
  const merchant = await house.fundedMerchant(COUNT * 100); // oxlint-disable-line -- cover for COUNT orders of 100 baht
  const orders: Ordered[] = [];
  for (let index = 0; index < COUNT; index += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, COUNT - index) }, async (_, offset) => {
      const accountNumber = String(first + index + offset);
      const fate = fates[Math.floor(chance(SEED, 'fate', accountNumber) * fates.length)]!;
      const { body } = await house.create(merchant, 50 + offset, { accountNumber, accountName: fate });
      return { id: String(body.payout.id), accountNumber, fate };
    });
    orders.push(...(await Promise.all(some)));
  }
  return orders;
};

/**
 * Two workers, one of them killed every now and then, and a queue whose clock runs ahead, so that a worker loses its jobs while it
 * works; first on a harmful line, then on a calm one until nothing is open that may end. Answers how many were killed.
 */
const runUntilQuiet = async (main: WorkerMain, isQuiet: () => Promise<boolean>): Promise<number> => {
  const harm = createHarm(SEED);
  proxy.plan = harm.plan;
  const workers: WorkerProcess[] = [await house.startWorker(main), await house.startWorker(main)];
  let kills = 0;
  for (let round = 1; round <= HARMFUL_ROUNDS; round += 1) {
    await delay(ROUND_MS);
    await house.hurry({ atWorkSeconds: 1, dueWithinSeconds: 3_600 });
    if (chance(SEED, 'kill', round) > KILL_CHANCE) continue;
    await workers[round % 2]!.kill();
    kills += 1;
    workers[round % 2] = await house.startWorker(main);
  }
  harm.calm();
  house.passTime(10_000);
  const deadline = performance.now() + QUIET_MS_MAX;
  while (!(await isQuiet()) && performance.now() < deadline) {
    await delay(ROUND_MS);
    await house.hurry({ atWorkSeconds: 5 });
  }
  for (const worker of workers) await worker.end();
  return kills;
};

const statusesOf = async (orders: readonly Ordered[]) => {
  const rows = await sql('select id, status from payout where id = any($1)', orders.map(({ id }) => id));
  return new Map(rows.map(({ id, status }) => [String(id), String(status)]));
};
const transfersOf = async (orders: readonly Ordered[]) => {
  const counts = new Map(orders.map(({ accountNumber }) => [accountNumber, 0]));
  for (const { order } of await house.transfers()) if (counts.has(order.toAccountNumber)) counts.set(order.toAccountNumber, counts.get(order.toAccountNumber)! + 1);
  return counts;
};
const isDone = (status: string | undefined, { fate }: Ordered): boolean => (mayEnd[fate] ?? []).includes(status ?? '');
const tally = (values: readonly string[]) => Object.fromEntries([...new Set(values)].toSorted().map((value) => [value, values.filter((other) => other === value).length]));

describe(`${COUNT} payouts behind a harmful line, with workers that are killed (seed ${SEED})`, () => {
  it('each leaves the bank exactly once or not at all, and ends as the bank says', { timeout: TIMEOUT_MS }, async () => {
    const orders = await orderAll(7_000_000_000);
    const kills = await runUntilQuiet({ answerMs: ANSWER_MS, isSendIdempotent: true }, async () => {
      const statuses = await statusesOf(orders);
      return orders.every((one) => isDone(statuses.get(one.id), one));
    });
    const [statuses, transfers] = [await statusesOf(orders), await transfersOf(orders)];
    expect(orders.filter((one) => !isDone(statuses.get(one.id), one)).map(({ id, fate }) => [id, fate, statuses.get(id)])).toEqual([]);
    for (const { accountNumber, fate } of orders) expect([accountNumber, transfers.get(accountNumber)]).toEqual([accountNumber, fate === 'SANDBOX REJECT' ? 0 : 1]);
    await house.expectBooksRight();
    process.stdout.write(`${COUNT} payouts, ${proxy.seen.length} calls, ${house.sends().length} orders sent, ${kills} kills: ${JSON.stringify(tally([...statuses.values()]))}\n`);
  });

  it('at a bank that pays twice when asked twice, each is sent at most once and left UNKNOWN where the bank knows nothing', { timeout: TIMEOUT_MS }, async () => {
    const orders = await orderAll(8_000_000_000);
    const sendsOf = () => tally(house.sends().map(({ toAccountNumber }) => toAccountNumber));
    const kills = await runUntilQuiet({ answerMs: ANSWER_MS, isSendIdempotent: false }, async () => {
      const [statuses, transfers] = [await statusesOf(orders), await transfersOf(orders)];
      const isKnown = (one: Ordered) => (transfers.get(one.accountNumber) ?? 0) > 0 || (one.fate === 'SANDBOX REJECT' && statuses.get(one.id) !== 'UNKNOWN');
      return orders.every((one) => (isKnown(one) ? isDone(statuses.get(one.id), one) : statuses.get(one.id) === 'UNKNOWN'));
    });
    const [statuses, transfers, sends] = [await statusesOf(orders), await transfersOf(orders), sendsOf()];
    for (const one of orders) {
      const { accountNumber, id, fate } = one;
      expect(sends[accountNumber] ?? 0, accountNumber).toBeLessThanOrEqual(1);
      if (isDone(statuses.get(id), one)) continue;
      expect([accountNumber, statuses.get(id)]).toEqual([accountNumber, 'UNKNOWN']);
      if (fate !== 'SANDBOX REJECT') expect([accountNumber, transfers.get(accountNumber)]).toEqual([accountNumber, 0]);
    }
    await house.expectBooksRight();
    process.stdout.write(`${COUNT} payouts at a forgetful bank, ${kills} kills: ${JSON.stringify(tally([...statuses.values()]))}\n`);
  });
});
