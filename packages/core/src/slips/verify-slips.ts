import type { SlipRefusal } from '@paygate/contract/slips';
import { newId } from '../ids.ts';
import { storeCredits, type NewCredit } from '../credits/store-credits.ts';
import { single, type Transaction } from '../db/statement.ts';
import { PLATFORM_OWNER } from '../payments/payment.entity.ts';
import type { Platform } from '../platform.ts';
import { receiverOf } from './receiver.rules.ts';
import type { SlipVerdict, VerifiedTransfer } from './slip-verify-port.ts';
import { accountsOfReceiver, amountOfCredit, creditSlip, dueSlips, lockChecking, overdueSlips, postponeSlip, refuseSlip, type CheckedSlip } from './slips.sql.ts';

const AT_ONCE_MAX = 4;
/** When a transfer that its bank does not know is asked about again: some banks publish late. */
const NOT_FOUND_SECONDS = [5, 20, 60, 300, 900];
const UNAVAILABLE_SECONDS = [5, 15, 60, 300, 900, 900, 900, 900];
/** A payer may send money first and be asked for it afterwards, but not by days: that money has been seen to otherwise. */
const HOURS_BEFORE_MAX = 24;
const HOUR_MS = 3_600_000;
const OVERDUE_SECONDS = 30;

/**
 * Asks about slips whose turn it is, outside any transaction, and keeps what was told, each in a transaction of its own: a transfer to the account
 * that the payment's money comes in on becomes a bank credit. Safe to run twice and in several workers.
 */
export const verifySlips = async (platform: Platform, slipIds: readonly string[]): Promise<void> => {
  const waiting = [...(await platform.database.query(dueSlips, [slipIds]))];
  const work = async (): Promise<void> => {
    for (let slip = waiting.shift(); slip; slip = waiting.shift()) {
      const port = platform.slipVerifier(slip.mode);
      const verdict: SlipVerdict = port ? await port.verify(slip) : { kind: 'UNAVAILABLE', reason: 'no verifier is configured' };
      if (verdict.kind === 'UNAVAILABLE') platform.log.warn({ slipId: slip.id, verifier: port?.name, reason: verdict.reason }, 'a slip could not be verified');
      await platform.database.transaction((transaction) => keepVerdict(transaction, platform, { slipId: slip.id, verdict }));
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE_MAX, waiting.length) }, work));
};

const keepVerdict = async (sql: Transaction, platform: Platform, { slipId, verdict }: { readonly slipId: string; readonly verdict: SlipVerdict }): Promise<void> => {
  const [slip] = await sql.query(lockChecking, [slipId]);
  if (!slip) return;
  if (verdict.kind === 'FOUND') return keepTransfer(sql, platform, { slip, transfer: verdict.transfer });
  const isUnknown = verdict.kind === 'NOT_FOUND';
  const seconds = (isUnknown ? NOT_FOUND_SECONDS : UNAVAILABLE_SECONDS)[slip.attempts];
  if (seconds === undefined) return refuse(sql, slip, isUnknown ? 'NOT_FOUND' : 'BANK_UNAVAILABLE');
  await sql.query(postponeSlip, [slip.id, seconds]);
  await platform.queue.enqueue(sql, 'slips.verify', [{ payload: { slipId: slip.id }, startAfterSeconds: seconds }]);
};

const refuse = async (sql: Transaction, { id }: CheckedSlip, reason: SlipRefusal): Promise<void> => {
  await sql.query(refuseSlip, [id, reason]);
};

const keepTransfer = async (sql: Transaction, platform: Platform, { slip, transfer }: { readonly slip: CheckedSlip; readonly transfer: VerifiedTransfer }): Promise<void> => {
  const owner = slip.receivingOwnerId === PLATFORM_OWNER ? null : slip.receivingOwnerId;
  const receiver = receiverOf(transfer.receiver, await sql.query(accountsOfReceiver, [slip.mode, owner]));
  if (receiver.kind !== 'OURS') return refuse(sql, slip, receiver.kind === 'OTHER' ? 'OTHER_ACCOUNT' : 'ACCOUNT_UNCLEAR');
  if (Date.parse(transfer.paidAt) < Date.parse(slip.paymentCreatedAt) - HOURS_BEFORE_MAX * HOUR_MS) return refuse(sql, slip, 'TOO_OLD');
  const creditId = await credit({ sql, platform }, creditOf(slip, transfer, receiver.accountId), `${slip.sendingBank}:${slip.transRef}`);
  await sql.query(creditSlip, [slip.id, creditId]);
};

/** Source of every credit that a slip told of. */
export const SLIP_SOURCE = 'slip';
/**
 * The reference is the transfer's own, as the slip shows it and the sending bank passes it on: a feed or a callback that reports the same transfer
 * under it finds it known, and the other way round.
 */
const creditOf = (slip: CheckedSlip, { amountSatang, paidAt, sender, ref1, ref2 }: VerifiedTransfer, receivingAccountId: string): NewCredit => ({
  id: newId(), receivingAccountId, mode: slip.mode, source: SLIP_SOURCE, bankReference: slip.transRef, amountSatang, paidAt,
  payerName: sender.name, payerAccount: sender.account, payerBankCode: sender.bankCode, ref1, ref2, endToEndId: null,
});

/** The id of the credit that stands for the transfer. Two banks may use one reference: another amount under it is another transfer, kept beside it. */
const credit = async (ctx: { readonly sql: Transaction; readonly platform: Platform }, wanted: NewCredit, otherReference: string): Promise<string> => {
  const store = async (one: NewCredit) => (await storeCredits(ctx, [one])).get(one.id)!;
  const stored = await store(wanted);
  if (stored.isNew) return stored.id;
  const { amountSatang } = single(await ctx.sql.query(amountOfCredit, [stored.id]), 'credit of a reference');
  return amountSatang === wanted.amountSatang ? stored.id : (await store({ ...wanted, id: newId(), bankReference: otherReference })).id;
};

/** Gives every slip whose job was lost a job again. Answers how many. */
export const requeueSlips = (platform: Pick<Platform, 'database' | 'queue'>): Promise<number> =>
  platform.database.transaction(async (transaction) => {
    const overdue = await transaction.query(overdueSlips, [OVERDUE_SECONDS]);
    await platform.queue.enqueue(transaction, 'slips.verify', overdue.map(({ id }) => ({ payload: { slipId: id } })));
    return overdue.length;
  });
