import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { CLOCK_MINUTES_MAX, type sandboxOperations } from '@paygate/contract/sandbox';
import type { Ctx, KeyCaller, Whose, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { advanceTestClock, findTestClock, resetTestClock } from './test-clock.sql.ts';
import { requireTestMode } from './test-mode.ts';

type Get = (typeof sandboxOperations)['clock'];
type Advance = (typeof sandboxOperations)['advanceClock'];
type Reset = (typeof sandboxOperations)['resetClock'];

const SECONDS = 60;
const MINUTES_A_DAY = 1_440;

/** Seconds to add to the deadlines that this caller's new objects get: none in live mode. */
export const testClockSeconds = ({ merchant, mode }: Whose): number => (mode === 'test' ? merchant.testClockOffsetSeconds : 0);

const viewClock = ({ offsetSeconds, now }: { readonly offsetSeconds: number; readonly now: string }): Answer<Get> =>
  ({ success: true, clock: { object: 'sandbox_clock', now, offsetMinutes: Math.floor(offsetSeconds / SECONDS) } });

const clockOf = async ({ sql, caller }: Pick<Ctx<KeyCaller>, 'sql' | 'caller'>): Promise<Answer<Get>> =>
  viewClock(single(await sql.query(findTestClock, [caller.merchant.id]), 'merchant'));

/** Refuses TEST_KEY_REQUIRED. */
export const getTestClock = async (ctx: Ctx<KeyCaller>): Promise<Answer<Get>> => {
  requireTestMode(ctx.caller);
  return clockOf(ctx);
};

/**
 * Puts the merchant's test clock forward, never back: deadlines of its test objects are judged by it from now on, keys and workers notice within a second.
 * Live objects have no such clock. Refuses TEST_KEY_REQUIRED, CLOCK_TOO_FAR.
 */
export const advanceClock = async ({ sql, caller }: WriteCtx<KeyCaller>, { minutes }: Input<Advance>): Promise<Answer<Advance>> => {
  requireTestMode(caller);
  const [row] = await sql.query(advanceTestClock, [caller.merchant.id, minutes * SECONDS, CLOCK_MINUTES_MAX * SECONDS]);
  if (row) return viewClock(row);
  const { clock } = await clockOf({ sql, caller });
  throw new Refusal('CLOCK_TOO_FAR', { maxDays: CLOCK_MINUTES_MAX / MINUTES_A_DAY, offsetMinutes: clock.offsetMinutes });
};

/** What has expired stays so, and payments keep the deadline they were given. Refuses TEST_KEY_REQUIRED. */
export const resetClock = async ({ sql, caller }: WriteCtx<KeyCaller>): Promise<Answer<Reset>> => {
  requireTestMode(caller);
  return viewClock(single(await sql.query(resetTestClock, [caller.merchant.id]), 'merchant'));
};
