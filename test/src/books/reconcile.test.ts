import type { CheckName } from '@paygate/contract/books';
import { openDatabase } from '@paygate/core/db/database';
import { advancePayout } from '@paygate/core/payouts/advance-payout';
import { reconcileBooks } from '@paygate/core/reports/reconcile';
import { beforeAll, describe, expect, it } from 'vitest';
import { setInSessions } from '../support/session-settings.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { openSqlSession, runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct, type TestMerchant, type TestProduct } from '../support/test-product.ts';
import { until } from '../support/until.ts';

const database = await createTestDatabase();
let product: TestProduct;
let admin: SignedIn;
let merchant: TestMerchant;
let paymentId: string;
beforeAll(async () => {
  product = await startTestProduct(database, { withWorker: true, withBank: true });
  admin = await enter(product, database, { role: 'admin' });
  merchant = await product.addMerchant({ feeBps: 200 });
  paymentId = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 10_000 })).body.transaction.id;
  const [row] = await runSql(database.url, `select reference from payment where id = '${paymentId}'`);
  await product.reportCredits([{ bankReference: 'FUND', accountNumber: product.promptPayId, amount: 10_000, paidAt: new Date().toISOString(), ref1: row!['reference'] }]);
  await until('the payment to be paid', async () => (await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body.balance === 9_800);
  const paid = await payOut(100, 'M01-PAID');
  await until('a payout to succeed', async () => (await statusOf(paid)) === 'SUCCESS');
});

const payOut = async (amount: number, merchantRef: string): Promise<string> => {
  const { body } = await product.signed(merchant.secretKey, '/api/v1/payout/create', { amount, merchantRef, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } });
  return body.payout.id;
};
const statusOf = async (payoutId: string) => (await runSql(database.url, `select status from payout where id = '${payoutId}'`))[0]!['status'];
const compare = async (force: 'CHANGED' | 'FULL' = 'FULL') => (await until('the lock', () => reconcileBooks(product.platform, { force }))).violations;
const books = async () => (await product.call(undefined, 'GET', '/api/admin/reconcile', undefined, admin.headers)).body;
const resume = () => product.call(undefined, 'POST', '/api/admin/reconcile/resume', { reason: 'mended' }, admin.headers);
/** As an owner of the database who goes past its guards. */
const past = (table: string, ...statements: readonly string[]) => runSql(database.url, `alter table ${table} disable trigger user`, ...statements, `alter table ${table} enable trigger user`);

it('finds nothing in books that agree: paid payments, payouts, suspense, reserves, settlements', async () => {
  await product.reportCredits([{ bankReference: 'STRAY', accountNumber: product.promptPayId, amount: 77.77, paidAt: new Date().toISOString() }]);
  await until('the stray credit to be in review', async () => (await runSql(database.url, `select 1 from bank_credit where bank_reference = 'STRAY' and status = 'REVIEW'`)).length === 1);
  expect(await compare()).toEqual([]);
  expect(await compare('CHANGED')).toEqual([]);
  expect(await books()).toMatchObject({ status: 'agree', isSendingStopped: false, latest: { scope: 'CHANGED', violationCount: 0 }, latestFull: { scope: 'FULL' } });
});

