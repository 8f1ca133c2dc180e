import type { ErrorCode } from '@paygate/contract/errors';
import type { Caller } from '../caller.ts';
import { redactedJson, withoutSecrets } from './redact.rules.ts';
import type { RequestLogRow } from './request-log.entity.ts';

/** One request as the edge saw it, from its first byte to its last. */
export interface SeenRequest {
  readonly id: string;
  readonly method: string;
  /** Without host and query, behind percent signs only what cannot stand for itself. */
  readonly path: string;
  readonly operationId: string | undefined;
  readonly query: unknown;
  readonly body: unknown;
  readonly status: number;
  readonly errorCode: ErrorCode | undefined;
  readonly answer: unknown;
  readonly durationMicroseconds: number;
  /** Undefined where nobody was recognised. */
  readonly caller: Caller | undefined;
  /** As sent, also when it opened nothing. */
  readonly key: string | undefined;
  readonly ip: string;
  readonly userAgent: string | undefined;
  readonly replayOf?: string;
}

const PATH_CHARACTERS_MAX = 500;
const AGENT_CHARACTERS_MAX = 300;
// What is shorter is a mistake, perhaps a password: four characters would say too much of it.
const KEY_CHARACTERS_MIN = 24;

const hasFields = (value: unknown): boolean => typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** The path as it was sent; where a secret hides in it, also behind percent signs, it is shown without, decoded but for NUL, which PostgreSQL takes nowhere. */
const pathWithoutSecrets = (path: string): string => {
  const decoded = path.includes('%') ? decode(path) : path;
  const shown = withoutSecrets(decoded);
  return (shown === decoded ? withoutSecrets(path) : shown.replaceAll('\0', '\uFFFD')).slice(0, PATH_CHARACTERS_MAX);
};
const decode = (path: string): string => {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
};

/** What is kept of a request: no header but the agent, nothing secret, everything bounded. */
export const requestEntry = (seen: SeenRequest): RequestLogRow => {
  const { caller, key } = seen;
  const isKey = caller?.kind === 'key' || caller?.kind === 'publicKey';
  const path = pathWithoutSecrets(seen.path);
  const query = hasFields(seen.query) ? redactedJson(seen.query) : null;
  const request = redactedJson(seen.body);
  return {
    id: seen.id, merchantId: isKey ? caller.merchant.id : null, mode: isKey ? caller.mode : null, keyId: isKey ? caller.keyId : null,
    keyLast4: key !== undefined && key.length >= KEY_CHARACTERS_MIN ? key.slice(-4) : null,
    operationId: seen.operationId ?? null, method: seen.method, path, query: query?.text ?? null, status: seen.status, errorCode: seen.errorCode ?? null,
    durationUs: Math.round(seen.durationMicroseconds), ip: seen.ip, userAgent: seen.userAgent === undefined ? null : withoutSecrets(seen.userAgent).slice(0, AGENT_CHARACTERS_MAX),
    requestBody: request?.text ?? null, responseBody: redactedJson(seen.answer)?.text ?? null,
    isWhole: path === seen.path && query?.isWhole !== false && request?.isWhole !== false, replayOf: seen.replayOf ?? null,
  };
};
