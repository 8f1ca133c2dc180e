import { createCoalescer } from '../db/coalescer.ts';
import type { Platform } from '../platform.ts';
import { waitingCredits } from './credits.sql.ts';
import { matchCredits } from './match-credits.ts';

/** Rung with the ids of credits that were stored and wait for their decision. */
export const CREDITS_STORED = 'credits.stored';

export interface Matcher {
  /** These credits may wait for their decision. Returns at once; what happens next is nobody's to wait for. */
  wake(creditIds: readonly string[]): void;
  /**
   * Decides whatever has waited for longer than a ring takes: after a crash, a lost ring or a failure nothing else finds it. To be called every few
   * seconds. Says how many it found.
   */
  sweep(): Promise<number>;
  /** Begins nothing more and waits for what is being decided. */
  stop(): Promise<void>;
}

/** Credits decided together, in one transaction. */
const BATCH_MAX = 500;
// Two transactions are worth it only where both are large: small ones cost as much as the credits in them.
const BATCHES_MAX = 2;
const BESIDE_MIN = 100;
const GATHER_MS = 10;
const WAITING_MAX = 20_000;
const WAITED_SECONDS = 2;
/** How long a credit whose decision failed is left alone by this process: doubled each time. */
const REST_MS = 1_000;
const REST_MS_MAX = 60_000;
interface Rest { readonly ms: number; readonly untilMs: number }

/**
 * Decides credits as they are stored. Their rows are the queue: a ring may be lost or doubled, and any number of processes may hear it, since a
 * credit is decided once (see `matchCredits`). One whose decision fails is decided alone, holds nobody up and is tried again after a second, two, four, up to a minute.
 */
export const createMatcher = (platform: Pick<Platform, 'database' | 'bell' | 'settings' | 'log' | 'clock'>): Matcher => {
  const { database, log, clock } = platform;
  const underWay = new Map<string, Promise<void>>();
  /** Whose decision failed, and when it is tried again. */
  const resting = new Map<string, Rest>();
  const isResting = (creditId: string): boolean => (resting.get(creditId)?.untilMs ?? 0) > clock();
  let isStopped = false;
  const flush = async (creditIds: readonly string[]): Promise<readonly undefined[]> => {
    if (!isStopped) await matchCredits(platform, creditIds);
    return creditIds.map(() => undefined);
  };
  const decisions = createCoalescer({ flush, flushesMax: BATCHES_MAX, besideMin: BESIDE_MIN, gatherMs: GATHER_MS, batchMax: BATCH_MAX, waitingMax: WAITING_MAX });
  /** For those that failed before, whatever it was: together they would fail again. */
  const alone = createCoalescer({ flush, flushesMax: 1, batchMax: 1, waitingMax: WAITING_MAX });
  const decide = async (creditId: string): Promise<void> => {
    try {
      await (resting.has(creditId) ? alone : decisions).push(creditId);
      resting.delete(creditId);
    } catch (error) {
      const before = resting.get(creditId);
      if (!before) log.error({ err: error, creditId }, 'a credit could not be decided; it is tried again, at least every minute');
      const ms = before ? Math.min(before.ms * 2, REST_MS_MAX) : REST_MS;
      resting.set(creditId, { ms, untilMs: clock() + ms });
    } finally {
      underWay.delete(creditId);
    }
  };
  const wake = (creditIds: readonly string[]): readonly Promise<void>[] => {
    const wanted = isStopped ? [] : creditIds.filter((id) => !underWay.has(id) && !isResting(id)).slice(0, WAITING_MAX - underWay.size);
    for (const id of wanted) underWay.set(id, decide(id));
    return wanted.map((id) => underWay.get(id)!);
  };
  const sweep = async (): Promise<number> => {
    const seen = new Set<string>();
    for (;;) {
      const waiting = (await database.query(waitingCredits, [WAITED_SECONDS, [...resting.keys()].filter(isResting)])).map(({ id }) => id);
      const fresh = waiting.filter((id) => !seen.has(id));
      if (fresh.length === 0 || isStopped) break;
      for (const id of fresh) seen.add(id);
      await Promise.all(wake(fresh));
    }
    // What is due again and did not come up was decided elsewhere.
    for (const id of resting.keys()) if (!isResting(id) && !seen.has(id)) resting.delete(id);
    return seen.size;
  };
  return {
    wake: (creditIds) => void wake(creditIds), sweep,
    stop: async () => {
      isStopped = true;
      await Promise.all(underWay.values());
    },
  };
};
