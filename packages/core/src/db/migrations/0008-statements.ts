import { Migration } from '@mikro-orm/migrations';

const statements = `
create table statement_import (
  id uuid primary key,
  receiving_account_id uuid not null references receiving_account (id),
  mode text not null check (mode in ('live', 'test')),
  format text not null check (format in ('camt.053', 'camt.054', 'mt940', 'csv')),
  file_name text,
  sha256 bytea not null,
  status text not null check (status in ('QUEUED', 'WORKING', 'COMPLETED', 'FAILED')),
  first_day date, last_day date,
  opening_satang bigint, closing_satang bigint,
  line_count integer not null check (line_count > 0),
  done_count integer not null default 0,
  credited_count integer not null default 0,
  duplicate_count integer not null default 0,
  recorded_count integer not null default 0,
  review_count integer not null default 0,
  rejected_count integer not null default 0,
  credited_satang bigint not null default 0,
  next_seq integer not null default 1,
  is_compared boolean not null default false,
  failure text,
  created_by uuid not null references member (id),
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint statement_import_file_unique unique (receiving_account_id, sha256),
  constraint statement_import_counts_agree check (done_count = credited_count + duplicate_count + recorded_count + review_count + rejected_count and done_count <= line_count),
  constraint statement_import_completed_is_done check ((status = 'COMPLETED') = (completed_at is not null) and (status <> 'COMPLETED' or done_count = line_count))
) with (fillfactor = 80);
create index statement_import_newest on statement_import (mode, id desc);
create index statement_import_open on statement_import (updated_at) where status <> 'COMPLETED';

create table statement_line (
  import_id uuid not null references statement_import (id),
  seq integer not null check (seq > 0),
  file_row integer not null,
  status text not null check (status in ('PENDING', 'CREDITED', 'DUPLICATE', 'RECORDED', 'REVIEW', 'REJECTED')),
  direction text check (direction in ('CREDIT', 'DEBIT')),
  is_reversal boolean not null,
  amount_satang bigint check (amount_satang > 0),
  booked_on date,
  paid_at timestamptz,
  balance_satang bigint,
  bank_reference text,
  payer_name text, payer_account text, payer_bank_code text,
  ref1 text, ref2 text, end_to_end_id text, description text,
  credit_id uuid,
  problem json,
  primary key (import_id, seq),
  constraint statement_line_read check (status = 'REJECTED' or (direction is not null and amount_satang is not null and booked_on is not null and paid_at is not null and bank_reference is not null)),
  constraint statement_line_credit_named check ((status in ('CREDITED', 'DUPLICATE')) = (credit_id is not null)),
  constraint statement_line_only_credits check (status not in ('PENDING', 'CREDITED', 'DUPLICATE') or (direction = 'CREDIT' and not is_reversal))
);
create index statement_line_problems on statement_line (import_id, seq) where status in ('REVIEW', 'REJECTED');

create table statement_profile (
  receiving_account_id uuid primary key references receiving_account (id),
  mapping json,
  updated_by uuid not null references member (id),
  updated_at timestamptz not null default now()
);

-- What one account received in some days: a statement without references is compared with it.
create index bank_credit_account_days on bank_credit (receiving_account_id, paid_at);

grant select, insert, update on statement_import, statement_line, statement_profile to paygate_app;
`;

export class Statements extends Migration {
  override up(): void {
    this.addSql(statements);
  }
}
