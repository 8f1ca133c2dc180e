import { complain } from './terminal.ts';

/** Ends in this order: nothing is taken away from what still works. */
const stages = ['api', 'sandbox-bank', 'worker', 'receiver', 'database', 'postgres', 'record'] as const;
type Stage = (typeof stages)[number];

interface Part { readonly stop: () => Promise<unknown>; readonly kill?: () => void }
export interface Lifetime {
  /** What to stop when everything ends. */
  add(stage: Stage, part: Part): void;
  /** Ends everything for this reason; the first one counts. */
  end(reason: Error): void;
  /** The work's result, unless everything ends before: then this rejects with the reason. */
  during<T>(work: Promise<T>): Promise<T>;
  /** Stops all parts in order. What fails to stop is named and does not keep the others. */
  close(): Promise<void>;
}

/** Somebody pressed Ctrl-C, or asked the process to stop. */
export class Interrupted extends Error {}

// One Ctrl-C may arrive twice, through the terminal and through whoever started us; a person who means it presses later.
const IMPATIENT_AFTER_MS = 1_000;

/** One place that knows what runs and ends it in order, whatever the reason. A second, impatient signal cuts it short. */
export const openLifetime = (): Lifetime => {
  const ending = new AbortController();
  const parts = new Map<Stage, Part>();
  let interruptedAt: number | undefined;
  const interrupt = () => {
    interruptedAt ??= performance.now();
    if (performance.now() - interruptedAt > IMPATIENT_AFTER_MS) {
      for (const { kill } of parts.values()) kill?.();
      process.exit(1);
    }
    ending.abort(new Interrupted());
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, interrupt);
  // A closed terminal takes no more text; everything else still has to end in order.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  return {
    add: (stage, part) => void parts.set(stage, part),
    end: (reason) => ending.abort(reason),
    during: async (work) => {
      ending.signal.throwIfAborted();
      let give: ((reason: unknown) => void) | undefined;
      const ended = new Promise<never>((_resolve, reject) => { give = reject; });
      const onEnd = () => give?.(ending.signal.reason);
      ending.signal.addEventListener('abort', onEnd, { once: true });
      return Promise.race([work, ended]).finally(() => ending.signal.removeEventListener('abort', onEnd));
    },
    close: async () => {
      for (const stage of stages) {
        await parts.get(stage)?.stop().catch((error: unknown) => complain(`${stage} did not stop: ${String(error)}`));
      }
    },
  };
};
