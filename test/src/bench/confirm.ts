import { readConfig } from '@paygate/core/config';
import { matchCredits } from '@paygate/core/credits/match-credits';
import { imbalances, ledgerSums } from '@paygate/core/ledger/ledger.sql';
import { openPlatform, type Platform } from '@paygate/core/platform';
import { createLogger } from '@paygate/core/process/logger';
import { Pool } from 'pg';
import { openSqlSession, type SqlSession } from '../support/sql-session.ts';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse, type BenchHouse } from './house.ts';
import { cpuMicrosecondsOf } from './machine.ts';

const PAYMENTS = 10_000;
const BY_ROW = 1_000;
const MERCHANTS = 100;
const BATCH = 500;
const BATCHES_IN_HAND = 2;
const WRITERS = 16;
const FEE_SATANG = 301;

interface Stage { readonly house: BenchHouse; readonly platform: Platform; readonly owner: SqlSession; readonly merchants: readonly string[]; readonly pool: Pool }
let stages = 0;

/** Open payments, spread evenly over the merchants, and for each a credit that names it, not yet decided. Answers the credits' ids. */
const setStage = async ({ owner }: Stage, merchants: readonly string[], count: number): Promise<string[]> => {
  const tag = `C${(stages += 1)}X`;
  await owner.query(`insert into payment (id, merchant_id, mode, reference, source, amount_satang, fee_satang, qr_mode, status, receiving_owner_id, expires_at)
    select uuidv7(), ($1::uuid[])[1 + n % array_length($1, 1)], 'test', $2 || n, 'API', 10037, ${FEE_SATANG}, 'CENTRAL', 'PENDING', '00000000-0000-0000-0000-000000000000', now() + interval '1 hour'
    from generate_series(1, $3::int) n`, [merchants, tag, count]);
  const { rows } = await owner.query(`insert into bank_credit (id, receiving_account_id, mode, source, bank_reference, amount_satang, paid_at, ref1, status)
    select uuidv7(), (select id from receiving_account where mode = 'test' limit 1), 'test', 'bench', $1 || n, 10037, now() + interval '1 second', $1 || n, 'RECEIVED'
    from generate_series(1, $2::int) n returning id`, [tag, count]);
  return rows.map(({ id }) => String(id));
};

const measured = async ({ house }: Stage, count: number, work: () => Promise<void>): Promise<Figures> => {
  const postgres = cpuMicrosecondsOf(house.postgres.pid);
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1_000;
  return { perSecond: count / seconds, postgresMicroseconds: (cpuMicrosecondsOf(house.postgres.pid) - postgres) / count };
};

/** Our own way: batches as the queue hands them out, one worker, which has two in hand. */
const inBatches = (stage: Stage, merchants: readonly string[]) => async (): Promise<Figures> => {
  const ids = await setStage(stage, merchants, PAYMENTS);
  return measured(stage, PAYMENTS, async () => {
    const batches = Array.from({ length: Math.ceil(ids.length / BATCH) }, (_, index) => ids.slice(index * BATCH, (index + 1) * BATCH)).values();
    await Promise.all(Array.from({ length: BATCHES_IN_HAND }, async () => {
      for (const batch of batches) {
        const paid = await matchCredits(stage.platform, batch);
        if (paid !== batch.length) throw new Error(`${paid} of a batch of ${batch.length} were paid`);
      }
    }));
  });
};

/** What a careful program does without sets: a transaction a credit, locks, eight statements, as many at once as it has connections. */
const rowByRow = (stage: Stage, merchants: readonly string[]) => async (): Promise<Figures> => {
  const ids = await setStage(stage, merchants, BY_ROW);
  const queue = ids.values();
  return measured(stage, BY_ROW, async () => {
    await Promise.all(Array.from({ length: WRITERS }, async () => {
      for (const id of queue) await confirmOne(stage.pool, id);
    }));
  });
};

