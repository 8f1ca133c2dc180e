import { Refusal } from '@paygate/contract/errors';
import type { Operation } from '@paygate/contract/kernel';
import type { Caller } from '@paygate/core/caller';
import type { Config } from '@paygate/core/config';
import { limitHere, limitTogether } from '../minute-limits.ts';
import type { Call } from './call.ts';

const LOGINS_PER_MINUTE = 30;
const CHECKOUTS_PER_MINUTE = 60;
// A bank with a busy day behind one address; whoever forges costs a row and an inquiry each.
const NOTICES_PER_MINUTE = 6_000;

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

type Rate = Operation['rate'];
/** How many calls of each kind one credential has in a minute. */
export const callsPerMinute = ({ readsPerMinute, writesPerMinute }: Pick<Config, 'readsPerMinute' | 'writesPerMinute'>): Readonly<Record<Rate, number>> =>
  ({ read: readsPerMinute, write: writesPerMinute, login: LOGINS_PER_MINUTE, checkout: CHECKOUTS_PER_MINUTE, notice: NOTICES_PER_MINUTE });

/** Refuses RATE_LIMITED with the seconds to wait. What keys do counts for each process; what anybody may try, for all of them together. */
export const createLimits = (config: Pick<Config, 'readsPerMinute' | 'writesPerMinute'>): Limit => {
  const { read, write, login, checkout, notice } = callsPerMinute(config);
  const limits = { read: limitHere(read), write: limitHere(write), login: limitTogether('login', login), checkout: limitTogether('checkout', checkout), notice: limitTogether('notice', notice) };
  return async (caller, call) => {
    const retryAfterSeconds = await limits[call.operation.rate](whose(caller, call));
    if (retryAfterSeconds > 0) throw new Refusal('RATE_LIMITED', { retryAfterSeconds });
  };
};
