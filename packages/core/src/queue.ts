import { jobs, type JobPayload, type Jobs } from '@paygate/contract/jobs';
import type { Job } from '@paygate/contract/kernel';
import { PgBoss } from 'pg-boss';
import type { Database } from './db/database.ts';
import type { Transaction } from './db/statement.ts';

const SCHEMA = 'pgboss';
type Queue = keyof Jobs;
const queues = Object.keys(jobs) as Queue[];

export type JobHandlers = { readonly [Q in Queue]: (payloads: readonly JobPayload<Q>[]) => Promise<void> };

export interface JobQueue {
  /** Jobs that exist if and only if the transaction's rows do. A job whose `id` the queue still keeps (`keptSeconds`) is dropped, also when that one is done. */
  enqueue<Q extends Queue>(transaction: Transaction, queue: Q, wanted: readonly { readonly payload: JobPayload<Q>; readonly id?: string; readonly startAfterSeconds?: number }[]): Promise<void>;
  /** Starts working the queues that have a handler; it gets every payload that was ready, up to the queue's batch size. */
  work(handlers: Partial<JobHandlers>): Promise<void>;
  /** Looks for jobs within 10 ms instead of at the next poll. */
  nudge(queue: Queue): void;
  stop(): Promise<void>;
}

/** Owner's work: creates or upgrades the schema and makes its queues equal to the declared ones; one that is declared no more goes with its jobs. */
export const declareQueues = async (databaseUrl: string): Promise<void> => {
  const boss = new PgBoss({ connectionString: databaseUrl, schema: SCHEMA, supervise: false, schedule: false, max: 2 });
  boss.on('error', () => {});
  await boss.start();
  for (const { name } of await boss.getQueues()) if (!queues.some((queue) => queue === name)) await boss.deleteQueue(name);
  for (const declared of Object.values(jobs) as Job[]) {
    const policy = {
      retryLimit: declared.retryLimit, retryDelay: declared.retryDelaySeconds, retryDelayMax: declared.retryDelaySecondsMax,
      retryBackoff: true, expireInSeconds: declared.expireSeconds, deleteAfterSeconds: declared.keptSeconds,
    };
    await boss.createQueue(declared.queue, policy);
    await boss.updateQueue(declared.queue, policy);
  }
  await boss.stop({ graceful: false });
};

export const jobSchemaGrants = `
grant usage on schema ${SCHEMA} to paygate_app;
grant select, insert, update, delete on all tables in schema ${SCHEMA} to paygate_app;
grant usage on all sequences in schema ${SCHEMA} to paygate_app;
grant execute on all functions in schema ${SCHEMA} to paygate_app;
`;

const POLL_SECONDS = 1;
/** Often, so that one removal stays small: it is a single statement. */
const REMOVE_ENDED_SECONDS = 60;
const WORKERS_PER_QUEUE = 2;
/** Nudges this close together are one look: what came together is worked together. */
const NUDGES_GATHER_MS = 10;

export interface QueueOptions {
  readonly isWorker: boolean;
  /** Hears of lost connections and failed upkeep; pg-boss goes on by itself. */
  readonly onError: (error: Error) => void;
  /** Hears of every batch whose handler threw; its jobs are tried again as their queue says. */
  readonly onFailedJobs: (queue: Queue, error: unknown) => void;
}

export const openQueue = async (database: Database, options: QueueOptions): Promise<JobQueue> => {
  const boss = new PgBoss({
    db: database.forJobs, schema: SCHEMA, migrate: false, supervise: options.isWorker, schedule: false, monitorIntervalSeconds: 1, superviseIntervalSeconds: 1,
    maintenanceIntervalSeconds: REMOVE_ENDED_SECONDS,
  });
  boss.on('error', options.onError);
  await boss.start();
  const workerIds = new Map<Queue, string[]>();
  const nudges = new Map<Queue, NodeJS.Timeout>();
  return {
    enqueue: async (transaction, queue, wanted) => {
      if (wanted.length === 0) return;
      const rows = wanted.map(({ payload, id, startAfterSeconds }) => ({
        data: jobs[queue].payload.parse(payload), ...(id !== undefined && { id }), ...(startAfterSeconds !== undefined && { startAfter: startAfterSeconds }),
      }));
      await boss.insert(queue, rows, { db: transaction.forJobs });
    },
    work: async (handlers) => {
      for (const queue of queues) {
        const { payload, batchSizeMax } = jobs[queue];
        const handle = handlers[queue] as ((payloads: unknown[]) => Promise<void>) | undefined;
        if (!handle) continue;
        const work = async (batch: readonly { readonly data: unknown }[]): Promise<void> => {
          try {
            await handle(batch.map((item) => payload.parse(item.data)));
          } catch (error) {
            options.onFailedJobs(queue, error);
            throw error;
          }
        };
        const start = () => boss.work(queue, { batchSize: batchSizeMax, pollingIntervalSeconds: POLL_SECONDS, burstWhenBatchFull: true }, work);
        workerIds.set(queue, await Promise.all(Array.from({ length: WORKERS_PER_QUEUE }, start)));
      }
    },
    nudge: (queue) => {
      // One of them: what it finds is mostly all there is, and the other's poll helps it where it is not.
      const [first] = workerIds.get(queue) ?? [];
      if (first !== undefined) nudges.set(queue, nudges.get(queue) ?? setTimeout(() => {
        nudges.delete(queue);
        boss.notifyWorker(first);
      }, NUDGES_GATHER_MS));
    },
    stop: async () => {
      for (const timer of nudges.values()) clearTimeout(timer);
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
};
