import { newId } from '../ids.ts';
import { payingAccount } from '../accounts/accounts.sql.ts';
import type { BankPort, BankTransferOrder, InquiryResult, SendResult } from '../banks/bank-port.ts';
import type { Transaction } from '../db/statement.ts';
import { referenceOf } from '../payments/reference.rules.ts';
import type { Platform } from '../platform.ts';
import type { AttemptOutcome, PayoutAttemptRow, PayoutRow } from './payout.entity.ts';
import { lookAgainSeconds, RECHECK_AFTER_SECONDS } from './payout-schedule.rules.ts';
import { claimPayout, insertAttempt, lastAttempt, lockPayout, recordAttempt } from './payouts.sql.ts';
import { settlePayout, type PayoutOutcome } from './settle-payout.ts';

type Result = SendResult | InquiryResult;
interface Step { readonly act: 'send' | 'inquire'; readonly payout: PayoutRow; readonly attempt: PayoutAttemptRow; readonly maySend: boolean }
type Way = Pick<Platform, 'database' | 'queue' | 'bell' | 'bankFor' | 'settings' | 'clock' | 'log'>;

const orderOf = (payout: PayoutRow): BankTransferOrder => ({
  amountSatang: payout.netSatang, toBankCode: payout.bankCode, toAccountNumber: payout.accountNumber, toAccountName: payout.accountName,
});

/** Decides the next step under the row's lock. A first attempt is committed here, before anything is called. */
const nextStep = async (transaction: Transaction, way: { readonly payoutId: string; readonly bank: BankPort; readonly maySend: boolean }): Promise<Step | undefined> => {
  const [payout] = await transaction.query(lockPayout, [way.payoutId]);
  if (!payout || payout.batchId !== null) return undefined;
  const [attempt] = await transaction.query(lastAttempt, [payout.id]);
  if (attempt) return ['PROCESSING', 'UNKNOWN', 'SUCCESS'].includes(payout.status) && attempt.channel === way.bank.name ? { act: 'inquire', payout, attempt, maySend: way.maySend } : undefined;
  if (payout.status !== 'QUEUED' || !way.maySend) return undefined;
  const [account] = await transaction.query(payingAccount, [payout.mode]);
  if (!account) throw new Error(`no ${payout.mode} account to pay from`);
  const [claimed] = await transaction.query(claimPayout, [payout.id, account.id]);
  if (!claimed) return undefined;
  const id = newId();
  const [first] = await transaction.query(insertAttempt, [id, payout.id, 1, referenceOf(id, 'PO'), way.bank.name]);
  return { act: 'send', payout: claimed, attempt: first!, maySend: way.maySend };
};

/**
 * Asks first whenever a call may have been made before. Only where the bank knows nothing of the reference, and takes the same
 * reference twice as one transfer, is it sent again, under that same reference: so two workers, or one that slept, pay once.
 */
const perform = async (bank: BankPort, { act, payout, attempt, maySend }: Step): Promise<Result> => {
  if (act === 'send') return bank.send(attempt.bankReference, orderOf(payout));
  const known = await bank.inquire(attempt.bankReference);
  const mayResend = maySend && known.kind === 'NOT_FOUND' && bank.capabilities.isSendIdempotent && payout.status !== 'SUCCESS';
  return mayResend ? bank.send(attempt.bankReference, orderOf(payout)) : known;
};

const outcomeOf = (result: Result, payout: PayoutRow): PayoutOutcome | undefined => {
  switch (result.kind) {
    case 'SETTLED':
      return { move: 'succeed', externalRef: result.bankReference };
    case 'REJECTED':
      return { move: 'fail', reason: `${result.reasonCode}: ${result.reason}` };
    case 'RETURNED':
      return { move: payout.status === 'SUCCESS' ? 'reverse' : 'fail', reason: `${result.reasonCode}: returned by the receiving bank` };
    case 'UNKNOWN':
      return { move: 'loseSight', reason: 'Waiting for the bank to say what became of it' };
    case 'NOT_FOUND':
      // A bank that books a reference twice must never be asked twice: a person decides on evidence.
      return { move: 'loseSight', reason: 'The bank does not know the transfer' };
    case 'ACCEPTED':
    case 'NOT_SENT':
      return undefined;
  }
};
const attemptOutcomes: Readonly<Partial<Record<Result['kind'], AttemptOutcome>>> = { ACCEPTED: 'ACCEPTED', SETTLED: 'SETTLED', REJECTED: 'REJECTED', RETURNED: 'RETURNED', UNKNOWN: 'UNKNOWN', NOT_FOUND: 'UNKNOWN' };

/**
 * Writes down what the bank said and plans the next look while the outcome is open, or may still turn (a returned transfer).
 * Judged by the payout as it is now: it may have ended while this worker waited, and whoever hears late changes nothing.
 */
const recordResult = async (transaction: Transaction, platform: Way, { step, result }: { readonly step: Step; readonly result: Result }): Promise<void> => {
  const [payout] = await transaction.query(lockPayout, [step.payout.id]);
  if (!payout) throw new Error(`payout ${step.payout.id} is gone`);
  const isOpen = payout.status === 'PROCESSING' || payout.status === 'UNKNOWN';
  const outcome = outcomeOf(result, payout);
  const moved = outcome && (await settlePayout(transaction, platform, { payoutId: payout.id, outcome }));
  if (moved || isOpen) await transaction.query(recordAttempt, [step.attempt.id, attemptOutcomes[result.kind] ?? 'OPEN', 'reason' in result ? result.reason : null]);
  // Also when a paid one's look met a bank that could not say: a return must not go unseen because of a bad minute.
  const isUnclear = isOpen ? ['ACCEPTED', 'NOT_SENT', 'UNKNOWN', 'NOT_FOUND'].includes(result.kind) : step.payout.status === 'SUCCESS' && result.kind === 'UNKNOWN';
  const ageSeconds = Math.max(0, (platform.clock() - Date.parse(step.attempt.createdAt)) / 1_000);
  const looks = moved?.status === 'SUCCESS' ? RECHECK_AFTER_SECONDS : isUnclear ? [lookAgainSeconds(ageSeconds)] : [];
  await platform.queue.enqueue(transaction, 'payouts.send', looks.map((startAfterSeconds) => ({ payload: { payoutId: payout.id }, startAfterSeconds })));
};

/**
 * Takes one payout one step further: sends it, or asks what became of it. Safe to run twice, in two workers at once, and to
 * die on any line: the attempt's reference is committed before the bank is called, and money leaves at most once.
 */
export const advancePayout = async (platform: Way, payoutId: string, mode: 'live' | 'test'): Promise<void> => {
  const bank = platform.bankFor(mode);
  if (!bank) return;
  const { isSendingStopped } = await platform.settings();
  const step = await platform.database.transaction((transaction) => nextStep(transaction, { payoutId, bank, maySend: !isSendingStopped }));
  if (!step) return;
  const result = await perform(bank, step);
  await platform.database.transaction((transaction) => recordResult(transaction, platform, { step, result }));
};
