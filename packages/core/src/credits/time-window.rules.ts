/** When the money was sent, as far as the bank tells: instants in milliseconds, both ends included. */
export interface PaidWithin {
  readonly fromMs: number;
  readonly untilMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const BANGKOK_OFFSET_MS = 7 * HOUR_MS;
/** Banks' clocks differ from ours, and some tell no seconds. */
const CLOCK_SLACK_MS = 2 * MINUTE_MS;

/** A statement that gives a date alone arrives as midnight in Bangkok: the money came at any time of that day. */
export const paidWithin = (paidAt: string): PaidWithin => {
  const fromMs = Date.parse(paidAt);
  return (fromMs + BANGKOK_OFFSET_MS) % DAY_MS === 0 ? { fromMs, untilMs: fromMs + DAY_MS } : { fromMs, untilMs: fromMs };
};

/** Money sent before a payment existed was not sent for it. The other end, the grace after expiry, is kept by the candidates' query. */
export const isPaidBefore = ({ untilMs }: PaidWithin, createdMs: number): boolean => untilMs + CLOCK_SLACK_MS < createdMs;

interface Lifetime { readonly createdMs: number; readonly expiresMs: number }
/** Whether `older` had lapsed when the same customer was asked anew by `newer`, and paid after that. */
export const isAskedAnew = ({ fromMs }: PaidWithin, older: Lifetime, newer: Lifetime): boolean =>
  older.expiresMs <= newer.createdMs && fromMs >= newer.createdMs;
