import type { Platform } from '../platform.ts';
import { waitingCredits } from './credits.sql.ts';
import { enqueueMatch } from './match-waiting.ts';

const WAITED_SECONDS = 30;

/** Gives the credits that have waited too long a job again. Answers how many; the job decides each once, however often it runs. */
export const requeueCredits = (platform: Platform): Promise<number> =>
  platform.database.transaction(async (transaction) => {
    const waiting = await transaction.query(waitingCredits, [WAITED_SECONDS]);
    await enqueueMatch(transaction, platform.queue, waiting.map(({ id }) => id));
    return waiting.length;
  });
