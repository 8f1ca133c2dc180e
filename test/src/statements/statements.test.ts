import { bahtFromSatang } from '@paygate/contract/money';
import { verifyAudit } from '@paygate/core/audit/verify-audit';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { storeCredits, type NewCredit } from '@paygate/core/credits/store-credits';
import { openDatabase } from '@paygate/core/db/database';
import { isHeldUp } from '@paygate/core/db/trouble';
import { movement, renderCamt053, renderCamt054, renderCsv, renderMt940, type Movement } from '@paygate/core/statements/render.fixture';
import { lockQueueOfImport, stalledImports } from '@paygate/core/statements/statements.sql';
import { LINES_PER_TURN, workImport } from '@paygate/core/statements/work-import';
import { workImports } from '@paygate/core/statements/work-imports';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expectBooksAgree } from '../support/books.ts';
import { setInSessions } from '../support/session-settings.ts';
import { enter } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import { startTestProduct } from '../support/test-product.ts';
import { openStatementHouse, STATEMENTS, type Account, type StatementHouse } from './statement-house.ts';

const database = await createTestDatabase();
const product = await startTestProduct(database);
let house: StatementHouse;
beforeAll(async () => {
  house = await openStatementHouse(product, database);
});
afterAll(() => expectBooksAgree(product.platform));

const named = (reference: string, more: Partial<Movement> = {}) => movement({ bankReference: reference, ...more });
const many = (count: number, more: Partial<Movement> = {}) => Array.from({ length: count }, (_, index) => named(`M${String(index).padStart(6, '0')}`, { amountSatang: 100 + index, ...more }));
const tellByFeed = async ({ number }: Account, ...movements: readonly Movement[]) => {
  const { body } = await product.reportCredits(movements.map(({ bankReference, amountSatang, paidAt }) => ({ bankReference, amount: bahtFromSatang(amountSatang), paidAt, accountNumber: number })));
  return body.results.map(({ creditId }: { creditId: string }) => creditId);
};

