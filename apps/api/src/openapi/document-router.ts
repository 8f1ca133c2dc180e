import type { Operation } from '@paygate/contract/kernel';
import { initTRPC } from '@trpc/server';
import type { OpenApiMeta } from 'trpc-to-openapi';
import * as z from 'zod';

/**
 * A tRPC router over the given operations that exists only to be described by trpc-to-openapi; calling it throws.
 * Throws when two operations share an id, or when one with a body-carrying method has a query: the flat input of a
 * procedure could not tell the two apart.
 */
export const documentRouter = (operations: readonly Operation[]) => {
  const t = initTRPC.meta<OpenApiMeta>().create();
  const nouns: Record<string, Record<string, ReturnType<typeof procedure>>> = {};
  const procedure = (operation: Operation) => {
    const described = t.procedure
      // No error responses here: trpc-to-openapi would describe tRPC's own error body.
      .meta({ openapi: { method: operation.method, path: operation.path, operationId: operation.id, tags: [operation.tag], summary: operation.summary.en, protect: false, errorResponses: [] } })
      .input(flatInput(operation))
      .output(operation.ok.schema);
    return operation.method === 'GET' ? described.query(isDescribedOnly) : described.mutation(isDescribedOnly);
  };
  for (const operation of operations) {
    const [noun = '', verb = ''] = operation.id.split('.');
    const verbs = (nouns[noun] ??= {});
    if (verbs[verb]) throw new Error(`Two operations are called ${operation.id}.`);
    verbs[verb] = procedure(operation);
  }
  return t.router(Object.fromEntries(Object.entries(nouns).map(([noun, verbs]) => [noun, t.router(verbs)])));
};

const isDescribedOnly = (): never => {
  throw new Error('This router is only described, never called.');
};

const flatInput = ({ id, method, params, query, body }: Operation): z.ZodObject => {
  if (query && method !== 'GET' && method !== 'DELETE') throw new Error(`${id} takes a query with ${method}; put it into the body.`);
  const parts = [params, query, body].filter((part) => part !== undefined);
  // One part alone goes in as it is, so a strict body stays strict.
  if (parts.length === 1) return parts[0]!;
  const shape: z.ZodRawShape = Object.assign({}, ...parts.map((part) => part.shape));
  return z.object(shape);
};
