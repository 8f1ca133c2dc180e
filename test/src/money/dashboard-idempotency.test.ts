import { answerOnce } from '@paygate/core/idempotency/answer-once';
import { sessionCallerOf } from '@paygate/core/sessions/session-caller';
import { movement, renderCamt053 } from '@paygate/core/statements/render.fixture';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openSettlementHouse, type Shop } from '../settlements/settlement-house.ts';
import { openStatementHouse, STATEMENTS } from '../statements/statement-house.ts';
import { setInSessions, waitLongerForLocks } from '../support/session-settings.ts';
import { enter, type SignedIn } from '../support/sign-in.ts';
import { runSql } from '../support/sql-session.ts';
import { createTestDatabase } from '../support/test-database.ts';
import type { Answer } from '../support/test-product.ts';

const database = await createTestDatabase();
const { product, shop, balanceOf } = await openSettlementHouse(database);

let merchant: Shop;
let admin: SignedIn;
beforeAll(async () => {
  merchant = await shop(10_000_000);
  admin = await enter(product, database, { role: 'admin' });
});

const send = (who: SignedIn, at: string, { key, body }: { readonly key?: string; readonly body?: unknown }): Promise<Answer> =>
  product.call(undefined, 'POST', at, body, { ...who.headers, ...(key !== undefined && { 'idempotency-key': key }) });
const settle = (who: SignedIn, key: string | undefined, body: unknown = { amount: 1_000 }): Promise<Answer> => send(who, '/api/settlement', { ...(key !== undefined && { key }), body });
const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';
const idOf = ({ body }: Answer): string => body.settlement.id;
const reserved = async (): Promise<number> => Number((await balanceOf(merchant))?.['reserved']);
const seen = (...answers: readonly Answer[]) => answers.map((answer) => [answer.status, isReplay(answer)]);

