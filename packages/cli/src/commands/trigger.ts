import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { events } from '@paygate/contract/events';
import { paymentOperations as payments } from '@paygate/contract/payments';
import { payoutOperations as payouts } from '@paygate/contract/payouts';
import { refundOperations as refunds } from '@paygate/contract/refunds';
import { sandboxOperations as sandbox } from '@paygate/contract/sandbox';
import type { Client } from '../client.ts';
import type { Work } from '../command.ts';
import { exitCodes, Failure, usage } from '../failure.ts';

const WAIT_MS_MAX = 30_000;
const LOOK_MS = 300;
const unique = (): string => randomBytes(5).toString('hex').toUpperCase();

/** What to wait for, as the API shows it once the event has happened. */
interface Happening { readonly id: string; readonly status: () => Promise<string>; readonly until: readonly string[] }
type Make = (api: Client) => Promise<Happening>;

const newPayment = async (api: Client, amount = 100.37): Promise<string> => (await api.call(payments.create, { amount, orderId: `TRIGGER-${unique()}` })).transaction.id;
const statusOf = (api: Client, id: string) => async (): Promise<string> => (await api.call(payments.get, { id })).transaction.status;
const paid = async (api: Client, amount?: number): Promise<Happening> => {
  const id = await newPayment(api, amount);
  await api.call(sandbox.pay, { id });
  return { id, status: statusOf(api, id), until: ['PAID'] };
};
const settled = async ({ status, until, id }: Happening): Promise<string> => {
  const deadline = performance.now() + WAIT_MS_MAX;
  for (;;) {
    const now = await status();
    if (until.includes(now)) return now;
    if (performance.now() > deadline) throw new Failure({ exitCode: exitCodes.failed, code: 'NOT_YET', message: `${id} is still ${now} after ${WAIT_MS_MAX / 1_000} s.`, fix: 'Is the worker running? `npm start` starts it with the rest.' });
    await pause(LOOK_MS);
  }
};
/** A payout of exactly this amount, to a name that tells the sandbox bank what to do; paid in first where the balance is too small. */
const payout = (amount: number, accountName: string, until: string): Make => async (api) => {
  const wish = { amount, merchantRef: `TRG-${unique()}`, destination: { bankCode: 'SCB', accountNumber: '4190621964', accountName } };
  const made = await api.call(payouts.create, wish).catch(async (cause: unknown) => {
    if (!(cause instanceof Failure) || cause.code !== 'INSUFFICIENT_BALANCE') throw cause;
    await settled(await paid(api, amount * 2 + 100));
    return api.call(payouts.create, wish);
  });
  return { id: made.payout.id, until: [until], status: async () => (await api.call(payouts.getByRef, { merchantRef: wish.merchantRef })).payout.status };
};
const refund = (until: string): Make => async (api) => {
  const payment = await paid(api);
  await settled(payment);
  await api.call(refunds.create, { id: payment.id, amount: 40 });
  return { ...payment, until: [until] };
};

// What happens is real: a payment is made and paid at the sandbox bank, a payout is signed and sent there.
const triggers: Readonly<Record<string, Make>> = {
  'payment.created': async (api) => {
    const id = await newPayment(api);
    return { id, status: statusOf(api, id), until: ['PENDING'] };
  },
  'payment.success': (api) => paid(api),
  'payment.failed': async (api) => {
    const id = await newPayment(api);
    await api.call(sandbox.fail, { id });
    return { id, status: statusOf(api, id), until: ['FAILED'] };
  },
  'payment.expired': async (api) => {
    const id = await newPayment(api);
    await api.call(sandbox.expire, { id });
    return { id, status: statusOf(api, id), until: ['EXPIRED'] };
  },
  'payment.refunded': refund('PARTIALLY_REFUNDED'),
  'payout.success': payout(100, 'เจษฎา ทดสอบ', 'SUCCESS'),
  'payout.failed': payout(100, 'SANDBOX REJECT', 'FAILED'),
  'payout.reversed': payout(100, 'SANDBOX BOUNCE', 'REVERSED'),
};

export const trigger = async ({ words, client, terminal }: Work): Promise<void> => {
  const name = words[0]!;
  const make = triggers[name];
  if (!make) {
    if (name in events) throw usage(`${name} cannot be made to happen with a key.`, `Settlements are asked for in the dashboard. With a key: ${Object.keys(triggers).join(', ')}.`);
    throw usage(`There is no event ${name}.`, `There are: ${Object.keys(triggers).join(', ')}.`);
  }
  const api = await client();
  if (!api.key.startsWith('sk_test_')) throw new Failure({ exitCode: exitCodes.access, code: 'TEST_KEY_REQUIRED', message: 'Events are made to happen in test mode alone.', fix: 'Use a key that starts with sk_test_.' });
  const started = performance.now();
  const stop = terminal.progress(`Making ${name} happen`);
  const happening = await make(api).finally(stop);
  const waiting = terminal.progress(`Waiting for ${happening.until.join(' or ')}`);
  const status = await settled(happening).finally(waiting);
  terminal.say(`${terminal.paint.green('✓')} ${terminal.paint.bold(name)}  ${happening.id} is ${status} ${terminal.paint.dim(`${Math.round(performance.now() - started)} ms`)}`);
  terminal.json({ event: name, object_id: happening.id, status });
};
