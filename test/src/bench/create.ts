import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import autocannon from 'autocannon';
import { openHouse, type BenchHouse } from './house.ts';
import { cpuMicrosecondsOf, findProgram, machineFacts, median } from './machine.ts';

const ROUNDS = 3;
const SECONDS = 6;
const CONNECTIONS = 64;
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

interface Round { readonly perSecond: number; readonly p99Milliseconds: number; readonly nodeMicroseconds: number; readonly postgresMicroseconds: number }

const throughApi = async (house: BenchHouse): Promise<Round> => {
  const before = { node: cpuMicrosecondsOf(house.apiPid), postgres: cpuMicrosecondsOf(house.postgres.pid) };
  let order = 0;
  const prefix = `B${Date.now().toString(36)}-`;
  const result = await autocannon({
    url: `${house.baseUrl}/api/v1/payment/create`, connections: CONNECTIONS, duration: SECONDS, method: 'POST', headers: { 'x-api-key': house.secretKey, 'content-type': 'application/json' },
    requests: [{ setupRequest: (request) => ({ ...request, body: JSON.stringify({ amount: 100.37, orderId: `${prefix}${(order += 1)}`, metadata: { memberName: 'นาย ทองดี ใจงาม' } }) }) }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals and ${result.errors} errors: the figures would mean nothing`);
  const created = result['2xx'];
  return {
    perSecond: created / result.duration, p99Milliseconds: result.latency.p99,
    nodeMicroseconds: (cpuMicrosecondsOf(house.apiPid) - before.node) / created, postgresMicroseconds: (cpuMicrosecondsOf(house.postgres.pid) - before.postgres) / created,
  };
};

const throughPgbench = async (house: BenchHouse, options: { readonly program: string; readonly clients: number; readonly script: string }): Promise<Pick<Round, 'perSecond'>> => {
  const { stdout } = await run(options.program, ['-n', '-M', 'prepared', '-f', options.script, '-c', String(options.clients), '-j', '2', '-T', String(SECONDS), house.postgres.url]);
  return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]) };
};

const whole = (value: number) => Math.round(value).toLocaleString('en');
const ratio = (value: number) => (Math.round(value * 100) / 100).toString(); // oxlint-disable-line -- a ratio, not money

/** Creates over HTTP with 64 connections beside pgbench writing the same rows one by one, interleaved. */
export const benchCreate = async (): Promise<void> => {
  const program = findProgram('pgbench');
  if (program === undefined) return void process.stdout.write('create: skipped, pgbench is missing (apt-get install postgresql-contrib)\n');
  const directory = mkdtempSync(path.join(tmpdir(), 'paygate-pgbench-'));
  const house = await openHouse();
  try {
    const script = path.join(directory, 'create.sql');
    writeFileSync(script, singleRow(house.merchantId));
    const rounds: { readonly api: Round; readonly pgbench64: number; readonly pgbench16: number }[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      process.stdout.write(`create: round ${round} of ${ROUNDS}\n`);
      const api = await throughApi(house);
      const pgbench64 = (await throughPgbench(house, { program, clients: 64, script })).perSecond;
      const pgbench16 = (await throughPgbench(house, { program, clients: 16, script })).perSecond;
      rounds.push({ api, pgbench64, pgbench16 });
    }
    const of = (pick: (round: (typeof rounds)[number]) => number) => median(rounds.map(pick));
    process.stdout.write(`${machineFacts()}\n`);
    process.stdout.write([
      `create over HTTP, ${CONNECTIONS} connections   ${whole(of(({ api }) => api.perSecond))}/s   p99 ${whole(of(({ api }) => api.p99Milliseconds))} ms   node ${whole(of(({ api }) => api.nodeMicroseconds))} us   postgres ${whole(of(({ api }) => api.postgresMicroseconds))} us`,
      `pgbench, same rows, 64 clients    ${whole(of(({ pgbench64 }) => pgbench64))}/s   ratio ${ratio(of(({ api, pgbench64 }) => api.perSecond / pgbench64))}`,
      `pgbench, same rows, 16 clients    ${whole(of(({ pgbench16 }) => pgbench16))}/s   ratio ${ratio(of(({ api, pgbench16 }) => api.perSecond / pgbench16))}`,
      '',
    ].join('\n'));
  } finally {
    await house.close();
    rmSync(directory, { recursive: true });
  }
};
