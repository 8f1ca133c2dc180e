import { Migration } from '@mikro-orm/migrations';

/**
 * A create's row in the request log is a little over 2 kB, from where PostgreSQL compresses by default: half of what writing it took, to save a
 * quarter of its bytes for the days it is kept. Rows up to 4 kB are stored as they are; new days are made so, those that are there are told.
 */
const days = `
create or replace function request_log_add_days(ahead integer) returns void language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  day date;
  part text;
begin
  perform pg_advisory_xact_lock(hashtext('paygate request log days'));
  for day in select (now() at time zone 'utc')::date + n from generate_series(-1, least(ahead, 31)) n loop
    part := 'day_' || to_char(day, 'YYYYMMDD');
    continue when to_regclass('request_log_days.' || part) is not null;
    execute format('create table request_log_days.%I (like public.request_log including all) with (toast_tuple_target = 4080)', part);
    execute format('alter table public.request_log attach partition request_log_days.%I for values from (%L) to (%L)',
      part, public.request_log_floor(day::timestamp at time zone 'utc'), public.request_log_floor((day + 1)::timestamp at time zone 'utc'));
  end loop;
end $body$;

do $body$
declare
  day regclass;
begin
  for day in select inhrelid::regclass from pg_inherits where inhparent = 'request_log'::regclass loop
    execute format('alter table %s set (toast_tuple_target = 4080)', day);
  end loop;
end $body$;
`;

export class RequestsAsTheyAre extends Migration {
  override up(): void {
    this.addSql(days);
  }
}
