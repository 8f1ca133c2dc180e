import { statement } from '../db/statement.ts';

/** How far the merchant's test clock is ahead, for a row with `mode` and `merchant_id`: nothing in live mode, where no merchant is looked up. */
export const testClockOf = (alias: string): string =>
  `(case when ${alias}.mode = 'test' then make_interval(secs => (select owner.test_clock_offset_seconds from merchant owner where owner.id = ${alias}.merchant_id)) else interval '0' end)`;

interface ClockRow { readonly offsetSeconds: number; readonly now: string }
const clock = `test_clock_offset_seconds as "offsetSeconds", now() + make_interval(secs => test_clock_offset_seconds) as "now"`;

/** $1 merchant. */
export const findTestClock = statement<ClockRow>('testClock.find', `select ${clock} from merchant where id = $1`);
/** $1 merchant, $2 seconds, $3 seconds ahead at most. No row when that would be too far. */
export const advanceTestClock = statement<ClockRow>('testClock.advance', `
  update merchant set test_clock_offset_seconds = test_clock_offset_seconds + $2 where id = $1 and test_clock_offset_seconds + $2 <= $3 returning ${clock}`);
/** $1 merchant. */
export const resetTestClock = statement<ClockRow>('testClock.reset', `update merchant set test_clock_offset_seconds = 0 where id = $1 returning ${clock}`);
