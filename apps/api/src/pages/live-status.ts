import type { ServerResponse } from 'node:http';
import { createPaymentWatch } from '@paygate/core/checkout/watch-payments';
import type { Platform } from '@paygate/core/platform';
import type { FastifyReply, FastifyRequest } from 'fastify';

// A stream costs about 20 kB; whoever is refused asks by polling instead.
const STREAMS_MAX = 4_000;
/** A mobile network puts many payers behind one address. */
const STREAMS_PER_ADDRESS_MAX = 100;
// Below every proxy's patience.
const HEARTBEAT_MS = 15_000;
/** The browser comes back by itself, perhaps to another process. */
const LIFETIME_MS = 30 * 60_000;
/** Unread bytes after which the other side is as good as gone. */
const UNREAD_BYTES_MAX = 4_096;
const RETRY_MS = 2_000;

export interface LiveStatus {
  /** Streams the states of a payment that exists to whoever is still there. False, and nothing sent, when there is no room for another stream. */
  open(request: FastifyRequest, reply: FastifyReply, paymentId: string): boolean;
  close(): void;
}

/** Server-sent events for the payer pages of this process: `data: <state>`, first the present one. */
export const createLiveStatus = (platform: Platform): LiveStatus => {
  const watch = createPaymentWatch(platform);
  const streams = new Set<ServerResponse>();
  const perAddress = new Map<string, number>();
  const count = (address: string, by: 1 | -1) => {
    const left = (perAddress.get(address) ?? 0) + by;
    if (left > 0) perAddress.set(address, left);
    else perAddress.delete(address);
  };
  const heartbeat = setInterval(() => {
    for (const stream of streams) {
      if (stream.writableLength > UNREAD_BYTES_MAX) stream.destroy();
      else stream.write(':\n\n');
    }
  }, HEARTBEAT_MS).unref();

  return {
    open: (request, reply, paymentId) => {
      const address = request.ip;
      if (streams.size >= STREAMS_MAX || (perAddress.get(address) ?? 0) >= STREAMS_PER_ADDRESS_MAX) return false;
      reply.hijack();
      const stream = reply.raw;
      // Whoever left while the payment was looked up: the place would never be given back, since the end of the stream has been told already.
      if (stream.destroyed) return true;
      // The server's patience is for requests that drip; this answer is meant to be quiet.
      request.raw.socket.setTimeout(0);
      for (const [name, value] of Object.entries(reply.getHeaders())) if (value !== undefined) stream.setHeader(name, value);
      stream.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'x-accel-buffering': 'no', 'connection': 'close' });
      stream.write(`retry: ${RETRY_MS}\n\n`);
      streams.add(stream);
      count(address, 1);
      const stop = watch.watch(paymentId, (state) => stream.write(`data: ${state}\n\n`));
      const end = setTimeout(() => stream.end(), LIFETIME_MS).unref();
      stream.once('close', () => {
        clearTimeout(end);
        stop();
        streams.delete(stream);
        count(address, -1);
      });
      return true;
    },
    close: () => {
      clearInterval(heartbeat);
      watch.close();
      for (const stream of streams) stream.end();
    },
  };
};
