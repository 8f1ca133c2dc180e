import { matchCredits } from '@paygate/core/credits/match-credits';
import { makeFeeStatements } from '@paygate/core/fee-statements/make-fee-statements';
import { reconcileBooks } from '@paygate/core/reports/reconcile';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { nextMobile, openAccountsHouse } from './accounts-house.ts';

const database = await createTestDatabase();
const { product, sql, admin, call, shop, addAccount, create } = await openAccountsHouse(database);
let otherAdmin: SignedIn;
let operator: SignedIn;
beforeAll(async () => {
  otherAdmin = await enter(product, database, { role: 'admin' });
  operator = await enter(product, database, { role: 'payout_operator' });
});
afterEach(async () => {
  await expectBooksAgree(product.platform);
  expect((await reconcileBooks(product.platform, { force: 'FULL' }))?.violations).toEqual([]);
});

const report = async (credit: { readonly bankReference: string; readonly accountNumber: string; readonly amount: number } & Record<string, unknown>): Promise<string> => {
  const told = await product.reportCredits([{ paidAt: new Date().toISOString(), ...credit }]);
  const [{ creditId }] = told.body.results;
  await matchCredits(product.platform, [creditId]);
  return creditId;
};
/** A statement of a fiftieth of `amount` for last month, and a transfer of just that in the review queue. */
const billed = async (amount: number) => {
  const merchant = await shop('BASIC');
  const { accountNumber } = await addAccount(merchant);
  const { transaction } = (await create(merchant, amount)).body;
  await report({ bankReference: transaction.id, accountNumber, amount, ref1: (await sql.query('select reference from payment where id = $1', [transaction.id])).rows[0]?.['reference'] });
  await sql.query(`update payment set paid_at = date_trunc('month', now(), 'Asia/Bangkok') - interval '3 days' where id = $1`, [transaction.id]);
  await sql.query('delete from fee_statement_run');
  await makeFeeStatements(product.platform);
  const [statement] = (await call(merchant.owner, 'GET /api/fee-statements')).body.statements;
  const sender = { payerName: 'นาย ทองดี ใจงาม', payerAccount: '1673585481', payerBankCode: 'GSB' };
  const creditId = await report({ bankReference: `FEE-${nextMobile()}`, accountNumber: '1234567890', amount: Number(statement.total), ...sender });
  const pay = (who = admin) => call(who, `POST /api/admin/fee-statements/${statement.id}/pay`, { reference: 'SCB-3', creditId });
  return { statement, creditId, pay };
};
const decide = (who: SignedIn, proposalId: string, how: 'confirm' | 'decline') => call(who, `POST /api/admin/credits/proposals/${proposalId}/${how}`, how === 'decline' ? { reason: 'Not theirs' } : undefined);
const statusOf = async ({ id }: { readonly id: string }) => (await sql.query('select status from fee_statement where id = $1', [id])).rows[0]?.['status'];
const creditOf = async (id: string) => (await sql.query('select state, left_satang::int as left from credit_review where credit_id = $1', [id])).rows[0];
const actionsOf = async (id: string) => (await sql.query('select action from audit where object_id = $1 order by seq', [id])).rows.map(({ action }) => action);

it('a credit pays a fee statement above the limit only when a second admin confirms it', async () => {
  const { statement, creditId, pay } = await billed(1_000_000);
  const asked = await pay();
  expect(asked).toMatchObject({ status: 200, body: { outcome: 'PROPOSED', statement: { status: 'OPEN' }, proposal: { act: 'payFeeStatement', creditId, amount: '20000', state: 'PENDING' } } });
  expect([await statusOf(statement), await creditOf(creditId)]).toEqual(['OPEN', { state: 'OPEN', left: 2_000_000 }]);
  const proposalId: string = asked.body.proposal.id;
  expect((await pay(otherAdmin)).body.code).toBe('CREDIT_PROPOSAL_PENDING');
  expect((await decide(admin, proposalId, 'confirm')).body.code).toBe('SECOND_PERSON_MUST_DIFFER');
  expect((await decide(operator, proposalId, 'confirm')).body.code).toBe('FORBIDDEN');
  expect(await decide(otherAdmin, proposalId, 'confirm')).toMatchObject({ status: 200, body: { proposal: { state: 'CONFIRMED' }, credit: { state: 'ACCEPTED', left: '0', stateReason: `Fee statement ${statement.number}` } } });
  expect(await statusOf(statement)).toBe('PAID');
  expect(await actionsOf(creditId)).toEqual(['credit.payFeeStatement.propose', 'credit.payFeeStatement', 'proposal.confirm']);
  expect((await pay()).body).toMatchObject({ outcome: 'DONE', statement: { status: 'PAID' } });
});
it('a proposal to pay a fee statement that was closed meanwhile is refused and still waits', async () => {
  const { statement, creditId, pay } = await billed(1_000_000);
  const { proposal } = (await pay()).body;
  await call(admin, `POST /api/admin/fee-statements/${statement.id}/void`, { reason: 'First month free' });
  expect(await decide(otherAdmin, proposal.id, 'confirm')).toMatchObject({ status: 409, body: { code: 'FEE_STATEMENT_CLOSED' } });
  expect((await decide(otherAdmin, proposal.id, 'decline')).body.proposal.state).toBe('DECLINED');
  expect(await creditOf(creditId)).toEqual({ state: 'OPEN', left: 2_000_000 });
});
it('a fee statement does not take a credit that somebody has proposed to return', async () => {
  const { statement, creditId, pay } = await billed(1_000_000);
  const { proposal } = (await call(operator, `POST /api/admin/credits/${creditId}/return`, { reason: 'Sent by mistake' })).body;
  expect(await pay()).toMatchObject({ status: 409, body: { code: 'CREDIT_PROPOSAL_PENDING', details: { proposalId: proposal.id } } });
  expect(await statusOf(statement)).toBe('OPEN');
  expect((await decide(admin, proposal.id, 'confirm')).body).toMatchObject({ proposal: { state: 'CONFIRMED' }, credit: { state: 'RETURNING' } });
  expect((await pay()).body.code).toBe('CREDIT_STATUS_CONFLICT');
});
it('a credit up to the limit pays a fee statement at once, however often it is asked, and its history says so', async () => {
  const { creditId, pay } = await billed(1_000);
  const answers = await Promise.all([pay(), pay(otherAdmin), pay()]);
  expect(answers.map(({ body }) => [body.outcome, body.statement?.status])).toEqual([['DONE', 'PAID'], ['DONE', 'PAID'], ['DONE', 'PAID']]);
  expect(await creditOf(creditId)).toEqual({ state: 'ACCEPTED', left: 0 });
  expect(await actionsOf(creditId)).toEqual(['credit.payFeeStatement']);
});
it('a credit of another amount pays no fee statement', async () => {
  const [{ statement }, { creditId }] = [await billed(1_000), await billed(2_000)];
  const refused = await call(admin, `POST /api/admin/fee-statements/${statement.id}/pay`, { reference: 'SCB-3', creditId });
  expect(refused).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST', details: { issues: [{ field: 'creditId' }] } } });
  expect(await creditOf(creditId)).toEqual({ state: 'OPEN', left: 4_000 });
});
