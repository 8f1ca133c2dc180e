import type { Platform } from '../platform.ts';
import { isHeldUp } from '../db/trouble.ts';
import { markImportFailed, stalledImports } from './statements.sql.ts';
import { callNextAfter, workImport } from './work-import.ts';

const FAILURE = 'A part of the import failed and will be tried again. / นำเข้าบางส่วนไม่สำเร็จ ระบบจะลองใหม่';

/**
 * A turn of each import; one that fails is marked, unless it only waited too long for a lock, calls the next of its account, does not hold up the others, and
 * fails the job, which the queue tries again.
 */
export const workImports = async (platform: Platform, importIds: readonly string[]): Promise<void> => {
  const failures: unknown[] = [];
  for (const importId of new Set(importIds)) {
    await workImport(platform, importId).catch(async (cause: unknown) => {
      failures.push(cause);
      if (isHeldUp(cause)) return;
      await platform.database.query(markImportFailed, [importId, FAILURE]);
      await callNextAfter(platform, importId).catch((later: unknown) => failures.push(later));
    });
  }
  if (failures.length > 0) throw new AggregateError(failures, 'statement imports failed', { cause: failures[0] });
};

const STALLED_SECONDS = 60;
/** Gives every import that has not moved for a minute, or has failed ten minutes ago, a job again: its own was lost, or gave up. Answers how many. */
export const requeueImports = (platform: Platform): Promise<number> =>
  platform.database.transaction(async (transaction) => {
    const stalled = await transaction.query(stalledImports, [STALLED_SECONDS]);
    await platform.queue.enqueue(transaction, 'statements.import', stalled.map(({ id }) => ({ payload: { importId: id } })));
    return stalled.length;
  });
