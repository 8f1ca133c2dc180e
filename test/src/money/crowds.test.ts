import { CROWD_READ_MAX, findInCrowd, findPayable, PAYABLE_MAX } from '@paygate/core/credits/credits.sql';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import { PLATFORM_OWNER } from '@paygate/core/payments/payment.entity';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestMerchant } from '../support/test-product.ts';
import { openMoneyHouse, type Created } from './money-house.ts';

const house = await openMoneyHouse();
const { platform } = house.product;
let honest: TestMerchant;
let hostile: TestMerchant;
beforeAll(async () => [honest, hostile] = [await house.addMerchant(), await house.addMerchant()]);
// A crowd has no events, and its promise is kept without it.
afterAll(async () => {
  await house.owner.query(`delete from payment where reference like 'CROWD%'`);
  await house.expectBooksRight();
});

interface Crowd { readonly amount: number; readonly size: number; readonly name: string; readonly account?: string }
/** Open payments of the hostile merchant on the platform's account; `name` and `account` are SQL, of `n`. */
const addCrowd = ({ amount, size, name, account = 'null' }: Crowd) =>
  house.owner.query(`insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, sender_account, sender_bank_code, sender_name, sender_name_en, expires_at)
    select uuidv7(), $1, 'test', 'CROWD' || $2::bigint || 'N' || n, 'API', $2, 0, 'CENTRAL', 'PENDING', '00000000-0000-0000-0000-000000000000', ${account}, case when ${account} is null then null else '030' end, ${name}, ${name},
      now() + interval '30 days' from generate_series(1, $3::integer) n`, [hostile.id, Math.round(amount * 1e2), size]);

const payers = ['นาย ทองดี ใจงาม', 'น.ส. สมหญิง รักไทย', 'นาย กิตติ พรหมสุข', 'นาง วิไล แสงทอง', 'นาย ประเสริฐ บุญมี', 'น.ส. จันทร์เพ็ญ ศรีสุข', 'นาย อนุชา เกษมสันต์', 'นาง พรทิพย์ ดวงแก้ว', 'นาย ธนพล วงศ์สกุล', 'น.ส. หทัยรัตน์ โพธิ์ทอง', 'นาย มานะ ชัยเจริญ', 'นาง เบญจา ลิ้มประเสริฐ'];

it('decides a batch beside a thousand payments under long names, a bounded part in each transaction', async () => {
  const amount = 4_100.37;
  await addCrowd({ amount, size: 985, name: `repeat('MRMISS', 15) || n || repeat('THONGDEE', 12)` });
  const payments = await Promise.all(payers.map((memberName) => house.create(honest, amount, { metadata: { memberName } })));
  const { body } = await house.report(...payers.map((payerName) => ({ amount, payerName })));
  let transactions = 0;
  const database: typeof platform.database = { ...platform.database, transaction: (...asked) => {
    transactions += 1;
    return platform.database.transaction(...asked);
  } };
  expect(await matchCredits({ ...platform, database }, body.results.map(({ creditId }: { readonly creditId: string }) => creditId))).toBe(payers.length);
  expect(transactions).toBe(2);
  expect(await Promise.all(payments.map(async ({ id }) => (await house.payment(id))['status']))).toEqual(payments.map(() => 'PAID'));
});

