import { columnsOf } from '../db/entity.ts';
import { statement } from '../db/statement.ts';
import { testClockOf } from '../sandbox/test-clock.sql.ts';
import { SettlementScheduleEntity, type SettlementScheduleRow } from './settlement.entity.ts';

const columns = columnsOf(SettlementScheduleEntity, 'c');

/** $1 merchant, $2 mode. */
export const findSchedule = statement<SettlementScheduleRow>('schedule.find', `select ${columns} from settlement_schedule c where c.merchant_id = $1 and c.mode = $2`);
/** $1 merchant, $2 mode, $3 Bangkok time HH:MM, $4 minimum, $5 whether it runs. */
export const saveSchedule = statement<SettlementScheduleRow>('schedule.save', `
  insert into settlement_schedule as c (merchant_id, mode, at_time, min_satang, is_active) values ($1, $2, $3, $4, $5)
  on conflict (merchant_id, mode) do update set at_time = excluded.at_time, min_satang = excluded.min_satang, is_active = excluded.is_active, updated_at = now()
  returning ${columns}`);

/**
 * Schedules whose time has come today (Bangkok, in test mode by the merchant's test clock) and that have not run today; one that was set after that time begins tomorrow.
 * At most $1, in merchant order.
 */
export const dueSchedules = statement<SettlementScheduleRow>('schedule.due', `
  select ${columns} from settlement_schedule c
  cross join lateral (select now() + ${testClockOf('c')} as now) clock
  cross join lateral (select date_trunc('day', clock.now, 'Asia/Bangkok') + c.at_time::interval as instant) due
  where c.is_active and due.instant <= clock.now and c.updated_at <= due.instant and not exists (
    select from settlement_run r where r.merchant_id = c.merchant_id and r.mode = c.mode and r.business_day = (clock.now at time zone 'Asia/Bangkok')::date)
  order by c.merchant_id, c.mode limit $1`);

/** $1 merchant, $2 mode. A row when nobody has run it today (Bangkok); whoever asks at the same time waits for this transaction. */
export const claimRun = statement<{ businessDay: string }>('schedule.claim', `
  insert into settlement_run (merchant_id, mode, business_day, skipped_because)
  select c.merchant_id, c.mode, ((now() + ${testClockOf('c')}) at time zone 'Asia/Bangkok')::date, 'UNDER_WAY' from settlement_schedule c where c.merchant_id = $1 and c.mode = $2
  on conflict do nothing returning business_day as "businessDay"`);
/** $1 merchant, $2 mode, $3 business day, $4 settlement or null, $5 why there is none or null. */
export const recordRun = statement('schedule.record', `
  update settlement_run set settlement_id = $4, skipped_because = $5 where merchant_id = $1 and mode = $2 and business_day = $3`);
