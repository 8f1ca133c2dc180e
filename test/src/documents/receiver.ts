import { createServer, type IncomingHttpHeaders } from 'node:http';
import { atEndOfFile } from '../support/end-of-file.ts';

export interface Callback { readonly headers: IncomingHttpHeaders; readonly raw: string; readonly rawHeaders: readonly string[] }
export interface Receiver { readonly url: string; next(): Promise<Callback> }

/** A merchant's server for callbacks: keeps what arrived, in order, and answers 200. */
export const openReceiver = async (): Promise<Receiver> => {
  const arrived: Callback[] = [];
  const waiting: ((callback: Callback) => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => {
      const callback = { headers: request.headers, rawHeaders: request.rawHeaders, raw: Buffer.concat(chunks).toString('utf8') };
      const first = waiting.shift();
      if (first) first(callback);
      else arrived.push(callback);
      response.end('{"received":true}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEndOfFile(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the receiver does not listen');
  return {
    url: `http://127.0.0.1:${address.port}/api/paygate/webhook`,
    next: () => {
      const first = arrived.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
  };
};
