import { Migration } from '@mikro-orm/migrations';

/** What a merchant decided for money that is not exact. Null means: as the platform says. */
const policies = `
create table inexact_policy (
  merchant_id uuid primary key references merchant (id),
  late text check (late in ('accept', 'review')),
  under text check (under in ('review', 'accept_within')),
  under_tolerance_satang bigint check (under_tolerance_satang >= 0),
  over text check (over in ('review', 'accept_keep_excess')),
  updated_at timestamptz not null default now()
);
`;

/** One row for each credit that was not exact; of the platform's accounts, what is left is what suspense holds. */
const reviews = `
create table credit_review (
  credit_id uuid primary key references bank_credit (id),
  mode text not null check (mode in ('live', 'test')),
  receiving_account_id uuid not null references receiving_account (id),
  is_held boolean not null,
  inexact text not null check (inexact in ('UNDERPAID', 'OVERPAID', 'DUPLICATE_PAYMENT', 'PAID_AFTER_CANCEL', 'PAID_AFTER_GRACE', 'LATE', 'UNKNOWN')),
  reason text,
  payment_id uuid,
  asked_satang bigint,
  amount_satang bigint not null check (amount_satang > 0),
  left_satang bigint not null,
  state text not null check (state in ('OPEN', 'ACCEPTED', 'RETURNING', 'RETURNED', 'IGNORED')),
  state_reason text,
  assigned_to uuid references member (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint credit_review_left_within_amount check (left_satang between 0 and amount_satang),
  constraint credit_review_undecided_has_something_left check ((state in ('OPEN', 'IGNORED')) = (left_satang > 0)),
  constraint credit_review_named_is_asked check ((payment_id is null) = (asked_satang is null))
) with (fillfactor = 85);
create index credit_review_queue on credit_review (state, credit_id);
create index credit_review_payment on credit_review (payment_id) where payment_id is not null;
create index credit_review_account on credit_review (receiving_account_id) where left_satang > 0;
create index credit_review_assigned on credit_review (assigned_to, credit_id) where assigned_to is not null;

create table credit_share (
  payment_id uuid primary key,
  credit_id uuid not null references bank_credit (id),
  amount_satang bigint not null check (amount_satang > 0),
  created_at timestamptz not null default now()
);
create index credit_share_credit on credit_share (credit_id);

create table credit_return (
  id uuid primary key,
  credit_id uuid not null references bank_credit (id),
  payout_id uuid not null constraint credit_return_payout_unique unique references payout (id),
  amount_satang bigint not null check (amount_satang > 0),
  status text not null check (status in ('PENDING', 'SUCCESS', 'FAILED', 'REVERSED')),
  status_reason text,
  completed_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  constraint credit_return_ended_has_instant check ((status = 'PENDING') = (completed_at is null))
);
create unique index credit_return_one_under_way on credit_return (credit_id) where status = 'PENDING';
create index credit_return_credit on credit_return (credit_id, id);

create table payment_confirmation (
  payment_id uuid primary key,
  reason text not null,
  amount_satang bigint not null check (amount_satang > 0),
  confirmed_by uuid not null references member (id),
  covered_by uuid references bank_credit (id),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);

create table review_proposal (
  id uuid primary key,
  act text not null check (act in ('accept', 'split', 'return', 'confirm')),
  credit_id uuid references bank_credit (id),
  payment_id uuid,
  amount_satang bigint not null check (amount_satang > 0),
  input json not null,
  state text not null check (state in ('PENDING', 'CONFIRMED', 'DECLINED')),
  proposed_by uuid not null references member (id),
  decided_by uuid references member (id),
  decided_reason text,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  constraint review_proposal_names_its_object check ((act = 'confirm') = (credit_id is null) and (act = 'confirm') = (payment_id is not null)),
  constraint review_proposal_decided_says_who check ((state = 'PENDING') = (decided_by is null) and (state = 'PENDING') = (decided_at is null)),
  constraint review_proposal_two_persons check (decided_by is distinct from proposed_by)
);
create unique index review_proposal_one_for_credit on review_proposal (credit_id) where state = 'PENDING';
create unique index review_proposal_one_for_payment on review_proposal (payment_id) where state = 'PENDING';
create index review_proposal_pending on review_proposal (id) where state = 'PENDING';

grant select, insert, update, delete on inexact_policy to paygate_app;
grant select, insert, update on credit_review, credit_return, payment_confirmation, review_proposal to paygate_app;
grant select, insert on credit_share to paygate_app;
`;

/**
 * Money that belongs to nobody leaves as the platform's own, by the same machinery as everybody's: the platform stands among the merchants
 * under the id that names it as owner of receiving accounts. It is never ACTIVE, has no key and nobody signs in for it.
 */
const house = `
insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code, fee_bps, fee_fixed_satang)
values ('00000000-0000-0000-0000-000000000000', 'platform', '', 'PayGate', 'PayGate', '', 'SUSPENDED', 'FREE', 0, 0) on conflict do nothing;
insert into merchant_balance (merchant_id, mode) values ('00000000-0000-0000-0000-000000000000', 'live'), ('00000000-0000-0000-0000-000000000000', 'test') on conflict do nothing;
alter table payout drop constraint payout_purpose_check;
alter table payout add constraint payout_purpose_check check (purpose in ('PAYOUT', 'REFUND', 'SETTLEMENT', 'RETURN'));
`;

/** What waits for a person already. The index found stray money by its reference; it is found by its payment now. */
const waiting = `
insert into credit_review (credit_id, mode, receiving_account_id, is_held, inexact, reason, payment_id, asked_satang, amount_satang, left_satang, state, created_at)
select c.id, c.mode, c.receiving_account_id, a.merchant_id is null,
  case when p.id is null then 'UNKNOWN' when p.status in ('CANCELLED', 'FAILED') then 'PAID_AFTER_CANCEL' when p.status not in ('PENDING', 'EXPIRED') then 'DUPLICATE_PAYMENT'
    when c.amount_satang < p.amount_satang then 'UNDERPAID' when c.amount_satang > p.amount_satang then 'OVERPAID' else 'LATE' end,
  c.decision ->> 'reason', p.id, p.amount_satang, c.amount_satang, c.amount_satang, 'OPEN', c.created_at
from bank_credit c join receiving_account a on a.id = c.receiving_account_id
  left join payment p on p.reference = upper(c.ref1) and p.mode = c.mode and p.receiving_owner_id = coalesce(a.merchant_id, '00000000-0000-0000-0000-000000000000')
where c.status = 'REVIEW';
drop index bank_credit_review_reference;
`;

export class InexactMoney extends Migration {
  override up(): void {
    for (const part of [policies, reviews, house, waiting]) this.addSql(part);
  }
}
