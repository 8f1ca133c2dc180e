import { readConfig } from '@paygate/core/config';
import { openPlatform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { runUntilSignal } from '@paygate/core/process/run-until-signal';
import { startWorker } from './worker.ts';

const log = createLogger('worker', process.env['LOG_LEVEL'] ?? 'info');
await runUntilSignal(log, async () => {
  const platform = await openPlatform(readConfig(process.env), { log, role: 'worker' });
  const worker = await startWorker(platform);
  log.info('working');
  return {
    stop: async () => {
      await worker.stop();
      await platform.close();
    },
  };
});
