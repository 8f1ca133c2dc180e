import type { Database } from '@paygate/core/db/database';
import { readConfig } from '@paygate/core/config';
import { forgetEvents } from '@paygate/core/webhooks/forget-events';
import { v7 as uuidv7 } from 'uuid';
import { openSqlSession, type SqlSession } from '../support/sql-session.ts';
import { steadyCreates } from './expiry.ts';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse } from './house.ts';
import { cpuMicrosecondsOf } from './machine.ts';

const EVENTS = Number(process.env['BENCH_OLD_EVENTS'] ?? 100_000);
const YOUNG = 200_000;
const CREATES_PER_SECOND = 400;

/** Events of payments, each with its delivery and try, one a millisecond until so long ago; every object's id is random to its index, as payments of many shops are. */
const add = async (owner: SqlSession, merchantId: string, { count, ago }: { readonly count: number; readonly ago: string }): Promise<void> => {
  const endpointId = uuidv7();
  await owner.query('begin');
  await owner.query(`insert into webhook_endpoint (id, merchant_id, mode, url, events, secret_encrypted) values ($1, $2, 'test', 'http://127.0.0.1:9/', '{payout.failed}', 'x')`, [endpointId, merchantId]);
  await owner.query(`
    with made as (
      insert into event (id, merchant_id, mode, type, object_id, data)
      select uuidv7(-$2::interval - n * interval '1 millisecond'), $1, 'test', 'payment.success', gen_random_uuid(), repeat('x', 450) from generate_series(${count}, 1, -1) n returning id
    ), told as (
      insert into delivery (id, endpoint_id, event_id, merchant_id, status, attempts, next_attempt_at, delivered_at) select uuidv7(-$2::interval), $3, id, $1, 'DELIVERED', 1, now() - $2::interval, now() - $2::interval from made returning id
    )
    insert into delivery_attempt (delivery_id, attempt, status_code, response_body, duration_ms, url) select id, 1, 200, 'ok', 12, 'https://shop.example.com/hook' from told`, [merchantId, ago, endpointId]);
  await owner.query('commit');
};

/** The same database, and the longest statement that went through its transactions. */
const timed = (database: Database): { readonly database: Database; readonly longestMs: () => number } => {
  let longest = 0;
  return {
    longestMs: () => longest,
    database: {
      ...database,
      transaction: (work, plans) => database.transaction((transaction) => work({
        ...transaction,
        query: async (statement, values) => {
          const began = performance.now();
          const rows = await transaction.query(statement, values);
          longest = Math.max(longest, performance.now() - began);
          return rows;
        },
      }), plans),
    },
  };
};

/** A hundred thousand events with deliveries and tries are forgotten among younger ones, while a shop goes on creating at a steady rate. */
export const benchRetention = async (): Promise<void> => {
  const house = await openHouse();
  const owner = await openSqlSession(house.postgres.url);
  try {
    await add(owner, house.merchantId, { count: YOUNG, ago: '1 day' });
    const forgetting = async (): Promise<Figures> => {
      await add(owner, house.merchantId, { count: EVENTS, ago: '100 days' });
      await owner.query('checkpoint');
      const { database, longestMs } = timed(house.database);
      const before = cpuMicrosecondsOf(house.postgres.pid);
      const began = performance.now();
      const forgotten = await forgetEvents({ database, config: readConfig({ DATABASE_URL: house.postgres.url }) });
      const seconds = (performance.now() - began) / 1_000;
      if (forgotten !== EVENTS) throw new Error(`${forgotten} of ${EVENTS} forgotten`);
      return { eventsPerSecond: EVENTS / seconds, rowsPerSecond: (3 * EVENTS) / seconds, seconds, longestStatementMilliseconds: longestMs(), postgresMicrosecondsAnEvent: (cpuMicrosecondsOf(house.postgres.pid) - before) / EVENTS };
    };
    const [alone, together] = [`${CREATES_PER_SECOND} creates/s alone`, `${CREATES_PER_SECOND} creates/s while events are forgotten`];
    const rounds = await interleave<string>('retention', {
      'events forgotten, nothing else': forgetting,
      [alone]: () => steadyCreates(house, CREATES_PER_SECOND),
      [together]: async () => {
        const forgotten = forgetting();
        return { ...await steadyCreates(house, CREATES_PER_SECOND), ...await forgotten };
      },
    });
    report('retention', rounds, {
      'longest statement, ms': rounds.of(together, 'longestStatementMilliseconds'),
      'creates’ p99 meanwhile over alone': rounds.ratio((round) => round[together]!['createP99Milliseconds']! / round[alone]!['createP99Milliseconds']!),
    });
  } finally {
    await owner.close();
    await house.close();
  }
};
