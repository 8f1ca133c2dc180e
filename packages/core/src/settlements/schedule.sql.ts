import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { testClockOf } from '../sandbox/test-clock.sql.ts';
import { SettlementScheduleEntity, type SettlementScheduleRow } from './settlement.entity.ts';

const columns = columnsOf(SettlementScheduleEntity, 'c');

/** $1 merchant, $2 mode. */
export const findSchedule = statement<SettlementScheduleRow>('schedule.find', `select ${columns} from settlement_schedule c where c.merchant_id = $1 and c.mode = $2`);
/** $1 merchant, $2 mode, $3 Bangkok time HH:MM, $4 minimum, $5 whether it runs. It is set at an instant of the clock that it runs by: in test mode the merchant's own. */
export const saveSchedule = statement<SettlementScheduleRow>('schedule.save', `
  insert into settlement_schedule as c (merchant_id, mode, at_time, min_satang, is_active, updated_at)
  select n.merchant_id, n.mode, $3::text, $4::bigint, $5::boolean, now() + ${testClockOf('n')} from (select $1::uuid as merchant_id, $2::text as mode) n
  on conflict (merchant_id, mode) do update set at_time = excluded.at_time, min_satang = excluded.min_satang, is_active = excluded.is_active, updated_at = excluded.updated_at
  returning ${columns}`);

export interface DueSchedule extends SettlementScheduleRow { readonly businessDay: string }
/**
 * Schedules whose time has come and that have not run for it: their latest time, today or yesterday (Bangkok, in test mode by the merchant's test clock), whose day is the
 * business day. What was set after that time waits for the next; what was set by a test clock that has been set back since does not. At most $1, in merchant order.
 */
export const dueSchedules = statement<DueSchedule>('schedule.due', `
  select ${columns}, due.business_day as "businessDay" from settlement_schedule c
  cross join lateral (select now() + ${testClockOf('c')} as now) clock
  cross join lateral (select ((clock.now at time zone 'Asia/Bangkok') - c.at_time::interval)::date as business_day) due
  where c.is_active and (c.updated_at <= (due.business_day + c.at_time::interval) at time zone 'Asia/Bangkok' or c.updated_at > clock.now) and not exists (
    select from settlement_run r where r.merchant_id = c.merchant_id and r.mode = c.mode and r.business_day = due.business_day)
  order by c.merchant_id, c.mode limit $1`);

/** $1 merchant, $2 mode, $3 business day. A row when nobody has run it for that day; whoever asks at the same time waits for this transaction. */
export const claimRun = statement<{ businessDay: string }>('schedule.claim', `
  insert into settlement_run (merchant_id, mode, business_day, skipped_because) values ($1, $2, $3, 'UNDER_WAY') on conflict do nothing returning business_day as "businessDay"`);
/** $1 merchant, $2 mode, $3 business day, $4 settlement or null, $5 why there is none or null. */
export const recordRun = statement('schedule.record', `
  update settlement_run set settlement_id = $4, skipped_because = $5 where merchant_id = $1 and mode = $2 and business_day = $3`);