interface Plant { readonly check: CheckName; readonly what: string; readonly subject: () => string; readonly plant: () => Promise<unknown>; readonly repair: () => Promise<unknown> }
const balanceRow = () => `merchant_id = '${merchant.id}' and mode = 'test'`;
const stray = '019aa3f0-0000-7000-8000-00000000abcd';
const plants: readonly Plant[] = [
  {
    check: 'STORED_IS_DERIVED', what: 'a balance that was raised by hand', subject: () => `merchant ${merchant.id} available`,
    plant: () => runSql(database.url, `update merchant_balance set available_satang = available_satang + 1, updated_at = now() where ${balanceRow()}`),
    repair: () => runSql(database.url, `update merchant_balance set available_satang = available_satang - 1 where ${balanceRow()}`),
  },
  {
    check: 'DEBITS_ARE_CREDITS', what: 'an entry without its other side', subject: () => `ledger transaction ${stray}`,
    plant: () => past('ledger_entry', `insert into ledger_entry (transaction_id, mode, account_kind, amount_satang) values ('${stray}', 'test', 'FEE_REVENUE', 5)`),
    repair: () => past('ledger_entry', `delete from ledger_entry where transaction_id = '${stray}'`),
  },
  {
    check: 'RESERVED_IS_OPEN', what: 'an order whose hold is missing', subject: () => `merchant ${merchant.id} reserved`,
    plant: () => runSql(database.url, `insert into payout (id, merchant_id, mode, purpose, merchant_ref, amount_satang, fee_satang, net_satang, debit_satang, bank_code, bank_name, account_number, account_name, status)
      values ('${stray}', '${merchant.id}', 'test', 'PAYOUT', 'M01-STRAY', 100, 0, 100, 100, '014', 'x', '12345678', 'x', 'UNKNOWN')`, `update merchant_balance set updated_at = now() where ${balanceRow()}`),
    repair: () => runSql(database.url, `delete from payout where id = '${stray}'`),
  },
  {
    check: 'BANK_IS_CREDITS_LESS_TRANSFERS', what: 'a transfer that left and was not booked', subject: () => 'account ',
    plant: () => runSql(database.url, `update payout set net_satang = net_satang + 1, debit_satang = debit_satang + 1 where merchant_ref = 'M01-PAID'`),
    repair: () => runSql(database.url, `update payout set net_satang = net_satang - 1, debit_satang = debit_satang - 1 where merchant_ref = 'M01-PAID'`),
  },
  {
    check: 'BANK_IS_CREDITS_LESS_TRANSFERS', what: 'a credit that says another amount', subject: () => 'account ',
    plant: () => runSql(database.url, `update bank_credit set amount_satang = amount_satang + 1 where bank_reference = 'STRAY'`),
    repair: () => runSql(database.url, `update bank_credit set amount_satang = amount_satang - 1 where bank_reference = 'STRAY'`),
  },
  {
    check: 'SUSPENSE_IS_LEFT', what: 'suspense money that nobody is shown', subject: () => 'suspense of account ',
    plant: () => runSql(database.url, `update credit_review set left_satang = left_satang - 1 where state = 'OPEN'`),
    repair: () => runSql(database.url, `update credit_review set left_satang = left_satang + 1 where state = 'OPEN'`),
  },
  {
    check: 'PAID_IS_POSTED_ONCE', what: 'a paid payment without its posting', subject: () => `payment ${paymentId} is paid, not posted`,
    plant: () => past('ledger_transaction', `update ledger_transaction set cause_kind = 'hidden' where cause_id = '${paymentId}'`),
    repair: () => past('ledger_transaction', `update ledger_transaction set cause_kind = 'payment' where cause_id = '${paymentId}'`),
  },
  {
    check: 'PAID_IS_POSTED_ONCE', what: 'a posting whose payment is not paid', subject: () => `payment ${paymentId} is posted, not paid`,
    plant: () => runSql(database.url, `update payment set status = 'FAILED', paid_at = null where id = '${paymentId}'`),
    repair: () => runSql(database.url, `update payment set status = 'PAID', paid_at = now() where id = '${paymentId}'`),
  },
  {
    check: 'RECEIVABLE_IS_OWED', what: 'a statement whose VAT was not booked', subject: () => `merchant ${merchant.id} receivable`,
    plant: () => runSql(database.url, `insert into fee_statement (id, merchant_id, mode, month, number, line_count, gross_satang, fee_satang, vat_bps, vat_satang, total_satang, due_date, status)
      values ('${stray}', '${merchant.id}', 'test', '2026-02-01', 'FS-STRAY', 1, 5000, 100, 700, 7, 107, '2026-03-15', 'OPEN')`),
    repair: () => runSql(database.url, `delete from fee_statement where id = '${stray}'`),
  },
  {
    check: 'AUDIT_CHAIN', what: 'an audit row that was edited', subject: () => 'audit row 1 is CHANGED',
    plant: () => past('audit', `update audit set actor_name = actor_name || '!' where seq = 1`),
    repair: () => past('audit', `update audit set actor_name = left(actor_name, -1) where seq = 1`),
  },
];

describe('a violation is named and stops all sending until an admin resumes it', () => {
  it.each(plants.map((plant) => [`${plant.check}: ${plant.what}`, plant] as const))('%s', async (_name, { check, subject, plant, repair }) => {
    await plant();
    const violations = await compare();
    expect(violations.filter((one) => one.check === check).map((one) => one.subject)).toEqual([expect.stringContaining(subject())]);
    expect(await books()).toMatchObject({ status: 'disagree', isSendingStopped: true });
    expect(await resume()).toMatchObject({ status: 409, body: { code: 'BOOKS_DISAGREE' } });
    await repair();
    expect(await compare()).toEqual([]);
    expect(await books()).toMatchObject({ status: 'agree', isSendingStopped: true });
    expect(await resume()).toMatchObject({ status: 200, body: { books: { status: 'agree', isSendingStopped: false } } });
  });
  // Not what belongs to no posting (a statement without its VAT) and what is old (the chain).
  it.each(plants.filter(({ check }) => check !== 'RECEIVABLE_IS_OWED' && check !== 'AUDIT_CHAIN').map((plant) => [`${plant.check}: ${plant.what}`, plant] as const))('%s, by the comparison of every minute while it is new', async (_name, { check, plant, repair }) => {
    await plant();
    await runSql(database.url, `update reconcile_run set checked_until = checked_until - interval '1 hour'`);
    expect((await compare('CHANGED')).map((one) => one.check)).toContain(check);
    await repair();
    expect(await compare('FULL')).toEqual([]);
    expect((await resume()).status).toBe(200);
  });
});

