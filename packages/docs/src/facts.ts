import type { ErrorBody, ErrorCode } from '@paygate/contract/errors';
import type { Operation } from '@paygate/contract/kernel';
import type { Config } from '@paygate/core/config';

/** The kinds of calls that integrators make; what banks send is no concern of theirs. */
export const toldRates = ['read', 'write', 'checkout', 'login'] as const satisfies readonly Operation['rate'][];
export type ToldRate = (typeof toldRates)[number];

/** What the guides tell of the server that serves them. */
export interface GuideFacts {
  readonly config: Pick<Config, 'runtime' | 'brandName' | 'publicBaseUrl' | 'checkoutBaseUrl' | 'webhookTimeoutMs' | 'webhookAttemptsMax' | 'egressAddresses' | 'requestLogDays' | 'eventDays'>;
  /** Calls a minute, by the kind that an operation declares. */
  readonly callsPerMinute: Readonly<Record<ToldRate, number>>;
  readonly bodyBytesMax: number;
  /** A refusal as an integrator sees it, its holes filled with something plausible. */
  readonly errorExample: (code: ErrorCode) => ErrorBody;
  /** Where the samples listen for callbacks. */
  readonly receiverPort?: number;
}
