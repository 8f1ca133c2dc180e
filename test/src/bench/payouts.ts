import { signRequest } from '@paygate/core/secrets/request-signature.rules';
import { runSql } from '../support/sql-session.ts';
import { interleave, report, type Figures } from './figures.ts';
import { openHouse, type BenchHouse } from './house.ts';
import { load } from './load.ts';

const MERCHANTS = 100;
const CONNECTIONS = 32;
const SECONDS = 6;

/** Keys of merchants with money. The money is put on their balances: only the create is measured. */
const addMerchants = async (house: BenchHouse): Promise<readonly string[]> => {
  const keys: string[] = [];
  for (let index = 0; index < MERCHANTS; index += 1) keys.push((await house.addMerchant()).secretKey);
  await runSql(
    house.postgres.url, 'update merchant_balance set available_satang = 1000000000000',
    `insert into receiving_account (id, mode, type, name, account_number, account_name, bank_code, is_default) values (uuidv7(), 'test', 'BANK', 'Bench', '1234567890', 'Bench', '014', true)`,
  );
  return keys;
};

let orders = 0;
const payingOut = (house: BenchHouse, keys: readonly string[]) => (): Promise<Figures> =>
  load({
    url: `${house.baseUrl}/api/v1/payout/create`, connections: CONNECTIONS, seconds: SECONDS, pids: { node: house.pid, postgres: house.postgres.pid },
    request: () => {
      const key = keys[(orders += 1) % keys.length]!;
      const body = JSON.stringify({ amount: 100.37, merchantRef: `BENCH-${orders + 100_000}`, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName: 'เจษฎา' } });
      const timestamp = String(Math.floor(Date.now() / 1_000));
      return { body, headers: { 'x-api-key': key, 'x-signature-timestamp': timestamp, 'x-signature': signRequest(key, timestamp, Buffer.from(body)), 'idempotency-key': `b-${orders}` } };
    },
  });

/** Signed creates of payouts over HTTP, each held and queued, on one balance and spread over many, interleaved. */
export const benchPayouts = async (): Promise<void> => {
  // A bank makes each create enqueue its sending, as in production; nobody works the queue here.
  const house = await openHouse({ SANDBOX_BANK_URL: 'http://127.0.0.1:9' });
  try {
    const keys = await addMerchants(house);
    const rounds = await interleave('payouts', { 'on one balance': payingOut(house, keys.slice(0, 1)), [`over ${MERCHANTS} merchants`]: payingOut(house, keys) });
    report('payouts', rounds, { 'one balance over many': rounds.ratio((round) => round['on one balance']['perSecond']! / round[`over ${MERCHANTS} merchants`]['perSecond']!) });
  } finally {
    await house.close();
  }
};
