import type { Readable } from 'node:stream';
import { Agent, request } from 'undici';
import { targetPolicyOf, vetTarget } from './target.rules.ts';
import type { Config } from '../config.ts';
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
  const attempt = async ({ url, headers, body }: WebhookRequest): Promise<Omit<Attempted, 'durationMs'>> => {
    const target = vetTarget(url, policy);
    if (!target.ok) throw new TargetRefused(target.reason);
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await request(target.url, { dispatcher: agent, method: 'POST', headers, body, signal });
    const { statusCode } = answer;
    const responseBody = await textUpTo(answer.body, RESPONSE_BYTES_MAX);
    const isAccepted = statusCode >= 200 && statusCode < 300;
    return { isAccepted, isTimeout: signal.aborted, statusCode, error: isAccepted ? null : sentenceOfStatus(statusCode), responseBody };
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

/** What arrived of the text before the limit, the deadline or the connection's end. NUL cannot be stored. */
const textUpTo = async (body: Readable, bytesMax: number): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const part of body) {
      const received: unknown = part;
      if (!(received instanceof Uint8Array)) continue;
      parts.push(received);
      bytes += received.length;
      // Leaving the loop closes the connection, so an endless answer costs no more than this.
      if (bytes >= bytesMax) break;
    }
  } catch (error) {
    parts.push(Buffer.from(`\n[answer cut off: ${asError(error).name}]`));
  }
  return storable(Buffer.concat(parts).subarray(0, bytesMax).toString('utf8'));
};
const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
const storable = (text: string): string => text.replaceAll('\0', '');

const failure = (error: unknown, timeoutMs: number): Omit<Attempted, 'durationMs'> => {
  const { name, message } = asError(error);
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const isTimeout = name === 'TimeoutError' || error instanceof ConnectionTooSlow;
  const sentence = isTimeout ? `no answer within ${timeoutMs} ms` : error instanceof TargetRefused ? `not sent: ${message}` : `${code ?? name}: ${message}`;
  return { isAccepted: false, isTimeout, statusCode: null, error: storable(sentence).slice(0, ERROR_CHARACTERS_MAX), responseBody: null };
};
