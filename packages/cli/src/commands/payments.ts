import { paymentOperations } from '@paygate/contract/payments';
import { bahtCopyFromSatang, satangFromBaht } from '@paygate/contract/money';
import { isUuid } from '@paygate/contract/scalars';
import { qrTerminal } from '@paygate/promptpay/qr-image';
import { setTimeout as pause } from 'node:timers/promises';
import { textOf, type Work } from '../command.ts';
import { exitCodes, Failure, usage } from '../failure.ts';

const LOOK_MS = 1_000;
export const bahtOf = (text: string | undefined, name: string): number => {
  if (text === undefined || satangFromBaht(text) === undefined) throw usage(`--${name} must be an amount in baht with at most two decimals.`, `For example --${name} 100.37`);
  return Number(text);
};
const shown = (baht: number): string => `฿${bahtCopyFromSatang(satangFromBaht(baht) ?? 0)}`;

const describe = ({ terminal: { say, paint } }: Work, payment: { readonly id: string; readonly orderId: string | null; readonly amount: number; readonly status: string; readonly checkoutUrl: string | null }): void => {
  const colour = payment.status === 'PAID' ? paint.green : payment.status === 'PENDING' ? paint.yellow : paint.red;
  say(`  ${paint.dim('id      ')} ${payment.id}`);
  say(`  ${paint.dim('order   ')} ${payment.orderId ?? '–'}`);
  say(`  ${paint.dim('amount  ')} ${paint.bold(shown(payment.amount))}`);
  say(`  ${paint.dim('status  ')} ${colour(payment.status)}`);
  if (payment.checkoutUrl !== null) say(`  ${paint.dim('pay at  ')} ${payment.checkoutUrl}`);
};

export const create = async (work: Work): Promise<void> => {
  const { values, terminal, client } = work;
  const api = await client();
  const stop = terminal.progress('Creating the payment');
  const [orderId, description] = [textOf(values, 'order-id'), textOf(values, 'description')];
  const answer = await api.call(paymentOperations.create, { amount: bahtOf(textOf(values, 'amount'), 'amount'), ...(orderId !== undefined && { orderId }), ...(description !== undefined && { description }) }).finally(stop);
  const { transaction } = answer;
  if (transaction.qrPayload !== null) terminal.qr(qrTerminal(transaction.qrPayload));
  describe(work, transaction);
  if (values['wait'] !== true) return terminal.json(answer);
  terminal.hint('  Waiting for it to be paid, expire or fail. Ctrl-C stops waiting, not the payment.');
  for (;;) {
    await pause(LOOK_MS, undefined, { signal: work.stopped });
    const { transaction: now } = await api.call(paymentOperations.get, { id: transaction.id });
    if (now.status === 'PENDING') continue;
    terminal.say(`  ${terminal.paint.dim('now     ')} ${now.status === 'PAID' ? terminal.paint.green(now.status) : terminal.paint.red(now.status)}`);
    terminal.json({ transaction: now });
    if (now.status === 'PAID') return;
    throw new Failure({ exitCode: exitCodes.failed, code: 'PAYMENT_NOT_PAID', message: `The payment is ${now.status}.`, fix: 'Create another one where it is still wanted.' });
  }
};

export const get = async (work: Work): Promise<void> => {
  const name = work.words[0]!;
  const answer = isUuid(name) ? await (await work.client()).call(paymentOperations.get, { id: name }) : await (await work.client()).call(paymentOperations.getByOrder, { orderId: name });
  describe(work, answer.transaction);
  work.terminal.json(answer);
};
