import type { Operation } from '@paygate/contract/kernel';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

const HOUR_SECONDS = 3_600;
const allowed = 'content-type, x-api-key, authorization, idempotency-key';

/**
 * Lets a page of another origin read the answer, refusals too, so that its developer learns what to mend. This protects nothing and need not: what
 * a key may do from where, `authenticate` decides. Cookies are not let through.
 */
export const allowReading = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
  const { origin } = request.headers;
  if (origin !== undefined) void reply.headers({ 'access-control-allow-origin': origin, 'vary': 'Origin', 'access-control-expose-headers': 'x-request-id, retry-after, idempotent-replayed' });
};

/** Answers the browser's question whether it may send at all. */
export const answerPreflight = (app: FastifyInstance, url: string, { method }: Operation): void => {
  app.options(url, { onRequest: allowReading }, (_request, reply) =>
    reply.code(204).headers({ 'access-control-allow-methods': method, 'access-control-allow-headers': allowed, 'access-control-max-age': HOUR_SECONDS }).send());
};
