import { Migration } from '@mikro-orm/migrations';

const endpoints = `
alter table webhook_endpoint
  add column description text,
  add column policy text not null default 'standard' check (policy in ('standard', 'durable')),
  add column version integer not null default 1 check (version in (1, 2)),
  add column paused_at timestamptz,
  add column disabled_at timestamptz,
  add column deleted_at timestamptz,
  add column previous_secret_encrypted text,
  add column previous_secret_until timestamptz,
  add column failures_in_row integer not null default 0,
  add column failing_since timestamptz,
  add column last_failure_at timestamptz,
  add column warned_at timestamptz,
  add column breaker_until timestamptz,
  add constraint webhook_endpoint_overlap check ((previous_secret_encrypted is null) = (previous_secret_until is null)),
  add constraint webhook_endpoint_disabled_is_off check (disabled_at is null or not is_active),
  add constraint webhook_endpoint_deleted_is_off check (deleted_at is null or not is_active);
create index webhook_endpoint_failing on webhook_endpoint (failing_since) where failing_since is not null;
create index webhook_endpoint_deleted on webhook_endpoint (id) where deleted_at is not null;

create table webhook_notice (
  id uuid primary key default uuidv7(),
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  endpoint_id uuid not null references webhook_endpoint (id) on delete cascade,
  kind text not null check (kind in ('FAILING', 'DISABLED')),
  url text not null,
  failing_since timestamptz not null,
  failures_in_row integer not null,
  created_at timestamptz not null default now()
);
create index webhook_notice_newest on webhook_notice (merchant_id, mode, id desc);
`;

/**
 * Copy 0 is what the event itself made, once for each endpoint; replays are copies 1, 2 …. The same index keeps both unique and
 * gives an endpoint's log in order. Ids of deliveries grow from now on, so what is due at one instant goes out in the order it was made.
 */
const deliveries = `
alter table event add column is_sample boolean not null default false;
alter table delivery
  alter column id set default uuidv7(),
  add column copy integer not null default 0 check (copy >= 0),
  add column replay_of uuid,
  add constraint delivery_copy_of_something check ((copy = 0) = (replay_of is null)),
  drop constraint delivery_status_check,
  add constraint delivery_status_check check (status in ('PENDING', 'DELIVERED', 'FAILED', 'CANCELLED'));
drop index delivery_event_once;
create unique index delivery_event_once on delivery (endpoint_id, event_id desc, copy desc);
create index delivery_failed on delivery (endpoint_id, event_id desc, copy desc) where status = 'FAILED';
alter table delivery_attempt add column url text;
`;

/**
 * The least UUIDv7 of an instant, so that ranges of time are ranges of ids. And when the oldest running transaction began: whatever commits later than this look has event ids from that moment on. At most a
 * minute ago, since ours are ended after 30 s (transaction_timeout) and a backup's write no events. A plain role sees no other's activity,
 * so the owner looks for it.
 */
const settled = `
create function paygate_uuid_at(at timestamptz) returns uuid language sql immutable strict parallel safe as $$
  select (lpad(to_hex(greatest(0, floor(extract(epoch from at) * 1000))::bigint), 12, '0') || '70008000000000000000')::uuid
$$;
create function paygate_settled_before() returns timestamptz language sql volatile security definer set search_path = pg_catalog as $$
  select greatest(coalesce(min(xact_start), clock_timestamp()), clock_timestamp() - interval '1 minute') from pg_stat_activity where datname = current_database() and backend_type = 'client backend' and state <> 'idle' and pid <> pg_backend_pid()
$$;
revoke all on function paygate_settled_before() from public;
grant execute on function paygate_settled_before(), paygate_uuid_at(timestamptz) to paygate_app;
grant select, insert, update, delete on webhook_notice to paygate_app;
`;

export class WebhooksInFull extends Migration {
  override up(): void {
    for (const part of [endpoints, deliveries, settled]) this.addSql(part);
  }
}
