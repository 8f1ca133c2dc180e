import { matchCredits } from '@paygate/core/credits/match-credits';
import { describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { nextMobile, openAccountsHouse, type Shop } from './accounts-house.ts';

const { product, sql, admin, call, shop, addAccount, create, report } = await openAccountsHouse(await createTestDatabase());

const givenTo = async (merchant: Shop, amount = 100): Promise<string | undefined> => (await create(merchant, amount)).body.paymentAccounts?.promptPay?.accountNumber;
const pay = async (accountNumber: string, amount: number, more: object = {}) => {
  const told = await product.reportCredits([{ bankReference: `R-${nextMobile()}`, accountNumber, amount, paidAt: new Date().toISOString(), ...more }]);
  await matchCredits(product.platform, told.body.results.map(({ creditId }: { creditId: string }) => creditId));
};
const statusOf = async (merchant: Shop, id: string) => (await product.call(merchant.secretKey, 'GET', `/api/v1/payment/${id}`)).body.transaction.status;
const auditOf = async (id: string) => (await sql.query(`select action from audit where object_id = $1 order by seq`, [id])).rows.map(({ action }) => action);

describe('the merchant\'s own accounts', () => {
  it('are where payers of a DIRECT plan pay, and nothing can be paid before there is one', async () => {
    const merchant = await shop();
    expect((await create(merchant, 10)).body.code).toBe('NO_PAYMENT_CHANNEL');
    const { accountNumber } = await addAccount(merchant, { accountNumber: '+66 81-999-0001' });
    expect(accountNumber).toBe('0819990001');
    await expect.poll(() => givenTo(merchant)).toBe('0819990001');
  });
  it.each([
    ['a tax id with a mistyped digit', { accountNumber: '0107536000103' }, 'accountNumber'], ['a landline', { accountNumber: '0212345678' }, 'accountNumber'], ['a bank that closed', { type: 'BANK', bankCode: 'SCIB', accountNumber: '1234567890' }, 'bankCode'],
    ['a bank nobody knows', { type: 'BANK', bankCode: 'NOBANK', accountNumber: '1234567890' }, 'bankCode'], ['a bank account too short', { type: 'BANK', bankCode: 'SCB', accountNumber: '1234567' }, 'accountNumber'],
    ['the sandbox as the source of a live account', { mode: 'live', creditSource: 'SANDBOX', accountNumber: '0819990002' }, 'creditSource'],
  ])('are refused with %s, naming the field', async (_name, more, field) => {
    const merchant = await shop();
    const { status, body } = await call(merchant.owner, 'POST /api/receiving-accounts', { mode: 'test', type: 'PROMPTPAY', name: 'Own', accountName: 'Own', ...more });
    expect([status, body.code, body.details.issues[0].field]).toEqual([400, 'INVALID_REQUEST', field]);
  });
  it('take an id with the right check digit, and a bank by any of its names', async () => {
    const merchant = await shop();
    const [id, bank] = [await addAccount(merchant, { accountNumber: '0-1075-36000-10-2' }), await addAccount(merchant, { type: 'BANK', bankCode: 'kasikorn', accountNumber: '123-4-56780-1' })];
    expect([id.accountNumber, bank]).toEqual(['0107536000102', expect.objectContaining({ bankCode: '004', accountNumber: '1234567801' })]);
  });
  it('cannot be somebody else\'s, in whatever form the number comes, and the refusal says nothing of whose it is', async () => {
    const [first, second] = [await shop(), await shop()];
    const { accountNumber } = await addAccount(first);
    const claim = (number: string) => call(second.owner, 'POST /api/receiving-accounts', { mode: 'test', type: 'PROMPTPAY', name: 'Mine', accountNumber: number, accountName: 'Mine' });
    const [merchants, platforms] = [await claim(`+66${accountNumber.slice(1)}`), await claim(product.promptPayId)];
    expect(merchants).toMatchObject({ status: 409, body: { code: 'ACCOUNT_NUMBER_TAKEN', details: null } });
    expect({ ...platforms.body, requestId: '' }).toEqual({ ...merchants.body, requestId: '' });
    expect(JSON.stringify(merchants.body)).not.toContain(first.id);
  });
  it('are seen and changed by their owner alone', async () => {
    const [first, second] = [await shop(), await shop()];
    const { id } = await addAccount(first);
    expect((await call(second.owner, 'GET /api/receiving-accounts')).body.accounts).toEqual([]);
    expect((await call(second.owner, `PATCH /api/receiving-accounts/${id}`, { isActive: false })).body.code).toBe('BANK_ACCOUNT_NOT_FOUND');
    expect((await call(admin, `PATCH /api/admin/bank-accounts/${id}`, { isActive: false })).body.code).toBe('BANK_ACCOUNT_NOT_FOUND');
    expect((await call(first.owner, `PATCH /api/receiving-accounts/${id}`, { isActive: false })).body.account.isActive).toBe(false);
    expect(await auditOf(id)).toEqual(['receivingAccount.create', 'receivingAccount.update']);
  });
  it('have one default of a kind, also when several are made so at once', async () => {
    const merchant = await shop();
    const accounts = await Promise.all(Array.from({ length: 8 }, () => addAccount(merchant, { isDefault: true })));
    await Promise.all(accounts.map(({ id }) => call(merchant.owner, `PATCH /api/receiving-accounts/${id}`, { isDefault: true })));
    const { accounts: listed } = (await call(merchant.owner, 'GET /api/receiving-accounts')).body;
    expect(listed.filter(({ isDefault }: { isDefault: boolean }) => isDefault)).toHaveLength(1);
  });
});

describe('a merchant\'s own feed', () => {
  it('pays the merchant\'s own payments and can speak of nobody else\'s account', async () => {
    const [first, second] = [await shop(), await shop()];
    const [own, others] = [await addAccount(first), await addAccount(second)];
    const { feed, secret } = (await call(first.owner, 'POST /api/bank-feeds', { name: 'Poller', mode: 'test' })).body;
    await expect.poll(() => givenTo(first)).toBe(own.accountNumber);
    const { transaction } = (await create(first, 321.5)).body;
    const credit = (bankReference: string, accountNumber: string) => ({ bankReference, accountNumber, amount: 321.5, paidAt: new Date().toISOString() });
    const told = await report({ id: feed.id, secret }, [credit('F-1', own.accountNumber), credit('F-2', others.accountNumber), credit('F-3', product.promptPayId), credit('F-4', '0899999999')]);
    expect(told.body.results.map(({ status }: { status: string }) => status)).toEqual(['ACCEPTED', 'REJECTED', 'REJECTED', 'REJECTED']);
    const words = (at: number) => told.body.results[at].error.replace(/\d{10}/, 'N');
    expect([words(1), words(2)]).toEqual([words(3), words(3)]);
    await matchCredits(product.platform, [told.body.results[0].creditId]);
    expect(await statusOf(first, transaction.id)).toBe('PAID');
    await expectBooksAgree(product.platform);
  });
  it('works with both secrets during a rotation\'s overlap, and with neither once revoked', async () => {
    const merchant = await shop();
    const { feed, secret: first } = (await call(merchant.owner, 'POST /api/bank-feeds', { name: 'Poller', mode: 'test' })).body;
    const { secret: second } = (await call(merchant.owner, `POST /api/bank-feeds/${feed.id}/rotate`, { overlapHours: 1 })).body;
    const status = async (secret: string) => (await report({ id: feed.id, secret }, [{ bankReference: 'X', accountNumber: '1', amount: 1, paidAt: new Date().toISOString() }])).status;
    expect([await status(first), await status(second), await status('fsec_wrong')]).toEqual([200, 200, 401]);
    const [shown] = (await call(merchant.owner, 'GET /api/bank-feeds')).body.feeds;
    expect(shown).toMatchObject({ lastFailure: 'SIGNATURE_INVALID', lastContactAt: expect.any(String) });
    expect(JSON.stringify(shown)).not.toContain(second);
    const { secret: third } = (await call(merchant.owner, `POST /api/bank-feeds/${feed.id}/rotate`, { overlapHours: 0 })).body;
    expect(await status(third)).toBe(200);
    await expect.poll(async () => [await status(first), await status(second)]).toEqual([401, 401]);
    await call(merchant.owner, `POST /api/bank-feeds/${feed.id}/revoke`);
    await expect.poll(() => status(third)).toBe(401);
  });
});

describe('several accounts', () => {
  it('are given by turns, or the least used of the day, as the owner says', async () => {
    const merchant = await shop();
    const numbers = [await addAccount(merchant), await addAccount(merchant), await addAccount(merchant)].map(({ accountNumber }) => accountNumber);
    await call(merchant.owner, 'PATCH /api/receiving-settings', { rotation: 'round_robin' });
    await expect.poll(async () => new Set([await givenTo(merchant), await givenTo(merchant), await givenTo(merchant)]).size).toBe(3);
    await call(merchant.owner, 'PATCH /api/receiving-settings', { rotation: 'least_used_today' });
    await expect.poll(async () => {
      await create(merchant, 10);
      return (await sql.query('select is_counted from payment where merchant_id = $1 order by id desc limit 1', [merchant.id])).rows[0]?.['is_counted'];
    }).toBe(true);
    const before = (await sql.query(`select receiving_account_id, count(*) from payment where merchant_id = $1 and is_counted group by 1`, [merchant.id])).rows.length;
    const given = await Promise.all(Array.from({ length: 30 }, () => givenTo(merchant)));
    const counts = numbers.map((number) => given.filter((one) => one === number).length);
    expect(before).toBeGreaterThan(0);
    expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(2);
  });
  it('are matched by the account a payment was given: the same amount on another account pays the other payment', async () => {
    const merchant = await shop();
    await addAccount(merchant);
    await addAccount(merchant);
    await call(merchant.owner, 'PATCH /api/receiving-settings', { rotation: 'round_robin' });
    await expect.poll(async () => (await givenTo(merchant, 5)) !== (await givenTo(merchant, 5))).toBe(true);
    const [one, other] = [(await create(merchant, 640)).body, (await create(merchant, 640)).body];
    await pay(other.paymentAccounts.promptPay.accountNumber, 640);
    expect([await statusOf(merchant, one.transaction.id), await statusOf(merchant, other.transaction.id)]).toEqual(['PENDING', 'PAID']);
  });
  it('include the bank account a PromptPay id pays into: money reported there pays the payment', async () => {
    const merchant = await shop();
    const bank = await addAccount(merchant, { type: 'BANK', bankCode: 'SCB', accountNumber: '4440001111' });
    const id = await addAccount(merchant, { paysIntoAccountId: bank.id });
    await addAccount(merchant, { type: 'BANK', bankCode: 'KBANK', accountNumber: '4440002222', isDefault: true });
    await expect.poll(() => givenTo(merchant, 5)).toBe(id.accountNumber);
    const { transaction, paymentAccounts } = (await create(merchant, 777.5)).body;
    expect(paymentAccounts.bankAccounts.map(({ accountNumber }: { accountNumber: string }) => accountNumber)).toEqual(['4440002222']);
    await pay('4440001111', 777.5);
    expect(await statusOf(merchant, transaction.id)).toBe('PAID');
  });
  it('are given up to their daily limit: the next one then, and none when all are full', async () => {
    const merchant = await shop();
    const [first, second] = [await addAccount(merchant, { dailyLimitCount: 2 }), await addAccount(merchant, { dailyLimitAmount: 150 })];
    await expect.poll(() => givenTo(merchant, 100)).toBe(first.accountNumber);
    expect([await givenTo(merchant, 100), await givenTo(merchant, 100), await givenTo(merchant, 60), await givenTo(merchant, 50)]).toEqual([first.accountNumber, second.accountNumber, undefined, second.accountNumber]);
    expect((await create(merchant, 1)).body.code).toBe('NO_PAYMENT_CHANNEL');
    const { accounts } = (await call(merchant.owner, 'GET /api/receiving-accounts')).body;
    expect(accounts.map(({ usedToday }: { usedToday: object }) => usedToday)).toEqual([{ amount: '200', count: 2 }, { amount: '150', count: 2 }]);
  });
  it('count money that came in, and give back the room of payments that ended unpaid', async () => {
    const merchant = await shop();
    const account = await addAccount(merchant, { dailyLimitCount: 2 });
    await expect.poll(() => givenTo(merchant, 30)).toBe(account.accountNumber);
    const { transaction } = (await create(merchant, 31.5)).body;
    expect(await givenTo(merchant)).toBeUndefined();
    await pay(account.accountNumber, 31.5);
    expect(await statusOf(merchant, transaction.id)).toBe('PAID');
    await expect.poll(() => givenTo(merchant)).toBeUndefined();
    await sql.query(`update payment set status = 'EXPIRED' where merchant_id = $1 and status = 'PENDING'`, [merchant.id]);
    await expect.poll(() => givenTo(merchant)).toBe(account.accountNumber);
  });
});

describe('a frozen account', () => {
  it('is given to no new payment, and what is open on it is shown and matched all the same', async () => {
    const merchant = await shop();
    const account = await addAccount(merchant);
    await expect.poll(() => givenTo(merchant, 5)).toBe(account.accountNumber);
    const { transaction } = (await create(merchant, 88.25)).body;
    const frozen = await call(admin, `POST /api/admin/bank-accounts/${account.id}/freeze`, { reason: 'The bank asks questions' });
    expect(frozen.body.account).toMatchObject({ frozenReason: 'The bank asks questions', frozenAt: expect.any(String) });
    await expect.poll(async () => (await create(merchant, 5)).body.code).toBe('NO_PAYMENT_CHANNEL');
    expect((await product.call(undefined, 'GET', `/api/payment/pay/${transaction.id}`)).body.paymentAccounts.promptPay.accountNumber).toBe(account.accountNumber);
    await call(merchant.owner, `PATCH /api/receiving-accounts/${account.id}`, { isDefault: true, isActive: true });
    expect((await create(merchant, 5)).body.code).toBe('NO_PAYMENT_CHANNEL');
    await pay(account.accountNumber, 88.25);
    expect(await statusOf(merchant, transaction.id)).toBe('PAID');
    await call(admin, `POST /api/admin/bank-accounts/${account.id}/unfreeze`, { reason: 'Cleared' });
    await expect.poll(() => givenTo(merchant, 5)).toBe(account.accountNumber);
    expect(await auditOf(account.id)).toEqual(['receivingAccount.create', 'bankAccount.freeze', 'receivingAccount.update', 'bankAccount.unfreeze']);
  });
});

describe('the platform\'s accounts', () => {
  it('are added, edited and listed with their health by operators', async () => {
    const { account } = (await call(admin, 'POST /api/admin/bank-accounts', { mode: 'test', type: 'BANK', name: 'Second', bankCode: 'KTB', accountNumber: '5550001111', accountName: 'PayGate', creditSource: 'FEED' })).body;
    expect(account).toMatchObject({ usage: 'BOTH', isDefault: false, bankCode: '006', dailyLimit: { amount: null, count: null }, health: { lastCreditAt: null, isFailing: false } });
    await pay('5550001111', 12.5);
    await call(admin, `PATCH /api/admin/bank-accounts/${account.id}`, { isDefault: true, dailyLimitAmount: 1_000_000, name: 'First now' });
    const { data } = (await call(admin, 'GET /api/admin/bank-accounts?mode=test')).body;
    const listed = data.filter(({ type }: { type: string }) => type === 'BANK');
    expect(listed.map(({ isDefault, name }: { isDefault: boolean; name: string }) => [name, isDefault])).toEqual([['First now', true], ['PayGate BANK', false]]);
    expect(listed[0]).toMatchObject({ usedToday: { amount: '12.5', count: 1 }, health: { lastCreditAt: expect.any(String), lastContactAt: expect.any(String) } });
  });
});