it('pays by a whole account in a crowd that one merchant made, and leaves what may be another payment to a person', async () => {
  const amount = 4_200;
  const third = await house.addMerchant();
  await addCrowd({ amount, size: 1_001, name: `'สมาชิก ' || n` });
  const announce = (payer: number, more: object = {}) => ({ metadata: { memberName: payers[payer], senderAccountNumber: `167358548${payer}`, senderBankCode: 'GSB', ...more } });
  const [mine, twice, named, last4, late, own] = [
    await house.create(honest, amount, announce(0)), await house.create(honest, amount, announce(1)), await house.create(honest, amount, announce(2)), await house.create(honest, amount, announce(3)),
    await house.create(honest, amount, announce(4)), await house.create(hostile, amount, announce(5)),
  ];
  await house.create(third, amount, announce(1, { memberName: 'ชื่ออื่น' }));
  await house.create(third, amount, { metadata: { memberName: payers[2] } });
  await house.create(third, amount, { metadata: { senderAccountNumber: '5483', senderBankCode: 'GSB' } });
  await house.create(third, amount, { metadata: { senderAccountNumber: '480', senderBankCode: 'GSB' } });
  await house.makeDue(late.id);
  expect(await expirePayments(platform)).toBe(1);
  const { body } = await house.report(...[0, 1, 2, 3, 4, 5, 6].map((payer) => ({ amount, payerName: payers[payer], payerAccount: `167358548${payer}`, payerBankCode: 'GSB' })), { amount, payerName: payers[0], payerAccount: 'xxx-x-x8548-x', payerBankCode: 'GSB' });
  expect(await house.match()).toBe(2);
  const statusOf = async ({ id }: Created) => (await house.payment(id))['status'];
  expect(await Promise.all([mine, late, twice, named, last4, own].map(statusOf))).toEqual(['PAID', 'PAID', 'PENDING', 'PENDING', 'PENDING', 'PENDING']);
  const { rows } = await house.owner.query(`select coalesce(decision ->> 'rule', decision ->> 'reason') as why, (decision ->> 'candidates')::integer as candidates from bank_credit where id = any($1) order by id`, [body.results.map(({ creditId }: { readonly creditId: string }) => creditId)]);
  expect(rows.map(({ why }) => why)).toEqual(['SENDER_ACCOUNT', ...Array.from({ length: 3 }, () => 'TOO_MANY_PAYMENTS'), 'SENDER_ACCOUNT', ...Array.from({ length: 3 }, () => 'TOO_MANY_PAYMENTS')]);
  expect(Math.min(...rows.map(({ candidates }) => Number(candidates)))).toBeGreaterThan(1_000);
});

it('looks into a crowd up to a bound, and beyond it reads no more and leaves even a whole account to a person', async () => {
  const amount = 4_300;
  await addCrowd({ amount, size: CROWD_READ_MAX + 2_000, name: `'สมาชิก ' || n` });
  const [first, second] = await Promise.all([0, 1].map((payer) => house.create(honest, amount, { metadata: { memberName: payers[payer], senderAccountNumber: `267358548${payer}`, senderBankCode: 'GSB' } })));
  const arrives = (payer: number) => house.report({ amount, payerName: payers[payer], payerAccount: `267358548${payer}`, payerBankCode: 'GSB' });
  const leave = (size: number) => house.owner.query(`delete from payment where id in (select id from payment where amount_satang = $1 and reference like 'CROWD%' offset $2)`, [amount * 1e2, size]);

  const asked = { askedId: 'crowd', ownerId: PLATFORM_OWNER, mode: 'test', accountIds: [], amountSatang: amount * 1e2, payerAccounts: ['2673585480'], bankCodes: ['030'] };
  const { rows } = await house.owner.query(`explain (analyze, format json) ${findInCrowd.text}`, [JSON.stringify([asked]), 72]);
  expect(paymentsRead(rows[0]!['QUERY PLAN'])).toEqual([CROWD_READ_MAX + 1]);
  const payable = await house.owner.query(`explain (analyze, format json) ${findPayable.text}`, [JSON.stringify([{ ...asked, status: 'PENDING', bankCode: null }]), 72]);
  expect(Math.max(...paymentsRead(payable.rows[0]!['QUERY PLAN']))).toBeLessThan(2 * PAYABLE_MAX);

  await leave(CROWD_READ_MAX - 1);
  const { body: { results: [{ creditId }] } } = await arrives(0);
  expect(await house.match()).toBe(0);
  expect((await house.owner.query(`select status, decision ->> 'reason' as reason from bank_credit where id = $1`, [creditId])).rows).toEqual([{ status: 'REVIEW', reason: 'TOO_MANY_PAYMENTS' }]);

  await leave(CROWD_READ_MAX - 2);
  await arrives(1);
  expect(await house.match()).toBe(1);
  expect(await Promise.all([first!, second!].map(async ({ id }) => (await house.payment(id))['status']))).toEqual(['PENDING', 'PAID']);
});

/** How many rows each part of a plan that was carried out has read of payments. */
const paymentsRead = (plan: unknown): readonly number[] => {
  const read: number[] = [];
  JSON.stringify(plan, (_key, node: Readonly<Record<string, unknown>>) => {
    if (node?.['Relation Name'] === 'payment' && Number(node['Actual Loops']) > 0) read.push(Number(node['Actual Rows']) * Number(node['Actual Loops']) + Number(node['Rows Removed by Filter'] ?? 0));
    return node;
  });
  return read;
};
