import { imbalances, ledgerSums } from '@paygate/core/ledger/ledger.sql';
import type { Platform } from '@paygate/core/platform';
import { expect } from 'vitest';

/** L1–L3: every satang accounted for, stored balances equal to what the entries say. */
export const expectBooksAgree = async ({ database }: Pick<Platform, 'database'>): Promise<void> => {
  expect(await database.query(imbalances, [])).toEqual([]);
  for (const { sumSatang } of await database.query(ledgerSums, [])) expect(sumSatang).toBe(0);
};
