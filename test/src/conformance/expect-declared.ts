import { errorsOf } from '@paygate/contract';
import { errors, type ErrorCode } from '@paygate/contract/errors';
import type { Operation } from '@paygate/contract/kernel';
import { expect } from 'vitest';

export interface Answered { readonly status: number; readonly body: unknown; readonly requestId: string | null }
const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errors;
const fields = (body: unknown): Readonly<Record<string, unknown>> => (typeof body === 'object' && body !== null ? { ...body } : {});

/** A refusal as every face gives it: the one body, a code this operation declares, that code's status, the id of the request. */
export const expectRefusal = (operation: Operation, { status, body, requestId }: Answered): ErrorCode => {
  const said = fields(body);
  expect(Object.keys(said).toSorted(), `${operation.id} answered ${status} ${JSON.stringify(body)?.slice(0, 300)}`).toEqual(['code', 'details', 'error', 'message', 'requestId']);
  const { code } = said;
  if (!isCode(code)) throw new Error(`${operation.id} refused with ${String(code)}, which is not in the catalogue`);
  expect(errorsOf(operation), `${operation.id} declares ${code}`).toContain(code);
  expect(status, `status of ${code}`).toBe(errors[code].status);
  expect(said['requestId']).toBe(requestId);
  expect(said['error']).not.toBe('');
  expect(typeof said['message']).toBe('string');
  expect(JSON.stringify(body)).not.toMatch(/SQLSTATE|relation "|syntax error|\bat .*\.ts:\d|node_modules|invalid byte sequence/i);
  return code;
};

/** A success as declared: its status, and nothing but what its schema knows. */
export const expectSuccess = (operation: Operation, { status, body }: Omit<Answered, 'requestId'>): void => {
  expect(status, `${operation.id} answered ${JSON.stringify(body)?.slice(0, 300)}`).toBe(operation.ok.status);
  expect(operation.ok.schema.parse(body)).toEqual(body);
};

/** Either of the two, and never a fault of ours. */
export const expectDeclared = (operation: Operation, answered: Answered): void => {
  expect(answered.status, `${operation.id} answered ${JSON.stringify(answered.body)?.slice(0, 300)}`).toBeLessThan(500);
  if (answered.status < 400) expectSuccess(operation, answered);
  else expectRefusal(operation, answered);
};
