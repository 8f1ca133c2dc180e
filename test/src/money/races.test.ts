import { setTimeout } from 'node:timers/promises';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import { expect, it } from 'vitest';
import { openMoneyHouse, type Created } from './money-house.ts';

// By hand: RACE_ROUNDS=100000 RACE_BATCH=400 RACE_SEED=7 npx vitest run test/src/money/races.test.ts --testTimeout 3600000
const ROUNDS = Number(process.env['RACE_ROUNDS'] ?? 300);
const SEED = Number(process.env['RACE_SEED'] ?? 20_260_305);
const BATCH = Number(process.env['RACE_BATCH'] ?? 100);
const AT_ONCE = 14;
/** Deadlines fall anywhere in the time a batch takes, so that expiry meets every stage of the others. */
const DUE_WITHIN_MS = 1_000;
const BOOKS_EVERY = 20;
const SWEEP_MS = 10;
/** By hand: no new batch after so many seconds; the checks at the end are made all the same. */
const SECONDS_MAX = Number(process.env['RACE_SECONDS'] ?? Infinity);

const house = await openMoneyHouse({ environment: { DATABASE_CONNECTIONS_MAX: '20', RATE_LIMIT_WRITES_PER_MINUTE: '100000000', RATE_LIMIT_READS_PER_MINUTE: '100000000' } });
const { product, owner } = house;
const { platform } = product;

interface Contested extends Created { readonly creditId: string }
interface Tally { paid: number; cancelled: number; refused: number }

/** Numbers in [0, 1) from a seed (mulberry32). */
const uniform = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
};
const shuffled = <T>(items: readonly T[], random: () => number): T[] => items.map((item) => ({ item, at: random() })).toSorted((one, other) => one.at - other.at).map(({ item }) => item);
const runAll = async (tasks: readonly (() => Promise<void>)[]): Promise<void> => {
  const queue = tasks.values();
  // Every runner takes the next task from the one iterator they share.
  await Promise.all(Array.from({ length: AT_ONCE }, async () => {
    for (const task of queue) await task();
  }));
};

/** Half of the credits name their payment, half have only its amount, which nobody else asks for. */
const setStage = async (secretKey: string, amounts: readonly number[], random: () => number): Promise<Contested[]> => {
  const created = await Promise.all(amounts.map((amount) => product.call(secretKey, 'POST', '/api/v1/payment/create', { amount })));
  const ids: string[] = created.map(({ body }) => body.transaction.id);
  const { rows } = await owner.query(`update payment set expires_at = now() + random() * $2 * interval '1 millisecond' where id = any($1) returning id, reference`, [ids, DUE_WITHIN_MS]);
  const references = new Map(rows.map(({ id, reference }) => [String(id), String(reference)]));
  const answer = await house.report(...ids.map((id, index) => ({ amount: amounts[index]!, ...(random() < 0.5 && { ref1: references.get(id) }) })));
  return ids.map((id, index) => ({ id, amount: amounts[index]!, reference: references.get(id)!, creditId: answer.body.results[index].creditId }));
};

const race = async (secretKey: string, contested: readonly Contested[], random: () => number): Promise<Tally> => {
  const tally = { paid: 0, cancelled: 0, refused: 0 };
  const cancel = (id: string) => async (): Promise<void> => {
    const { status } = await product.call(secretKey, 'POST', `/api/v1/payment/${id}/cancel`, {});
    // Too busy, and nothing was done: a caller asks again.
    if (status === 503) return cancel(id)();
    expect([200, 409]).toContain(status);
    tally[status === 200 ? 'cancelled' : 'refused'] += 1;
  };
  // On a machine that stands still a lock may not be had in time (55P03); the queue then tries the job again.
  const match = (creditIds: readonly string[]) => async (): Promise<void> => {
    try {
      // Read after the wait: others count meanwhile.
      const paid = await matchCredits(platform, creditIds);
      tally.paid += paid;
    } catch (error) {
      if ((error as { readonly code?: unknown }).code !== '55P03') throw error; // oxlint-disable-line typescript/no-unsafe-type-assertion -- pg's errors have codes
      await match(creditIds)();
    }
  };
  const over = new AbortController();
  const expire = async () => {
    while (!over.signal.aborted) {
      await expirePayments(platform);
      // Far more often than in earnest, yet leaving the machine to the others.
      await setTimeout(SWEEP_MS);
    }
  };
  const expiring = [expire(), expire()];
  // Each credit is taken twice: as a job that ran in two workers.
  const tasks = contested.flatMap(({ id, creditId }, index) => [cancel(id), match([creditId]), ...(random() < 0.3 ? [match([creditId, contested[(index + 1) % contested.length]!.creditId])] : [])]);
  await runAll(shuffled(tasks, random)).finally(() => over.abort());
  await Promise.all(expiring);
  return tally;
};

it(`ends in exactly one state when money, cancelling and expiry meet (${ROUNDS} rounds, seed ${SEED})`, { timeout: Math.max(120_000, ROUNDS * 100) }, async () => {
  const random = uniform(SEED);
  const merchants = await Promise.all([house.addMerchant(), house.addMerchant({ feeBps: 150 })]);
  const total = { paid: 0, cancelled: 0, refused: 0 };
  const started = performance.now();
  for (let round = 0; round < ROUNDS && performance.now() - started < SECONDS_MAX * 1_000; round += BATCH) {
    const { secretKey } = merchants[(round / BATCH) % 2]!;
    const contested = await setStage(secretKey, Array.from({ length: BATCH }, (_, index) => (100_000 + round + index) / 100), random);
    const tally = await race(secretKey, contested, random);
    for (const key of ['paid', 'cancelled', 'refused'] as const) total[key] += tally[key];
    if ((round / BATCH) % BOOKS_EVERY === 0) {
      await house.expectBooksRight();
      if (ROUNDS > 1_000) process.stdout.write(`races: ${round + BATCH} of ${ROUNDS}\n`);
    }
  }
  // What nobody got before its deadline is still to expire.
  await owner.query(`update payment set expires_at = now() where status = 'PENDING'`);
  await expirePayments(platform);
  await house.expectBooksRight();

  const { rows } = await owner.query(`select status || case when is_late then ' late' else '' end as outcome, count(*)::int as count from payment group by 1 order by 1`);
  const count = (outcome: string) => Number(rows.find((row) => row['outcome'] === outcome)?.['count'] ?? 0);
  process.stdout.write(`races: ${JSON.stringify({ ...total, paid: count('PAID'), paidLate: count('PAID late'), cancelled: count('CANCELLED'), expired: count('EXPIRED') })}\n`);
  // What callers were told is what is stored, and every outcome was met.
  expect({ paid: total.paid, cancelled: total.cancelled }).toEqual({ paid: count('PAID') + count('PAID late'), cancelled: count('CANCELLED') });
  expect(rows.map(({ outcome }) => outcome)).toEqual(['CANCELLED', 'EXPIRED', 'PAID', 'PAID late']);
  expect((await owner.query(`select count(*)::int as undecided from bank_credit where status = 'RECEIVED'`)).rows).toEqual([{ undecided: 0 }]);
  expect((await owner.query('select deadlocks::int from pg_stat_database where datname = current_database()')).rows).toEqual([{ deadlocks: 0 }]);
});
