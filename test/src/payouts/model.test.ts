import { sandboxBank } from '@paygate/core/banks/sandbox/sandbox-bank';
import type { Platform } from '@paygate/core/platform';
import { bahtFromSatang } from '@paygate/contract/money';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { commands, type Real } from './payout-commands.ts';
import { openPayoutHouse } from './payout-house.ts';
import { emptyModel, feeBps, feeFixedSatang, type Model } from './payout-model.ts';

// PAYOUT_MODEL_RUNS=2000 PAYOUT_MODEL_SEED=7 for more sequences or others.
const RUNS = Number(process.env['PAYOUT_MODEL_RUNS'] ?? 20);
const SEED = Number(process.env['PAYOUT_MODEL_SEED'] ?? 2_026);
const COMMANDS_MAX = 25;
const FUND_SATANG = 500_000;
const MS_EACH_MAX = 3_000;

const house = await openPayoutHouse({ bankClock: 'stands' });
const { sql, product } = house;
const sandbox = sandboxBank({ url: house.proxy.url, answerMsMax: 2_500 });
const platform: Platform = { ...product.platform, bankFor: () => sandbox };
let count = 0;

const expectSame = async (model: Model, { merchant }: Real): Promise<void> => {
  const { body } = await product.call(merchant.secretKey, 'GET', '/api/v1/balance');
  expect([body.balance, body.reserved]).toEqual([bahtFromSatang(model.availableSatang), bahtFromSatang(model.reservedSatang)]);
  const rows = await sql('select id, status from payout where merchant_id = $1 order by id', merchant.id);
  expect(new Map(rows.map(({ id, status }) => [id, status]))).toEqual(new Map(model.payouts.map(({ id, status }) => [id, status])));
  const [left] = await sql(`select coalesce(sum(e.amount_satang), 0)::int as satang from ledger_entry e join ledger_transaction t on t.id = e.transaction_id join payout p on p.id = t.cause_id where e.account_kind = 'BANK' and p.merchant_id = $1`, merchant.id);
  expect(left?.['satang']).toBe(model.leftSatang);
  const requests = await sql('select id, status, payout_id from withdrawal_request where merchant_id = $1 order by id', merchant.id);
  expect(requests.map(({ id, status, payout_id: payoutId }) => [id, status, payoutId ?? undefined])).toEqual(model.requests.toSorted((one, other) => (one.id < other.id ? -1 : 1)).map(({ id, status, payoutId }) => [id, status, payoutId]));
};

it(`does what the model does, whatever is asked in whatever order (${RUNS} sequences, seed ${SEED})`, { timeout: 60_000 + RUNS * MS_EACH_MAX }, async () => {
  let [ran, steps] = [0, 0];
  await fc.assert(
    fc.asyncProperty(commands(COMMANDS_MAX), async (sequence) => {
      const merchant = await house.fundedMerchant(bahtFromSatang(FUND_SATANG));
      await sql('insert into payout_terms (merchant_id, fee_bps, fee_fixed_satang) values ($1, $2, $3)', merchant.id, feeBps, feeFixedSatang);
      const real: Real = { house, platform, merchant, passTime: house.passTime, next: () => 100_000 + (count += 1) };
      const model = emptyModel(FUND_SATANG, 0);
      ran += 1;
      await fc.asyncModelRun(() => ({ model, real }), sequence);
      steps += Array.from(sequence).length;
      await expectSame(model, real);
      if (ran % 10 === 0) await house.expectBooksRight();
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: process.env['PAYOUT_MODEL_SHRINK'] === undefined },
  );
  await house.expectBooksRight();
  const [payouts] = await sql('select count(*)::int as count, count(distinct status)::int as statuses from payout');
  expect(payouts?.['statuses']).toBe(7);
  process.stdout.write(`${ran} sequences, ${steps} commands, ${String(payouts?.['count'])} payouts\n`);
});
