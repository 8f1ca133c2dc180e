import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse, type BenchHouse, type BenchProcess } from './house.ts';
import { findProgram } from './machine.ts';
import { rawLoad } from './raw-load.ts';

const SECONDS = 6;
// A process that has just started compiles itself for its first tens of thousands of requests.
const WARM_UP_SECONDS = 10;
const P99 = 0.99;
const run = promisify(execFile);

/** The rows that one create writes, one statement and one commit each: what PostgreSQL can do without us. */
const singleRow = (merchantId: string): string => `
with created as (
  insert into payment (id, merchant_id, mode, order_id, reference, source, amount_satang, fee_satang, qr_mode, status, metadata, qr_payload, receiving_owner_id, expires_at)
  select id, '${merchantId}', 'test', id::text, id::text, 'API', 10037, 201, 'CENTRAL', 'PENDING', '{"memberName":"นาย ทองดี ใจงาม"}',
    '00020101021229370016A000000677010111011300668123456785802TH53037645406100.37630412BE', '00000000-0000-0000-0000-000000000000', now() + interval '15 minutes'
  from (select uuidv7() as id) made on conflict do nothing returning id, merchant_id, mode
)
insert into event (id, merchant_id, mode, type, object_id, data) select uuidv7(), merchant_id, mode, 'payment.created', id, repeat('x', 450) from created;
`;

let orders = 0;
const bodyOf = (): string => JSON.stringify({ amount: 100.37, orderId: `B${Date.now().toString(36)}-${(orders += 1)}`, metadata: { memberName: 'นาย ทองดี ใจงาม' } });
interface Creating { readonly server: BenchProcess; readonly connections: number; readonly path?: string; readonly seconds?: number }
const creating = (house: BenchHouse, { server, connections, path: at = '/api/v1/payment/create', seconds = SECONDS }: Creating) => (): Promise<Figures> =>
  rawLoad({
    url: server.baseUrl, connections, seconds, pids: { node: server.pid, postgres: house.postgres.pid }, headers: { 'x-api-key': house.secretKey },
    request: () => ({ path: at, body: bodyOf() }),
  });

interface Pgbench { readonly program: string; readonly clients: number; readonly script: string }
const pgbench = (house: BenchHouse, { program, clients, script }: Pgbench) => async (): Promise<Figures> => {
  const folder = mkdtempSync(path.join(tmpdir(), 'paygate-pgbench-'));
  const { stdout } = await run(program, ['-n', '-M', 'prepared', '-f', script, '-c', String(clients), '-j', '2', '-T', String(SECONDS), '-l', `--log-prefix=${path.join(folder, 'log')}`, house.postgres.url]);
  // A line a transaction: client, number, microseconds, …
  const took = readdirSync(folder).flatMap((file) => readFileSync(path.join(folder, file), 'utf8').trim().split('\n')).map((line) => Number(line.split(' ')[2])).toSorted((a, b) => a - b);
  rmSync(folder, { recursive: true });
  return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]), p99Milliseconds: took[Math.floor(took.length * P99)]! / 1_000 };
};

type Variant = 'create over HTTP, 64 connections' | 'two processes, 64 connections' | 'pgbench, same rows, 64 clients' | 'create over HTTP, 16 connections' | 'two processes, 16 connections' | 'pgbench, same rows, 16 clients' | 'plain Fastify handler, same verb, 64';

/** Creates over HTTP beside pgbench writing the same rows one by one, and beside a Fastify route that calls the same verb, interleaved. */
export const benchCreate = async (): Promise<void> => {
  const program = findProgram('pgbench');
  if (program === undefined) return void process.stdout.write('create: skipped, pgbench is missing (apt-get install postgresql-contrib)\n');
  const directory = mkdtempSync(path.join(tmpdir(), 'paygate-bench-script-'));
  const house = await openHouse({ API_PROCESSES: '1' });
  const both = await house.startApi({ API_PROCESSES: '2' });
  const plain = await house.startServer(fileURLToPath(new URL('./plain-create.process.ts', import.meta.url)), { BENCH_KEY: house.secretKey });
  try {
    const script = path.join(directory, 'create.sql');
    writeFileSync(script, singleRow(house.merchantId));
    const [one, two, bare] = [{ server: house, connections: 64 }, { server: both, connections: 64 }, { server: plain, connections: 64, path: '/' }];
    for (const each of [one, two, bare]) await creating(house, { ...each, seconds: WARM_UP_SECONDS })();
    const rounds = await interleave<Variant>('create', {
      'create over HTTP, 64 connections': creating(house, one),
      'two processes, 64 connections': creating(house, two),
      'pgbench, same rows, 64 clients': pgbench(house, { program, clients: 64, script }),
      'create over HTTP, 16 connections': creating(house, { ...one, connections: 16 }),
      'two processes, 16 connections': creating(house, { ...two, connections: 16 }),
      'pgbench, same rows, 16 clients': pgbench(house, { program, clients: 16, script }),
      'plain Fastify handler, same verb, 64': creating(house, bare),
    });
    const over = (figure: string, ours: Variant, limit: Variant) => rounds.ratio((round) => round[ours][figure]! / round[limit][figure]!);
    report('create', rounds, {
      'creates/s at 64 over pgbench with 64 clients (goal: 1.0 or more)': over('perSecond', 'create over HTTP, 64 connections', 'pgbench, same rows, 64 clients'),
      'creates/s at 64 over pgbench with 16 clients (goal: 0.9 or more)': over('perSecond', 'create over HTTP, 64 connections', 'pgbench, same rows, 16 clients'),
      'two processes: creates/s at 64 over pgbench with 64 clients': over('perSecond', 'two processes, 64 connections', 'pgbench, same rows, 64 clients'),
      'two processes: creates/s at 64 over pgbench with 16 clients': over('perSecond', 'two processes, 64 connections', 'pgbench, same rows, 16 clients'),
      'node CPU over a plain handler’s (goal: 1.2 or less)': over('nodeMicroseconds', 'create over HTTP, 64 connections', 'plain Fastify handler, same verb, 64'),
      'p99 at 16 over pgbench’s with 16 (goal: 3 or less)': over('p99Milliseconds', 'create over HTTP, 16 connections', 'pgbench, same rows, 16 clients'),
      'two processes: p99 at 16 over pgbench’s with 16': over('p99Milliseconds', 'two processes, 16 connections', 'pgbench, same rows, 16 clients'),
    });
  } finally {
    await house.close();
    rmSync(directory, { recursive: true });
  }
};
