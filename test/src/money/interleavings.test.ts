import { matchCredits } from '@paygate/core/credits/match-credits';
import { addPayments } from '@paygate/core/payments/payment-flush';
import { paymentEvent } from '@paygate/core/payments/payment-events';
import { expireDue, movePayment } from '@paygate/core/payments/payments.sql';
import type { PaymentDraft } from '@paygate/core/payments/payment-draft';
import { referenceOf } from '@paygate/core/payments/reference.rules';
import type { Transaction } from '@paygate/core/db/statement';
import type { PaymentRow } from '@paygate/core/payments/payment.entity';
import { recordEvents } from '@paygate/core/webhooks/record-events';
import { v7 as uuidv7 } from 'uuid';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { openSqlSession } from '../support/sql-session.ts';
import type { Answer, TestMerchant } from '../support/test-product.ts';
import { openMoneyHouse, type Created } from './money-house.ts';

const house = await openMoneyHouse();
const { product, owner } = house;
const { platform } = product;
afterEach(() => house.expectBooksRight());
const merchant = await house.addMerchant();
/** Who holds a row. Not who looks: within a transaction PostgreSQL shows the sessions that there were at its first look. */
const rival = await openSqlSession(platform.config.databaseUrl);
afterAll(() => rival.close());
let baht = 5_000;
const freshAmount = () => (baht += 1) + 0.01;

const creditIds = async (answer: Awaited<ReturnType<typeof house.report>>): Promise<string[]> => answer.body.results.map(({ creditId }: { creditId: string }) => creditId);
const whyOf = async (creditId: string) => (await owner.query(`select status, coalesce(decision ->> 'rule', decision ->> 'reason') as why from bank_credit where id = $1`, [creditId])).rows[0];
const somebodyWaits = (waiting = 1) => expect.poll(async () => (await owner.query(`select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`)).rows[0], { interval: 5 }).toMatchObject({ waiting });

/** Moves a payment and holds its row; `during` runs meanwhile and must come to wait for it; then the move is committed. */
const whileMoving = async <T>(move: (transaction: Transaction) => Promise<PaymentRow[]>, during: () => Promise<T>): Promise<T> => {
  const held = Promise.withResolvers<void>();
  const release = Promise.withResolvers<void>();
  const moving = platform.database.transaction(async (transaction) => {
    await recordEvents(transaction, platform, (await move(transaction)).map(paymentEvent));
    held.resolve();
    await release.promise;
  });
  await held.promise;
  const result = during();
  await somebodyWaits();
  release.resolve();
  await moving;
  return result;
};
const expiring = (transaction: Transaction) => transaction.query(expireDue, [10]);
const cancelling = ({ id }: Created) => (transaction: Transaction) => transaction.query(movePayment, [id, merchant.id, 'test', ['PENDING'], 'CANCELLED', 'Cancelled']);

describe('a payment that changes between being judged and being taken', () => {
  it('is left to a person when it was cancelled', async () => {
    const payment = await house.create(merchant, freshAmount());
    const [creditId] = await creditIds(await house.report({ amount: payment.amount, ref1: payment.reference }));
    expect(await whileMoving(cancelling(payment), () => matchCredits(platform, [creditId!]))).toBe(0);
    expect(await whyOf(creditId!)).toEqual({ status: 'REVIEW', why: 'PAYMENT_CHANGED' });
    expect(await house.payment(payment.id)).toMatchObject({ status: 'CANCELLED' });
  });
  it('is paid late when it expired and a strong rule named it', async () => {
    const payment = await house.create(merchant, freshAmount());
    const [creditId] = await creditIds(await house.report({ amount: payment.amount, ref1: payment.reference }));
    await house.makeDue(payment.id);
    expect(await whileMoving(expiring, () => matchCredits(platform, [creditId!]))).toBe(1);
    expect(await house.payment(payment.id)).toMatchObject({ status: 'PAID', is_late: true });
  });
  it('is left to a person when it expired and only its amount spoke for it', async () => {
    const payment = await house.create(merchant, freshAmount());
    const [creditId] = await creditIds(await house.report({ amount: payment.amount }));
    await house.makeDue(payment.id);
    expect(await whileMoving(expiring, () => matchCredits(platform, [creditId!]))).toBe(0);
    expect(await whyOf(creditId!)).toEqual({ status: 'REVIEW', why: 'PAYMENT_CHANGED' });
    expect(await house.payment(payment.id)).toMatchObject({ status: 'EXPIRED', is_late: false });
  });
  it('is cancelled or paid, never both, when the cancel waits for the money', async () => {
    const payment = await house.create(merchant, freshAmount());
    await house.report({ amount: payment.amount, ref1: payment.reference });
    const [answer, paid] = await Promise.all([product.call(merchant.secretKey, 'POST', `/api/v1/payment/${payment.id}/cancel`, {}), house.match()]);
    expect([answer.status, paid]).toEqual(paid === 1 ? [409, 1] : [200, 0]);
  });
});

it('is never paid before it was created, although the matching had begun before', async () => {
  const amount = freshAmount();
  const [creditId] = await creditIds(await house.report({ amount }));
  let payment: Created | undefined;
  // The rules are read between taking the credit and looking for its payment: here the payment appears.
  const settings = async () => {
    payment = await house.create(merchant, amount);
    return platform.settings();
  };
  expect(await matchCredits({ ...platform, settings }, [creditId!])).toBe(1);
  expect(await house.payment(payment!.id)).toMatchObject({ status: 'PAID' });
});

const ROUNDS = Number(process.env['INTERLEAVING_ROUNDS'] ?? 5);
const createMany = async (payees: readonly TestMerchant[], count: number): Promise<Created[]> => {
  const amount = freshAmount();
  return Promise.all(Array.from({ length: count }, (_, index) => house.create(payees[index % payees.length]!, amount)));
};
const named = (payments: readonly Created[]) => payments.map(({ amount, reference }) => ({ amount, ref1: reference }));