describe('an import', () => {
  it('credits what came in, records what went out, leaves reversals to a person, and can be read line by line', async () => {
    const account = await house.account();
    const sent = await house.send(account, [named('A1'), named('D1', { direction: 'DEBIT', amountSatang: 5_000 }), named('R1', { isReversal: true, amountSatang: 700 }), named('A2', { amountSatang: 1 })]);
    expect(sent).toMatchObject({ status: 'QUEUED', accountNumber: account.number, format: 'camt.053', openingBalance: '1000', closingBalance: '1057.38', lines: { total: 4, done: 2, credited: 0, recorded: 1, review: 1 } });
    expect(await house.finish(sent.id)).toMatchObject({ status: 'COMPLETED', creditedAmount: '100.38', firstDay: '2026-03-05', lines: { total: 4, done: 4, credited: 2, recorded: 1, review: 1 } });
    expect(await house.lines(sent.id)).toEqual([['CREDITED', '100.37'], ['RECORDED', '50'], ['REVIEW', '7'], ['CREDITED', '0.01']]);
    expect((await house.credits(account)).map(({ bank_reference, satang, source }) => [bank_reference, satang, source])).toEqual([['A1', 10_037, 'statement:camt.053'], ['A2', 1, 'statement:camt.053']]);
    const problems = (await house.get(`${STATEMENTS}/${sent.id}`)).body.lines;
    expect(problems).toMatchObject([{ row: 6, status: 'REVIEW', isReversal: true, problem: { code: 'REVERSAL', th: expect.stringMatching(/[ก-๙]/) } }]);
  });

  it('is listed newest first, by account and status, and audited', async () => {
    const account = await house.account();
    const [first, second] = [await house.send(account, [named('L1')]), await house.send(account, [named('L2')])];
    await house.finish(first.id);
    const listed = async (query: string) => (await house.get(`${STATEMENTS}?receivingAccountId=${account.id}${query}`)).body.imports.map(({ id }: { id: string }) => id);
    expect(await listed('')).toEqual([second.id, first.id]);
    expect(await listed('&status=completed')).toEqual([first.id]);
    expect(await runSql(database.url, `select action, details ->> 'lineCount' as lines from audit where object_id = '${first.id}'`)).toEqual([{ action: 'statement.import', lines: '1' }]);
    expect(await verifyAudit(product.platform.database)).toMatchObject({ isSound: true });
  });

  it('credits the lines that can be read and shows the others with what to do', async () => {
    const account = await house.account();
    const text = Buffer.from(renderCamt054('02')({ accountNumber: account.number, openingSatang: 0, movements: [named('G1'), named('B1'), named('G2')] })).toString();
    const { body } = await house.post(STATEMENTS, { receivingAccountId: account.id, content: text.replace(/(B1.*)?(>)100\.37(<.*B1)/, '$2-100.37$3') });
    expect(await house.finish(body.import.id)).toMatchObject({ lines: { total: 3, done: 3, credited: 2, rejected: 1 } });
    expect((await house.get(`${STATEMENTS}/${body.import.id}?lines=REJECTED`)).body.lines).toMatchObject([{ row: 4, amount: null, problem: { code: 'BAD_AMOUNT', field: 'Amt' } }]);
  });

  it('is refused as a whole, and nothing is stored, when its balances do not add up', async () => {
    const account = await house.account();
    const text = Buffer.from(renderCamt053('02')({ accountNumber: account.number, openingSatang: -5_000, movements: [named('W1')] })).toString().replace('>50.37<', '>50.38<');
    const { status, body } = await house.post(STATEMENTS, { receivingAccountId: account.id, content: text });
    expect({ status, body }).toMatchObject({ status: 400, body: { code: 'STATEMENT_REFUSED', details: { code: 'BALANCE_WRONG', openingBalance: '-50.00', linesTotal: '100.37', closingBalance: '50.38' } } });
    expect(body.message).toContain('-50.00 + 100.37 ≠ 50.38');
    expect((await house.get(`${STATEMENTS}?receivingAccountId=${account.id}`)).body.imports).toEqual([]);
  });

  it('reads a large file beside the API, and refuses what is no base64', async () => {
    const account = await house.account();
    const sent = await house.send(account, many(800, { payerName: 'นาย ทองดี ใจงาม', payerAccount: 'xxx-x-x3585-x' }));
    expect(sent.lines.total).toBe(800);
    for (const contentBase64 of ['abc', 'ab=c', 'a=bc', '====', 'ab!=']) expect(await house.post(STATEMENTS, { receivingAccountId: account.id, contentBase64 })).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });

  it('reads a bank\'s own columns once the operator has named them', async () => {
    const account = await house.account();
    const content = 'Wann,Betrag,Wer\r\n05/03/2569,"1,000.50",somebody\r\n';
    expect((await house.post(STATEMENTS, { receivingAccountId: account.id, content })).body.details.code).toBe('UNKNOWN_FORMAT');
    const mapping = { name: 'Own', dayFormats: ['dd/mm/yyyy'], columns: { date: ['Wann'], amount: ['Betrag'], payerName: ['Wer'] } };
    expect((await house.post(`${STATEMENTS}/accounts/${account.id}`, { mapping })).body).toMatchObject({ success: true, profile: { mapping } });
    expect((await house.get(`${STATEMENTS}/accounts/${account.id}`)).body).toMatchObject({ profile: { mapping } });
    const { body } = await house.post(STATEMENTS, { receivingAccountId: account.id, content });
    expect(await house.finish(body.import.id)).toMatchObject({ creditedAmount: '1000.5', lines: { credited: 1 } });
    expect((await house.post(`${STATEMENTS}/accounts/${account.id}`, { mapping: null })).body.profile.mapping).toBeNull();
  });
});

