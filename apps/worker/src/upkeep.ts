import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';

/** A duty that takes long ends early when `stopping` is aborted; the others are waited for. */
interface Duty { readonly name: string; readonly everyMilliseconds: number; readonly perform: (stopping: AbortSignal) => Promise<unknown> }

/** Repeats duties, each on its own, never twice at once; a failure is logged and the next round goes on. */
export const startUpkeep = (log: Logger, duties: readonly Duty[]): { stop(): Promise<void> } => {
  const stopped = new AbortController();
  const repeat = async ({ name, everyMilliseconds, perform }: Duty): Promise<void> => {
    while (!stopped.signal.aborted) {
      await perform(stopped.signal).catch((cause: unknown) => log.error({ err: cause, duty: name }, 'upkeep failed'));
      await wait(everyMilliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
    }
  };
  const running = duties.map(repeat);
  return {
    stop: async () => {
      stopped.abort();
      await Promise.all(running);
    },
  };
};
