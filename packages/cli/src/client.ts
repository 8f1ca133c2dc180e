import { createHmac, randomUUID } from 'node:crypto';
import { errors, type ErrorCode } from '@paygate/contract/errors';
import { takesIdempotencyKey, type Operation, type Sent } from '@paygate/contract/kernel';
import type * as z from 'zod';
import { exitCodes, Failure } from './failure.ts';

/** Calls operations of the contract: path, query, body, signature and idempotency key follow from the declaration. */
export interface Client {
  readonly baseUrl: string;
  readonly key: string;
  /** Answers what the operation declares. Throws Failure for a refusal, an unreachable server or an answer that is none. */
  call<const O extends Operation>(operation: O, sent: Sent<O>, options?: { readonly signal?: AbortSignal; readonly timeoutMs?: number }): Promise<z.output<O['ok']['schema']>>;
}

const TIMEOUT_MS = 30_000;
const MS_PER_SECOND = 1_000;

interface Wire { readonly path: string; readonly raw: string | undefined }
const wireOf = ({ path, params, query, body, method }: Operation, sent: Readonly<Record<string, unknown>>): Wire => {
  const own = (keys: readonly string[]) => Object.entries(sent).filter(([name, value]) => keys.includes(name) && value !== undefined);
  const [paramNames, queryNames] = [Object.keys(params?.shape ?? {}), Object.keys(query?.shape ?? {})];
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(String(sent[name])));
  const search = new URLSearchParams(own(queryNames).map(([name, value]) => [name, String(value)])).toString();
  const rest = Object.fromEntries(Object.entries(sent).filter(([name]) => !paramNames.includes(name) && !queryNames.includes(name)));
  return { path: search === '' ? filled : `${filled}?${search}`, raw: body && method !== 'GET' ? JSON.stringify(rest) : undefined };
};

const signature = (key: string, raw: string): Record<string, string> => {
  const timestamp = String(Math.floor(Date.now() / MS_PER_SECOND));
  return { 'x-signature-timestamp': timestamp, 'x-signature': createHmac('sha256', key).update(`${timestamp}.${raw}`).digest('hex'), 'x-signature-nonce': randomUUID() };
};

const isThai = /^th/i.test(process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? '');
const isCode = (code: unknown): code is ErrorCode => typeof code === 'string' && code in errors;
interface Refused { readonly code?: unknown; readonly error?: unknown; readonly message?: unknown; readonly requestId?: unknown; readonly details?: unknown }

/** What the body says, in the reader's half of its two languages; where fields are named, those. */
const refusal = (status: number, body: Refused): Failure => {
  const exitCode = status === 401 || status === 403 ? exitCodes.access : exitCodes.failed;
  const requestId = typeof body.requestId === 'string' ? body.requestId : undefined;
  if (!isCode(body.code)) return new Failure({ exitCode, code: 'UNEXPECTED_ANSWER', message: `The server answered ${status} without PayGate's JSON.`, fix: 'Is the base URL that of PayGate?', requestId });
  const halves = String(body.message).split(' / ');
  const said = halves.length === 2 ? halves[isThai ? 1 : 0]! : String(body.message);
  const issues = (body.details as { readonly issues?: readonly { readonly field: string; readonly en: string; readonly th: string }[] } | null | undefined)?.issues ?? [];
  const fix = issues.length === 0 ? said : issues.map(({ field, en, th }) => `${field} ${isThai ? th : en}`).join('; ');
  return new Failure({ exitCode, code: body.code, message: String(body.error), fix, requestId, details: body.details });
};
/** fetch says only that it failed; why is in its cause. */
export const reasonOf = (cause: unknown): string => {
  const { cause: inner = cause } = cause as { readonly cause?: unknown };
  const { code, message, name } = inner as { readonly code?: string; readonly message?: string; readonly name?: string };
  return code ?? message ?? name ?? String(inner);
};
const unreachable = (baseUrl: string, cause: unknown): Failure => {
  const reason = cause instanceof Error && cause.name === 'TimeoutError' ? 'no answer in time' : reasonOf(cause);
  return new Failure({ exitCode: exitCodes.unreachable, code: 'UNREACHABLE', message: `No answer from ${baseUrl} (${reason}).`, fix: 'Is it running? `npm start` starts one here; `--base-url` names another.' });
};

export const createClient = ({ baseUrl, key }: { readonly baseUrl: string; readonly key: string }): Client => ({
  baseUrl, key,
  call: async <const O extends Operation>(operation: O, sent: Sent<O>, { signal, timeoutMs = TIMEOUT_MS }: { readonly signal?: AbortSignal; readonly timeoutMs?: number } = {}) => {
    const { path, raw } = wireOf(operation, sent as Record<string, unknown>);
    const headers = {
      'x-api-key': key, 'user-agent': 'paygate-cli', ...(raw !== undefined && { 'content-type': 'application/json' }), ...(takesIdempotencyKey(operation) && { 'idempotency-key': randomUUID() }),
      ...(operation.auth === 'signed' && signature(key, raw ?? '')),
    };
    const patience = AbortSignal.timeout(timeoutMs);
    const response = await fetch(`${baseUrl}${path}`, { method: operation.method, headers, redirect: 'manual', signal: signal ? AbortSignal.any([signal, patience]) : patience, ...(raw !== undefined && { body: raw }) })
      .then(async (answer) => ({ status: answer.status, text: await answer.text() }), (cause: unknown) => { throw signal?.aborted ? cause : unreachable(baseUrl, cause); });
    const body: unknown = parsed(response.text);
    if (response.status === operation.ok.status) return body as z.output<O['ok']['schema']>; // the contract's tests hold the server to its declaration
    throw refusal(response.status, typeof body === 'object' && body !== null ? body : {});
  },
});
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