describe('importing again', () => {
  it('answers the first import, also to four calls at once, and changes nothing', async () => {
    const account = await house.account();
    const first = await house.send(account, [named('S1')]);
    await house.finish(first.id);
    const file = { receivingAccountId: account.id, content: Buffer.from(renderCamt053('08')({ accountNumber: account.number, openingSatang: 100_000, movements: [named('S1')] })).toString() };
    expect((await house.post(STATEMENTS, file)).body).toMatchObject({ duplicate: true, import: { id: first.id, status: 'COMPLETED' } });
    const again = { ...file, content: `${file.content}\n` };
    const answers = await Promise.all(Array.from({ length: 4 }, () => house.post(STATEMENTS, again)));
    expect(new Set(answers.map(({ body }) => body.import.id)).size).toBe(1);
    expect(answers.filter(({ body }) => !body.duplicate)).toHaveLength(1);
    expect(await house.finish(answers[0]!.body.import.id)).toMatchObject({ lines: { credited: 0, duplicate: 1 } });
    expect(await house.credits(account)).toHaveLength(1);
  });

  it.each([['KBank CSV', renderCsv('kbank')], ['MT940', renderMt940('slashes')], ['camt.053', renderCamt053('02')]])('credits each transfer of overlapping files once, equal ones apart, without any reference: %s', async (_, render) => {
    const account = await house.account();
    const [one, two, other] = [movement({ amountSatang: 10_000 }), movement({ amountSatang: 10_000 }), movement({ amountSatang: 20_000, paidAt: '2026-03-05T09:00:00.000Z' })];
    await house.finish((await house.send(account, [one], render)).id);
    expect(await house.finish((await house.send(account, [one, two, other], render)).id)).toMatchObject({ lines: { credited: 2, duplicate: 1 } });
    expect(await house.finish((await house.send(account, [one, two, other, movement({ amountSatang: 1 })], render)).id)).toMatchObject({ lines: { credited: 1, duplicate: 3 } });
    expect((await house.credits(account)).map(({ satang }) => satang).toSorted((first, second) => Number(first) - Number(second))).toEqual([1, 10_000, 10_000, 20_000]);
  });
});

describe('money that another source told first', () => {
  it('under the same reference is a duplicate, and nothing moves', async () => {
    const account = await house.account();
    const ids = await tellByFeed(account, named('F1'));
    await matchCredits(product.platform, ids);
    const before = await runSql(database.url, 'select count(*)::int as entries, sum(amount_satang)::int as sum from ledger_entry');
    const sent = await house.finish((await house.send(account, [named('F1', { paidAt: '2026-03-06T00:00:00.000Z' })])).id);
    expect(sent).toMatchObject({ creditedAmount: '0', lines: { credited: 0, duplicate: 1 } });
    expect((await house.get(`${STATEMENTS}/${sent.id}?lines=all`)).body.lines[0]).toMatchObject({ status: 'DUPLICATE', creditId: ids[0] });
    expect(await runSql(database.url, 'select count(*)::int as entries, sum(amount_satang)::int as sum from ledger_entry')).toEqual(before);
  });

  it('under the same reference but with another amount is for a person', async () => {
    const account = await house.account();
    await tellByFeed(account, named('F2'));
    const sent = await house.finish((await house.send(account, [named('F2', { amountSatang: 10_038 })])).id);
    expect(sent).toMatchObject({ creditedAmount: '0', lines: { review: 1 } });
    expect((await house.get(`${STATEMENTS}/${sent.id}`)).body.lines[0].problem.code).toBe('REFERENCE_REUSED');
    expect(await house.credits(account)).toHaveLength(1);
  });

  it('is known again in a statement without references, by amount and minute', async () => {
    const account = await house.account();
    await tellByFeed(account, named('F3'), named('F4', { paidAt: '2026-03-05T08:02:40.000Z' }));
    const [told, later] = [movement(), movement({ paidAt: '2026-03-05T11:00:00.000Z' })];
    expect(await house.finish((await house.send(account, [told, told, later], renderCsv('scb'))).id)).toMatchObject({ lines: { credited: 1, duplicate: 2 } });
  });

  it('is for a person where the statement has more of the same amount and minute than we know', async () => {
    const account = await house.account();
    await tellByFeed(account, named('F5'));
    const sent = await house.finish((await house.send(account, [movement(), movement()], renderMt940('subfields'))).id);
    expect(sent).toMatchObject({ creditedAmount: '0', lines: { review: 2 } });
    expect((await house.get(`${STATEMENTS}/${sent.id}`)).body.lines[0].problem.code).toBe('POSSIBLE_DUPLICATE');
    // A person finds out: one is what the feed told, the other is new.
    const decide = (seq: number, decision: string) => house.post(`${STATEMENTS}/${sent.id}/lines/${seq}/decide`, { decision, reason: 'asked the bank' });
    const answers = await Promise.all([decide(1, 'dismiss'), decide(2, 'credit'), decide(2, 'credit')]);
    expect(answers.map(({ status }) => status).toSorted((one, other) => one - other)).toEqual([200, 200, 409]);
    expect(await house.lines(sent.id)).toEqual([['RECORDED', '100.37'], ['CREDITED', '100.37']]);
    expect((await house.get(`${STATEMENTS}/${sent.id}`)).body.import).toMatchObject({ creditedAmount: '100.37', lines: { done: 2, credited: 1, recorded: 1, review: 0 } });
    expect(await house.credits(account)).toHaveLength(2);
    expect(await verifyAudit(product.platform.database)).toMatchObject({ isSound: true });
  });

  it('takes two persons above the limit of reviews, and no one of them twice', async () => {
    const account = await house.account();
    await tellByFeed(account, named('F8', { amountSatang: 1_000_000 }));
    const { id } = await house.finish((await house.send(account, [named('F8', { amountSatang: 2_500_000 })])).id);
    const path = `${STATEMENTS}/${id}/lines/1/decide`;
    const word = { decision: 'credit', reason: 'asked the bank' };
    expect((await house.post(path, word)).body).toMatchObject({ outcome: 'PROPOSED', line: { status: 'REVIEW', creditId: null, proposal: { reason: 'asked the bank', by: { name: expect.any(String) } } } });
    expect(await house.post(path, word)).toMatchObject({ status: 403, body: { code: 'SECOND_PERSON_MUST_DIFFER' } });
    expect(await house.credits(account)).toHaveLength(1);
    const second = await enter(product, database, { role: 'payout_operator' });
    expect((await product.call(undefined, 'POST', path, word, second.headers)).body).toMatchObject({ outcome: 'DONE', line: { status: 'CREDITED', creditId: expect.any(String) } });
    expect(await house.credits(account)).toHaveLength(2);
  });

  it('under the PromptPay id that pays into the account is a duplicate as well', async () => {
    const account = await house.account();
    const promptPay = `09${account.number.slice(2)}`;
    const [row] = await runSql(database.url, `insert into receiving_account (id, mode, type, name, account_number, account_name, pays_into_account_id) values (uuidv7(), 'test', 'PROMPTPAY', 'P', '${promptPay}', 'P', '${account.id}') returning id`);
    const id = String(row!['id']);
    await tellByFeed({ id, number: promptPay }, named('F6'));
    const sent = await house.finish((await house.send({ id, number: account.number }, [named('F6'), named('F7')])).id);
    expect(sent).toMatchObject({ receivingAccountId: account.id, lines: { credited: 1, duplicate: 1 } });
  });
});

