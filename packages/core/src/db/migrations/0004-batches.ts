import { Migration } from '@mikro-orm/migrations';

/** Only grows, in one unbroken row of numbers, each row holding the hash of the one before. */
const audit = `
create table audit (
  seq bigint primary key check (seq > 0),
  at timestamptz not null,
  actor_kind text not null check (actor_kind in ('MEMBER', 'SYSTEM')),
  actor_id uuid,
  actor_name text not null,
  action text not null,
  object_kind text not null,
  object_id uuid not null,
  details json not null,
  previous_hash bytea not null,
  hash bytea not null,
  constraint audit_member_named check ((actor_kind = 'MEMBER') = (actor_id is not null))
);
create index audit_object on audit (object_kind, object_id, seq);
create trigger audit_append_only before update or delete on audit for each row execute function paygate_refuse_change();
create table audit_head (id integer primary key check (id = 1), seq bigint not null, hash bytea not null);
insert into audit_head values (1, 0, decode(repeat('00', 32), 'hex'));
grant select, insert on audit to paygate_app;
grant select, update on audit_head to paygate_app;
`;

/** The number is what KTB knows a file by (six digits); the reference carries the day too, so it never comes twice. */
const batches = `
alter index payout_batch rename to payout_in_batch;
create sequence payout_batch_number maxvalue 999999 cycle;
create table payout_batch (
  id uuid primary key,
  mode text not null check (mode in ('live', 'test')),
  status text not null check (status in ('DRAFT', 'LOCKED', 'EXPORTED', 'COMPLETED', 'CANCELLED')),
  number integer not null,
  reference text not null constraint payout_batch_reference_unique unique,
  paying_account_id uuid not null references receiving_account (id),
  payer json not null,
  payout_count integer not null check (payout_count > 0),
  amount_satang bigint not null check (amount_satang > 0),
  fee_satang bigint not null check (fee_satang >= 0),
  execution_date text check (execution_date ~ '^\\d{4}-\\d{2}-\\d{2}$'),
  created_by uuid not null references member (id),
  checked_by uuid references member (id),
  locked_at timestamptz,
  exported_at timestamptz,
  completed_at timestamptz,
  cancelled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint payout_batch_locked_is_checked check ((status in ('LOCKED', 'EXPORTED', 'COMPLETED')) = (checked_by is not null and locked_at is not null and execution_date is not null)),
  constraint payout_batch_exported_has_instant check ((status in ('EXPORTED', 'COMPLETED')) = (exported_at is not null))
);
create index payout_batch_newest on payout_batch (mode, id desc);
alter table payout add constraint payout_batch_known foreign key (batch_id) references payout_batch (id);
create index payout_all_newest on payout (id desc) include (mode, status);
grant select, insert, update on payout_batch to paygate_app;
grant usage on sequence payout_batch_number to paygate_app;
`;

/** What each comparison of the books found. */
const reconcile = `
create table reconcile_run (
  id uuid primary key,
  scope text not null check (scope in ('CHANGED', 'FULL')),
  checked_until timestamptz not null,
  duration_ms integer not null,
  violations json not null,
  violation_count integer not null,
  created_at timestamptz not null default now()
);
create index reconcile_run_newest on reconcile_run (created_at desc);
grant select, insert, delete on reconcile_run to paygate_app;
`;

export class Batches extends Migration {
  override up(): void {
    for (const part of [audit, batches, reconcile]) this.addSql(part);
  }
}
