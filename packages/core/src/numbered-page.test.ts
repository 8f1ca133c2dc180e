import { createTestDatabase } from '@paygate/test/support/test-database';
import fc from 'fast-check';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from './db/database.ts';
import { assembled } from './db/statement.ts';
import { findPageOfMany } from './numbered-page.ts';

const { url } = await createTestDatabase();
const database = await openDatabase({ url, connectionsMax: 2, applicationName: 'test' });
afterAll(() => database.close());

const TOTAL_MAX = 10;
/** A list of the numbers from 1 to `length`, counted as lists of payments are. */
const numbers = (length: number) => ({
  listed: (slice: { readonly limit: number; readonly offset: number }) => ({
    statement: assembled<{ readonly n: number }>('select n from generate_series(1, $1::int) n order by n limit $2 offset $3'), values: [length, slice.limit, slice.offset],
  }),
  counted: { statement: assembled<{ readonly total: number }>('select least($1::int, $2::int + 1)::int as total'), values: [length, TOTAL_MAX], totalMax: TOTAL_MAX },
});
const pageOf = (length: number, page: number, limit: number) => findPageOfMany(database, { page, limit }, numbers(length));

it('reaches every row of a list by its own totals, counted to its end or not', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: 3 * TOTAL_MAX }), fc.integer({ min: 1, max: 7 }), async (length, limit) => {
    const seen: number[] = [];
    for (let page = 1, pages = 1; page <= pages; page += 1) {
      const { rows, hasMore, pagination } = await pageOf(length, page, limit);
      seen.push(...rows.map(({ n }) => n));
      expect(hasMore).toBe(seen.length < length);
      expect(pagination).toMatchObject({ page, limit, totalPages: Math.ceil(pagination.total / limit), isTotalExact: length <= TOTAL_MAX });
      expect(pagination.total).toBeGreaterThanOrEqual(seen.length + (hasMore ? 1 : 0));
      expect(pagination.total).toBeLessThanOrEqual(length);
      if (pagination.isTotalExact) expect(pagination.total).toBe(length);
      pages = pagination.totalPages;
    }
    expect(seen).toEqual(Array.from({ length }, (_, index) => index + 1));
  }), { numRuns: 60 });
});

it('has nothing past the end, and there too says only what it knows', async () => {
  expect(await pageOf(25, 40, 5)).toEqual({ rows: [], hasMore: false, pagination: { page: 40, limit: 5, total: TOTAL_MAX + 1, totalPages: 3, isTotalExact: false } });
  expect(await pageOf(4, 40, 5)).toEqual({ rows: [], hasMore: false, pagination: { page: 40, limit: 5, total: 4, totalPages: 1, isTotalExact: true } });
});