const decidedWhy = async (ids: readonly string[]) => {
  await matchCredits(product.platform, ids);
  return runSql(database.url, `select status, decision ->> 'reason' as reason from bank_credit where id = any('{${ids.join(',')}}') order by id`);
};

describe('money that a statement without references told first', () => {
  it('is for a person when a feed tells it afterwards, under a reference that nothing compares with', async () => {
    const account = await house.account();
    await house.finish((await house.send(account, [movement()], renderCsv('scb'))).id);
    expect(await decidedWhy(await tellByFeed(account, named('G1')))).toEqual([{ status: 'REVIEW', reason: 'POSSIBLE_DUPLICATE' }]);
  });
  it('does not hold up what came at another time or of another amount', async () => {
    const account = await house.account();
    await house.finish((await house.send(account, [movement()], renderCsv('scb'))).id);
    const ids = await tellByFeed(account, named('G2', { paidAt: '2026-03-05T11:00:00.000Z' }), named('G3', { amountSatang: 10_038 }));
    for (const { reason } of await decidedWhy(ids)) expect(reason).not.toBe('POSSIBLE_DUPLICATE');
  });
});

describe('money that a feed told while a statement without references was imported', () => {
  it('is known again by the turns that come after it', async () => {
    const account = await house.account();
    const lines = Array.from({ length: LINES_PER_TURN + 2 }, (_, index) => movement({ amountSatang: 1_000 + index }));
    const { id } = await house.send(account, lines, renderMt940('slashes'));
    await workImport(product.platform, id);
    await tellByFeed(account, named('H1', { amountSatang: lines.at(-1)!.amountSatang }));
    expect(await house.finish(id)).toMatchObject({ lines: { credited: LINES_PER_TURN + 1, duplicate: 1 } });
  });

  it('is for a person where it may be a line that was credited before', async () => {
    const account = await house.account();
    const again = { amountSatang: 1_000 };
    const lines = Array.from({ length: LINES_PER_TURN }, (_, index) => movement({ amountSatang: 1_000 + index }));
    const { id } = await house.send(account, [...lines, movement(again)], renderMt940('slashes'));
    await workImport(product.platform, id);
    await tellByFeed(account, named('H2', again));
    expect(await house.finish(id)).toMatchObject({ lines: { credited: LINES_PER_TURN, review: 1 } });
  });

  it('is for a person where a turn could not see it, and nothing is held that the turn has compared', async () => {
    const account = await house.account();
    /** As a turn stores a line, having seen no other credit. */
    const storeLine = (bankReference: string) => product.platform.database.transaction(async (sql) => {
      const { amountSatang, paidAt } = movement();
      const line: NewCredit = { id: uuidv7(), receivingAccountId: account.id, mode: 'test', source: 'statement:csv', bankReference, amountSatang, paidAt, payerName: null, payerAccount: null, payerBankCode: null, ref1: null, ref2: null, endToEndId: null };
      await storeCredits({ sql, platform: product.platform }, [line]);
      return line.id;
    });
    const told = await tellByFeed(account, named('H3'));
    expect(await decidedWhy(told)).toEqual([{ status: 'REVIEW', reason: 'NO_OPEN_PAYMENT' }]);
    expect(await decidedWhy([await storeLine('FPB-H3')])).toEqual([{ status: 'REVIEW', reason: 'POSSIBLE_DUPLICATE' }]);
    await runSql(database.url, `update bank_credit set created_at = now() - interval '31 seconds' where id = '${told[0]}'`);
    expect(await decidedWhy([await storeLine('FPB-H4')])).toEqual([{ status: 'REVIEW', reason: 'NO_OPEN_PAYMENT' }]);
  });
});

