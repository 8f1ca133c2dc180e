import type { Platform } from '../platform.ts';
import { waitingCredits } from './credits.sql.ts';

const WAITED_SECONDS = 30;

/** Gives every credit that has waited too long a job again. Answers how many; the job decides each once, however often it runs. */
export const requeueCredits = (platform: Platform): Promise<number> =>
  platform.database.transaction(async (transaction) => {
    const waiting = await transaction.query(waitingCredits, [WAITED_SECONDS]);
    await platform.queue.enqueue(transaction, 'credits.match', waiting.map(({ id }) => ({ payload: { creditId: id } })));
    return waiting.length;
  });
