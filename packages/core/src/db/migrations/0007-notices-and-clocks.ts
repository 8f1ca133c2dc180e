import { Migration } from '@mikro-orm/migrations';

const notices = `
create table bank_notice (
  id uuid primary key,
  source text not null,
  transaction_id text not null,
  payee text not null,
  payee_account text not null,
  ref1 text not null,
  paid_on date not null,
  told json not null,
  address text not null,
  told_times integer not null default 1,
  status text not null check (status in ('OPEN', 'CREDITED', 'REFUTED', 'ABANDONED')),
  misses integer not null default 0,
  failures integer not null default 0,
  last_answer text,
  next_inquiry_at timestamptz not null default now(),
  credit_id uuid references bank_credit (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint bank_notice_credited_has_credit check ((status = 'CREDITED') = (credit_id is not null))
);
-- By everything the bank is asked with: whoever names a real transaction in a wrong way cannot take its place.
create unique index bank_notice_once on bank_notice (source, transaction_id, payee, payee_account, ref1, paid_on);
create index bank_notice_due on bank_notice (next_inquiry_at) where status = 'OPEN';
create index bank_notice_open on bank_notice (address) where status = 'OPEN';
create index bank_notice_refuted on bank_notice (updated_at) where status in ('REFUTED', 'ABANDONED');
grant select, insert, update, delete on bank_notice to paygate_app;
`;

const MAX_SECONDS = 366 * 86_400;
const clocks = `
alter table merchant add column test_clock_offset_seconds integer not null default 0
  constraint merchant_test_clock_within_a_year check (test_clock_offset_seconds between 0 and ${MAX_SECONDS});
create index merchant_test_clock on merchant (id) where test_clock_offset_seconds > 0;
`;

export class NoticesAndClocks extends Migration {
  override up(): void {
    for (const part of [notices, clocks]) this.addSql(part);
  }
}
