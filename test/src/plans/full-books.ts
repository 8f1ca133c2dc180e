import type { SqlSession } from '../support/sql-session.ts';

/** Rows that are really there, of each table, and how many of them the planner is told of. */
const ROWS = 2_000;
const TOLD = 1_000;

/**
 * Tables that stay small however many payments and merchants there are: what is set once, and what people do by hand a few times a day. Every
 * other one is large, a new one as well.
 */
export const smallTables: ReadonlySet<string> = new Set([
  'plan', 'setting', 'audit_head', 'payment_tally_mark', 'ledger_sum_mark', 'fee_statement_run', 'mikro_orm_migrations',
  'payout_batch', 'statement_import', 'statement_profile', 'reconcile_run', 'webhook_notice', 'webhook_listener', 'webhook_listener_delivery',
]);

type Columns = Readonly<Record<string, string>>;
/** The id of the n-th row of any table, so that what refers to it needs no look. Ids grow with time, as ours do. */
const id = (n: string): string => `(lpad(to_hex(${n}), 12, '0') || repeat('0', 20))::uuid`;
const own = id('n');
// A quarter of everything is one merchant's.
const merchant = id('case when n % 4 = 0 then 1 else 1 + n % 100 end');
const account = id('1 + n % 100');
const ago = (step: string): string => `now() - n * interval '${step}'`;
const few = (rare: string, often: string): string => `case when n % 100 = 0 then ${rare} else ${often} end`;
const bank = { bank_code: "'014'", bank_name: "'SCB'", account_number: "'123' || n", account_name: "'a'" };
const money = { amount_satang: '1000 + n', fee_satang: '0', net_satang: '1000 + n' };