const confirmOne = async (pool: Pool, creditId: string): Promise<void> => {
  const client = await pool.connect();
  const run = async (name: string, text: string, values: readonly unknown[]) => (await client.query({ name, text, values: [...values] })).rows;
  try {
    await client.query('begin');
    const [credit] = await run('credit', `select * from bank_credit where id = $1 and status = 'RECEIVED' for update`, [creditId]);
    const [payment] = await run('payment', `update payment set status = 'PAID', paid_at = now(), updated_at = now() where mode = 'test' and receiving_owner_id = '00000000-0000-0000-0000-000000000000' and reference = $1 and status = 'PENDING' returning *`, [credit['ref1']]);
    const ledger = `insert into bench_ledger_entry (cause_id, account, amount_satang) values ($1, $2, $3)`;
    await run('debit', ledger, [payment['id'], `bank:${credit['receiving_account_id']}`, -10_037]);
    await run('credit-merchant', ledger, [payment['id'], `available:${payment['merchant_id']}`, 10_037 - FEE_SATANG]);
    await run('credit-fee', ledger, [payment['id'], 'fees', FEE_SATANG]);
    await run('balance', 'update bench_balance set available_satang = available_satang + $2 where merchant_id = $1', [payment['merchant_id'], 10_037 - FEE_SATANG]);
    await run('event', `insert into event (id, merchant_id, mode, type, object_id, data) values (uuidv7(), $1, 'test', 'bench.row', $2, $3)`, [payment['merchant_id'], payment['id'], JSON.stringify(payment)]);
    await run('decide', `update bank_credit set status = 'MATCHED', payment_id = $2, updated_at = now() where id = $1`, [creditId, payment['id']]);
    await client.query('commit');
  } finally {
    client.release();
  }
};

/** One credit alone on an idle machine, one after the other. */
const alone = (stage: Stage, confirm: (id: string) => Promise<unknown>) => async (): Promise<Figures> => {
  const ids = await setStage(stage, stage.merchants.slice(0, 1), 100);
  const took: number[] = [];
  for (const id of ids) {
    const started = performance.now();
    await confirm(id);
    took.push(performance.now() - started);
  }
  took.sort((a, b) => a - b);
  return { p50Milliseconds: took[50]!, p99Milliseconds: took[98]! };
};

/** Credits decided in batches beside a transaction for each, for one merchant and for a hundred. The rows' ledger is a copy without our books. */
export const benchConfirm = async (): Promise<void> => {
  const house = await openHouse();
  const platform = await openPlatform(readConfig({ DATABASE_URL: house.postgres.url }), { log: createLogger('bench', 'silent'), role: 'worker' });
  const owner = await openSqlSession(house.postgres.url);
  const pool = new Pool({ connectionString: house.postgres.url, max: WRITERS });
  try {
    const merchants = [house.merchantId];
    while (merchants.length < MERCHANTS) merchants.push((await house.addMerchant()).id);
    await owner.query('create table bench_ledger_entry (id bigint generated always as identity primary key, cause_id uuid not null, account text not null, amount_satang bigint not null, unique (cause_id, account))');
    await owner.query('create table bench_balance as select merchant_id, available_satang from merchant_balance where mode = \'test\'');
    await owner.query('alter table bench_balance add primary key (merchant_id)');
    const stage: Stage = { house, platform, owner, merchants, pool };
    const hot = merchants.slice(0, 1);
    // Code that has just been loaded is compiled first.
    for (const way of [inBatches(stage, merchants), rowByRow(stage, merchants)]) await way();
    const rounds = await interleave('confirm', {
      'one merchant, in batches': inBatches(stage, hot), 'one merchant, row by row': rowByRow(stage, hot),
      '100 merchants, in batches': inBatches(stage, merchants), '100 merchants, row by row': rowByRow(stage, merchants),
      'one credit alone': alone(stage, (id) => matchCredits(platform, [id])), 'one row alone': alone(stage, (id) => confirmOne(pool, id)),
    });
    report('confirm', rounds, {
      'one merchant, batches over rows (goal: 15 or more)': rounds.ratio((round) => round['one merchant, in batches']['perSecond']! / round['one merchant, row by row']['perSecond']!),
      '100 merchants, batches over rows (goal: 10 or more)': rounds.ratio((round) => round['100 merchants, in batches']['perSecond']! / round['100 merchants, row by row']['perSecond']!),
      'one credit alone, ms over one row alone (goal: under 50)': rounds.ratio((round) => round['one credit alone']['p50Milliseconds']! - round['one row alone']['p50Milliseconds']!),
    });
    const wrong = [...await platform.database.query(imbalances, []), ...(await platform.database.query(ledgerSums, [])).filter(({ sumSatang }) => sumSatang !== 0)];
    process.stdout.write(`  balances against the ledger, after all batches: ${wrong.length === 0 ? 'exact' : JSON.stringify(wrong.slice(0, 3))}\n`);
  } finally {
    await pool.end();
    await owner.close();
    await platform.close();
    await house.close();
  }
};
