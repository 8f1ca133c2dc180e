import { Refusal } from '@paygate/contract/errors';
import { newId } from '@paygate/core/ids';
import type { Platform } from '@paygate/core/platform';
import Fastify, { LogController, type FastifyError, type FastifyInstance } from 'fastify';
import { docsRoutes } from './docs/docs-routes.ts';
import { demoKeyIn } from './docs/demo-key.ts';
import { guideRoutes } from './docs/guide-routes.ts';
import { openGuideSite } from './docs/guide-site.ts';
import { downloadRoutes } from './downloads/download-routes.ts';
import { bodyParsers } from './faces/bodies.ts';
import { createOperations } from './faces/operations.ts';
import { answerUnreadable, refusalBefore } from './faces/outside-operations.ts';
import { logRequests } from './faces/log-requests.ts';
import { restRoutes, sendRefusal } from './faces/rest.ts';
import { trpcRoutes } from './faces/trpc.ts';
import { observe } from './observe.ts';
import { requestLogger } from './request-logger.ts';
import { endSilentConnections } from './silent-connections.ts';
import { linkRoutes } from './pages/link-routes.ts';
import { payRoutes } from './pages/pay-routes.ts';
import { slipRoutes } from './pages/slip-routes.ts';
import { widgetRoute } from './pages/widget-route.ts';

// A client that drips its request, or holds a connection without one, is cut within 15 s: Node looks at its connections once a second.
const REQUEST_MS_MAX = 14_000;
const CONNECTIONS_LOOK_MS = 1_000;
const KEEP_ALIVE_MS = 60_000;
const HEADER_PARAMETER_MAX = 300;

/** The HTTP faces of the product over one platform: REST, tRPC, docs, health. Not yet listening. */
export const createServer = async (platform: Platform, { requestMsMax = REQUEST_MS_MAX }: { readonly requestMsMax?: number } = {}): Promise<FastifyInstance> => {
  const app = Fastify({
    loggerInstance: platform.log, logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'requestId' }), genReqId: newId, childLoggerFactory: requestLogger, requestTimeout: requestMsMax, connectionTimeout: requestMsMax,
    // Node swaps the two time-outs when the one for headers is longer, which would give a body a minute.
    http: { connectionsCheckingInterval: CONNECTIONS_LOOK_MS, headersTimeout: requestMsMax, requestTimeout: requestMsMax },
    keepAliveTimeout: KEEP_ALIVE_MS, routerOptions: { maxParamLength: HEADER_PARAMETER_MAX }, trustProxy: platform.config.trustedProxies.length > 0 && [...platform.config.trustedProxies], forceCloseConnections: 'idle', clientErrorHandler: answerUnreadable,
    frameworkErrors: (error, request, reply) => {
      void sendRefusal(reply.header('x-request-id', request.id), refusalBefore(error, request) ?? new Refusal('SERVER_ERROR'));
    },
  }) as unknown as FastifyInstance;
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const refusal = refusalBefore(error, request);
    if (!refusal) request.log.error({ err: error }, 'a request failed outside every operation');
    return sendRefusal(reply, refusal ?? new Refusal('SERVER_ERROR'));
  });
  app.setNotFoundHandler((_request, reply) => sendRefusal(reply, new Refusal('NOT_FOUND')));
  endSilentConnections(app);
  observe(app, platform);
  logRequests(app, platform);
  bodyParsers(app);
  await app.register(docsRoutes(platform.config, { demoKey: () => demoKeyIn(platform.config.dataDir) }));
  const guides = openGuideSite(platform.config);
  await app.register(guideRoutes(guides));
  await app.register(downloadRoutes(platform.config, guides));
  await app.register(payRoutes(platform));
  await app.register(slipRoutes(platform));
  await app.register(linkRoutes(platform));
  await app.register(widgetRoute(platform.config));
  const run = createOperations(platform);
  restRoutes(app, run);
  trpcRoutes(app, run);
  return app;
};
