import { errorBody, errors, type ErrorCode } from '@paygate/contract/errors';
import type { Again, AnsweredAgain, Caller } from '@paygate/core/caller';
import { newId } from '@paygate/core/ids';
import type { Platform } from '@paygate/core/platform';
import { requestEntry } from '@paygate/core/requests/request-entry';
import type { Call } from './call.ts';
import { keyOf } from './log-requests.ts';
import type { RunOperation } from './operations.ts';
import { refusalOf } from './refusal-of.ts';

interface House { readonly platform: Pick<Platform, 'log' | 'requestLog'>; readonly run: RunOperation }

/** The headers that prove who calls, and nothing that belonged to the call they came with. */
const headersAgain = ({ headers }: Call): Call['headers'] => {
  const { 'x-api-key': key, authorization } = headers;
  return { 'idempotency-key': newId(), ...(key !== undefined && { 'x-api-key': key }), ...(authorization !== undefined && { authorization }) };
};

/**
 * Runs an operation within another call, as a request of its own: authenticated by the same credential, authorised, limited and
 * logged like any. Never throws for what the operation does: a refusal is an answer.
 */
export const callAgain = async ({ platform, run }: House, call: Call, { operation, path, params, query, body, replayOf }: Again): Promise<AnsweredAgain> => {
  const id = newId();
  const started = performance.now();
  let caller: Caller | undefined;
  let answered: { readonly status: number; readonly body: unknown; readonly errorCode?: ErrorCode };
  try {
    const rawBody = Buffer.from(body === undefined ? '' : JSON.stringify(body));
    const { answer } = await run({ ...call, operation, params, query, body, rawBody, headers: headersAgain(call), requestId: id, identify: (found) => { caller = found; } });
    answered = { status: operation.ok.status, body: answer };
  } catch (cause) {
    const { refusal, isBug } = refusalOf(cause, operation);
    if (isBug) platform.log.error({ err: cause, operation: operation.id, requestId: id }, 'an operation failed');
    answered = { status: errors[refusal.code].status, body: errorBody(refusal, id, operation.failureText), errorCode: refusal.code };
  }
  platform.requestLog.record(requestEntry({
    id, path, query, body, caller, replayOf, method: operation.method, operationId: operation.id, status: answered.status, errorCode: answered.errorCode, answer: answered.body,
    durationMicroseconds: (performance.now() - started) * 1_000, key: keyOf(call.headers), ip: call.ip, userAgent: undefined,
  }));
  return { requestId: id, status: answered.status, body: answered.body };
};
