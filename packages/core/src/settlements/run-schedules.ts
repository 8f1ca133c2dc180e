import { single, type Transaction } from '../db/statement.ts';
import { findMerchant } from '../merchants/merchants.sql.ts';
import type { Platform } from '../platform.ts';
import { openSettlement } from './open-settlement.ts';
import { claimRun, dueSchedules, recordRun, type DueSchedule } from './schedule.sql.ts';

type Run = Pick<Platform, 'database' | 'queue' | 'bell' | 'settings'>;
const SCHEDULES_MAX = 1_000;

/** One schedule's turn. False when another worker has taken it. Whatever comes of it is written down, and its day is done. */
const runOne = async (transaction: Transaction, platform: Run, { merchantId, mode, minSatang, businessDay }: DueSchedule): Promise<boolean> => {
  const [claimed] = await transaction.query(claimRun, [merchantId, mode, businessDay]);
  if (!claimed) return false;
  const merchant = single(await transaction.query(findMerchant, [merchantId]), 'merchant');
  const opened = await openSettlement(transaction, platform, { merchant, mode, source: 'SCHEDULE', amountSatang: null, minSatang, note: null });
  await transaction.query(recordRun, [merchantId, mode, businessDay, opened.ok ? opened.settlement.id : null, opened.ok ? null : opened.rejected.code]);
  return opened.ok;
};

/**
 * Asks for the daily settlements whose time has come, each in a transaction of its own; answers how many were made. Any number
 * of workers may do it at once: a merchant's Bangkok day is a row that exists once. It is the day whose time came, also where the turn
 * comes after midnight or nobody was there before. Where one fails the others are asked for all the same, and it is tried again next time; then this fails.
 */
export const runSettlementSchedules = async (platform: Run): Promise<number> => {
  let made = 0;
  const failures: unknown[] = [];
  for (const schedule of await platform.database.query(dueSchedules, [SCHEDULES_MAX])) {
    const ran = platform.database.transaction((transaction) => runOne(transaction, platform, schedule));
    if (await ran.catch((cause: unknown) => { failures.push(cause); })) made += 1;
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} daily settlements could not be asked for`);
  return made;
};
