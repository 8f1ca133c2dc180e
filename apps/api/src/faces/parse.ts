import { refusalOfInput } from '@paygate/contract/explain';
import type { Call } from './call.ts';

/**
 * The verb's one flat input out of path, query and body, each by its own schema; a body that is absent counts as empty.
 * Refuses the operation's code for the field or for input at large.
 */
export const parseInput = ({ operation, params, query, body }: Call): object => {
  const parts = [[operation.query, query], [operation.bodyTaken ?? operation.body, body ?? {}], [operation.params, params]] as const;
  let input = {};
  for (const [schema, sent] of parts) {
    if (!schema) continue;
    const parsed = schema.safeParse(sent);
    if (!parsed.success) throw refusalOfInput(operation, parsed.error);
    input = { ...input, ...parsed.data };
  }
  return input;
};
