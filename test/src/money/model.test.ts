import { matchCredits } from '@paygate/core/credits/match-credits';
import { expirePayments } from '@paygate/core/payments/expire-payments';
import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import type { TestMerchant } from '../support/test-product.ts';
import { openMoneyHouse } from './money-house.ts';
import { balanceOf, cancel, expire, match, type MoneyModel } from './money-model.ts';

// By hand: MODEL_RUNS=1000 MODEL_SEED=7 npx vitest run test/src/money/model.test.ts --testTimeout 3600000
const RUNS = Number(process.env['MODEL_RUNS'] ?? 20);
const SEED = Number(process.env['MODEL_SEED'] ?? 2_026);

const house = await openMoneyHouse();
const { product, owner } = house;
const { platform } = product;

/** One run's own merchant and amounts, so that runs share a database and nothing else. */
interface Real {
  readonly merchant: TestMerchant;
  readonly baseSatang: number;
  readonly payments: { readonly id: string; readonly reference: string }[];
  readonly credits: { readonly id: string; readonly notice: { readonly amount: number; readonly bankReference: string } }[];
}
type Command = fc.AsyncCommand<MoneyModel, Real>;
/** Which of those that exist, from any natural number. */
const pick = (items: readonly unknown[], which: number): number => which % items.length;
const baht = (satang: number): number => satang / 100;
let bankReferences = 0;

/** The product must be where the model is, after every command. */
const expectSame = async (model: MoneyModel, { merchant, payments, credits }: Real): Promise<void> => {
  const stored = await owner.query('select id, status, is_late, amount_satang::int as satang from payment where merchant_id = $1 order by id', [merchant.id]);
  expect(payments.map(({ id }) => stored.rows.find((row) => row['id'] === id))).toEqual(
    model.payments.map(({ amountSatang, status, isLate }, index) => ({ id: payments[index]!.id, status, is_late: isLate, satang: amountSatang })),
  );
  const decided = await owner.query('select id, status from bank_credit where id = any($1)', [credits.map(({ id }) => id)]);
  expect(credits.map(({ id }) => decided.rows.find((row) => row['id'] === id)?.['status'])).toEqual(model.credits.map(({ status }) => status));
  expect((await product.call(merchant.secretKey, 'GET', '/api/v1/balance')).body.balance).toBe(baht(balanceOf(model)));
};
const command = (name: string, run: (model: MoneyModel, real: Real) => Promise<void>, check: (model: Readonly<MoneyModel>) => boolean = () => true): Command => ({
  check,
  run: async (model, real) => {
    await run(model, real);
    await expectSame(model, real);
  },
  toString: () => name,
});
const hasPayments = ({ payments }: Readonly<MoneyModel>): boolean => payments.length > 0;

// Few amounts, so that payments and credits meet and tie.
const creating = (which: number) => command(`create(${which})`, async (model, real) => {
  const amountSatang = real.baseSatang + which;
  const { body } = await product.call(real.merchant.secretKey, 'POST', '/api/v1/payment/create', { amount: baht(amountSatang) });
  const { rows } = await owner.query('select reference from payment where id = $1', [body.transaction.id]);
  real.payments.push({ id: body.transaction.id, reference: String(rows[0]?.['reference']) });
  model.payments.push({ amountSatang, status: 'PENDING', isLate: false });
});
const report = async (model: MoneyModel, real: Real, credit: { readonly amountSatang: number; readonly names: number | undefined }): Promise<void> => {
  const notice = { amount: baht(credit.amountSatang), bankReference: `M${(bankReferences += 1)}`, ...(credit.names !== undefined && { ref1: real.payments[credit.names]!.reference }) };
  const answer = await house.report(notice);
  expect(answer.body.accepted).toBe(1);
  real.credits.push({ id: answer.body.results[0].creditId, notice });
  model.credits.push({ ...credit, status: 'RECEIVED' });
};
const naming = (which: number, offSatang: number) => command(`credit by reference(${which}, ${offSatang})`, (model, real) => {
  const names = pick(model.payments, which);
  return report(model, real, { names, amountSatang: model.payments[names]!.amountSatang + offSatang });
}, hasPayments);
const unnamed = (which: number) => command(`credit by amount(${which})`, (model, real) => report(model, real, { names: undefined, amountSatang: real.baseSatang + which }));
const repeating = (which: number) => command(`same notice again(${which})`, async (model, real) => {
  const { id, notice } = real.credits[pick(model.credits, which)]!;
  const answer = await house.report(notice, notice);
  expect(answer.body).toMatchObject({ accepted: 0, duplicates: 2, results: [{ creditId: id }, { creditId: id }] });
}, ({ credits }) => credits.length > 0);
const cancelling = (which: number) => command(`cancel(${which})`, async (model, real) => {
  const at = pick(model.payments, which);
  const { status } = await product.call(real.merchant.secretKey, 'POST', `/api/v1/payment/${real.payments[at]!.id}/cancel`, {});
  expect(status).toBe(cancel(model.payments[at]!) ? 200 : 409);
}, hasPayments);
const expiring = (which: number) => command(`expire(${which})`, async (model, real) => {
  const at = pick(model.payments, which);
  if (model.payments[at]!.status === 'PENDING') await house.makeDue(real.payments[at]!.id);
  await expirePayments(platform);
  expire(model.payments[at]!);
}, hasPayments);
const matching = (isTwice: boolean) => command(`match(${isTwice ? 'two workers' : 'one worker'})`, async (model, real) => {
  const ids = real.credits.map(({ id }) => id);
  const paid = await Promise.all([matchCredits(platform, ids), ...(isTwice ? [matchCredits(platform, ids.toReversed())] : [])]);
  expect(paid.reduce((sum, one) => sum + one, 0)).toBe(match(model));
});

const small = fc.nat({ max: 2 });
const which = fc.nat({ max: 30 });
const commands = fc.commands([
  small.map(creating), small.map(creating), which.map((at) => naming(at, 0)), fc.tuple(which, fc.constantFrom(-1, 1)).map(([at, off]) => naming(at, off)),
  small.map(unnamed), which.map(repeating), which.map(cancelling), which.map(expiring), fc.boolean().map(matching), fc.boolean().map(matching),
], { maxCommands: 40, size: 'max' });

it(`answers any sequence of commands as the model does, and the books are right (${RUNS} runs)`, { timeout: Math.max(120_000, RUNS * 5_000) }, async () => {
  let run = 0;
  const met = new Map<string, number>();
  await fc.assert(
    fc.asyncProperty(commands, async (sequence) => {
      const real: Real = { merchant: await house.addMerchant({ feeBps: 200 }), baseSatang: 10_037 + (run += 1) * 1_000, payments: [], credits: [] };
      const model: MoneyModel = { payments: [], credits: [] };
      await fc.asyncModelRun(() => ({ model, real }), sequence);
      // Nothing is left for the next run's match to find, and the books hold whatever was done.
      await matching(true).run(model, real);
      await house.expectBooksRight();
      for (const { status, isLate } of model.payments) met.set(`${status}${isLate ? ' late' : ''}`, (met.get(`${status}${isLate ? ' late' : ''}`) ?? 0) + 1);
      for (const { status } of model.credits) met.set(status, (met.get(status) ?? 0) + 1);
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: RUNS > 100 },
  );
  process.stdout.write(`model: ${JSON.stringify(Object.fromEntries(met))}\n`);
  // The sequences went everywhere.
  for (const place of ['PENDING', 'PAID', 'PAID late', 'CANCELLED', 'EXPIRED', 'MATCHED', 'REVIEW']) expect(met.get(place), place).toBeGreaterThan(0);
});
