import { Migration } from '@mikro-orm/migrations';

const tenants = `
create table plan (
  code text primary key,
  qr_mode text not null check (qr_mode in ('CENTRAL', 'DIRECT')),
  fee_bps integer not null check (fee_bps between 0 and 10000),
  fee_fixed_satang bigint not null check (fee_fixed_satang >= 0)
);
insert into plan values ('FREE', 'CENTRAL', 300, 0), ('BASIC', 'DIRECT', 250, 0), ('PRO', 'DIRECT', 200, 0), ('ENTERPRISE', 'DIRECT', 150, 0);

create table merchant (
  id uuid primary key,
  username text not null constraint merchant_username_unique unique,
  email text not null,
  business_name text not null,
  owner_name text not null,
  phone text not null,
  status text not null check (status in ('PENDING', 'ACTIVE', 'SUSPENDED', 'REJECTED')),
  plan_code text not null references plan (code),
  fee_bps integer check (fee_bps between 0 and 10000),
  fee_fixed_satang bigint check (fee_fixed_satang >= 0),
  policy_mode text check (policy_mode in ('off', 'warn', 'enforce_new', 'enforce_all')),
  prompt_pay_enabled boolean,
  bank_transfer_enabled boolean,
  parent_merchant_id uuid references merchant (id),
  can_create_child boolean not null default false,
  can_child_create_child boolean not null default false,
  max_child_depth integer,
  max_children integer,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint merchant_not_its_own_parent check (parent_merchant_id is distinct from id)
);
create index merchant_parent on merchant (parent_merchant_id);

create table api_key (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  kind text not null check (kind in ('secret', 'public')),
  mode text not null check (mode in ('live', 'test', 'legacy')),
  name text not null,
  hash bytea not null constraint api_key_hash_unique unique,
  last4 text not null,
  scopes text[] not null,
  ip_allow_list text[] not null default '{}',
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz,
  created_at timestamptz not null default now()
);
create index api_key_merchant on api_key (merchant_id);

create table member (
  id uuid primary key,
  merchant_id uuid references merchant (id),
  email text not null,
  name text not null,
  role text not null check (role in ('owner', 'staff', 'viewer', 'admin', 'payout_operator')),
  password_hash text not null,
  created_at timestamptz not null default now(),
  constraint member_role_fits_merchant check ((merchant_id is null) = (role in ('admin', 'payout_operator')))
);
create unique index member_email_unique on member (lower(email));
create table session (
  id uuid primary key,
  member_id uuid not null references member (id),
  token_hash bytea not null constraint session_token_unique unique,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null default now(),
  expires_at timestamptz not null,
  revoked_at timestamptz
);
create index session_member on session (member_id);
create table login_attempt (
  account bytea primary key,
  attempted_at timestamptz[] not null,
  updated_at timestamptz not null
);
create index login_attempt_age on login_attempt (updated_at);

create table setting (name text primary key, value json not null, updated_at timestamptz not null default now());

create table receiving_account (
  id uuid primary key,
  merchant_id uuid references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  type text not null check (type in ('PROMPTPAY', 'BANK')),
  name text not null,
  account_number text not null,
  account_name text not null,
  bank_code text,
  is_default boolean not null default false,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint receiving_account_bank_named check ((type = 'BANK') = (bank_code is not null)),
  constraint receiving_account_unique unique (mode, account_number)
);
create index receiving_account_merchant on receiving_account (merchant_id, mode);
`;

