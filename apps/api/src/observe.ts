import { pingDatabase } from '@paygate/core/db/ping';
import type { Platform } from '@paygate/core/platform';
import { watchBooks } from '@paygate/core/reports/books-state';
import { collectDefaultMetrics, Gauge, Histogram, Registry } from '@prometheus-io/client';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { metricsOf } from './metrics.ts';

const READY_MS_MAX = 1_000;
const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5];

const operationOf = (request: FastifyRequest): string => request.routeOptions.config.operation?.id ?? request.routeOptions.url ?? 'none';
const withinReadyTime = <T>(work: Promise<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no answer within ${READY_MS_MAX} ms`)), READY_MS_MAX);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });

/** /healthz: the process runs, and whether the books agree. /readyz: it can serve now. /metrics: Prometheus text. And one log line a request. */
export const observe = (app: FastifyInstance, { database, log, requestLog }: Platform): void => {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const durations = new Histogram({
    name: 'paygate_http_request_duration_seconds', help: 'Time from the request to the last byte of the answer', labelNames: ['operation', 'status'], buckets: SECONDS, registers: [registry],
  });

  new Gauge({ name: 'paygate_api_processes', help: 'Processes that serve the API', registers: [registry] }).set(1);

  const books = watchBooks(database);
  registry.registerMetric(new Gauge({
    name: 'paygate_books_violations', help: 'Violations the latest comparison of the books found; NaN when there was none for long', registers: [], aggregator: 'max',
    collect() {
      this.set(books().violations ?? Number.NaN);
    },
  }));

  registry.registerMetric(new Gauge({
    name: 'paygate_request_log_rows', help: 'Requests since the start by what became of their row in the request log', labelNames: ['outcome'], registers: [],
    collect() {
      const { written, dropped } = requestLog.counts();
      this.set({ outcome: 'written' }, written);
      for (const [reason, rows] of Object.entries(dropped)) this.set({ outcome: `dropped_${reason}` }, rows);
    },
  }));

  const metrics = metricsOf(registry);
  // Looking for secrets costs more than the line, and there is none in it.
  const line = log.child({}, { redact: [] });
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers({ 'x-request-id': request.id, 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' });
    done();
  });
  app.addHook('onResponse', (request: FastifyRequest, reply: FastifyReply, done) => {
    const operation = operationOf(request);
    durations.observe({ operation, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    line.info({ requestId: request.id, operation, status: reply.statusCode, ms: Math.round(reply.elapsedTime) }, 'request');
    done();
  });

  app.get('/healthz', async () => ({ status: 'ok', books: books().status }));
  app.get('/readyz', async (_request, reply) => {
    try {
      await withinReadyTime(pingDatabase(database));
      return { status: 'ready' };
    } catch {
      return reply.code(503).send({ status: 'database unavailable' });
    }
  });
  app.get('/metrics', async (_request, reply) => reply.type(registry.contentType).send(await metrics()));
};