/** What the n-th row of a table has; columns that are not named here and must have something get it from their type. */
const tables: Readonly<Record<string, Columns>> = {
  merchant: { id: own, username: "'m' || n", status: "'ACTIVE'", plan_code: "'FREE'", parent_merchant_id: `case when n > 10 then ${id('1 + n / 10')} end` },
  api_key: { id: own, merchant_id: own, kind: "'secret'", mode: "'live'", scopes: "'{read}'" },
  member: { id: own, merchant_id: own, email: "'m' || n", role: "'owner'" },
  session: { id: own, member_id: own, expires_at: ago('1 hour') },
  login_attempt: { attempted_at: 'array[now()]', updated_at: ago('1 minute') },
  receiving_account: { id: own, merchant_id: own, mode: "'live'", type: "'BANK'", bank_code: "'014'", account_number: "'123' || n" },
  payment: {
    id: own, merchant_id: merchant, mode: "'live'", order_id: "'o' || n", source: few("'LINK'", "'API'"), ...money, net_satang: '', qr_mode: few("'DIRECT'", "'CENTRAL'"), status: "case when n % 100 = 0 then 'PENDING' when n % 20 = 1 then 'EXPIRED' else 'PAID' end",
    paid_at: `case when n % 100 <> 0 and n % 20 <> 1 then ${ago('1 minute')} end`, receiving_owner_id: merchant, receiving_account_id: account, bank_account_id: few(account, 'null'), is_counted: few('true', 'false'), expires_at: ago('1 minute'), created_at: ago('1 minute'),
  },
  // An hour apart, so that what came today is little at any hour of the day.
  bank_credit: {
    id: own, receiving_account_id: account, mode: "'live'", source: few("'slip'", "'feed'"), amount_satang: '1000 + n', paid_at: ago('1 minute'), ref1: "'r' || n", status: few("'REVIEW'", "'MATCHED'"),
    payment_id: few('null', own), created_at: ago('1 hour'),
  },
  bank_feed: { id: own, merchant_id: own, mode: "'live'" },
  ledger_transaction: { id: own, mode: "'live'", cause_kind: "'payment'", cause_id: own, created_at: ago('1 minute') },
  ledger_entry: { id: own, transaction_id: id('1 + n / 3'), mode: "'live'", account_kind: "(array['BANK', 'MERCHANT_AVAILABLE', 'FEE_REVENUE'])[1 + n % 3]", owner_id: merchant, amount_satang: '1000 + n', created_at: ago('1 minute') },
  ledger_sum: { owner_id: own, account_kind: "'MERCHANT_AVAILABLE'", mode: "'live'", amount_satang: '1000 + n' },
  merchant_balance: { merchant_id: own, mode: "'live'" },
  idempotency: { merchant_id: merchant, mode: "'live'", operation_id: "'create'", created_at: ago('1 minute') },
  webhook_endpoint: { id: own, merchant_id: own, mode: "'live'", events: "'{*}'" },
  event: { id: own, merchant_id: merchant, mode: "'live'", type: few("'payment.expired'", "'payment.success'"), object_id: own },
  delivery: { id: own, endpoint_id: merchant, event_id: own, merchant_id: merchant, status: few("'PENDING'", "'DELIVERED'") },
  delivery_attempt: { id: own, delivery_id: own },
  payout_terms: { merchant_id: own }, withdrawal_rule: { merchant_id: own }, settlement_terms: { merchant_id: own }, inexact_policy: { merchant_id: own },
  settlement_account: { merchant_id: own, ...bank },
  payout: {
    id: own, merchant_id: merchant, mode: "'live'", purpose: "'PAYOUT'", ...money, debit_satang: '1000 + n', ...bank, status: few("'QUEUED'", "'SUCCESS'"), paying_account_id: account,
    batch_id: id('1 + n / 5'), created_at: ago('1 minute'), updated_at: ago('1 minute'),
  },
  payout_attempt: { id: own, payout_id: own, bank_reference: "'R' || n", channel: few("'batch'", "'sandbox'"), outcome: "'SETTLED'" },
  spent_signature: { merchant_id: merchant, created_at: ago('1 minute') },
  withdrawal_request: { id: own, merchant_id: merchant, mode: "'live'", request_ref: "'r' || n", ...money, ...bank, status: "'APPROVED'", payout_id: own, decided_by: few("'RULE'", "'MERCHANT'"), decided_at: ago('1 minute') },
  settlement: {
    id: own, merchant_id: merchant, mode: "'live'", source: "'REQUEST'", ...money, ...bank, status: few("'PENDING'", "'COMPLETED'"), reference: "'r' || n", paying_account_id: account, processed_at: few('null', ago('1 minute')),
  },
  settlement_schedule: { merchant_id: own, mode: "'live'", at_time: "'09:00'", is_active: 'true' },
  settlement_run: { merchant_id: own, mode: "'live'", business_day: 'current_date', settlement_id: own },
  refund: { id: own, merchant_id: merchant, mode: "'live'", payment_id: own, payout_id: own, amount_satang: '1000 + n', status: "'SUCCESS'", completed_at: ago('1 minute') },
  refunded_payment: { payment_id: own, amount_satang: '1000 + n', claimed_satang: '1000 + n' },
  audit: { seq: 'n', actor_kind: "'SYSTEM'", object_kind: "'payout'", object_id: own, details: "'{}'" },
  bank_notice: { id: own, paid_on: 'current_date', told: "'{}'", status: few("'OPEN'", "'CREDITED'"), credit_id: few('null', own), transaction_id: "'t' || n" },
  statement_line: {
    import_id: id('1 + n / 5'), seq: '1 + n % 5', status: few("'REVIEW'", "'CREDITED'"), direction: "'CREDIT'", is_reversal: 'false', amount_satang: '1000 + n', booked_on: 'current_date', paid_at: 'now()',
    bank_reference: "'b' || n", credit_id: few('null', own),
  },
  credit_review: { credit_id: own, mode: "'live'", receiving_account_id: account, inexact: "'UNKNOWN'", amount_satang: '1000 + n', left_satang: few('1000 + n', '0'), state: few("'OPEN'", "'ACCEPTED'"), payment_id: own, asked_satang: '1' },
  credit_share: { payment_id: own, credit_id: own },
  credit_return: { id: own, credit_id: own, payout_id: own, status: "'SUCCESS'", completed_at: 'now()' },
  payment_confirmation: { payment_id: own, confirmed_by: id('1'), covered_by: own },
  review_proposal: { id: own, act: "'accept'", credit_id: own, input: "'{}'", state: few("'PENDING'", "'CONFIRMED'"), proposed_by: id('1'), decided_by: few('null', id('2')), decided_at: few('null', 'now()') },
  amount_hold: { receiving_account_id: account, payment_id: own, amount_satang: 'n' },
  fee_statement: {
    id: own, merchant_id: own, mode: "'live'", month: "'2026-01-01'", vat_bps: '700', fee_satang: '1', vat_satang: '1', total_satang: '2', status: "'PAID'", reference: "'r' || n", paid_into_account_id: account, closed_at: 'now()',
  },
  fee_statement_line: { payment_id: own, statement_id: id('1 + n / 5') },
  slip: { id: own, payment_id: own, merchant_id: merchant, mode: "'live'", trans_ref: "'t' || n", channel: "'API'", sending_bank: "'014'", status: few("'CHECKING'", "'CREDITED'"), credit_id: few('null', own) },
  payment_link: { id: own, merchant_id: merchant, mode: "'live'", payment_minutes: '15' },
  payment_link_use: { payment_id: own, link_id: merchant },
  payment_tally: { merchant_id: own, mode: "'live'" },
  request_log: { id: "uuidv7((n % 9 - 1) * interval '1 day')", merchant_id: merchant, mode: "'live'", status: '200', is_whole: 'true' },
};

