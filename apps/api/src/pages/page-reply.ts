import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';

// About a third of a millisecond for a page, on the thread pool.
const BROTLI_QUALITY = 6;
const [withBrotli, withGzip] = [promisify(brotliCompress), promisify(gzip)];

/** Sends a page in one piece, compressed as the browser takes it. Never kept: the address alone opens it, and its state moves. */
export const sendPage = async (request: FastifyRequest, reply: FastifyReply, page: { readonly status: number; readonly text: string; readonly policy: string }): Promise<FastifyReply> => {
  void reply.code(page.status).type('text/html; charset=utf-8').headers({
    'content-security-policy': page.policy, 'referrer-policy': 'no-referrer', 'x-robots-tag': 'noindex', 'permissions-policy': 'camera=(), microphone=(), geolocation=()',
    'vary': 'Accept-Encoding, Accept-Language',
  });
  const accepted = request.headers['accept-encoding'] ?? '';
  if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(await withBrotli(page.text, { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } }));
  if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(await withGzip(page.text, { level: 9 }));
  return reply.send(page.text);
};
