import { readConfig } from '@paygate/core/config';
import { openPlatform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { runUntilSignal } from '@paygate/core/process/run-until-signal';
import { createServer } from './server.ts';

const log = createLogger('api', process.env['LOG_LEVEL'] ?? 'info');
await runUntilSignal(log, async () => {
  const config = readConfig(process.env);
  const platform = await openPlatform(config, { log, role: 'api' });
  const app = await createServer(platform);
  await app.listen({ port: config.port, host: config.host });
  // The first reader finds the guides made and compressed, and the docs' program on its way to be: seconds of processor time that a start on a desk has better uses for.
  await app.inject('/docs/guides');
  if (config.runtime === 'production') void app.inject('/docs');
  return {
    // No new connections, the requests under way finish, then the database goes.
    stop: async () => {
      await app.close();
      await platform.close();
    },
  };
});
