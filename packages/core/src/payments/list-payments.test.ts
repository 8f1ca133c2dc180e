import { openSqlSession } from '@paygate/test/support/sql-session';
import { createTestDatabase } from '@paygate/test/support/test-database';
import fc from 'fast-check';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDatabase } from '../db/database.ts';
import { paymentsBelow, paymentsCount, paymentsPage, type PaymentFilter } from './payments.sql.ts';

const { url } = await createTestDatabase();
const owner = await openSqlSession(url);
const database = await openDatabase({ url, connectionsMax: 4, applicationName: 'test' });
afterAll(async () => {
  await database.close();
  await owner.close();
});

const statuses = ['PENDING', 'PAID', 'FAILED', 'CANCELLED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED'] as const;
const paid: ReadonlySet<string> = new Set(['PAID', 'PARTIALLY_REFUNDED', 'REFUNDED']);
const noonMs = Date.parse('2026-03-05T12:00:00Z');
const minute = 60_000;
const instant = (minutes: number): string => new Date(noonMs + minutes * minute).toISOString();
const [merchantId, stranger] = [uuidv7(), uuidv7()];

interface Laid { readonly id: string; readonly status: string; readonly minutes: number }
/** A payment every minute for three hours, their ids up to nine minutes before or after: as far as the clocks of two machines may differ. */
const laid: readonly Laid[] = Array.from({ length: 180 }, (_, n) => ({ id: uuidv7({ msecs: noonMs + n * minute + ((n * 7) % 19 - 9) * minute }), status: statuses[n % 5 === 0 ? n % statuses.length : 1]!, minutes: n }));
beforeAll(async () => {
  for (const id of [merchantId, stranger]) {
    await owner.query(`insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code) values ($1, $2, 'shop@example.com', 'Shop', 'Owner', '0812345678', 'ACTIVE', 'FREE')`, [id, `m_${id.slice(-12)}`]);
  }
  for (const { id, status, minutes } of [...laid, ...laid.map((one) => ({ ...one, id: uuidv7() }))]) {
    await owner.query(`insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, created_at, paid_at, expires_at)
      values ($1, $2, 'test', $3, 'API', 10000, 0, 'CENTRAL', $4, $2, $5, $6, now())`, [id, laid.some((one) => one.id === id) ? merchantId : stranger, uuidv7().replaceAll('-', ''), status, instant(minutes), paid.has(status) ? instant(minutes) : null]);
  }
});

const found = async (filter: Omit<PaymentFilter, 'merchantId' | 'mode'>) => {
  const whole = { merchantId, mode: 'test', ...filter };
  const [page, below, count] = [paymentsPage(whole, { limit: 200, offset: 0 }), paymentsBelow(whole, { limit: 200, belowId: undefined }), paymentsCount(whole)];
  const [listed, walked, [counted]] = await Promise.all([database.query(page.statement, page.values), database.query(below.statement, below.values), database.query(count.statement, count.values)]);
  return { listed: listed.map(({ id }) => id), walked: walked.map(({ id }) => id), counted: counted?.total };
};
const newestFirst = (payments: readonly Laid[]): readonly string[] => payments.map(({ id }) => id).toSorted().toReversed();

it.each(statuses)('finds all that are %s and no others, newest first', async (status) => {
  const wanted = newestFirst(laid.filter((payment) => payment.status === status));
  expect(wanted.length).toBeGreaterThan(0);
  expect(await found({ status })).toEqual({ listed: wanted, walked: wanted, counted: wanted.length });
});

it('finds what was created in a stretch of time, by the database\'s clock alone, whatever instant its id says', async () => {
  const minutes = fc.integer({ min: -15, max: 195 });
  await fc.assert(fc.asyncProperty(minutes, minutes, fc.option(fc.constantFrom(...statuses), { nil: undefined }), async (one, other, status) => {
    const [from, to] = [Math.min(one, other), Math.max(one, other)];
    const wanted = newestFirst(laid.filter((payment) => payment.minutes >= from && payment.minutes < to && (status === undefined || payment.status === status)));
    expect(await found({ from: instant(from), to: instant(to), ...(status && { status }) })).toEqual({ listed: wanted, walked: wanted, counted: wanted.length });
  }), { numRuns: 60 });
});
