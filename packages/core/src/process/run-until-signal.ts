import { flushCompileCache } from 'node:module';
import type { Logger } from 'pino';
import { ConfigError } from '../config.ts';

/** Longest a stop may take before the process leaves anyway; what was cut is found again by its lease or retry. */
const STOP_MS_MAX = 20_000;

interface Running {
  stop(): Promise<void>;
  /** Rejects when it cannot go on. */
  readonly failed?: Promise<never>;
}

/**
 * Starts a process of the product and stops it in order on SIGINT or SIGTERM, also while it is still starting: exit 0 after a clean stop, 1 when
 * the start or the stop fails, or when it cannot go on. A wrong configuration is told in its one sentence.
 */
export const runUntilSignal = async (log: Logger, start: () => Promise<Running>): Promise<void> => {
  const fail = (cause: unknown, sentence: string): never => {
    log.fatal({ err: cause }, sentence);
    process.exit(1);
  };
  let isStopping = false;
  const starting = Promise.resolve().then(start);
  const stop = async (signal: string) => {
    if (isStopping) return;
    isStopping = true;
    log.info({ signal }, 'stopping');
    setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
    const running = await starting;
    await running.stop().then(() => process.exit(0), (cause: unknown) => fail(cause, 'the stop failed'));
  };
  process.on('SIGINT', (signal) => void stop(signal));
  process.on('SIGTERM', (signal) => void stop(signal));
  try {
    const running = await starting;
    running.failed?.catch((cause: unknown) => fail(cause, 'the process cannot go on'));
    // Node would keep what it compiled (NODE_COMPILE_CACHE) at the end alone, and not when the process is killed: the next start takes half the time.
    flushCompileCache();
  } catch (cause) {
    if (!(cause instanceof ConfigError)) return fail(cause, 'the start failed');
    process.stderr.write(`${cause.message}\n`);
    process.exit(1);
  }
};
