create table if not exists paygate_event (
  idempotency_key text primary key,
  received_at timestamptz not null default now()
);

-- In the transaction that does the work. One row back: do it. No row: it was done before, answer 200.
insert into paygate_event (idempotency_key) values ($1) on conflict do nothing returning idempotency_key;
