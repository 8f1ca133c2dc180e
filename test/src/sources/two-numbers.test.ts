import { matchCredits } from '@paygate/core/credits/match-credits';
import { storeCredits, type NewCredit } from '@paygate/core/credits/store-credits';
import { movement } from '@paygate/core/statements/render.fixture';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openStatementHouse, type Account, type StatementHouse } from '../statements/statement-house.ts';
import { expectBooksAgree } from '../support/books.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let house: StatementHouse;
beforeAll(async () => {
  house = await openStatementHouse(product, database);
});
afterAll(() => expectBooksAgree(product.platform));

interface BothNumbers { readonly bank: Account; readonly promptPay: Account }
const link = ({ bank, promptPay }: BothNumbers) => runSql(database.url, `update receiving_account set pays_into_account_id = '${bank.id}' where id = '${promptPay.id}'`);
const unlinked = async (): Promise<BothNumbers> => {
  const bank = await house.account();
  const number = `09${bank.number.slice(2)}`;
  const [row] = await runSql(database.url, `insert into receiving_account (id, mode, type, name, account_number, account_name) values (uuidv7(), 'test', 'PROMPTPAY', 'P', '${number}', 'P') returning id`);
  return { bank, promptPay: { id: String(row!['id']), number } };
};
const linked = async (): Promise<BothNumbers> => {
  const numbers = await unlinked();
  await link(numbers);
  return numbers;
};

const paidAt = '2026-03-05T08:02:10.000Z';
const tell = async (references: readonly string[], ...accounts: readonly Account[]) =>
  (await product.reportCredits(references.flatMap((bankReference) => accounts.map(({ number }) => ({ bankReference, accountNumber: number, amount: 100.37, paidAt }))))).body;
const creditsOf = ({ bank, promptPay }: BothNumbers) => runSql(database.url, `select id, receiving_account_id as "accountId", paid_into_account_id as "paidInto" from bank_credit where receiving_account_id in ('${bank.id}', '${promptPay.id}') order by id`);

