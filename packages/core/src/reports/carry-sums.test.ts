import { openSqlSession } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import { PATIENCE_MS } from '@paygate/test/support/until';
import * as fc from 'fast-check';
import { pino } from 'pino';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, expect, it, vi } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { posting } from '../ledger/ledger.rules.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import { carrySums } from './carry-sums.ts';
import { reconcileBooks } from './reconcile.ts';

const { url } = await createTestDatabase();
const owner = await openSqlSession(url);
const database = await openDatabase({ url, connectionsMax: 12, applicationName: 'test' });
afterAll(async () => {
  await database.close();
  await owner.close();
});

const merchants = [uuidv7(), uuidv7(), uuidv7()] as const;
for (const id of merchants) {
  await owner.query(`insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code) values ($1, $2, 'shop@example.com', 'Shop', 'Owner', '0812345678', 'ACTIVE', 'FREE')`, [id, `m_${id.slice(-12)}`]);
  await owner.query(`insert into merchant_balance (merchant_id, mode) values ($1, 'test')`, [id]);
}

/** Money of a merchant, from the platform's own. */
const someMoney = (merchantId: string, satang: number) => posting({ mode: 'test', causeKind: 'confirm-cover', causeId: uuidv7() }, [
  { accountKind: 'ADJUSTMENT', ownerId: null, amountSatang: -satang }, { accountKind: 'MERCHANT_AVAILABLE', ownerId: merchantId, amountSatang: satang },
]);
const post = (merchantId: string, satang: number) => database.transaction((transaction) => postLedger(transaction, [someMoney(merchantId, satang)]));

interface Open { readonly end: (how: 'commit' | 'rollback') => Promise<void> }
/** A posting whose transaction stays open until it is ended. */
const leaveOpen = async (merchantId: string, satang: number): Promise<Open> => {
  const { promise: ending, resolve: end } = Promise.withResolvers<'commit' | 'rollback'>();
  const { promise: written, resolve: write } = Promise.withResolvers<undefined>();
  const ended = database.transaction(async (transaction) => {
    await postLedger(transaction, [someMoney(merchantId, satang)]);
    write(undefined);
    if (await ending === 'rollback') throw new Error('rolled back');
  }).catch((error: unknown) => { if (!(error instanceof Error && error.message === 'rolled back')) throw error; });
  await Promise.race([written, ended]);
  return {
    end: async (how) => {
      end(how);
      await ended;
    },
  };
};

const accounts = 'owner_id, account_kind, mode, sum(amount_satang)::text as satang';
const summed = async () => (await owner.query(`
  select ${accounts} from (
    select owner_id, account_kind, mode, amount_satang from ledger_sum
    union all select coalesce(owner_id, '00000000-0000-0000-0000-000000000000'), account_kind, mode, amount_satang from ledger_entry where id > (select through_id from ledger_sum_mark)
  ) e group by 1, 2, 3 having sum(amount_satang) <> 0 order by 1, 2, 3`)).rows;
const whole = async () => (await owner.query(`select ${accounts} from (select coalesce(owner_id, '00000000-0000-0000-0000-000000000000') as owner_id, account_kind, mode, amount_satang from ledger_entry) e group by 1, 2, 3 having sum(amount_satang) <> 0 order by 1, 2, 3`)).rows;
const notCarried = async () => (await owner.query('select id from ledger_entry where id > (select through_id from ledger_sum_mark)')).rows.length;
const carry = () => carrySums(database, 0);
/** Other transactions of the server may hold the mark back for a moment. */
const carryAll = () => vi.waitUntil(async () => {
  await carry();
  return (await notCarried()) === 0;
}, { timeout: PATIENCE_MS, interval: 10 });
const compare = async (force: 'CHANGED' | 'FULL') => (await reconcileBooks({ database, log: pino({ level: 'silent' }) }, { force }))!.violations.map(({ check, subject }) => `${check}: ${subject}`);
const past = async (...statements: readonly string[]): Promise<void> => {
  for (const statement of ['alter table ledger_entry disable trigger user', ...statements, 'alter table ledger_entry enable trigger user']) await owner.query(statement);
};

afterEach(async () => {
  expect(await compare('FULL')).toEqual([]);
});

it('never passes an entry that is not committed yet, though later ones are', async () => {
  const open = await leaveOpen(merchants[0], 700);
  await post(merchants[1], 100);
  for (let round = 0; round < 3; round += 1) await carry();
  expect(await notCarried()).toBeGreaterThan(0);
  await open.end('commit');
  expect(await summed()).toEqual(await whole());
  await carryAll();
  expect(await summed()).toEqual(await whole());
});

