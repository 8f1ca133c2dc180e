import { forgetOldAnswers } from '@paygate/core/idempotency/forget-old-answers';
import { answerOnce } from '@paygate/core/idempotency/answer-once';
import { keyHash } from '@paygate/core/keys/keys.rules';
import { afterEach, describe, expect, it, onTestFinished } from 'vitest';
import { setInSessions, waitLongerForLocks } from '../support/session-settings.ts';
import type { Answer } from '../support/test-product.ts';
import { openMoneyHouse } from './money-house.ts';

const house = await openMoneyHouse();
const { product, owner } = house;
const { platform } = product;
afterEach(() => house.expectBooksRight());
const merchant = await house.addMerchant();

const CREATE = '/api/v1/payment/create';
const create = (body: object, key?: string, secretKey = merchant.secretKey): Promise<Answer> => product.call(secretKey, 'POST', CREATE, body, key === undefined ? {} : { 'idempotency-key': key });
const cancel = (id: string, key: string): Promise<Answer> => product.call(merchant.secretKey, 'POST', `/api/v1/payment/${id}/cancel`, {}, { 'idempotency-key': key });
const isReplay = ({ headers }: Answer): boolean => headers.get('idempotent-replayed') === 'true';
const idOf = ({ body }: Answer): string => body.transaction.id;
const countPayments = async (): Promise<number> => Number((await owner.query('select count(*)::int as count from payment')).rows[0]?.['count']);
const times = (answers: readonly Answer[], status: number): number => answers.filter((answer) => answer.status === status).length;

describe('one key', () => {
  it('makes one payment out of 50 calls at once, and every caller gets its answer', async () => {
    const before = await countPayments();
    const answers = await Promise.all(Array.from({ length: 50 }, () => create({ amount: 100.37, orderId: 'FIFTY' }, 'fifty')));
    expect(times(answers, 201)).toBe(50);
    expect(answers.filter(isReplay)).toHaveLength(49);
    expect(new Set(answers.map(({ body }) => JSON.stringify(body))).size).toBe(1);
    expect(await countPayments()).toBe(before + 1);
  });

  it('answers 409 and when to ask again, while the first call still runs', async () => {
    // As in earnest, but for the time.
    await setInSessions(platform.database.pool, "set lock_timeout = '500ms'");
    onTestFinished(() => waitLongerForLocks(platform.database.pool));
    const caller = await platform.keyCaller(keyHash(merchant.secretKey).toString('base64'));
    const claimed = Promise.withResolvers<void>();
    const release = Promise.withResolvers<void>();
    const first = answerOnce(platform.database, { caller: caller!, operationId: 'payments.create', key: 'busy', reuse: 'IDEMPOTENCY_KEY_REUSED', fingerprint: ['another'] }, async () => {
      claimed.resolve();
      await release.promise;
      return {};
    });
    await claimed.promise;
    const answer = await create({ amount: 40 }, 'busy');
    release.resolve();
    await first;
    expect(answer).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_IN_PROGRESS' } });
    expect(answer.headers.get('retry-after')).toBe('1');
  });

  it.each([
    ['another amount', { amount: 61, orderId: 'BODY' }], ['the same fields in other bytes', { orderId: 'BODY', amount: 60 }], ['one field more', { amount: 60, orderId: 'BODY', description: '' }],
  ])('refuses %s under it', async (_what, body) => {
    await create({ amount: 60, orderId: 'BODY' }, 'body');
    const before = await countPayments();
    expect(await create(body, 'body')).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
    expect(await countPayments()).toBe(before);
  });

  it('does not remember a refusal', async () => {
    const taken = await create({ amount: 70, orderId: 'TAKEN' });
    expect(await create({ amount: 70, orderId: 'TAKEN' }, 'refused')).toMatchObject({ status: 400, body: { code: 'ORDER_ID_EXISTS' } });
    await owner.query('update payment set order_id = null where id = $1', [idOf(taken)]);
    const second = await create({ amount: 70, orderId: 'TAKEN' }, 'refused');
    expect([second.status, isReplay(second)]).toEqual([201, false]);
  });

  it('belongs to one merchant, one mode and one operation', async () => {
    const other = await house.addMerchant();
    const body = { amount: 80, orderId: 'SCOPE' };
    const answers = [await create(body, 'scope'), await create(body, 'scope', merchant.liveSecretKey), await create(body, 'scope', other.secretKey)];
    expect(answers.map((answer) => [answer.status, isReplay(answer)])).toEqual([[201, false], [201, false], [201, false]]);
    const cancelled = await cancel(idOf(answers[0]!), 'scope');
    expect([cancelled.status, isReplay(cancelled)]).toEqual([200, false]);
    // Another secret of the same merchant and mode is the same merchant: a retry after a key rotation must not pay twice.
    const rotated = await create(body, 'scope', await product.addKey(merchant.id, 'test'));
    expect([idOf(rotated), isReplay(rotated)]).toEqual([idOf(answers[0]!), true]);
  });

  it('tells one object from another: the path is part of the call', async () => {
    const [one, other] = [await create({ amount: 81 }), await create({ amount: 81 })];
    expect((await cancel(idOf(one), 'path')).status).toBe(200);
    expect(await cancel(idOf(other), 'path')).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_REUSED' } });
  });

  it('gives the first answer again, even after the payment has moved on', async () => {
    const first = await create({ amount: 82 }, 'moved');
    await product.call(merchant.secretKey, 'POST', `/api/v1/payment/${idOf(first)}/cancel`, {});
    expect((await create({ amount: 82 }, 'moved')).body).toEqual(first.body);
  });

  it('is kept for a day at least, and forgotten after two', async () => {
    const [day, old] = [await create({ amount: 83 }, 'a-day-old'), await create({ amount: 83 }, 'two-days-old')];
    await owner.query(`update idempotency set created_at = now() - case key when 'a-day-old' then interval '25 hours' else interval '49 hours' end where key in ('a-day-old', 'two-days-old')`);
    expect(await forgetOldAnswers(platform.database)).toBe(1);
    expect(idOf(await create({ amount: 83 }, 'a-day-old'))).toBe(idOf(day));
    expect(idOf(await create({ amount: 83 }, 'two-days-old'))).not.toBe(idOf(old));
  });
});

describe('one order id', () => {
  it.each([
    ['without keys', () => undefined], ['each with its own key', (index: number) => `own-${index}`], ['half with keys, half without', (index: number) => (index % 2 === 0 ? `half-${index}` : undefined)],
  ])('makes exactly one payment out of 100 creates at once, %s', async (what, keyOf) => {
    const orderId = `ORDER ${what}`;
    const answers = await Promise.all(Array.from({ length: 100 }, (_, index) => create({ amount: 90, orderId }, keyOf(index))));
    expect([times(answers, 201), times(answers, 400)]).toEqual([1, 99]);
    expect(new Set(answers.filter(({ status }) => status === 400).map(({ body }) => `${body.error} ${body.code}`))).toEqual(new Set(['Order ID already exists ORDER_ID_EXISTS']));
    expect((await owner.query('select count(*)::int as count from payment where order_id = $1', [orderId])).rows).toEqual([{ count: 1 }]);
  });
  it('is free for another merchant and for the other mode', async () => {
    const other = await house.addMerchant();
    const answers = await Promise.all([merchant.secretKey, merchant.liveSecretKey, other.secretKey].map((key) => create({ amount: 91, orderId: 'SHARED' }, undefined, key)));
    expect(times(answers, 201)).toBe(3);
  });
});
