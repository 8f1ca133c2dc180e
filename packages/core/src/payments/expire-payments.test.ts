import { createTestDatabase } from '@paygate/test/support/test-database';
import { afterAll, expect, it } from 'vitest';
import { openHouse } from '../sessions/session.fixture.ts';
import { openShop } from '../webhooks/webhook.fixture.ts';
import { expirePayments } from './expire-payments.ts';

const { url } = await createTestDatabase();
const house = await openHouse(url);
afterAll(() => house.close());

it('expires everything due once and tells each once, however many fall due together and whoever else expires', async () => {
  const { merchantId } = await openShop(house, 'test');
  // Two chunks and a half are due, ten are not.
  await house.owner.query(`insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, created_at, expires_at)
    select uuidv7(), $1, 'test', 'E' || n, 'API', 10000 + n, 0, 'CENTRAL', 'PENDING', '00000000-0000-0000-0000-000000000000', now() - interval '1 hour', now() + case when n <= 5000 then interval '-1 second' else interval '1 hour' end
    from generate_series(1, 5010) n`, [merchantId]);
  const neighbour = await house.openNeighbour();
  const expired = await Promise.all([expirePayments(house.platform), expirePayments(neighbour)]);
  // What one of the two held was left to it, and it may have ended with that: the next round finds nothing or the rest.
  const rest = await expirePayments(house.platform);
  expect(expired.reduce((sum, count) => sum + count, rest)).toBe(5_000);
  const { rows } = await house.owner.query(`select status, count(*)::int as count, (select count(*)::int from event v where v.merchant_id = $1 and v.type = 'payment.expired') as told from payment where merchant_id = $1 group by status order by status`, [merchantId]);
  expect(rows).toEqual([{ status: 'EXPIRED', count: 5_000, told: 5_000 }, { status: 'PENDING', count: 10, told: 5_000 }]);
});
