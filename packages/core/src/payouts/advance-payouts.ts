import type { Platform } from '../platform.ts';
import { advancePayout } from './advance-payout.ts';
import { payoutModes } from './payouts.sql.ts';

/** One step for each, side by side: a bank that is slow with one does not hold the others. Fails when one of them failed, after all have ended. */
export const advancePayouts = async (platform: Platform, payoutIds: readonly string[]): Promise<void> => {
  const found = await platform.database.query(payoutModes, [[...new Set(payoutIds)]]);
  const settled = await Promise.allSettled(found.map(({ id, mode }) => advancePayout(platform, id, mode)));
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} of ${found.length} payouts could not be advanced`);
};
