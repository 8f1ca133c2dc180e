import cookie from '@fastify/cookie';
import { Refusal } from '@paygate/contract/errors';
import type { Platform } from '@paygate/core/platform';
import Fastify, { type FastifyError, type FastifyInstance } from 'fastify';
import { v7 as uuidv7 } from 'uuid';
import { docsRoutes } from './docs/docs-routes.ts';
import { demoKeyIn } from './docs/demo-key.ts';
import { bodyParsers } from './faces/bodies.ts';
import { createOperations } from './faces/operations.ts';
import { restRoutes, sendRefusal } from './faces/rest.ts';
import { trpcRoutes } from './faces/trpc.ts';
import { observe } from './observe.ts';

// A client that drips its request, or holds a connection without one, is cut.
const REQUEST_MS_MAX = 15_000;
const KEEP_ALIVE_MS = 60_000;
const HEADER_PARAMETER_MAX = 300;

/** Fastify's own complaints, in our words. Anything unknown is a bug and says nothing. */
const refusalOfFramework = (error: FastifyError): Refusal | undefined => {
  if (error instanceof Refusal) return error;
  if (error.statusCode === 413) return new Refusal('PAYLOAD_TOO_LARGE', { maxBytes: 65_536 });
  if (error.statusCode !== undefined && error.statusCode >= 400 && error.statusCode < 500) return new Refusal('INVALID_REQUEST', { issues: [{ field: '(request)', en: 'is not a well-formed HTTP request', th: 'ไม่ใช่คำขอ HTTP ที่ถูกต้อง' }] });
  return undefined;
};

/** The HTTP faces of the product over one platform: REST, tRPC, docs, health. Not yet listening. */
export const createServer = async (platform: Platform): Promise<FastifyInstance> => {
  const app = Fastify({
    loggerInstance: platform.log, disableRequestLogging: true, genReqId: () => uuidv7(), requestTimeout: REQUEST_MS_MAX, connectionTimeout: REQUEST_MS_MAX,
    keepAliveTimeout: KEEP_ALIVE_MS, routerOptions: { maxParamLength: HEADER_PARAMETER_MAX }, trustProxy: false, forceCloseConnections: 'idle',
  }) as unknown as FastifyInstance;
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalOfFramework(error);
    if (!refusal) request.log.error({ err: error }, 'a request failed outside every operation');
    return sendRefusal(reply, refusal ?? new Refusal('SERVER_ERROR'));
  });
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, new Refusal('NOT_FOUND')));
  observe(app, platform);
  bodyParsers(app);
  await app.register(cookie);
  await app.register(docsRoutes(platform.config, { demoKey: () => demoKeyIn(platform.config.dataDir) }));
  const run = createOperations(platform);
  restRoutes(app, run);
  trpcRoutes(app, run);
  return app;
};
