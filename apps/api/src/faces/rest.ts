import { allOperations } from '@paygate/contract';
import { errorBody, errors, type ErrorCode, type Refusal } from '@paygate/contract/errors';
import type { Operation } from '@paygate/contract/kernel';
import type { Caller } from '@paygate/core/caller';
import { sessionCookie } from '@paygate/core/sessions/session-caller';
import { stringifySetCookie } from 'cookie';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Call } from './call.ts';
import type { RunOperation } from './operations.ts';
import { allowReading, answerPreflight } from './cross-origin.ts';
import { refusalOf } from './refusal-of.ts';

declare module 'fastify' {
  interface FastifyContextConfig { operation?: Operation }
  interface FastifyRequest { rawBody?: Buffer; answered?: Answered | undefined }
}

/** What the request log wants to know of a request and only its handler knows. */
export interface Answered { caller?: Caller; body?: unknown; errorCode?: ErrorCode }

export const BODY_BYTES_MAX = 65_536;
// Up to 1,000 credits in one call. No list is longer; a file may be.
const LIST_BODY_BYTES_MAX = 1_048_576;
// Whoever sends a file waits while it is read, with a connection on which nothing moves.
const FILE_ANSWER_MS_MAX = 120_000;
const nothing = Buffer.alloc(0);
/** Servers that take no more requests; what waits for something to happen then answers at once. */
const stopping = new WeakSet<FastifyInstance>();

/** How large a body a face takes for the operation. */
export const bodyBytesMaxOf = ({ bodyBytesMax, surface }: Operation): number => bodyBytesMax ?? (surface === 'bank' ? LIST_BODY_BYTES_MAX : BODY_BYTES_MAX);
/** Gives an answer to a file the time that reading it takes. */
export const waitForFile = (operation: Operation, { raw }: FastifyRequest): void => {
  // A request that was injected has no socket to be patient with.
  if (bodyBytesMaxOf(operation) > LIST_BODY_BYTES_MAX && 'setTimeout' in raw) raw.setTimeout(FILE_ANSWER_MS_MAX);
};

/** What a face hands to `operations.ts`, except for the input. */
export const callOf = (operation: Operation, request: FastifyRequest, reply: FastifyReply): Omit<Call, 'params' | 'query' | 'body'> => ({
  operation, headers: request.headers, ip: request.ip, requestId: request.id, rawBody: request.rawBody ?? nothing,
  identify: (caller) => { (request.answered ??= {}).caller = caller; },
  isUnwanted: () => request.raw.socket.destroyed || stopping.has(request.server),
  issueCookie: (token, maxAgeSeconds) => {
    // Out of reach of scripts; another site's request does not bring it, a link to our pages does.
    const cookie = stringifySetCookie({ name: sessionCookie, value: token, maxAge: maxAgeSeconds, path: '/', httpOnly: true, secure: request.protocol === 'https', sameSite: 'lax' });
    void reply.header('set-cookie', cookie);
  },
});

export const sendRefusal = (reply: FastifyReply, refusal: Refusal, failureText?: string): FastifyReply => {
  const retryAfterSeconds = refusal.details?.['retryAfterSeconds'];
  if (typeof retryAfterSeconds === 'number') void reply.header('retry-after', retryAfterSeconds);
  else if (refusal.code === 'SERVICE_UNAVAILABLE' || refusal.code === 'IDEMPOTENCY_IN_PROGRESS') void reply.header('retry-after', 1);
  const body = errorBody(refusal, reply.request.id, failureText);
  Object.assign(reply.request.answered ??= {}, { body, errorCode: refusal.code });
  return reply.code(errors[refusal.code].status).send(body);
};

/** Mounts every operation as a native route. Bodies are never coerced: what a schema refuses is refused. */
export const restRoutes = (app: FastifyInstance, run: RunOperation): void => {
  app.addHook('preClose', async () => { stopping.add(app); });
  for (const operation of allOperations) {
    const url = operation.path.replaceAll(/\{(\w+)\}/g, ':$1');
    const isForBrowsers = operation.auth === 'publicKey';
    if (isForBrowsers) answerPreflight(app, url, operation);
    app.route({
      method: operation.method,
      url,
      ...(isForBrowsers && { onRequest: allowReading }),
      bodyLimit: bodyBytesMaxOf(operation),
      config: { operation },
      handler: async (request, reply) => {
        waitForFile(operation, request);
        try {
          const { answer, isReplay } = await run({ ...callOf(operation, request, reply), params: request.params, query: request.query, body: request.body });
          if (isReplay) void reply.header('idempotent-replayed', 'true');
          (request.answered ??= {}).body = answer;
          return await reply.code(operation.ok.status).send(answer);
        } catch (cause) {
          const { refusal, isBug } = refusalOf(cause, operation);
          if (isBug) request.log.error({ err: cause, operation: operation.id }, 'an operation failed');
          return sendRefusal(reply, refusal, operation.failureText);
        }
      },
    });
  }
};