const money = `
create table payment (
  id uuid primary key,
  merchant_id uuid not null,
  mode text not null check (mode in ('live', 'test')),
  order_id text,
  reference text not null,
  source text not null check (source in ('API', 'LINK')),
  amount_satang bigint not null check (amount_satang > 0),
  fee_satang bigint not null check (fee_satang >= 0),
  qr_mode text not null check (qr_mode in ('CENTRAL', 'DIRECT')),
  status text not null check (status in ('PENDING', 'PAID', 'FAILED', 'CANCELLED', 'EXPIRED', 'PARTIALLY_REFUNDED', 'REFUNDED')),
  status_reason text,
  description text,
  metadata json,
  return_url text,
  qr_payload text,
  receiving_owner_id uuid not null,
  receiving_account_id uuid,
  sender_account text,
  sender_bank_code text,
  is_late boolean not null default false,
  expires_at timestamptz not null,
  paid_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint payment_paid_has_instant check ((status in ('PAID', 'PARTIALLY_REFUNDED', 'REFUNDED')) = (paid_at is not null)),
  constraint payment_fee_within_amount check (fee_satang <= amount_satang)
) with (fillfactor = 85);
create unique index payment_order_unique on payment (merchant_id, mode, order_id);
create index payment_newest on payment (merchant_id, mode, id desc);
create index payment_links on payment (merchant_id, mode, id desc) where source = 'LINK';
create unique index payment_reference_unique on payment (reference);
create index payment_expiring on payment (expires_at) where status = 'PENDING';
create index payment_matching on payment (receiving_owner_id, amount_satang) where status in ('PENDING', 'EXPIRED');

create table bank_credit (
  id uuid primary key,
  receiving_account_id uuid not null references receiving_account (id),
  mode text not null check (mode in ('live', 'test')),
  source text not null,
  bank_reference text not null,
  amount_satang bigint not null check (amount_satang > 0),
  paid_at timestamptz not null,
  payer_name text, payer_account text, payer_bank_code text,
  ref1 text, ref2 text, end_to_end_id text,
  status text not null check (status in ('RECEIVED', 'MATCHED', 'REVIEW')),
  payment_id uuid,
  decision json,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint bank_credit_matched_has_payment check ((status = 'MATCHED') = (payment_id is not null))
);
create unique index bank_credit_reference_unique on bank_credit (receiving_account_id, bank_reference);
create unique index bank_credit_payment_unique on bank_credit (payment_id) where payment_id is not null;
create index bank_credit_received on bank_credit (created_at) where status = 'RECEIVED';
create index bank_credit_review on bank_credit (created_at) where status = 'REVIEW';

create table bank_feed (
  id uuid primary key,
  name text not null,
  mode text not null check (mode in ('live', 'test')),
  secret_encrypted text not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now()
);

create table ledger_transaction (
  id uuid primary key,
  mode text not null check (mode in ('live', 'test')),
  cause_kind text not null,
  cause_id uuid not null,
  created_at timestamptz not null default now()
);
create unique index ledger_transaction_cause_unique on ledger_transaction (cause_kind, cause_id);
create table ledger_entry (
  id uuid primary key default uuidv7(),
  transaction_id uuid not null,
  mode text not null check (mode in ('live', 'test')),
  account_kind text not null check (account_kind in ('BANK', 'SUSPENSE', 'MERCHANT_AVAILABLE', 'MERCHANT_RESERVED', 'FEE_RECEIVABLE', 'FEE_REVENUE', 'ADJUSTMENT')),
  owner_id uuid,
  amount_satang bigint not null check (amount_satang <> 0),
  created_at timestamptz not null default now()
);
create index ledger_entry_account on ledger_entry (owner_id, account_kind, mode);
create index ledger_entry_transaction on ledger_entry (transaction_id);

create table merchant_balance (
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  available_satang bigint not null default 0 constraint merchant_available_not_negative check (available_satang >= 0),
  reserved_satang bigint not null default 0 constraint merchant_reserved_not_negative check (reserved_satang >= 0),
  updated_at timestamptz not null default now(),
  primary key (merchant_id, mode)
) with (fillfactor = 50);

create table idempotency (
  merchant_id uuid not null,
  mode text not null check (mode in ('live', 'test')),
  operation_id text not null,
  key text not null,
  body_hash bytea not null,
  answer text,
  created_at timestamptz not null default now(),
  primary key (merchant_id, mode, operation_id, key)
);
create index idempotency_age on idempotency (created_at);
`;

const webhooks = `
create table webhook_endpoint (
  id uuid primary key,
  merchant_id uuid not null references merchant (id),
  mode text not null check (mode in ('live', 'test')),
  url text not null,
  events text[] not null,
  secret_encrypted text not null,
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index webhook_endpoint_merchant on webhook_endpoint (merchant_id, mode);

create table event (
  id uuid primary key,
  merchant_id uuid not null,
  mode text not null check (mode in ('live', 'test')),
  type text not null,
  object_id uuid not null,
  data text not null,
  created_at timestamptz not null default now()
);
create unique index event_once on event (object_id, type);
create index event_newest on event (merchant_id, mode, id desc);

create table delivery (
  id uuid primary key default gen_random_uuid(),
  endpoint_id uuid not null references webhook_endpoint (id) on delete cascade,
  event_id uuid not null,
  merchant_id uuid not null,
  status text not null check (status in ('PENDING', 'DELIVERED', 'FAILED')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  delivered_at timestamptz,
  created_at timestamptz not null default now()
) with (fillfactor = 85);
create unique index delivery_event_once on delivery (endpoint_id, event_id);
create index delivery_due on delivery (endpoint_id, next_attempt_at, id) where status = 'PENDING';
create index delivery_event on delivery (event_id);

create table delivery_attempt (
  id uuid primary key default uuidv7(),
  delivery_id uuid not null references delivery (id) on delete cascade,
  attempt integer not null,
  status_code integer,
  error text,
  response_body text,
  duration_ms integer not null,
  created_at timestamptz not null default now()
);
create index delivery_attempt_delivery on delivery_attempt (delivery_id, attempt);
`;

/** The ledger only grows: no role may change or remove a posting, and every transaction sums to zero at commit. */
const guards = `
create function paygate_refuse_change() returns trigger language plpgsql as $$
begin raise exception '% rows are never changed or removed', tg_table_name; end $$;
create trigger ledger_entry_append_only before update or delete on ledger_entry for each row execute function paygate_refuse_change();
create trigger ledger_transaction_append_only before update or delete on ledger_transaction for each row execute function paygate_refuse_change();

create function paygate_check_balanced() returns trigger language plpgsql as $$
declare unbalanced uuid;
begin
  select transaction_id into unbalanced from added group by transaction_id having sum(amount_satang) <> 0 limit 1;
  if unbalanced is not null then raise exception 'ledger transaction % does not sum to zero', unbalanced; end if;
  return null;
end $$;
create trigger ledger_entry_balanced after insert on ledger_entry referencing new table as added for each statement execute function paygate_check_balanced();
`;

/** The product works as a plain role: it owns nothing, and of the ledger it may only read and add. */
const roles = `
do $$ begin
  if not exists (select from pg_roles where rolname = 'paygate_app') then create role paygate_app nologin; end if;
exception when duplicate_object or unique_violation then null; end $$;
do $$ begin execute format('grant paygate_app to %I', current_user); exception when others then null; end $$;
grant usage on schema public to paygate_app;
grant select, insert, update, delete on all tables in schema public to paygate_app;
revoke update, delete, truncate on ledger_entry, ledger_transaction from paygate_app;
revoke insert, update, delete on plan from paygate_app;
`;

export class FirstHouse extends Migration {
  override up(): void {
    for (const part of [tenants, money, webhooks, guards, roles]) this.addSql(part);
  }
}