/** Beside others: one that has waited for them as long as for any lock, on a busy machine, comes again as its job would. */
const workInTurn = (id: string): Promise<boolean> => workImport(product.platform, id).catch((cause: unknown) => {
  if (isHeldUp(cause)) return workInTurn(id);
  throw cause;
});

describe('imports of one account', () => {
  const inTwoFormats = async (account: Account) => {
    const lines = Array.from({ length: LINES_PER_TURN + 100 }, (_, index) => movement({ amountSatang: 10_000 + index }));
    return [(await house.send(account, lines, renderCsv('scb'))).id, (await house.send(account, lines, renderMt940('slashes'))).id] as const;
  };
  const jobsOf = async (importId: string) => (await runSql(database.url, `select id from pgboss.job where name = 'statements.import' and data ->> 'importId' = '${importId}'`)).length;

  it('sent one after the other are credited in that order, each transfer once, in however many workers', async () => {
    const account = await house.account();
    const [first, second] = await inTwoFormats(account);
    await Promise.all([second, first, second].map(workInTurn));
    expect(await house.lines(second)).toContainEqual(['PENDING', '100']);
    expect(await jobsOf(second)).toBe(1);
    expect(await house.finish(first)).toMatchObject({ lines: { credited: LINES_PER_TURN + 100 } });
    // Its own job did nothing, so it was given another.
    expect(await jobsOf(second)).toBe(2);
    expect(await house.finish(second)).toMatchObject({ lines: { credited: 0, duplicate: LINES_PER_TURN + 100 } });
  });

  it('wait for none that has failed, and are compared with what it credited before and with what it credits when it goes on', async () => {
    const account = await house.account();
    const [first, second] = await inTwoFormats(account);
    await workImport(product.platform, first);
    await runSql(database.url, `update statement_import set status = 'FAILED' where id = '${first}'`);
    expect(await house.finish(second)).toMatchObject({ lines: { credited: 100, duplicate: LINES_PER_TURN } });
    expect(await house.finish(first)).toMatchObject({ lines: { credited: LINES_PER_TURN, duplicate: 100 } });
  });

  it('that failed and wait now are queued, and called when their turn comes', async () => {
    const account = await house.account();
    const [first, second] = await inTwoFormats(account);
    await runSql(database.url, `update statement_import set status = 'FAILED', failure = 'It failed.' where id = '${second}'`);
    await workImports(product.platform, [second]);
    expect((await house.get(`${STATEMENTS}/${second}`)).body.import).toMatchObject({ status: 'QUEUED', failure: null });
    await house.finish(first);
    expect(await jobsOf(second)).toBe(2);
  });

  it('that waited for another\'s turn in vain have not failed, and their jobs are tried again', async () => {
    const account = await house.account();
    const [first, second] = await inTwoFormats(account);
    const impatient = await openDatabase({ url: database.url, connectionsMax: 4, applicationName: 'impatient' });
    await setInSessions(impatient.pool, `set lock_timeout = '100ms'`);
    try {
      await product.platform.database.transaction(async (turn) => {
        await turn.query(lockQueueOfImport, [first]);
        await expect(workImports({ ...product.platform, database: impatient }, [second, first])).rejects.toThrow('statement imports failed');
      });
    } finally {
      await impatient.close();
    }
    for (const id of [first, second]) expect((await house.get(`${STATEMENTS}/${id}`)).body.import).toMatchObject({ status: 'QUEUED', failure: null });
  });

  it('are one queue where one of them was sent for a PromptPay id that now pays into it', async () => {
    const account = await house.account();
    const [first, second] = [await house.account(), await house.account()];
    const [early, late] = [await house.send(first, [movement()], renderCsv('scb')), await house.send(account, [movement()], renderMt940('slashes'))];
    const other = await house.send(second, [movement()]);
    await runSql(database.url, `update receiving_account set pays_into_account_id = '${account.id}' where id = '${first.id}'`);
    await workImport(product.platform, late.id);
    expect(await house.lines(late.id)).toEqual([['PENDING', '100.37']]);
    expect(await house.finish(other.id)).toMatchObject({ lines: { credited: 1 } });
    expect(await house.finish(early.id)).toMatchObject({ lines: { credited: 1 } });
    expect(await house.finish(late.id)).toMatchObject({ lines: { duplicate: 1 } });
  });

  it('are looked for again where they stand still, the oldest alone', async () => {
    const account = await house.account();
    const ids = await inTwoFormats(account);
    await runSql(database.url, `update statement_import set updated_at = now() - interval '2 minutes' where id in ('${ids.join("', '")}')`);
    const stalled = (await product.platform.database.query(stalledImports, [60])).map(({ id }) => id);
    expect(stalled.filter((id) => ids.includes(id))).toEqual([ids[0]]);
  });
});

