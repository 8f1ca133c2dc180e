import autocannon from 'autocannon';
import { openDatabase } from '@paygate/core/db/database';
import { issueKey } from '@paygate/core/keys/issue-key';
import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import { v7 as uuidv7 } from 'uuid';
import { openSqlSession } from '../support/sql-session.ts';
import { openHouse, type BenchHouse } from './house.ts';
import { cpuMicrosecondsOf, machineFacts, median } from './machine.ts';

const MERCHANTS = 100;
const CONNECTIONS = 32;
const SECONDS = 6;
const ROUNDS = 3;

/** Merchants with money, and a key each that may pay out. The money is put on their balances: only the create is measured. */
const addMerchants = async (house: BenchHouse): Promise<readonly string[]> => {
  const session = await openSqlSession(house.postgres.url);
  const database = await openDatabase({ url: house.postgres.url, connectionsMax: 3, applicationName: 'bench' });
  const keys: string[] = [];
  for (let index = 0; index < MERCHANTS; index += 1) {
    const merchantId = uuidv7();
    await session.query(`insert into merchant (id, username, email, business_name, owner_name, phone, status, plan_code) values ($1, $2, $3, 'Bench', 'Bench', '0', 'ACTIVE', 'FREE')`, [merchantId, `payer${index}`, `payer${index}@example.com`]);
    await session.query(`insert into merchant_balance (merchant_id, mode, available_satang) values ($1, 'test', 1000000000000)`, [merchantId]);
    keys.push((await issueKey(database, { merchantId, kind: 'secret', mode: 'test', name: 'bench', scopes: ['read', 'payout'] })).key);
  }
  await session.query(`insert into receiving_account (id, mode, type, name, account_number, account_name, bank_code, is_default) values (uuidv7(), 'test', 'BANK', 'Bench', '1234567890', 'Bench', '014', true)`);
  await database.close();
  await session.close();
  return keys;
};

let orders = 0;
interface Round { readonly perSecond: number; readonly p99Milliseconds: number; readonly nodeMicroseconds: number; readonly postgresMicroseconds: number }
const payOut = async (house: BenchHouse, keys: readonly string[]): Promise<Round> => {
  const path = '/api/v1/payout/create';
  const before = { node: cpuMicrosecondsOf(house.apiPid), postgres: cpuMicrosecondsOf(house.postgres.pid) };
  const result = await autocannon({
    url: `${house.baseUrl}${path}`, connections: CONNECTIONS, duration: SECONDS, method: 'POST', headers: {},
    requests: [{ setupRequest: (request) => {
      const key = keys[(orders += 1) % keys.length]!;
      const body = JSON.stringify({ amount: 100.37, merchantRef: `BENCH-${orders + 100_000}`, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } });
      const timestamp = String(Math.floor(Date.now() / 1_000));
      const headers = { 'content-type': 'application/json', 'x-api-key': key, 'x-signature-timestamp': timestamp, 'x-signature': signRequest(key, timestamp, Buffer.from(body)), 'idempotency-key': `b-${orders}` };
      return { ...request, headers, body };
    } }],
  });
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} refusals and ${result.errors} errors: the figures would mean nothing`);
  const created = result['2xx'];
  return {
    perSecond: created / result.duration, p99Milliseconds: result.latency.p99,
    nodeMicroseconds: (cpuMicrosecondsOf(house.apiPid) - before.node) / created, postgresMicroseconds: (cpuMicrosecondsOf(house.postgres.pid) - before.postgres) / created,
  };
};

const whole = (value: number) => Math.round(value).toLocaleString('en');
/** Signed creates of payouts over HTTP, each held and queued, on one balance and spread over many, interleaved. */
export const benchPayouts = async (): Promise<void> => {
  // A bank makes each create enqueue its sending, as in production; nobody works the queue here.
  process.env['SANDBOX_BANK_URL'] = 'http://127.0.0.1:9';
  const house = await openHouse();
  try {
    const keys = await addMerchants(house);
    const rounds: { readonly hot: Round; readonly spread: Round }[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      process.stdout.write(`payouts: round ${round} of ${ROUNDS}\n`);
      rounds.push({ hot: await payOut(house, keys.slice(0, 1)), spread: await payOut(house, keys) });
    }
    const line = (name: string, pick: (round: (typeof rounds)[number]) => Round) => {
      const of = (figure: keyof Round) => whole(median(rounds.map((round) => pick(round)[figure])));
      return `${name}   ${of('perSecond')}/s   p99 ${of('p99Milliseconds')} ms   node ${of('nodeMicroseconds')} us   postgres ${of('postgresMicroseconds')} us`;
    };
    process.stdout.write(`${machineFacts()}\n${line(`payouts on one balance, ${CONNECTIONS} connections`, ({ hot }) => hot)}\n${line(`payouts over ${MERCHANTS} merchants            `, ({ spread }) => spread)}\n`);
  } finally {
    await house.close();
  }
};
