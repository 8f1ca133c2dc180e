import { Migration } from '@mikro-orm/migrations';

const payouts = `
create table payout_terms (
  merchant_id uuid primary key references merchant (id),
  fee_bps integer check (fee_bps between 0 and 10000),
  fee_fixed_satang bigint check (fee_fixed_satang >= 0),
  fee_bearer text check (fee_bearer in ('merchant', 'beneficiary')),
  min_satang bigint check (min_satang > 0),
  max_satang bigint check (max_satang > 0),
  daily_limit_satang bigint check (daily_limit_satang > 0),
  signature_mode text check (signature_mode in ('required', 'optional', 'off')),
  updated_at timestamptz not null default now()
);

create table payout (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  purpose text not null check (purpose in ('PAYOUT', 'REFUND', 'SETTLEMENT')),
  merchant_ref text not null,
  idempotency_key text,
  amount_satang bigint not null check (amount_satang > 0),
  fee_satang bigint not null check (fee_satang >= 0),
  net_satang bigint not null check (net_satang > 0),
  debit_satang bigint not null,
  bank_code text not null,
  bank_name text not null,
  account_number text not null,
  account_name text not null,
  status text not null check (status in ('QUEUED', 'PROCESSING', 'SUCCESS', 'FAILED', 'CANCELLED', 'UNKNOWN', 'REVERSED')),
  status_reason text,
  external_ref text,
  paying_account_id uuid references receiving_account (id),
  batch_id uuid,
  metadata json,
  processed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint payout_debit_is_net_plus_fee check (debit_satang = net_satang + fee_satang)
) with (fillfactor = 85);
create unique index payout_merchant_ref_unique on payout (merchant_id, mode, merchant_ref);
create index payout_newest on payout (merchant_id, mode, id desc);
create index payout_open on payout (mode, status, id) where status in ('QUEUED', 'PROCESSING', 'UNKNOWN');
create index payout_daily on payout (merchant_id, mode, created_at);
create index payout_batch on payout (batch_id) where batch_id is not null;

create table payout_attempt (
  id uuid primary key,
  payout_id uuid not null references payout (id),
  attempt integer not null,
  bank_reference text not null constraint payout_attempt_reference_unique unique check (bank_reference ~ '^[A-Z][A-Z0-9]{0,17}$'),
  channel text not null,
  outcome text not null check (outcome in ('OPEN', 'ACCEPTED', 'SETTLED', 'REJECTED', 'RETURNED', 'UNKNOWN')),
  detail text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint payout_attempt_once unique (payout_id, attempt)
);

create table spent_signature (
  merchant_id uuid not null,
  digest bytea not null,
  created_at timestamptz not null default now(),
  primary key (merchant_id, digest)
);
create index spent_signature_age on spent_signature (created_at);

alter table receiving_account add column usage text not null default 'BOTH' check (usage in ('RECEIVE', 'PAYOUT', 'BOTH'));
grant select, insert, update, delete on payout_terms, payout, payout_attempt, spent_signature to paygate_app;
`;

export class MoneyOut extends Migration {
  override up(): void {
    this.addSql(payouts);
  }
}
