import { createServer, type IncomingHttpHeaders } from 'node:http';
import { listen } from '../support/listen.ts';

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
  return {
    url: `${await listen(server)}/api/paygate/webhook`,
    next: () => {
      const first = arrived.shift();
      return first ? Promise.resolve(first) : new Promise((resolve) => waiting.push(resolve));
    },
  };
};
