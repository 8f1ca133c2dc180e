import { Agent, type Dispatcher } from 'undici';
import { targetPolicyOf, vetTarget } from './target.rules.ts';
import type { Config } from '../config.ts';
import { remember } from '../recall.ts';
import { ConnectionTooSlow, createVettingConnector, resolverOf, TargetRefused, type Resolve } from './vetting-connector.ts';

/** What one try came to. `statusCode` is null when no answer came; `error` is null when the receiver accepted. */
export interface Attempted {
  readonly isAccepted: boolean;
  readonly isTimeout: boolean;
  readonly statusCode: number | null;
  readonly error: string | null;
  readonly responseBody: string | null;
  readonly durationMs: number;
}

export interface WebhookRequest { readonly url: string; readonly headers: Record<string, string>; readonly body: string }
export interface WebhookSender {
  /** Never throws: whatever the receiver does is an outcome. */
  send(wanted: WebhookRequest): Promise<Attempted>;
  close(): Promise<void>;
}
export interface SenderOptions extends Pick<Config, 'runtime'> {
  /** For the whole try: name, connection, request, answer. */
  readonly timeoutMs: number;
  readonly resolve?: Resolve;
}

export const RESPONSE_BYTES_MAX = 16_384;
const ERROR_CHARACTERS_MAX = 300;
// Below the five seconds after which Node's and many other servers close an idle connection, so that we close it first.
const IDLE_CONNECTION_MS = 4_000;

/**
 * Sends one signed request over kept-alive connections to vetted addresses. Follows no redirect, inflates nothing, keeps
 * 16 kB of the answer, gives up after `timeoutMs` in all. 2xx is accepted as soon as its headers are here.
 */
export const createWebhookSender = ({ runtime, timeoutMs, resolve = resolverOf(runtime) }: SenderOptions): WebhookSender => {
  const policy = targetPolicyOf(runtime);
  // No limit of connections per host: endpoints of several merchants may share one, and a slow one must not make the others queue.
  const agent = new Agent({
    allowH2: false, keepAliveTimeout: IDLE_CONNECTION_MS, keepAliveMaxTimeout: IDLE_CONNECTION_MS, headersTimeout: 0, bodyTimeout: 0,
    connect: createVettingConnector({ policy, resolve, timeoutMs }),
  });
  // By its text, once for an endpoint; the connector vets each connection.
  const vetted = remember((url) => vetTarget(url, policy));
  const attempt = async ({ url, headers, body }: WebhookRequest): Promise<Omit<Attempted, 'durationMs'>> => {
    const target = vetted(url);
    if (!target.ok) throw new TargetRefused(target.reason);
    const { origin, pathname, search } = target.url;
    const { statusCode, isTimeout, text } = await exchange(agent, { origin, path: `${pathname}${search}`, method: 'POST', headers, body }, timeoutMs);
    const isAccepted = statusCode >= 200 && statusCode < 300;
    return { isAccepted, isTimeout, statusCode, error: isAccepted ? null : sentenceOfStatus(statusCode), responseBody: text };
  };
  return {
    send: async (wanted) => {
      const startedMs = performance.now();
      const outcome = await attempt(wanted).catch((error: unknown) => failure(error, timeoutMs));
      return { ...outcome, durationMs: Math.round(performance.now() - startedMs) };
    },
    close: () => agent.destroy(),
  };
};

const sentenceOfStatus = (statusCode: number): string =>
  statusCode >= 300 && statusCode < 400 ? `answered ${statusCode}; redirects are not followed` : `answered ${statusCode}`;

class AnswerTooSlow extends Error {
  override readonly name = 'TimeoutError';
}
interface Answered { readonly statusCode: number; readonly isTimeout: boolean; readonly text: string }

/**
 * One request and what arrived of its answer before the limit, the deadline or the connection's end; rejects when no status came. On undici's own
 * callbacks: a promise, a stream and an abort signal for every request cost more than the request.
 */
const exchange = (agent: Agent, wanted: Dispatcher.DispatchOptions & { readonly origin: string }, timeoutMs: number): Promise<Answered> =>
  new Promise((resolve, reject) => {
    let connection: Dispatcher.DispatchController | undefined;
    let statusCode: number | undefined;
    let isSettled = false;
    const parts: Buffer[] = [];
    let bytes = 0;
    const settle = (error?: Error): void => {
      if (isSettled) return;
      isSettled = true;
      clearTimeout(timer);
      if (statusCode === undefined) return reject(error ?? new Error('the connection ended without an answer'));
      if (error) parts.push(Buffer.from(`\n[answer cut off: ${error.name}]`));
      // NUL cannot be stored.
      resolve({ statusCode, isTimeout: error instanceof AnswerTooSlow, text: storable(Buffer.concat(parts).subarray(0, RESPONSE_BYTES_MAX).toString('utf8')) });
    };
    const giveUp = (error?: Error): void => {
      settle(error);
      connection?.abort(error ?? new Error('enough of the answer was read'));
    };
    const timer = setTimeout(() => giveUp(new AnswerTooSlow(`no answer within ${timeoutMs} ms`)), timeoutMs);
    agent.dispatch(wanted, {
      onRequestStart: (controller) => {
        connection = controller;
        // The deadline passed while it waited for a connection.
        if (isSettled) controller.abort(new Error('too late to be sent'));
      },
      onResponseStart: (_, status) => { statusCode = status; },
      onResponseData: (_, part) => {
        parts.push(part);
        bytes += part.length;
        // Closes the connection, so an endless answer costs no more than this.
        if (bytes >= RESPONSE_BYTES_MAX) giveUp();
      },
      onResponseEnd: () => settle(),
      onResponseError: (_, error) => settle(error),
    });
  });
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
const storable = (text: string): string => text.replaceAll('\0', '');

const failure = (error: unknown, timeoutMs: number): Omit<Attempted, 'durationMs'> => {
  const { name, message } = asError(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isTimeout = name === 'TimeoutError' || error instanceof ConnectionTooSlow;
  const sentence = isTimeout ? `no answer within ${timeoutMs} ms` : error instanceof TargetRefused ? `not sent: ${message}` : `${code ?? name}: ${message}`;
  return { isAccepted: false, isTimeout, statusCode: null, error: storable(sentence).slice(0, ERROR_CHARACTERS_MAX), responseBody: null };
};
