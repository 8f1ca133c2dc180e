import { Migration } from '@mikro-orm/migrations';

/**
 * The id is the request's own UUIDv7, so a day of requests is a range of ids: looking one up reads one partition, newest
 * first is the order of the ids, and forgetting a day is dropping its table.
 */
const log = `
create schema request_log_days;
create table request_log (
  id uuid primary key,
  merchant_id uuid,
  mode text check (mode in ('live', 'test')),
  key_id uuid,
  key_last4 text,
  operation_id text,
  method text not null,
  path text not null,
  query text,
  status integer not null,
  error_code text,
  duration_us bigint not null,
  ip text not null,
  user_agent text,
  request_body text,
  response_body text,
  is_whole boolean not null,
  replay_of uuid
) partition by range (id);
create index request_log_merchant on request_log (merchant_id, id desc);
grant select, insert on request_log to paygate_app;

create function request_log_floor(at timestamptz) returns uuid language sql immutable as
  $body$ select (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid $body$;
`;

/**
 * The product is no owner and may not make tables, so these two do it for it and nothing else. Attaching takes a lock that
 * lets rows in; dropping needs one that does not, waits for it a moment only and leaves the rest for the next round.
 */
const days = `
create function request_log_add_days(ahead integer) returns void language plpgsql security definer set search_path = pg_catalog, public as $body$
declare
  day date;
  part text;
begin
  perform pg_advisory_xact_lock(hashtext('paygate request log days'));
  for day in select (now() at time zone 'utc')::date + n from generate_series(-1, least(ahead, 31)) n loop
    part := 'day_' || to_char(day, 'YYYYMMDD');
    continue when to_regclass('request_log_days.' || part) is not null;
    execute format('create table request_log_days.%I (like public.request_log including all)', part);
    execute format('alter table public.request_log attach partition request_log_days.%I for values from (%L) to (%L)',
      part, public.request_log_floor(day::timestamp at time zone 'utc'), public.request_log_floor((day + 1)::timestamp at time zone 'utc'));
  end loop;
end $body$;

create function request_log_drop_days(kept integer) returns integer language plpgsql security definer set search_path = pg_catalog, public set lock_timeout = '200ms' as $body$
declare
  part text;
  dropped integer := 0;
begin
  for part in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
    where i.inhparent = 'public.request_log'::regclass and c.relname < 'day_' || to_char((now() at time zone 'utc')::date - greatest(kept, 1), 'YYYYMMDD')
    order by c.relname limit 40
  loop
    execute format('drop table request_log_days.%I', part);
    dropped := dropped + 1;
  end loop;
  return dropped;
exception when lock_not_available then
  return 0;
end $body$;

revoke execute on function request_log_add_days(integer), request_log_drop_days(integer) from public;
grant execute on function request_log_add_days(integer), request_log_drop_days(integer) to paygate_app;
select request_log_add_days(7);
`;

const listeners = `
create table webhook_listener (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  events text[] not null,
  secret_encrypted text not null,
  from_event_id uuid not null,
  last_polled_at timestamptz not null default now(),
  created_at timestamptz not null default now()
);
create index webhook_listener_merchant on webhook_listener (merchant_id, mode, id);
create index webhook_listener_polled on webhook_listener (last_polled_at);

create table webhook_listener_delivery (
  id uuid primary key default uuidv7(),
  listener_id uuid not null references webhook_listener (id) on delete cascade,
  event_id uuid not null,
  constraint webhook_listener_delivery_once unique (listener_id, event_id)
);
create index webhook_listener_delivery_newest on webhook_listener_delivery (listener_id, id);
grant select, insert, update, delete on webhook_listener, webhook_listener_delivery to paygate_app;
`;

export class RequestLog extends Migration {
  override up(): void {
    for (const part of [log, days, listeners]) this.addSql(part);
  }
}
