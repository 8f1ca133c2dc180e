import { readConfig } from '@paygate/core/config';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import { openPlatform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { v7 as uuidv7 } from 'uuid';
import { openSqlSession } from '../support/sql-session.ts';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse, type BenchHouse } from './house.ts';
import { load } from './load.ts';

const PAYMENTS = 100_000;
const CREATES_PER_SECOND = 400;
const SECONDS_ALONE = 6;

const creating = (house: BenchHouse, seconds: number): Promise<Figures> =>
  load({
    url: `${house.baseUrl}/api/v1/payment/create`, connections: 16, seconds, perSecond: CREATES_PER_SECOND, pids: {},
    request: () => ({ headers: { 'x-api-key': house.secretKey }, body: JSON.stringify({ amount: 250.25, orderId: uuidv7() }) }),
  });

/** A hundred thousand payments that fall due together, while a shop goes on creating at a steady rate. */
export const benchExpiry = async (): Promise<void> => {
  const house = await openHouse();
  const platform = await openPlatform(readConfig({ DATABASE_URL: house.postgres.url }), { log: createLogger('bench', 'silent'), role: 'worker' });
  const owner = await openSqlSession(house.postgres.url);
  try {
    const expiring = async (): Promise<Figures> => {
      await owner.query(`insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, created_at, expires_at)
        select uuidv7(), $1, 'test', 'E' || $2 || n, 'API', 10000 + n, 0, 'CENTRAL', 'PENDING', '00000000-0000-0000-0000-000000000000', now() - interval '1 hour', now() - interval '1 second'
        from generate_series(1, ${PAYMENTS}) n`, [house.merchantId, uuidv7().replaceAll('-', '').slice(-12)]);
      const meanwhile = creating(house, SECONDS_ALONE);
      const started = performance.now();
      const expired = await expirePayments(platform);
      const seconds = (performance.now() - started) / 1_000;
      if (expired < PAYMENTS) throw new Error(`${expired} of ${PAYMENTS} expired`);
      return { seconds, perSecond: PAYMENTS / seconds, createP99Milliseconds: (await meanwhile)['p99Milliseconds']! };
    };
    const rounds = await interleave('expiry', {
      [`${CREATES_PER_SECOND} creates/s alone`]: async () => ({ createP99Milliseconds: (await creating(house, SECONDS_ALONE))['p99Milliseconds']! }),
      [`${CREATES_PER_SECOND} creates/s while 100,000 expire`]: expiring,
    });
    report('expiry', rounds, {
      'seconds for 100,000 (goal: under 10)': rounds.of(`${CREATES_PER_SECOND} creates/s while 100,000 expire`, 'seconds'),
      'creates’ p99 meanwhile over alone (goal: 2 or less)': rounds.ratio((round) => round[`${CREATES_PER_SECOND} creates/s while 100,000 expire`]['createP99Milliseconds']! / round[`${CREATES_PER_SECOND} creates/s alone`]['createP99Milliseconds']!),
    });
  } finally {
    await owner.close();
    await platform.close();
    await house.close();
  }
};
