import { matchCredits } from '@paygate/core/credits/match-credits';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { TestMerchant } from '../support/test-product.ts';
import { openMoneyHouse } from './money-house.ts';

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
