import type { Config } from '@paygate/core/config';
import { openPlatform } from '@paygate/core/platform';
import type { Logger } from 'pino';
import { createServer } from './server.ts';

/** Serves the API in this process. */
export const serve = async (config: Config, log: Logger) => {
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
};
