import type { Platform } from '@paygate/core/platform';
import { requestEntry } from '@paygate/core/requests/request-entry';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Call } from './call.ts';

const PREFIX = '/api/v1/';
const MICROSECONDS = 1_000;

const one = (value: string | string[] | undefined): string | undefined => (typeof value === 'string' ? value : value?.[0]);
/** The key as it was presented, whether or not it opens anything. */
export const keyOf = (headers: Call['headers']): string | undefined => one(headers['x-api-key']) ?? /^Bearer\s+(\S+)$/i.exec(one(headers.authorization) ?? '')?.[1];

/** The path in one of the many spellings that reach the same route: without host, query and fragment, and with no more behind percent signs than has to be. */
const pathOf = (url: string): string => {
  const path = url.startsWith('/') ? (url.split(/[?#]/, 1)[0] ?? '') : (URL.parse(url)?.pathname ?? url);
  if (!path.includes('%')) return path;
  try {
    return path.split('/').map((part) => encodeURIComponent(decodeURIComponent(part))).join('/');
  } catch {
    return path;
  }
};

/**
 * Keeps every request to the public API, refused, unreadable and unknown ones too, once its answer has left: the log adds nothing
 * to what a caller waits for. What Node could not read as HTTP at all never becomes a request and is not here.
 */
export const logRequests = (app: FastifyInstance, { requestLog }: Pick<Platform, 'requestLog'>): void => {
  app.decorateRequest('answered', undefined);
  if (!requestLog.isOn) return;
  app.addHook('onResponse', async (request: FastifyRequest, reply) => {
    const path = pathOf(request.url);
    const { answered, routeOptions } = request;
    // By the route where there is one, whatever spelling of its path led there.
    if (!(routeOptions.url ?? path).startsWith(PREFIX)) return;
    requestLog.record(requestEntry({
      id: request.id, method: request.method, path, operationId: routeOptions.config.operation?.id, query: request.query, body: request.body,
      status: reply.statusCode, errorCode: answered?.errorCode, answer: answered?.body, durationMicroseconds: reply.elapsedTime * MICROSECONDS,
      caller: answered?.caller, key: keyOf(request.headers), ip: request.ip, userAgent: request.headers['user-agent'],
    }));
  });
};
