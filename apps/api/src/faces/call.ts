import type { Operation } from '@paygate/contract/kernel';
import type { Caller } from '@paygate/core/caller';

/** One call of an operation, whichever face it came through. */
export interface Call {
  readonly operation: Operation;
  readonly params: unknown;
  readonly query: unknown;
  readonly body: unknown;
  /** The bytes that arrived, for signatures and fingerprints. */
  readonly rawBody: Uint8Array;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly ip: string;
  readonly requestId: string;
  readonly issueCookie: (token: string, maxAgeSeconds: number) => void;
  /** Tells the face who called, also when the call is then refused. */
  readonly identify: (caller: Caller) => void;
  readonly isUnwanted: () => boolean;
}

export interface Outcome {
  readonly answer: unknown;
  /** The answer is the first one again: nothing was done this time. */
  readonly isReplay: boolean;
}

export const header = ({ headers }: Pick<Call, 'headers'>, name: string): string | undefined => {
  const value = headers[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
