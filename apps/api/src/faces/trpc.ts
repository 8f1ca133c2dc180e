import { allOperations } from '@paygate/contract';
import { errorBody, errors, Refusal, type ErrorBody, type ErrorCode } from '@paygate/contract/errors';
import type { Operation } from '@paygate/contract/kernel';
import type { AppRouter, WireError } from '@paygate/contract/trpc';
import { initTRPC, TRPCError, type TRPC_ERROR_CODE_KEY } from '@trpc/server';
import { fastifyRequestHandler, type CreateFastifyContextOptions } from '@trpc/server/adapters/fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { RunOperation } from './operations.ts';
import { refusalOf } from './refusal-of.ts';
import { BODY_BYTES_MAX, bodyBytesMaxOf, callOf, waitForFile } from './rest.ts';

/** HTTP status to tRPC's name for it; the build breaks when the catalogue gains a status. */
const trpcCodes = {
  400: 'BAD_REQUEST', 401: 'UNAUTHORIZED', 403: 'FORBIDDEN', 404: 'NOT_FOUND', 409: 'CONFLICT', 413: 'PAYLOAD_TOO_LARGE', 429: 'TOO_MANY_REQUESTS',
  500: 'INTERNAL_SERVER_ERROR', 503: 'SERVICE_UNAVAILABLE',
} as const satisfies Record<(typeof errors)[keyof typeof errors]['status'], TRPC_ERROR_CODE_KEY>;

/** What tRPC itself complains of before a procedure runs, in our words. */
const ownCodes: Partial<Record<TRPC_ERROR_CODE_KEY, ErrorCode>> = {
  PARSE_ERROR: 'INVALID_REQUEST', BAD_REQUEST: 'INVALID_REQUEST', METHOD_NOT_SUPPORTED: 'INVALID_REQUEST', UNSUPPORTED_MEDIA_TYPE: 'INVALID_REQUEST',
  NOT_FOUND: 'NOT_FOUND', PAYLOAD_TOO_LARGE: 'PAYLOAD_TOO_LARGE',
};

type Context = CreateFastifyContextOptions;
const trpc = initTRPC.context<Context>().create({
  errorFormatter: ({ shape, error, ctx }): WireError => {
    const refusal = error.cause instanceof Refusal ? error.cause : new Refusal(ownCodes[error.code] ?? 'SERVER_ERROR');
    const data: ErrorBody = errorBody(refusal, ctx?.req.id ?? '');
    return { message: data.message, code: shape.code, data };
  },
});

const pick = (sent: unknown, keys: readonly string[]): object => Object.fromEntries(Object.entries(sent ?? {}).filter(([key]) => keys.includes(key)));
/** A flat tRPC input back into its parts. What belongs to neither path nor query is body, so a strict body still refuses strangers. */
const partsOf = ({ params, query, body }: Operation, sent: unknown) => {
  const paramKeys = Object.keys(params?.shape ?? {});
  const queryKeys = Object.keys(query?.shape ?? {});
  const rest = Object.fromEntries(Object.entries(sent ?? {}).filter(([key]) => !paramKeys.includes(key) && !queryKeys.includes(key)));
  return { params: pick(sent, paramKeys), query: body ? pick(sent, queryKeys) : { ...rest, ...pick(sent, queryKeys) }, body: rest };
};

const procedures = allOperations.filter(({ surface }) => surface === 'dashboard');

/** The dashboard's router: the same operations under their ids, through the same path. */
export const createRouter = (run: RunOperation): AppRouter => {
  const nouns: Record<string, Record<string, unknown>> = {};
  for (const operation of procedures) {
    const resolve = async ({ ctx, input }: { ctx: Context; input: unknown }) => {
      try {
        const parts = partsOf(operation, input);
        // The request may hold other calls too: what a repeat is compared by is the input of this one.
        const { answer, isReplay } = await run({ ...callOf(operation, ctx.req, ctx.res), ...parts, rawBody: Buffer.from(JSON.stringify(parts.body)) });
        if (isReplay) void ctx.res.header('idempotent-replayed', 'true');
        return answer;
      } catch (cause) {
        const { refusal, isBug } = refusalOf(cause, operation);
        if (isBug) ctx.req.log.error({ err: cause, operation: operation.id }, 'an operation failed');
        throw new TRPCError({ code: trpcCodes[errors[refusal.code].status], message: refusal.code, cause: refusal });
      }
    };
    const procedure = trpc.procedure.input((sent: unknown) => sent); // operations.ts parses, for both faces alike
    const [noun, verb] = operation.id.split('.') as [string, string];
    (nouns[noun] ??= {})[verb] = operation.method === 'GET' ? procedure.query(resolve) : procedure.mutation(resolve);
  }
  return trpc.router(nouns as never); // the compiler cannot see it, but both are built from the contract's dashboard operations
};

/** Mounts the router at `/trpc`. A procedure that takes a file has a route of its own, as it has over REST; every other body is as short as there. */
export const trpcRoutes = (app: FastifyInstance, run: RunOperation): void => {
  const router = createRouter(run);
  const createContext = (options: Context): Context => options;
  const answer = (path: string, req: FastifyRequest, res: FastifyReply): Promise<void> => fastifyRequestHandler({ router, createContext, req, res, path });
  void app.register(async (face) => {
    // tRPC reads the text itself.
    face.removeContentTypeParser('application/json');
    face.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, text, done) => done(null, text));
    face.all<{ Params: { path: string } }>('/:path', { bodyLimit: BODY_BYTES_MAX }, (request, reply) => answer(request.params.path, request, reply));
    for (const operation of procedures.filter((each) => bodyBytesMaxOf(each) > BODY_BYTES_MAX)) {
      face.post(`/${operation.id}`, { bodyLimit: bodyBytesMaxOf(operation) }, (request, reply) => {
        waitForFile(operation, request);
        return answer(operation.id, request, reply);
      });
    }
  }, { prefix: '/trpc' });
};