/** Matches each of the lists at once, while somebody holds a row until all of them wait. */
const twoWorkers = async (table: 'bank_credit' | 'payment', id: string, lists: readonly (readonly string[])[]): Promise<readonly number[]> => {
  let working: Promise<readonly number[]> | undefined;
  await rival.query('begin');
  try {
    await rival.query(`select 1 from ${table} where id = $1 for update`, [id]);
    working = Promise.all(lists.map((ids) => matchCredits(platform, ids)));
    await somebodyWaits(lists.length);
  } finally {
    await rival.query('commit');
  }
  return working;
};

describe('two workers', () => {
  it('do not share a tie out between them: neither of two credits for one payment is first', async () => {
    const payment = await house.create(merchant, freshAmount());
    const ids = await creditIds(await house.report({ amount: payment.amount }, { amount: payment.amount }));
    // Somebody holds the first, as a worker does that has just begun.
    expect(await twoWorkers('bank_credit', ids[0]!, [ids, ids.toReversed()])).toEqual([0, 0]);
    expect(await Promise.all(ids.map(whyOf))).toEqual([expect.objectContaining({ status: 'REVIEW' }), expect.objectContaining({ status: 'REVIEW' })]);
  });
  it('never deadlock over payments that each of them holds another credit for', async () => {
    for (let round = 0; round < ROUNDS; round += 1) {
      const payments = await createMany([merchant], 30);
      const [ones, others] = [await creditIds(await house.report(...named(payments))), await creditIds(await house.report(...named(payments.toReversed())))];
      // Somebody holds one in the middle, so that both workers have taken what they can when they come to wait.
      const paid = await twoWorkers('payment', payments[15]!.id, [ones, others]);
      expect(paid.toSorted((less, more) => less - more)).toEqual([0, 30]);
    }
  });
  it('never deadlock over balances that each of them pays into', async () => {
    const payees = await Promise.all(Array.from({ length: 12 }, () => house.addMerchant()));
    for (let round = 0; round < ROUNDS; round += 1) {
      const batches = [named(await createMany(payees, 24)), named(await createMany(payees.toReversed(), 24)), named(await createMany(payees, 24))];
      const ids = await Promise.all(batches.map(async (batch) => creditIds(await house.report(...batch))));
      expect(await Promise.all(ids.map((credits) => matchCredits(platform, credits)))).toEqual([24, 24, 24]);
    }
  });
});

const draft = (orderId: string): PaymentDraft => {
  const id = uuidv7();
  return {
    id, merchantId: merchant.id, mode: 'test', orderId, reference: referenceOf(id), source: 'API', amountSatang: 10_000, feeSatang: 200, qrMode: 'CENTRAL', description: null, metadata: null, returnUrl: null,
    qrPayload: null, receivingOwnerId: '00000000-0000-0000-0000-000000000000', receivingAccountId: null, senderAccount: null, senderBankCode: null, senderName: null, senderNameEn: null, expirySeconds: 900,
  };
};

it('lets two processes create the same orders in opposite order without a deadlock', async () => {
  for (let round = 0; round < ROUNDS * 4; round += 1) {
    const orders = Array.from({ length: 100 }, (_, index) => `CROSS-${round}-${index}`);
    const flush = (ids: readonly string[]) => platform.database.transaction((transaction) => addPayments(transaction, platform, ids.map(draft)));
    const [one, other] = await Promise.all([flush(orders), flush(orders.toReversed())]);
    expect([...one, ...other].filter((row) => row !== undefined)).toHaveLength(100);
  }
});

it('keeps the first of equal references in one call, wherever in it they stand', async () => {
  const same = Array.from({ length: 500 }, (_, index) => ({ amount: 70_000 + index, bankReference: index % 2 === 0 ? 'EQUAL' : `Z-${1_000 - index}` }));
  const answer = await house.report(...same);
  const first = answer.body.results.findIndex(({ bankReference, status }: { bankReference: string; status: string }) => bankReference === 'EQUAL' && status === 'ACCEPTED');
  expect(first).toBe(0);
  await house.match();
});

it('makes one payment of one key though the backend of the winner is killed in the middle', async () => {
  // A rival holds the order id, so the winner stops in its insert with the key claimed.
  await rival.query('begin');
  await rival.query(`insert into payment (id, merchant_id, mode, order_id, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, expires_at)
    values (uuidv7(), $1, 'test', 'KILLED', 'RIVAL', 'API', 1, 0, 'CENTRAL', 'PENDING', $1, now())`, [merchant.id]);
  const create = () => product.call(merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: 50, orderId: 'KILLED' }, { 'idempotency-key': 'killed' });
  const idOf = ({ body }: Answer): string => body.transaction.id;
  const calls = Array.from({ length: 50 }, create);
  const winner = () => owner.query(`select pid from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like '%insert into payment %'`);
  await expect.poll(async () => (await winner()).rows.length).toBe(1);
  await owner.query('select pg_terminate_backend($1)', [(await winner()).rows[0]?.['pid']]);
  await rival.query('rollback');
  const answers = await Promise.all(calls);
  const created = answers.filter(({ status }) => status === 201);
  expect([created.length, answers.filter(({ status }) => status === 503).length]).toEqual([49, 1]);
  expect(created.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(48);
  expect(new Set(created.map(idOf)).size).toBe(1);
  expect((await owner.query(`select count(*)::int as count from payment where order_id = 'KILLED'`)).rows).toEqual([{ count: 1 }]);
  // Whoever lost the connection asks again and gets the same payment.
  expect(idOf(await create())).toBe(idOf(created[0]!));
});