describe('a transfer told under a bank account and under the PromptPay id that pays into it', () => {
  it('is one credit where a call names both, on the number it was told of first', async () => {
    const numbers = await linked();
    const body = await tell(['T1'], numbers.promptPay, numbers.bank);
    expect(body).toMatchObject({ accepted: 1, duplicates: 1, results: [{ status: 'ACCEPTED' }, { status: 'DUPLICATE', creditId: body.results[0].creditId }] });
    expect(await creditsOf(numbers)).toEqual([{ id: body.results[0].creditId, accountId: numbers.promptPay.id, paidInto: numbers.bank.id }]);
  });

  it('is one credit where two feeds tell it at once, in whatever order', async () => {
    const numbers = await linked();
    const references = Array.from({ length: 60 }, (_, index) => `R${index}`);
    const told = await Promise.all([1, 2, 3].flatMap(() => [tell(references, numbers.promptPay), tell(references.toReversed(), numbers.bank)]));
    expect(told.reduce((sum, { accepted }) => sum + accepted, 0)).toBe(references.length);
    const ids = (await creditsOf(numbers)).map(({ id }) => id);
    expect(ids).toHaveLength(references.length);
    for (const { results } of told) for (const { creditId } of results) expect(ids).toContain(creditId);
  });

  it('pays once where a statement tells it first and a feed afterwards', async () => {
    const numbers = await linked();
    const merchant = await product.addMerchant();
    const { id } = (await product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 700.37 })).body.transaction;
    const [payment] = await runSql(database.url, `select reference from payment where id = '${id}'`);
    const ref1 = String(payment!['reference']);
    const now = new Date().toISOString();
    await house.finish((await house.send(numbers.bank, [movement({ bankReference: 'S1', amountSatang: 70_037, paidAt: `${now.slice(0, 19)}.000Z`, ref1 })])).id);
    await matchCredits(product.platform, (await creditsOf(numbers)).map((credit) => String(credit['id'])));
    const { body } = await product.reportCredits([{ bankReference: 'S1', accountNumber: numbers.promptPay.number, amount: 700.37, paidAt: now, ref1 }]);
    expect(body).toMatchObject({ accepted: 0, duplicates: 1 });
    expect(await creditsOf(numbers)).toHaveLength(1);
    expect(await runSql(database.url, `select type from event where merchant_id = '${merchant.id}' order by id`)).toEqual([{ type: 'payment.created' }, { type: 'payment.success' }]);
  });

  it('is one credit by whatever source, and one whose id is known to all of them', async () => {
    const numbers = await linked();
    const store = ({ id: receivingAccountId }: Account, source: string) => product.platform.database.transaction(async (sql) => {
      const credit: NewCredit = { id: uuidv7(), receivingAccountId, mode: 'test', source, bankReference: 'W1', amountSatang: 10_037, paidAt, payerName: null, payerAccount: null, payerBankCode: null, ref1: null, ref2: null, endToEndId: null };
      return (await storeCredits({ sql, platform: product.platform }, [credit])).get(credit.id)!;
    });
    const slip = await store(numbers.promptPay, 'slip');
    expect(slip.isNew).toBe(true);
    for (const source of ['scb', 'statement:camt.053']) expect(await store(numbers.bank, source)).toEqual({ id: slip.id, isNew: false });
  });

  it('is two where the numbers are not one account\'s', async () => {
    const numbers = await unlinked();
    expect(await tell(['U1'], numbers.promptPay, numbers.bank)).toMatchObject({ accepted: 2 });
  });

  it('is one credit where it is told again under its own number after that was said to pay into the account, and after it no longer is', async () => {
    const numbers = await unlinked();
    await tell(['A1'], numbers.promptPay);
    await link(numbers);
    await tell(['A2'], numbers.promptPay);
    expect(await tell(['A1', 'A2'], numbers.promptPay)).toMatchObject({ accepted: 0, duplicates: 2 });
    await runSql(database.url, `update receiving_account set pays_into_account_id = null where id = '${numbers.promptPay.id}'`);
    expect(await tell(['A1', 'A2'], numbers.promptPay)).toMatchObject({ accepted: 0, duplicates: 2 });
    expect(await creditsOf(numbers)).toHaveLength(2);
  });

  it.each([['its PromptPay id', 'promptPay', 'bank'], ['its bank account', 'bank', 'promptPay']] as const)('is one credit where it was told under %s before the two were linked, and under the other one afterwards', async (_name, first, then) => {
    const numbers = await unlinked();
    const [told] = (await tell(['B1'], numbers[first])).results;
    await link(numbers);
    expect(await tell(['B1'], numbers[then])).toMatchObject({ accepted: 0, results: [{ status: 'DUPLICATE', creditId: told.creditId }] });
    expect(await creditsOf(numbers)).toHaveLength(1);
  });

  it('is another transfer where one of before they were linked has its reference by chance', async () => {
    const numbers = await unlinked();
    await tell(['C1'], numbers.promptPay);
    await link(numbers);
    const another = { bankReference: 'C1', accountNumber: numbers.bank.number, amount: 100.38, paidAt };
    expect((await product.reportCredits([another, { ...another, bankReference: 'C2' }])).body).toMatchObject({ accepted: 2 });
    expect((await product.reportCredits([another])).body).toMatchObject({ duplicates: 1 });
  });

  it('is known again by a statement also where the id was said to pay into the account only later', async () => {
    const numbers = await unlinked();
    await tell(['L1'], numbers.promptPay);
    await link(numbers);
    const sent = await house.finish((await house.send(numbers.bank, [movement({ bankReference: 'L1' }), movement({ bankReference: 'L2' })])).id);
    expect(sent).toMatchObject({ lines: { credited: 1, duplicate: 1 } });
  });
});
