import { Migration } from '@mikro-orm/migrations';

const accounts = `
alter table receiving_account
  add column credit_source text not null default 'FEED' check (credit_source in ('FEED', 'STATEMENT', 'SLIP', 'SANDBOX')),
  add column pays_into_account_id uuid references receiving_account (id),
  add column daily_limit_satang bigint check (daily_limit_satang > 0),
  add column daily_limit_count integer check (daily_limit_count > 0),
  add column frozen_at timestamptz,
  add column frozen_reason text,
  add constraint receiving_account_frozen_says_why check ((frozen_at is null) = (frozen_reason is null)),
  add constraint receiving_account_pays_into_another check (pays_into_account_id is distinct from id);
update receiving_account a set is_default = false where is_default and exists (
  select from receiving_account b where b.is_default and b.id < a.id and b.merchant_id is not distinct from a.merchant_id and b.mode = a.mode and b.type = a.type and b.usage = a.usage);
create unique index receiving_account_default_unique on receiving_account (coalesce(merchant_id, '00000000-0000-0000-0000-000000000000'), mode, type, usage) where is_default;
create index receiving_account_pays_into on receiving_account (pays_into_account_id) where pays_into_account_id is not null;
create index bank_credit_account_newest on bank_credit (receiving_account_id, created_at) include (amount_satang);

alter table bank_feed
  add column merchant_id uuid references merchant (id),
  add column previous_secret_encrypted text,
  add column previous_until timestamptz,
  add column last_contact_at timestamptz,
  add column last_failure_at timestamptz,
  add column last_failure text,
  add constraint bank_feed_previous_ends check ((previous_secret_encrypted is null) = (previous_until is null));
create index bank_feed_merchant on bank_feed (merchant_id) where merchant_id is not null;
`;

const payments = `
alter table payment
  add column bank_account_id uuid,
  add column requested_satang bigint check (requested_satang > 0),
  add column is_counted boolean not null default false;
create index payment_counted on payment (receiving_account_id) include (amount_satang) where is_counted and status = 'PENDING';
create index payment_counted_bank on payment (bank_account_id) include (amount_satang) where is_counted and status = 'PENDING';
create index payment_direct_paid on payment (merchant_id, mode, paid_at) include (fee_satang) where qr_mode = 'DIRECT' and paid_at is not null;

create table amount_hold (
  receiving_account_id uuid not null references receiving_account (id),
  amount_satang bigint not null check (amount_satang > 0),
  payment_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (receiving_account_id, amount_satang)
);
create index amount_hold_payment on amount_hold (payment_id);
grant select, insert, delete on amount_hold to paygate_app;
`;

const terms = `
alter table plan add column updated_at timestamptz not null default now();
grant update (fee_bps, fee_fixed_satang, updated_at) on plan to paygate_app;
alter table merchant
  add column account_rotation text not null default 'default_first' check (account_rotation in ('default_first', 'round_robin', 'least_used_today')),
  add column unique_satang_max integer constraint merchant_unique_satang_bounded check (unique_satang_max between 1 and 500),
  add column unique_satang_direction text not null default 'DOWN' check (unique_satang_direction in ('DOWN', 'UP', 'BOTH')),
  add column unique_satang_when_full text not null default 'REFUSE' check (unique_satang_when_full in ('REFUSE', 'AS_ASKED'));
`;

const statements = `
alter table ledger_entry drop constraint ledger_entry_account_kind_check;
alter table ledger_entry add constraint ledger_entry_account_kind_check
  check (account_kind in ('BANK', 'SUSPENSE', 'MERCHANT_AVAILABLE', 'MERCHANT_RESERVED', 'FEE_RECEIVABLE', 'FEE_REVENUE', 'ADJUSTMENT', 'VAT_PAYABLE'));

create table fee_statement (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  month date not null check (extract(day from month) = 1),
  number text not null constraint fee_statement_number_unique unique,
  line_count integer not null check (line_count > 0),
  gross_satang bigint not null check (gross_satang > 0),
  fee_satang bigint not null check (fee_satang >= 0),
  vat_bps integer not null check (vat_bps between 0 and 10000),
  vat_satang bigint not null check (vat_satang >= 0),
  total_satang bigint not null,
  due_date date not null,
  status text not null check (status in ('OPEN', 'PAID', 'VOID')),
  reference text,
  status_reason text,
  paid_into_account_id uuid references receiving_account (id),
  closed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint fee_statement_once unique (merchant_id, mode, month),
  constraint fee_statement_total_is_fee_plus_vat check (total_satang = fee_satang + vat_satang),
  constraint fee_statement_paid_is_evidenced check ((status = 'PAID') = (reference is not null and paid_into_account_id is not null)),
  constraint fee_statement_void_says_why check (status <> 'VOID' or status_reason is not null),
  constraint fee_statement_closed_has_instant check ((status = 'OPEN') = (closed_at is null))
);
create index fee_statement_newest on fee_statement (month desc, id desc);
create index fee_statement_collected on fee_statement (paid_into_account_id) where status = 'PAID';

create table fee_statement_line (
  payment_id uuid primary key,
  statement_id uuid not null references fee_statement (id),
  amount_satang bigint not null,
  fee_satang bigint not null,
  paid_at timestamptz not null
);
create index fee_statement_line_statement on fee_statement_line (statement_id, paid_at, payment_id);
create table fee_statement_run (month date primary key, statement_count integer not null, created_at timestamptz not null default now());
grant select, insert, update on fee_statement to paygate_app;
grant select, insert on fee_statement_line, fee_statement_run to paygate_app;
`;

export class AccountsAndTerms extends Migration {
  override up(): void {
    for (const part of [accounts, payments, terms, statements]) this.addSql(part);
  }
}
