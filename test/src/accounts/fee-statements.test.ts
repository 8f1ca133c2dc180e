import { makeFeeStatements } from '@paygate/core/fee-statements/make-fee-statements';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { reconcileBooks } from '@paygate/core/reports/reconcile';
import { afterEach, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { nextMobile, openAccountsHouse, type Shop } from './accounts-house.ts';

const { product, sql, admin, call, shop, addAccount, create } = await openAccountsHouse(await createTestDatabase());

/** L1–L3 and everything a nightly comparison looks at. */
const expectBooksRight = async () => {
  await expectBooksAgree(product.platform);
  expect((await reconcileBooks(product.platform, { force: 'FULL' }))?.violations).toEqual([]);
  expect((await reconcileBooks(product.platform, { force: 'CHANGED' }))?.violations).toEqual([]);
};
afterEach(expectBooksRight);

/** A payment of the shop's that was paid on its own account, `when` in SQL. */
const paid = async (merchant: Shop, accountNumber: string, amount: number, when: string): Promise<string> => {
  const { transaction } = (await create(merchant, amount, { orderId: `=${nextMobile()}` })).body;
  const told = await product.reportCredits([{ bankReference: transaction.id, accountNumber, amount, paidAt: transaction.createdAt, ref1: (await sql.query('select reference from payment where id = $1', [transaction.id])).rows[0]?.['reference'] }]);
  await matchCredits(product.platform, [told.body.results[0].creditId]);
  await sql.query(`update payment set paid_at = ${when} where id = $1`, [transaction.id]);
  return transaction.id;
};
const monthBegan = `date_trunc('month', now(), 'Asia/Bangkok')`;
const lastMonth = `${monthBegan} - interval '3 days'`;
/** The next look goes through the months anew. */
const make = async (): Promise<number> => {
  await sql.query('delete from fee_statement_run');
  return makeFeeStatements(product.platform);
};
const setting = (settings: object) => call(admin, 'PATCH /api/admin/settings', { settings });
const statementsOf = async ({ owner }: Shop) => (await call(owner, 'GET /api/fee-statements')).body.statements;
const owed = async ({ id }: Shop): Promise<number> => (await sql.query(`select -coalesce(sum(amount_satang), 0)::int as owed from ledger_entry where owner_id = $1 and account_kind = 'FEE_RECEIVABLE'`, [id])).rows[0]?.['owed'] as number; // oxlint-disable-line typescript/no-unsafe-type-assertion -- a sum

const direct = async () => {
  const merchant = await shop('BASIC');
  return { merchant, ...(await addAccount(merchant)) };
};

describe('a merchant whose money never touches the platform', () => {
  it('owes the fee, has no balance and no settlement', async () => {
    const { merchant, accountNumber } = await direct();
    await paid(merchant, accountNumber, 1_000, 'now()');
    expect(await owed(merchant)).toBe(2_000);
    expect((await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body.balance).toBe(0);
    expect((await call(merchant.owner, 'POST /api/settlement', { amount: 100, mode: 'test' })).body.code).toBe('SETTLEMENT_NOT_AVAILABLE');
  });
  it('gets one statement for a Bangkok month, however often and by however many it is made', async () => {
    const { merchant, accountNumber } = await direct();
    const inside = [await paid(merchant, accountNumber, 100.37, lastMonth), await paid(merchant, accountNumber, 1_200.5, `${monthBegan} - interval '1 second'`)];
    await paid(merchant, accountNumber, 77.5, monthBegan);
    await sql.query('delete from fee_statement_run');
    const made = await Promise.all(Array.from({ length: 16 }, () => makeFeeStatements(product.platform)));
    expect(made.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await make()).toBe(0);
    const [statement, ...others] = await statementsOf(merchant);
    expect(others).toEqual([]);
    expect(statement).toMatchObject({ lineCount: 2, gross: '1300.87', fees: '26.02', vat: null, total: '26.02', status: 'OPEN', mode: 'test' });
    const { lines } = (await call(merchant.owner, `GET /api/fee-statements/${statement.id}`)).body;
    expect(lines.map(({ paymentId, fee }: { paymentId: string; fee: string }) => [paymentId, fee])).toEqual([[inside[0], '2.01'], [inside[1], '24.01']]);
  });
  it('is billed next month for what a month missed, and never twice', async () => {
    const { merchant, accountNumber } = await direct();
    await paid(merchant, accountNumber, 500, lastMonth);
    await make();
    const missed = await paid(merchant, accountNumber, 700, lastMonth);
    expect(await make()).toBe(0);
    await sql.query(`update fee_statement set month = month - interval '1 month', number = number || '-EARLIER' where merchant_id = $1`, [merchant.id]);
    expect(await make()).toBe(1);
    const [newest] = await statementsOf(merchant);
    expect((await call(merchant.owner, `GET /api/fee-statements/${newest.id}`)).body.lines.map(({ paymentId }: { paymentId: string }) => paymentId)).toEqual([missed]);
  });
  it('gets its statements of all months though one of another merchant cannot be made', async () => {
    const [one, other] = [await direct(), await direct()];
    const monthBefore = `${monthBegan} - interval '1 month' - interval '3 days'`;
    for (const { merchant, accountNumber } of [one, other]) for (const when of [monthBefore, lastMonth]) await paid(merchant, accountNumber, 500, when);
    // Its number is taken.
    const taken = `FS-' || to_char((${monthBegan} - interval '2 months') at time zone 'Asia/Bangkok', 'YYYYMM') || '-${one.merchant.id.slice(-12).toUpperCase()}-T`;
    await sql.query(`insert into fee_statement (id, merchant_id, mode, month, number, line_count, gross_satang, fee_satang, vat_bps, vat_satang, total_satang, due_date, status)
      values ($1, $1, 'live', '2020-01-01', '${taken}', 1, 1, 0, 0, 0, 0, '2020-01-15', 'OPEN')`, [one.merchant.id]);
    await sql.query('delete from fee_statement_run');
    await sql.query(`insert into fee_statement_run (month, statement_count) values ((${monthBegan} - interval '3 months') at time zone 'Asia/Bangkok', 0)`);
    await expect(makeFeeStatements(product.platform)).rejects.toThrow('could not be made');
    const linesOf = async ({ merchant }: typeof one) => (await statementsOf(merchant)).filter(({ mode }: { mode: string }) => mode === 'test').map(({ lineCount }: { lineCount: number }) => lineCount);
    expect([await linesOf(other), await linesOf(one)]).toEqual([[1, 1], [2]]);
    expect(await makeFeeStatements(product.platform)).toBe(0);
    expect((await sql.query('select month from fee_statement_run')).rows).toHaveLength(3);
  });
  it('pays VAT as a line of its own once the platform says so', async () => {
    const { merchant, accountNumber } = await direct();
    await paid(merchant, accountNumber, 1_300.87, lastMonth);
    await setting({ feeVatPercent: 7, feeStatementDueDays: 30 });
    await expect.poll(async () => (await product.platform.settings()).feeVatBps).toBe(700);
    await make();
    await setting({ feeVatPercent: 0, feeStatementDueDays: 15 });
    expect((await statementsOf(merchant))[0]).toMatchObject({ fees: '26.02', vat: { percent: 7, amount: '1.82' }, total: '27.84' });
    expect(await owed(merchant)).toBe(2_784);
    await expect.poll(async () => (await product.platform.settings()).feeVatBps).toBe(0);
  });
  it('downloads its lines as CSV that no spreadsheet runs', async () => {
    const { merchant, accountNumber } = await direct();
    const id = await paid(merchant, accountNumber, 250, lastMonth);
    await make();
    const [{ id: statementId, number }] = await statementsOf(merchant);
    const { file, parts } = (await call(merchant.owner, `GET /api/fee-statements/${statementId}/file`)).body;
    const [head, line] = Buffer.from(file.base64, 'base64').toString('utf8').split('\r\n');
    expect([file.name, parts, head]).toEqual([`${number}.csv`, 1, '\uFEFFpayment_id,order_id,amount,fee,paid_at']);
    expect(line).toMatch(new RegExp(`^${id},'=\\d+,250\\.00,5\\.00,`));
  });
  it('sees its own statements alone', async () => {
    const { merchant, accountNumber } = await direct();
    await paid(merchant, accountNumber, 250, lastMonth);
    await make();
    const [{ id }] = await statementsOf(merchant);
    const stranger = await shop();
    expect(await statementsOf(stranger)).toEqual([]);
    expect((await call(stranger.owner, `GET /api/fee-statements/${id}/file`)).body.code).toBe('FEE_STATEMENT_NOT_FOUND');
  });
});

describe('an operator', () => {
  const billed = async (amount: number) => {
    const { merchant, accountNumber } = await direct();
    await paid(merchant, accountNumber, amount, lastMonth);
    await make();
    return { merchant, statement: (await statementsOf(merchant))[0] };
  };
  it('marks a statement paid once: nothing is owed and the money is on the platform\'s account', async () => {
    const { merchant, statement } = await billed(1_000);
    const pay = (reference: string) => call(admin, `POST /api/admin/fee-statements/${statement.id}/pay`, { reference });
    const answers = await Promise.all([pay('SCB-1'), pay('SCB-1'), pay('SCB-1')]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(await owed(merchant)).toBe(0);
    expect(await pay('SCB-2')).toMatchObject({ status: 409, body: { code: 'FEE_STATEMENT_CLOSED', details: { status: 'PAID' } } });
    const { rows } = await sql.query(`select action from audit where object_id = $1`, [statement.id]);
    expect(rows).toEqual([{ action: 'feeStatement.pay' }]);
  });
  it('names the transfer that waits in review, so that it is not in the books twice', async () => {
    const { merchant, statement } = await billed(2_000.5);
    const told = await product.reportCredits([{ bankReference: `FEE-${nextMobile()}`, accountNumber: '1234567890', amount: Number(statement.total), paidAt: new Date().toISOString(), payerName: 'บจก. ร้านค้า' }]);
    const [{ creditId }] = told.body.results;
    await matchCredits(product.platform, [creditId]);
    const pay = (body: object) => call(admin, `POST /api/admin/fee-statements/${statement.id}/pay`, { reference: 'SCB-3', ...body });
    expect((await pay({ creditId: statement.id })).body.code).toBe('CREDIT_NOT_FOUND');
    expect((await pay({ creditId })).body.statement.status).toBe('PAID');
    expect(await owed(merchant)).toBe(0);
    expect((await sql.query('select left_satang::int as left from credit_review where credit_id = $1', [creditId])).rows).toEqual([{ left: 0 }]);
  });
  it('waives a statement with a reason, and cannot take the money afterwards', async () => {
    const { merchant, statement } = await billed(1_000);
    expect((await call(admin, `POST /api/admin/fee-statements/${statement.id}/void`, { reason: 'First month free' })).body.statement).toMatchObject({ status: 'VOID', statusReason: 'First month free' });
    expect(await owed(merchant)).toBe(0);
    expect((await call(admin, `POST /api/admin/fee-statements/${statement.id}/pay`, { reference: 'SCB-4' })).body.code).toBe('FEE_STATEMENT_CLOSED');
  });
});

describe('terms', () => {
  const feeOf = async (merchant: Shop) => (await create(merchant, 100)).body.transaction?.fee;
  it('of a plan hold for its merchants, and an override for one of them', async () => {
    const { merchant } = await direct();
    await sql.query('update merchant set fee_bps = null where id = $1', [merchant.id]);
    await expect.poll(() => feeOf(merchant)).toBe(2.5);
    expect((await call(admin, 'PATCH /api/admin/plans/BASIC', { feePercent: 2.25, feeFixed: 1 })).body.plan).toMatchObject({ feePercent: 2.25, feeFixed: 1, qrMode: 'DIRECT' });
    await expect.poll(() => feeOf(merchant)).toBe(3.25);
    const changed = await call(admin, `PATCH /api/admin/merchants/${merchant.id}/terms`, { feePercent: 1.8 });
    expect(changed.body.terms).toMatchObject({ fee: { percent: 1.8, fixed: 1 }, feeOverride: { percent: 1.8, fixed: null } });
    await expect.poll(() => feeOf(merchant)).toBe(2.8);
    await call(admin, 'PATCH /api/admin/plans/BASIC', { feePercent: 2.5, feeFixed: 0 });
    expect((await call(admin, `PATCH /api/admin/merchants/${merchant.id}/terms`, { feePercent: null })).body.terms.fee).toEqual({ percent: 2.5, fixed: 0 });
  });
  it('of payouts and settlements, channels and plan are one merchant\'s, and go back with null', async () => {
    const merchant = await shop('FREE');
    const patch = (body: object) => call(admin, `PATCH /api/admin/merchants/${merchant.id}/terms`, body);
    const { terms } = (await patch({ planCode: 'PRO', bankTransferEnabled: false, settlement: { minAmount: 500 }, payout: { feeFixed: 10, dailyLimitAmount: 50_000, signatureMode: 'optional' } })).body;
    expect(terms).toMatchObject({
      planCode: 'PRO', qrMode: 'DIRECT', channels: { promptPayEnabled: true, bankTransferEnabled: false }, settlement: { minAmount: 500 }, payout: { feeFixed: 10, dailyLimitAmount: 50_000, signatureMode: 'optional', maxAmount: 2_000_000 },
    });
    expect((await patch({ payout: { dailyLimitAmount: null }, bankTransferEnabled: null })).body.terms).toMatchObject({ payout: { feeFixed: 10, dailyLimitAmount: null }, channelOverride: { bankTransferEnabled: null } });
    expect((await patch({ payout: { minAmount: 100, maxAmount: 50 } })).body).toMatchObject({ code: 'INVALID_REQUEST', details: { issues: [{ field: 'payout.minAmount' }] } });
    expect((await patch({ planCode: 'GOLD' })).body.code).toBe('PLAN_NOT_FOUND');
    expect((await call(admin, `GET /api/admin/merchants/${merchant.id}/terms`)).body.payoutOverride).toMatchObject({ feeFixed: 10, minAmount: null, maxAmount: null });
  });
});

describe('the platform\'s settings', () => {
  it.each([
    [{ minPaymentAmount: 0 }, 'minPaymentAmount'], [{ minPaymentAmount: 1.005 }, 'minPaymentAmount'], [{ payoutFeePercent: 101 }, 'payoutFeePercent'], [{ maxPaymentAmount: 0.5 }, 'minPaymentAmount'],
    [{ policyMode: 'sometimes' }, 'policyMode'], [{ promptPayEnabled: 'yes' }, 'promptPayEnabled'], [{ noSuchThing: 1 }, 'noSuchThing'], [{ isSendingStopped: false }, 'isSendingStopped'],
    [{ maxPaymentAmount: 50_000_000.01 }, 'maxPaymentAmount'], [{ maxPayoutAmount: 90_071_992_547_409.9 }, 'maxPayoutAmount'], [{ maxPayoutAmount: 1e300 }, 'maxPayoutAmount'],
  ])('are refused as a whole with %j, naming what does not fit', async (settings, field) => {
    const before = (await call(admin, 'GET /api/admin/settings')).body;
    const { status, body } = await setting({ lateGraceHours: 48, ...settings });
    expect([status, body.code, body.details.issues.map((issue: { field: string }) => issue.field)]).toEqual([400, 'INVALID_REQUEST', [field]]);
    expect((await call(admin, 'GET /api/admin/settings')).body).toEqual(before);
  });
  it('let a payment or payout be as large as an amount may be', async () => {
    expect((await setting({ maxPaymentAmount: 50_000_000, maxPayoutAmount: 50_000_000 })).status).toBe(200);
    expect((await setting({ maxPaymentAmount: 2_000_000, maxPayoutAmount: 2_000_000 })).status).toBe(200);
  });
  it.each([['minPayoutAmount', 50], ['ktbCompanyId', 'KTB1'], ['enforceNewMerchantFrom', '2026-03-01T00:00:00Z']])('%s is %j and then again nothing', async (name, value) => {
    const shown = ({ body }: Awaited<ReturnType<typeof setting>>) => body.settings.find((one: { name: string }) => one.name === name);
    expect(shown(await setting({ [name]: value }))).toMatchObject({ value, isDefault: false });
    expect(shown(await setting({ [name]: null }))).toMatchObject({ value: null, isDefault: true });
    expect(shown(await call(admin, 'GET /api/admin/settings'))).toMatchObject({ value: null, isDefault: true });
  });
  it('switch a channel off for everybody within a second, and back on', async () => {
    const merchant = await shop('FREE');
    const hasQr = async () => (await create(merchant, 10)).body.transaction?.qrCode !== null;
    expect((await setting({ promptPayEnabled: false })).body.settings.find(({ name }: { name: string }) => name === 'promptPayEnabled')).toMatchObject({ value: false, defaultValue: true, isDefault: false, kind: 'flag' });
    await expect.poll(hasQr).toBe(false);
    await setting({ bankTransferEnabled: false });
    await expect.poll(async () => (await create(merchant, 10)).body.code).toBe('NO_PAYMENT_CHANNEL');
    await setting({ promptPayEnabled: true, bankTransferEnabled: true });
    await expect.poll(hasQr).toBe(true);
  });
});
