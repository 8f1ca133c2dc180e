import { createMatcher } from '@paygate/core/credits/matcher';
import { afterEach, expect, it } from 'vitest';
import { until } from '../support/until.ts';
import { openMoneyHouse, type Created } from './money-house.ts';

const house = await openMoneyHouse();
const { platform } = house.product;
const matchers: ReturnType<typeof createMatcher>[] = [];
const open = (of: Parameters<typeof createMatcher>[0] = platform) => {
  const matcher = createMatcher(of);
  matchers.push(matcher);
  return matcher;
};
afterEach(() => Promise.all(matchers.splice(0).map((matcher) => matcher.stop())));

const statuses = (payments: readonly Created[]) => Promise.all(payments.map(async ({ id }) => (await house.payment(id))['status']));
/** Payments and, for each, a credit that names it; as old as a lost ring would leave it. */
const waiting = async (count: number, amount: number): Promise<{ readonly payments: readonly Created[]; readonly creditIds: readonly string[] }> => {
  const merchant = await house.addMerchant();
  const payments = await Promise.all(Array.from({ length: count }, () => house.create(merchant, amount)));
  const { body } = await house.report(...payments.map(({ reference }) => ({ amount, ref1: reference })));
  const creditIds: string[] = body.results.map(({ creditId }: { readonly creditId: string }) => creditId);
  await house.owner.query(`update bank_credit set created_at = now() - interval '1 minute' where id = any($1)`, [creditIds]);
  return { payments, creditIds };
};

it('decides what no ring told of, once, however many processes look', async () => {
  const { payments } = await waiting(20, 10.5);
  const [one, other] = [open(), open()];
  await Promise.all([one.sweep(), other.sweep()]);
  expect(new Set(await statuses(payments))).toEqual(new Set(['PAID']));
  expect(await one.sweep()).toBe(0);
  await house.expectBooksRight();
});

it('decides what a ring names, however often it is heard', async () => {
  const { payments, creditIds } = await waiting(5, 20.5);
  for (const matcher of [open(), open()]) for (let heard = 0; heard < 3; heard += 1) matcher.wake(creditIds);
  await until('all of them to be paid', async () => (await statuses(payments)).every((status) => status === 'PAID'));
  await house.expectBooksRight();
});

it('lets a credit that cannot be decided hold nobody up, rests it, and decides it once it can be', async () => {
  const { payments, creditIds } = await waiting(4, 30.5);
  const [poisoned] = creditIds;
  await house.owner.query(`create function refuse_one() returns trigger language plpgsql as $$ begin if new.id = '${poisoned}' then raise 'poisoned'; end if; return new; end $$`);
  await house.owner.query('create trigger refuse_one before update on bank_credit for each row execute function refuse_one()');
  const clock = { ms: platform.clock() };
  const matcher = open({ ...platform, clock: () => clock.ms });
  // All four came up and were gone through; the sweep after it finds nothing to try.
  expect([await matcher.sweep(), await matcher.sweep()]).toEqual([4, 0]);
  expect(await statuses(payments)).toEqual(['PENDING', 'PAID', 'PAID', 'PAID']);
  clock.ms += 1_001;
  expect(await matcher.sweep()).toBe(1);
  await house.owner.query('drop trigger refuse_one on bank_credit');
  // It has failed twice, so a second is no longer enough.
  clock.ms += 1_001;
  expect(await matcher.sweep()).toBe(0);
  clock.ms += 1_001;
  expect(await matcher.sweep()).toBe(1);
  expect(await statuses(payments)).toEqual(['PAID', 'PAID', 'PAID', 'PAID']);
  await house.expectBooksRight();
});

it('begins nothing once it is stopped', async () => {
  const { payments, creditIds } = await waiting(2, 40.5);
  const matcher = open();
  await matcher.stop();
  matcher.wake(creditIds);
  expect(await matcher.sweep()).toBe(0);
  expect(await statuses(payments)).toEqual(['PENDING', 'PENDING']);
});