it('never passes the newest transaction while it is open', async () => {
  const open = await leaveOpen(merchants[0], 800);
  for (let round = 0; round < 3; round += 1) await carry();
  await open.end('commit');
  expect(await summed()).toEqual(await whole());
});

it('equals the sums of all entries after any postings, open transactions and rounds', async () => {
  const satang = fc.integer({ min: 1, max: 1_000_000 });
  const merchant = fc.constantFrom(...merchants);
  // An open posting holds its merchant's balance row, so each merchant has one at most.
  const step = fc.oneof(
    { arbitrary: fc.record({ act: fc.constant('post' as const), merchant, satang }), weight: 4 },
    { arbitrary: fc.record({ act: fc.constant('leave open' as const), merchant, satang }), weight: 2 },
    { arbitrary: fc.record({ act: fc.constantFrom('commit' as const, 'rollback' as const), merchant, satang }), weight: 2 },
    { arbitrary: fc.record({ act: fc.constant('carry' as const), merchant, satang }), weight: 5 },
  );
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 10, maxLength: 40 }), async (steps) => {
    const open = new Map<string, Open>();
    for (const { act, merchant: id, satang: amount } of steps) {
      if (act === 'carry') await Promise.all([carry(), carry()]);
      else if (act === 'commit' || act === 'rollback') {
        await open.get(id)?.end(act);
        open.delete(id);
      } else if (!open.has(id)) {
        if (act === 'post') await post(id, amount);
        else open.set(id, await leaveOpen(id, amount));
      }
      if (act !== 'post') expect(await summed()).toEqual(await whole());
    }
    for (const one of open.values()) await one.end('commit');
    expect(await summed()).toEqual(await whole());
  }), { numRuns: Number(process.env['CARRY_RUNS'] ?? 6), endOnFailure: true });
  await carryAll();
  expect(await summed()).toEqual(await whole());
});

it('finds a wrong balance every minute, carried sums or not', async () => {
  await post(merchants[0], 500);
  await carryAll();
  await post(merchants[0], 30);
  expect(await compare('CHANGED')).toEqual([]);
  await owner.query(`update merchant_balance set available_satang = available_satang + 1, updated_at = now() where merchant_id = $1`, [merchants[0]]);
  expect(await compare('CHANGED')).toEqual([`STORED_IS_DERIVED: merchant ${merchants[0]} available`]);
  await owner.query(`update merchant_balance set available_satang = available_satang - 1 where merchant_id = $1`, [merchants[0]]);
});

it('finds a carried entry that was changed, in the nightly comparison', async () => {
  await post(merchants[2], 40);
  await carryAll();
  const mine = `owner_id = '${merchants[2]}' and id = (select id from ledger_entry where owner_id = '${merchants[2]}' order by id limit 1)`;
  await past(`update ledger_entry set amount_satang = amount_satang + 5 where ${mine}`);
  const found = await compare('FULL');
  expect(found).toContain(`STORED_IS_DERIVED: merchant ${merchants[2]} available`);
  expect(found).toContain(`CARRIED_IS_DERIVED: carried sum of MERCHANT_AVAILABLE ${merchants[2]}`);
  expect(found.filter((one) => one.startsWith('DEBITS_ARE_CREDITS'))).toHaveLength(1);
  await past(`update ledger_entry set amount_satang = amount_satang - 5 where ${mine}`);
});

it('finds a carried sum that was changed, in the nightly comparison, and makes all anew once the mark is set back', async () => {
  await post(merchants[1], 60);
  await carryAll();
  await owner.query(`update ledger_sum set amount_satang = amount_satang + 5 where owner_id = $1`, [merchants[1]]);
  expect(await compare('FULL')).toEqual([`CARRIED_IS_DERIVED: carried sum of MERCHANT_AVAILABLE ${merchants[1]}`]);
  await owner.query('truncate ledger_sum');
  await owner.query(`update ledger_sum_mark set through_id = '00000000-0000-0000-0000-000000000000', candidate_id = '00000000-0000-0000-0000-000000000000'`);
  expect(await compare('FULL')).toEqual([]);
  await carryAll();
  expect(await summed()).toEqual(await whole());
});

it('leaves what is younger than ten minutes for later', async () => {
  await carryAll();
  await post(merchants[0], 10);
  for (let round = 0; round < 3; round += 1) await carrySums(database);
  expect(await notCarried()).toBe(2);
});
