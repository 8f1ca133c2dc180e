import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from 'pino';
import { answerMetrics } from './metrics.ts';

/** A process that ended is replaced after this long: one that cannot start must not take all of the machine. */
const REPLACE_MS = 1_000;

interface Processes {
  /** Asks each to stop and waits for all of them. */
  stop(): Promise<void>;
  /** Rejects when none is left. */
  readonly failed: Promise<never>;
}

/**
 * The API in `count` processes on one port, because one uses one core. This process only hands them connections in turn and replaces one that ends; each has
 * its own connections to the database, its own batches and its own count of calls. When this one dies, even by kill -9, they end as well.
 * Resolves when the first listens; the others follow, so that a start takes no longer than that of one.
 */
export const startProcesses = async (log: Logger, count: number): Promise<Processes> => {
  // Structured clones: JSON would make null of a metric that is NaN.
  cluster.setupPrimary({ serialization: 'advanced' });
  answerMetrics();
  const living = new Set<Worker>();
  const failed = Promise.withResolvers<never>();
  let isStopping = false;
  const add = (): Worker => {
    const worker = cluster.fork();
    living.add(worker);
    // A message that came too late, or no room for another process: what follows from it is told by its end.
    worker.on('error', (error) => log.error({ err: error }, 'a process of the API could not be reached'));
    worker.once('exit', (code, signal) => {
      living.delete(worker);
      if (isStopping) return;
      log.error({ processId: worker.process.pid, code, signal }, 'a process of the API ended unasked');
      if (living.size === 0) failed.reject(new Error('no process of the API is left'));
      else setTimeout(() => isStopping || add(), REPLACE_MS).unref();
    });
    return worker;
  };
  await Promise.race([once(add(), 'listening'), failed.promise]);
  for (let started = 1; started < count; started += 1) add();
  return {
    failed: failed.promise,
    stop: async () => {
      isStopping = true;
      const ends = await Promise.all([...living].map(async (worker) => {
        const ended = once(worker, 'exit') as Promise<[number | null, string | null]>; // oxlint-disable-line typescript/no-unsafe-type-assertion -- Node's own event
        worker.process.kill('SIGTERM');
        return ended;
      }));
      // The signal itself ends one that has hardly begun.
      if (ends.some(([code, signal]) => code !== 0 && signal !== 'SIGTERM')) throw new Error(`processes of the API ended with ${ends.join('; ')}`);
    },
  };
};
