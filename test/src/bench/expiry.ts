import { v7 as uuidv7 } from 'uuid';
import { openSqlSession } from '../support/sql-session.ts';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse, type BenchHouse } from './house.ts';
import { load } from './load.ts';
import { cpuMicrosecondsOf } from './machine.ts';

const PAYMENTS = Number(process.env['BENCH_EXPIRING'] ?? 100_000);
const CREATES_PER_SECOND = 400;
const SECONDS = 6;
const LOOK_MS = 50;

/** A shop that goes on creating at a steady rate for some seconds. */
export const steadyCreates = async (house: BenchHouse, createsPerSecond: number): Promise<Figures> => {
  const { perSecond, p50Milliseconds, p99Milliseconds } = await load({
    url: `${house.baseUrl}/api/v1/payment/create`, connections: 16, seconds: SECONDS, perSecond: createsPerSecond, pids: {},
    request: () => ({ headers: { 'x-api-key': house.secretKey }, body: JSON.stringify({ amount: 250.25, orderId: uuidv7() }) }),
  });
  return { createsPerSecond: perSecond!, createP50Milliseconds: p50Milliseconds!, createP99Milliseconds: p99Milliseconds! };
};

/** A hundred thousand payments that fall due together under a real worker, while a shop goes on creating at a steady rate. */
export const benchExpiry = async (): Promise<void> => {
  const house = await openHouse();
  const worker = await house.startWorker();
  const owner = await openSqlSession(house.postgres.url);
  try {
    const isDue = async (): Promise<boolean> => (await owner.query("select from payment where status = 'PENDING' and expires_at <= now() limit 1")).rows.length > 0;
    const expiring = async (): Promise<Figures> => {
      await owner.query('begin');
      await owner.query(`insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, created_at, expires_at)
        select uuidv7(), $1, 'test', 'E' || $2 || n, 'API', 10000 + n, 0, 'CENTRAL', 'PENDING', '00000000-0000-0000-0000-000000000000', now() - interval '1 hour', now() - interval '1 second'
        from generate_series(1, ${PAYMENTS}) n`, [house.merchantId, uuidv7().replaceAll('-', '').slice(-12)]);
      const meanwhile = steadyCreates(house, CREATES_PER_SECOND);
      const cpu = () => ({ worker: cpuMicrosecondsOf(worker.pid), backends: cpuMicrosecondsOf(house.postgres.pid) });
      const before = cpu();
      await owner.query('commit');
      const began = performance.now();
      while (await isDue()) await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      const seconds = (performance.now() - began) / 1_000;
      const after = cpu();
      // The creates' share of PostgreSQL is in it.
      return { seconds, expiredPerSecond: PAYMENTS / seconds, workerMicrosecondsEach: (after.worker - before.worker) / PAYMENTS, postgresMicrosecondsEach: (after.backends - before.backends) / PAYMENTS, ...await meanwhile };
    };
    const [alone, together] = [`${CREATES_PER_SECOND} creates/s alone`, `${CREATES_PER_SECOND} creates/s while ${PAYMENTS.toLocaleString('en')} expire`];
    const rounds = await interleave<string>('expiry', { [alone]: () => steadyCreates(house, CREATES_PER_SECOND), [together]: expiring });
    report('expiry', rounds, {
      'seconds, the sweep’s own second of waiting included (goal: under 10)': rounds.of(together, 'seconds'),
      'creates’ p99 meanwhile over alone (goal: 2 or less)': rounds.ratio((round) => round[together]!['createP99Milliseconds']! / round[alone]!['createP99Milliseconds']!),
    });
  } finally {
    await owner.close();
    await house.close();
  }
};
