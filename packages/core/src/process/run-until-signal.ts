import { flushCompileCache } from 'node:module';
import type { Logger } from 'pino';
import { ConfigError } from '../config.ts';

/** Longest a stop may take before the process leaves anyway; what was cut is found again by its lease or retry. */
const STOP_MS_MAX = 20_000;

interface Running { stop(): Promise<void> }

/**
 * Starts a process of the product and stops it in order on SIGINT or SIGTERM: exit 0 after a clean stop, 1 when the start
 * or the stop fails. A wrong configuration is told in its one sentence.
 */
export const runUntilSignal = async (log: Logger, start: () => Promise<Running>): Promise<void> => {
  let isStopping = false;
  try {
    const running = await start();
    const stop = async (signal: string) => {
      if (isStopping) return;
      isStopping = true;
      log.info({ signal }, 'stopping');
      setTimeout(() => process.exit(1), STOP_MS_MAX).unref();
      await running.stop().then(() => process.exit(0), (cause: unknown) => {
        log.error({ err: cause }, 'the stop failed');
        process.exit(1);
      });
    };
    process.on('SIGINT', (signal) => void stop(signal));
    process.on('SIGTERM', (signal) => void stop(signal));
    // Node would keep what it compiled (NODE_COMPILE_CACHE) at the end alone, and not when the process is killed: the next start takes half the time.
    flushCompileCache();
  } catch (cause) {
    if (cause instanceof ConfigError) process.stderr.write(`${cause.message}\n`);
    else log.fatal({ err: cause }, 'the start failed');
    process.exit(1);
  }
};