describe('an import that stops', () => {
  it('shows how far it is, goes on where it stopped, and credits nothing twice, in however many workers', async () => {
    const account = await house.account();
    const { id } = await house.send(account, many(2 * LINES_PER_TURN + 100));
    await workImport(product.platform, id);
    expect((await house.get(`${STATEMENTS}/${id}`)).body.import).toMatchObject({ status: 'WORKING', lines: { total: 1_100, done: 500, credited: 500 }, completedAt: null });
    await Promise.all(Array.from({ length: 5 }, () => workInTurn(id)));
    expect((await house.get(`${STATEMENTS}/${id}`)).body.import).toMatchObject({ status: 'COMPLETED', lines: { done: 1_100, credited: 1_100 } });
    expect(await house.credits(account)).toHaveLength(1_100);
    expect(await house.post(`${STATEMENTS}/${id}/retry`)).toMatchObject({ status: 409, body: { code: 'STATEMENT_COMPLETED' } });
  });

  it('does a turn whole or not at all, says that it failed, and goes on when it is asked to', async () => {
    const account = await house.account();
    const { id } = await house.send(account, many(LINES_PER_TURN + 10));
    await workImport(product.platform, id);
    await runSql(database.url, `create function refuse_credit() returns trigger language plpgsql as $$ begin if new.bank_reference = 'M000505' then raise 'no'; end if; return new; end $$`, 'create trigger refuse_credit before insert on bank_credit for each row execute function refuse_credit()');
    await expect(house.finish(id)).rejects.toThrow('statement imports failed');
    await runSql(database.url, 'drop trigger refuse_credit on bank_credit');
    expect((await house.get(`${STATEMENTS}/${id}`)).body.import).toMatchObject({ status: 'FAILED', failure: expect.stringContaining('again'), lines: { done: 500 } });
    expect(await house.credits(account)).toHaveLength(500);
    const stalledAfter = async (seconds: number) => {
      await runSql(database.url, `update statement_import set updated_at = now() - interval '${seconds} seconds' where id = '${id}'`);
      return (await product.platform.database.query(stalledImports, [60])).map((one) => one.id);
    };
    expect(await stalledAfter(300)).not.toContain(id);
    expect(await stalledAfter(700)).toContain(id);
    expect((await house.post(`${STATEMENTS}/${id}/retry`)).body).toMatchObject({ success: true, import: { status: 'QUEUED', failure: null } });
    expect(await house.finish(id)).toMatchObject({ lines: { done: 510, credited: 510 } });
  });
});
