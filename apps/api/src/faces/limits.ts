import { Refusal } from '@paygate/contract/errors';
import type { Caller } from '@paygate/core/caller';
import type { Config } from '@paygate/core/config';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { Call } from './call.ts';

const MINUTE = 60;
const LOGINS_PER_MINUTE = 30;
const CHECKOUTS_PER_MINUTE = 60;

/** By credential where there is one, so that a shared or spoofed address limits nobody else. */
const whose = (caller: Caller, { ip }: Call): string => {
  switch (caller.kind) {
    case 'key':
      return caller.keyId;
    case 'publicKey':
      // Everybody has the key: one visitor must not use up what is there for all.
      return `${caller.keyId} ${ip}`;
    case 'session':
      return caller.sessionId;
    case 'feed':
      return caller.feedId;
    case 'nobody':
      return ip;
  }
};

export type Limit = (caller: Caller, call: Call) => Promise<void>;

/** Per process and minute. Refuses RATE_LIMITED with the seconds to wait. */
export const createLimits = ({ readsPerMinute, writesPerMinute }: Pick<Config, 'readsPerMinute' | 'writesPerMinute'>): Limit => {
  const limiters = {
    read: new RateLimiterMemory({ points: readsPerMinute, duration: MINUTE }),
    write: new RateLimiterMemory({ points: writesPerMinute, duration: MINUTE }),
    login: new RateLimiterMemory({ points: LOGINS_PER_MINUTE, duration: MINUTE }),
    checkout: new RateLimiterMemory({ points: CHECKOUTS_PER_MINUTE, duration: MINUTE }),
  };
  return async (caller, call) => {
    await limiters[call.operation.rate].consume(whose(caller, call)).catch((cause: unknown) => {
      if (!(cause instanceof RateLimiterRes)) throw cause;
      throw new Refusal('RATE_LIMITED', { retryAfterSeconds: Math.max(1, Math.ceil(cause.msBeforeNext / 1_000)) });
    });
  };
};