it('claims no payout while sending is stopped, shows why, and sends what waited once it is resumed', async () => {
  const { plant, repair } = plants[0]!;
  await plant();
  await compare();
  await until('sending to stop', async () => (await product.platform.settings()).isSendingStopped);
  const payoutId = await payOut(50, 'M01-WAITS');
  await advancePayout(product.platform, payoutId, 'test');
  expect(await statusOf(payoutId)).toBe('QUEUED');
  expect(await runSql(database.url, `select 1 from payout_attempt where payout_id = '${payoutId}'`)).toEqual([]);
  await until('the health check to say so', async () => (await product.call(undefined, 'GET', '/healthz')).body.books === 'disagree');
  expect(await (await fetch(`${product.baseUrl}/metrics`)).text()).toMatch(/^paygate_books_violations [1-9]/m);
  await repair();
  await compare();
  await resume();
  await until('the payout to be sent', async () => (await statusOf(payoutId)) === 'SUCCESS');
  expect(await compare()).toEqual([]);
});

it('leaves the comparison to one worker at a time, and to none within a minute of the last', async () => {
  expect(await reconcileBooks(product.platform)).toBeUndefined();
  const runs = await Promise.all([1, 2, 3].map(() => reconcileBooks(product.platform, { force: 'CHANGED' })));
  expect(runs.filter((run) => run !== undefined).length).toBeGreaterThanOrEqual(1);
});

it('compares for as long as it takes, however soon a session ends other transactions', async () => {
  const impatient = await openDatabase({ url: database.url, connectionsMax: 4, applicationName: 'impatient' });
  await setInSessions(impatient.pool, `set transaction_timeout = '3s'; set lock_timeout = '9s'`);
  const reader = await openSqlSession(database.url);
  try {
    await reader.query('begin');
    await reader.query('lock table ledger_sum in access exclusive mode');
    const run = until('the lock', () => reconcileBooks({ ...product.platform, database: impatient }, { force: 'FULL' }));
    const overdue = `select 1 from pg_stat_activity where application_name = 'impatient' and clock_timestamp() - xact_start > interval '3.2 seconds'`;
    // Not by the reader: within a transaction PostgreSQL shows its sessions as they were at the first look.
    await Promise.race([run, until('the comparison to be overdue', async () => (await runSql(database.url, overdue)).length > 0)]);
    await reader.query('rollback');
    expect(await run).toMatchObject({ scope: 'FULL', violations: [] });
  } finally {
    await reader.close();
    await impatient.close();
  }
});

describe('when the last comparison is long ago', () => {
  /** As if every comparison since had failed. */
  const whileNoneRuns = async (work: () => Promise<void>): Promise<void> => {
    const other = await openSqlSession(database.url);
    try {
      await other.query(`select pg_advisory_lock(hashtext('paygate reconcile'))`);
      await other.query(`update reconcile_run set created_at = created_at - interval '16 minutes'`);
      await work();
    } finally {
      await other.close();
    }
  };
  const health = async () => (await product.call(undefined, 'GET', '/healthz')).body.books;

  it('nobody is told that the books agree', async () => {
    await compare();
    await until('the health check to say that they agree', async () => (await health()) === 'agree');
    await whileNoneRuns(async () => {
      expect(await books()).toMatchObject({ status: 'unknown', latest: { violationCount: 0 } });
      await until('the health check to say so', async () => (await health()) === 'unknown');
      expect(await (await fetch(`${product.baseUrl}/metrics`)).text()).toMatch(/^paygate_books_violations NaN$/im);
    });
    await compare();
    expect(await books()).toMatchObject({ status: 'agree' });
  });
  it('a violation that it found still stands', async () => {
    const { plant, repair } = plants[0]!;
    await plant();
    await compare();
    await whileNoneRuns(async () => {
      expect(await books()).toMatchObject({ status: 'disagree' });
    });
    await repair();
    expect(await compare()).toEqual([]);
    expect((await resume()).status).toBe(200);
  });
});

it('compares every minute, however long the full comparison of the night took', async () => {
  await compare();
  await until('the comparison of the next minute', async () => {
    await runSql(database.url, `update reconcile_run set created_at = least(created_at, now() - interval '1 minute'), duration_ms = 600000`);
    return reconcileBooks(product.platform);
  });
});

it('shows its findings to admins only', async () => {
  const operator = await enter(product, database, { role: 'payout_operator' });
  expect((await product.call(undefined, 'GET', '/api/admin/reconcile', undefined, operator.headers)).status).toBe(403);
});
