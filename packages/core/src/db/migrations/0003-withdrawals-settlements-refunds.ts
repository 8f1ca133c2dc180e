import { Migration } from '@mikro-orm/migrations';

const withdrawals = `
create table withdrawal_request (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  request_ref text,
  amount_satang bigint not null check (amount_satang > 0),
  fee_satang bigint not null check (fee_satang >= 0),
  net_satang bigint not null check (net_satang > 0),
  bank_code text not null,
  bank_name text not null,
  account_number text not null,
  account_name text not null,
  member_id text,
  member_name text,
  status text not null check (status in ('PENDING', 'APPROVED', 'REJECTED')),
  status_reason text,
  payout_id uuid constraint withdrawal_request_payout_unique unique references payout (id),
  metadata json,
  decided_by text check (decided_by in ('MERCHANT', 'RULE')),
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint withdrawal_request_approved_has_payout check ((status = 'APPROVED') = (payout_id is not null)),
  constraint withdrawal_request_decided_says_how check ((status = 'PENDING') = (decided_at is null) and (status = 'PENDING') = (decided_by is null))
) with (fillfactor = 85);
create unique index withdrawal_request_ref_unique on withdrawal_request (merchant_id, mode, request_ref);
create index withdrawal_request_newest on withdrawal_request (merchant_id, mode, id desc);

create index withdrawal_request_by_rule on withdrawal_request (merchant_id, mode, decided_at) where decided_by = 'RULE';

create table withdrawal_rule (
  merchant_id uuid primary key references merchant (id),
  auto_approve_max_satang bigint check (auto_approve_max_satang > 0),
  auto_approve_daily_satang bigint check (auto_approve_daily_satang > 0),
  updated_at timestamptz not null default now()
);
`;

const settlements = `
create table settlement_terms (
  merchant_id uuid primary key references merchant (id),
  fee_bps integer check (fee_bps between 0 and 10000),
  fee_fixed_satang bigint check (fee_fixed_satang >= 0),
  min_satang bigint check (min_satang > 0),
  updated_at timestamptz not null default now()
);

create table settlement_account (
  merchant_id uuid primary key references merchant (id),
  bank_code text not null,
  bank_name text not null,
  account_number text not null,
  account_name text not null,
  updated_at timestamptz not null default now()
);

create table settlement (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  source text not null check (source in ('REQUEST', 'SCHEDULE')),
  amount_satang bigint not null,
  fee_satang bigint not null check (fee_satang >= 0),
  net_satang bigint not null check (net_satang > 0),
  bank_code text not null,
  bank_name text not null,
  account_number text not null,
  account_name text not null,
  status text not null check (status in ('PENDING', 'PROCESSING', 'COMPLETED', 'FAILED', 'CANCELLED')),
  reference text,
  note text,
  paying_account_id uuid references receiving_account (id),
  processed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint settlement_amount_is_net_plus_fee check (amount_satang = net_satang + fee_satang),
  constraint settlement_completed_is_evidenced check (status <> 'COMPLETED' or (reference is not null and paying_account_id is not null)),
  constraint settlement_ended_has_instant check ((status in ('COMPLETED', 'FAILED', 'CANCELLED')) = (processed_at is not null))
) with (fillfactor = 85);
create index settlement_newest on settlement (merchant_id, mode, id desc);
create index settlement_all_newest on settlement (mode, status, id desc);

create table settlement_schedule (
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  at_time text not null check (at_time ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$'),
  min_satang bigint not null check (min_satang > 0),
  is_active boolean not null,
  updated_at timestamptz not null default now(),
  primary key (merchant_id, mode)
);

create table settlement_run (
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  business_day date not null,
  settlement_id uuid constraint settlement_run_settlement_unique unique references settlement (id),
  skipped_because text,
  created_at timestamptz not null default now(),
  primary key (merchant_id, mode, business_day),
  constraint settlement_run_says_what_became_of_it check ((settlement_id is null) = (skipped_because is not null))
);
`;

const refunds = `
create table refund (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  payment_id uuid not null,
  payout_id uuid not null constraint refund_payout_unique unique references payout (id),
  amount_satang bigint not null check (amount_satang > 0),
  reason text,
  status text not null check (status in ('PENDING', 'SUCCESS', 'FAILED', 'REVERSED')),
  status_reason text,
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint refund_ended_has_instant check ((status = 'PENDING') = (completed_at is null))
) with (fillfactor = 85);
create index refund_payment on refund (payment_id, id);

create table refunded_payment (
  payment_id uuid primary key,
  amount_satang bigint not null check (amount_satang > 0),
  claimed_satang bigint not null,
  refunded_satang bigint not null default 0,
  updated_at timestamptz not null default now(),
  constraint refunded_never_above_payment check (refunded_satang >= 0 and refunded_satang <= claimed_satang and claimed_satang <= amount_satang)
) with (fillfactor = 50);
`;

const grants = `
grant select, insert, update, delete on withdrawal_request, withdrawal_rule, settlement_terms, settlement_account, settlement, settlement_schedule, settlement_run,
  refund, refunded_payment to paygate_app;
`;

export class WithdrawalsSettlementsRefunds extends Migration {
  override up(): void {
    for (const part of [withdrawals, settlements, refunds, grants]) this.addSql(part);
  }
}