describe('a key of a person in the dashboard', () => {
  it('makes one settlement of a call and its repeats, also of many at once', async () => {
    const before = await reserved();
    const first = await settle(merchant.owner, 'once');
    const again = await settle(merchant.owner, 'once');
    expect(seen(first, again)).toEqual([[201, false], [201, true]]);
    expect(again.body).toEqual(first.body);
    const answers = await Promise.all(Array.from({ length: 10 }, () => settle(merchant.owner, 'ten')));
    expect(answers.filter((answer) => !isReplay(answer))).toHaveLength(1);
    expect(new Set(answers.map(idOf)).size).toBe(1);
    expect(await reserved()).toBe(before + 2 * 100_000);
  });

  it('may be left out: two calls are two settlements', async () => {
    const [first, second] = [await settle(merchant.owner, undefined), await settle(merchant.owner, undefined)];
    expect(seen(first, second)).toEqual([[201, false], [201, false]]);
    expect(idOf(first)).not.toBe(idOf(second));
  });

  it.each([['another amount', { amount: 1_001 }], ['one field more', { amount: 1_000, note: 'rent' }], ['the same fields in other bytes', '{"amount": 1000}']])('refuses %s under it', async (_what, body) => {
    await settle(merchant.owner, 'body');
    const before = await reserved();
    expect(await settle(merchant.owner, 'body', body)).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await reserved()).toBe(before);
  });

  it('belongs to the person and the operation', async () => {
    const [staff, other] = [await enter(product, database, { role: 'staff', merchantId: merchant.id }), await shop()];
    const answers = [await settle(merchant.owner, 'mine'), await settle(staff, 'mine'), await settle(other.owner, 'mine')];
    expect(seen(...answers)).toEqual([[201, false], [201, false], [201, false]]);
    expect(new Set(answers.map(idOf)).size).toBe(3);
    expect(seen(await send(merchant.owner, `/api/settlement/${idOf(answers[0]!)}/cancel`, { key: 'mine' }))).toEqual([[200, false]]);
  });

  it('tells one object from another: the path is part of the call', async () => {
    const [one, other] = [idOf(await settle(merchant.owner, undefined)), idOf(await settle(merchant.owner, undefined))];
    expect(seen(await send(merchant.owner, `/api/settlement/${one}/cancel`, { key: 'path' }))).toEqual([[200, false]]);
    expect(await send(merchant.owner, `/api/settlement/${other}/cancel`, { key: 'path' })).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('gives an operator of the platform the first answer again', async () => {
    const body = { mode: 'live', type: 'BANK', name: 'Second', accountNumber: '8812345678', accountName: 'PayGate', bankCode: 'SCB' };
    const create = (key: string) => send(admin, '/api/admin/bank-accounts', { key, body });
    const [first, again] = [await create('account'), await create('account')];
    expect(seen(first, again)).toEqual([[201, false], [201, true]]);
    expect(again.body).toEqual(first.body);
    expect(await create('another')).toMatchObject({ status: 409, body: { code: 'ACCOUNT_NUMBER_TAKEN' } });
  });

  it('answers 409 and when to ask again, while the first call still runs', async () => {
    // As in earnest, but for the time.
    await setInSessions(product.platform.database.pool, "set lock_timeout = '500ms'");
    onTestFinished(() => waitLongerForLocks(product.platform.database.pool));
    const caller = await sessionCallerOf(product.platform, { jwt: merchant.owner.jwt });
    const [claimed, release] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const first = answerOnce(product.platform.database, { caller: caller!, operationId: 'settlements.create', key: 'busy', reuse: 'IDEMPOTENCY_KEY_REUSED', fingerprint: ['another'] }, async () => {
      claimed.resolve();
      await release.promise;
      return {};
    });
    await Promise.race([claimed.promise, first]);
    const answer = await settle(merchant.owner, 'busy');
    release.resolve();
    await first;
    expect(answer).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_IN_PROGRESS' } });
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  it('does not remember a refusal, and is refused where it is no key', async () => {
    expect(await settle(merchant.owner, 'mended', { amount: 0.5 })).toMatchObject({ status: 400 });
    expect(seen(await settle(merchant.owner, 'mended'))).toEqual([[201, false]]);
    for (const key of ['x'.repeat(256), 'with space']) expect(await settle(merchant.owner, key)).toMatchObject({ status: 400, body: { code: 'INVALID_REQUEST' } });
  });

  it('gives a secret again that nobody can read where it is kept', async () => {
    const create = () => send(merchant.owner, '/api/bank-feeds', { key: 'secret', body: { name: 'SCB poller', mode: 'live' } });
    const [first, again] = [await create(), await create()];
    expect(seen(first, again)).toEqual([[201, false], [201, true]]);
    expect(again.body).toEqual(first.body);
    const [kept] = await runSql(database.url, `select answer from idempotency where operation_id = 'bankFeeds.create' and key = 'secret'`);
    expect(kept!['answer']).toEqual(expect.not.stringContaining(first.body.secret));
  });

  it('gives the first answer of a file again, which says that it was new, and refuses another file', async () => {
    const house = await openStatementHouse(product, database);
    const { id, number } = await house.account();
    const fileOf = (bankReference: string) => Buffer.from(renderCamt053('08')({ accountNumber: number, openingSatang: 100_000, movements: [movement({ bankReference })] })).toString('base64');
    const importFile = (bankReference: string) => send(house.operator, STATEMENTS, { key: 'file', body: { receivingAccountId: id, contentBase64: fileOf(bankReference) } });
    const [first, again] = [await importFile('ONE'), await importFile('ONE')];
    expect(seen(first, again)).toEqual([[201, false], [201, true]]);
    expect(first.body.duplicate).toBe(false);
    expect(again.body).toEqual(first.body);
    expect(await importFile('TWO')).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect((await house.get(`${STATEMENTS}?receivingAccountId=${id}`)).body.imports).toHaveLength(1);
  });
});

describe('a key over tRPC', () => {
  const mutate = (key: string, input: object): Promise<Answer> => send(merchant.owner, '/trpc/settlements.create', { key, body: input });
  const madeBy = ({ body }: Answer): string => body.result.data.settlement.id;

  it('is honoured as over REST, and tells inputs apart', async () => {
    const [first, again] = [await mutate('trpc', { amount: 1_000 }), await mutate('trpc', { amount: 1_000 })];
    expect(seen(first, again)).toEqual([[200, false], [200, true]]);
    expect(madeBy(again)).toBe(madeBy(first));
    expect(await mutate('trpc', { amount: 1_001 })).toMatchObject({ status: 409, body: { error: { data: { code: 'IDEMPOTENCY_KEY_REUSED' } } } });
  });

  it('covers each call of a batch by itself', async () => {
    const answer = await send(merchant.owner, '/trpc/settlements.create,settlements.create?batch=1', { key: 'batch', body: { 0: { amount: 1_000 }, 1: { amount: 1_002 } } });
    const codes = answer.body.map((one: { readonly error?: { readonly data: { readonly code: string } } }) => one.error?.data.code ?? 'made');
    expect(codes.toSorted()).toEqual(['IDEMPOTENCY_KEY_REUSED', 'made']);
  });
});
