import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/src/support/longest-first.ts';
import { PATIENCE_MS } from './test/src/support/until.ts';

const slowestTestMs = 120_000;

export default defineConfig({
  test: {
    include: ['packages/**/src/**/*.test.ts', 'apps/*/src/**/*.test.ts', 'test/src/**/*.test.ts'],
    exclude: ['**/node_modules/**'],
    globalSetup: ['test/src/support/global-setup.ts'],
    setupFiles: ['test/src/support/each-file.ts'],
    pool: 'forks',
    // A third of the time a file waits for processes, timers and the database: three keep two cores busy.
    maxWorkers: 3,
    // The product's modules are loaded once for a worker, not once for each of its files: a quarter of all the time of a run.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    // A test that fails once has told something: no retries.
    retry: 0,
    expect: { poll: { timeout: PATIENCE_MS, interval: 100 } },
    testTimeout: slowestTestMs,
    hookTimeout: slowestTestMs,
    teardownTimeout: slowestTestMs,
  },
});
