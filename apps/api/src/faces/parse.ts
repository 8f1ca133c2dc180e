import { Refusal } from '@paygate/contract/errors';
import { explainIssues } from '@paygate/contract/explain';
import type { Operation } from '@paygate/contract/kernel';
import type * as z from 'zod';
import type { Call } from './call.ts';

const refuse = ({ invalidCode = 'INVALID_REQUEST', invalidFields = {} }: Operation, error: z.ZodError): never => {
  const field = error.issues.map(({ path }) => String(path[0])).find((name) => name in invalidFields);
  throw new Refusal((field !== undefined && invalidFields[field]) || invalidCode, { issues: explainIssues(error) });
};

/**
 * The verb's one flat input out of path, query and body, each by its own schema; a body that is absent counts as empty.
 * Refuses the operation's code for the field or for input at large.
 */
export const parseInput = ({ operation, params, query, body }: Call): object => {
  const parts = [[operation.query, query], [operation.body, body ?? {}], [operation.params, params]] as const;
  let input = {};
  for (const [schema, sent] of parts) {
    if (!schema) continue;
    const parsed = schema.safeParse(sent);
    input = { ...input, ...(parsed.success ? parsed.data : refuse(operation, parsed.error)) };
  }
  return input;
};
