import { once } from 'node:events';
import type { Server } from 'node:http';
import { atEndOfFile } from './end-of-file.ts';

/** Lets a server listen on a port of its own until the test file ends. Answers its origin, `http://127.0.0.1:…`. */
export const listen = async (server: Server): Promise<string> => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  atEndOfFile(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return `http://127.0.0.1:${address.port}`;
};
