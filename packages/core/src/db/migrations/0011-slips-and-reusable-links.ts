import { Migration } from '@mikro-orm/migrations';

/** One transfer named by a slip's mini-QR, whoever sends it and for whichever payment. The picture is never kept. */
const slips = `
create table slip (
  id uuid primary key,
  payment_id uuid not null,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  sending_bank text not null,
  trans_ref text not null,
  channel text not null check (channel in ('PAGE', 'API')),
  status text not null check (status in ('CHECKING', 'CREDITED', 'REFUSED')),
  reason text check (reason in ('NOT_FOUND', 'OTHER_ACCOUNT', 'ACCOUNT_UNCLEAR', 'TOO_OLD', 'BANK_UNAVAILABLE')),
  credit_id uuid references bank_credit (id),
  attempts integer not null default 0,
  next_check_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint slip_transfer_unique unique (mode, sending_bank, trans_ref),
  constraint slip_credited_has_credit check ((status = 'CREDITED') = (credit_id is not null)),
  constraint slip_refused_has_reason check ((status = 'REFUSED') = (reason is not null))
) with (fillfactor = 85);
create index slip_payment on slip (payment_id, id desc);
create index slip_credit on slip (credit_id) where credit_id is not null;
create index slip_due on slip (next_check_at) where status = 'CHECKING';

create index bank_credit_look_alike on bank_credit (receiving_account_id, amount_satang, paid_at);
create index bank_credit_slip on bank_credit (receiving_account_id, amount_satang, paid_at) where source = 'slip';
grant select, insert, update on slip to paygate_app;
`;

/** A page of a merchant where anybody makes a payment: of a fixed amount, or one the payer types. */
const links = `
create table payment_link (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  title text not null,
  description text,
  amount_satang bigint check (amount_satang > 0),
  min_amount_satang bigint check (min_amount_satang > 0),
  max_amount_satang bigint check (max_amount_satang > 0),
  uses_max integer check (uses_max > 0),
  total_max_satang bigint check (total_max_satang > 0),
  expires_at timestamptz,
  payment_minutes integer not null check (payment_minutes between 1 and 43200),
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  constraint payment_link_fixed_has_no_bounds check (amount_satang is null or (min_amount_satang is null and max_amount_satang is null)),
  constraint payment_link_bounds_in_order check (min_amount_satang <= max_amount_satang)
);
create index payment_link_newest on payment_link (merchant_id, mode, id desc);

create table payment_link_use (
  payment_id uuid primary key,
  link_id uuid not null references payment_link (id),
  created_at timestamptz not null default now()
);
create index payment_link_use_link on payment_link_use (link_id, payment_id);

alter table payment drop constraint payment_source_check;
alter table payment add constraint payment_source_check check (source in ('API', 'LINK', 'WIDGET', 'REUSABLE_LINK'));
grant select, insert, update on payment_link to paygate_app;
grant select, insert on payment_link_use to paygate_app;
`;

export class SlipsAndReusableLinks extends Migration {
  override up(): void {
    this.addSql(slips);
    this.addSql(links);
  }
}