const ofType: Readonly<Record<string, string>> = {
  uuid: own, text: "'x' || n", bigint: 'n', integer: '1', boolean: 'false', 'timestamp with time zone': 'now()', date: 'current_date', bytea: 'sha256(n::text::bytea)', json: "'{}'",
};

/**
 * Puts a few thousand rows into every large table of an empty migrated database, then tells the planner that there are a thousand times as many.
 * What it learns about the columns (which values are frequent, which are unique) comes from the rows. Fails on a table that nobody described here.
 */
export const fillBooks = async (owner: SqlSession): Promise<ReadonlySet<string>> => {
  const { rows: columns } = await owner.query(`
    select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type, a.attnotnull and not a.atthasdef as needed
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`);
  const large = new Set(columns.map((column) => String(column['table'])).filter((table) => !smallTables.has(table)));
  await owner.query('begin');
  // References and balances of invented rows are nobody's concern.
  await owner.query('set local session_replication_role = replica');
  await owner.query(`truncate ${[...large].join(', ')} cascade`);
  for (const table of large) {
    const given = tables[table];
    if (given === undefined) throw new Error(`Is ${table} large? Describe a row of it in tables, or name it in smallTables.`);
    const needed = columns.filter((column) => column['table'] === table && column['needed'] === true).map((column) => [String(column['column']), ofType[String(column['type'])]] as const);
    const row = Object.entries({ ...Object.fromEntries(needed), ...given }).filter(([, value]) => value !== '');
    await owner.query(`insert into ${table} (${row.map(([column]) => column).join(', ')}) select ${row.map(([, value]) => value).join(', ')} from generate_series(1, ${ROWS}) n`);
  }
  await owner.query('commit');
  await owner.query('analyze');
  await owner.query(`
    select pg_restore_relation_stats('schemaname', n.nspname::text, 'relname', c.relname::text, 'relpages', c.relpages, 'reltuples', (c.reltuples * ${TOLD})::real)
    from pg_class c join pg_namespace n on n.oid = c.relnamespace where n.nspname in ('public', 'request_log_days') and c.relkind in ('r', 'p', 'i', 'I') and c.reltuples > 0`);
  return large;
};
