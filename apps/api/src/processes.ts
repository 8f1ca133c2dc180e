import cluster, { type Worker } from 'node:cluster';
import { once } from 'node:events';
import type { Logger } from 'pino';
import { RateLimiterClusterMaster } from 'rate-limiter-flexible';
import { answerMetrics } from './metrics.ts';

/** A process that ended is replaced after this long: one that cannot start must not take all of the machine. */
const REPLACE_MS = 1_000;

interface End { readonly code: number | null; readonly signal: string | null }
interface Processes {
  /** Asks each to stop and waits for all of them. */
  stop(): Promise<void>;
  /** Rejects when none is left. */
  readonly failed: Promise<never>;
}

/**
 * The API in `count` processes on one port, because one uses one core. This process only hands them connections in turn and replaces one that ends; each has
 * its own connections to the database, its own batches and its own count of what keys do; what anybody may try is counted here. When this one dies, even by kill -9, they end as well.
 * Resolves when the first listens; the others follow, so that a start takes no longer than that of one.
 */
export const startProcesses = async (log: Logger, count: number): Promise<Processes> => {
  // Structured clones: JSON would make null of a metric that is NaN.
  cluster.setupPrimary({ serialization: 'advanced' });
  answerMetrics();
  // Made for what it does to this process: it counts for the others (`limitTogether`).
  void new RateLimiterClusterMaster();
  const living = new Map<Worker, Promise<End>>();
  const failed = Promise.withResolvers<never>();
  let isStopping = false;
  const add = (): Worker => {
    const worker = cluster.fork();
    const ended = new Promise<End>((resolve) => {
      worker.once('exit', (code, signal) => resolve({ code, signal }));
      worker.on('error', (error) => {
        log.error({ err: error }, 'a process of the API could not be reached');
        // It was never there, so no end of it will be told. Else a message came too late, which ends nobody.
        if (worker.process.pid === undefined) resolve({ code: 1, signal: null });
      });
    });
    living.set(worker, ended);
    void ended.then((end) => replace(worker, end));
    return worker;
  };
  const replace = (worker: Worker, end: End): void => {
    living.delete(worker);
    if (isStopping) return;
    log.error({ processId: worker.process.pid, ...end }, 'a process of the API ended unasked');
    if (living.size === 0) failed.reject(new Error('no process of the API is left'));
    else setTimeout(() => isStopping || add(), REPLACE_MS).unref();
  };
  await Promise.race([once(add(), 'listening'), failed.promise]);
  for (let started = 1; started < count; started += 1) add();
  return {
    failed: failed.promise,
    stop: async () => {
      isStopping = true;
      const ends = [...living.values()];
      for (const worker of living.keys()) worker.process.kill('SIGTERM');
      // The signal itself ends one that has hardly begun.
      const failures = (await Promise.all(ends)).filter(({ code, signal }) => code !== 0 && signal !== 'SIGTERM');
      if (failures.length > 0) throw new Error(`processes of the API ended with ${failures.map(({ code, signal }) => signal ?? code).join(', ')}`);
    },
  };
};
