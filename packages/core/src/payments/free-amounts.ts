import type { Platform } from '../platform.ts';
import { freeAmounts } from './unique-payments.sql.ts';

const CHUNK = 5_000;

/** Gives back unique amounts whose payments are over, their grace included. Answers how many. Any number of workers may do it at once. */
export const freeUniqueAmounts = async ({ database, settings }: Pick<Platform, 'database' | 'settings'>): Promise<number> => {
  const { lateGraceHours, uniqueAmountHoldMinutes } = await settings();
  let freed = 0;
  for (;;) {
    const chunk = (await database.query(freeAmounts, [lateGraceHours, uniqueAmountHoldMinutes, CHUNK])).length;
    freed += chunk;
    if (chunk < CHUNK) return freed;
  }
};
