import { newId } from '../../ids.ts';
import type { ReceivingAccountRow } from '../../accounts/receiving-account.entity.ts';
import type { Transaction } from '../../db/statement.ts';
import type { Platform } from '../../platform.ts';
import { storeCredits, type NewCredit } from '../store-credits.ts';
import type { BankNoticeRow } from './bank-notice.entity.ts';
import type { ConfirmedTransfer, Inquired } from './inquiry-port.ts';
import { afterFailure, afterMiss } from './notice.rules.ts';
import { creditNotice, findOpenNotice, forgetRefuted, lockOpenNotice, overdueNotices, putOffNotice } from './notices.sql.ts';
import { payeeAccounts } from './payee-accounts.ts';

type Desk = Pick<Platform, 'database' | 'queue' | 'bell' | 'clock' | 'log' | 'inquiryFor'>;
type Verdict = Inquired | { readonly kind: 'CONFIRMED'; readonly transfer: ConfirmedTransfer; readonly account: ReceivingAccountRow };
const OVERDUE_SECONDS = 30;
const REFUTED_KEPT = 10_000;

/** Asks the bank of each mode that has the account. What it confirms counts only where the account it names is ours in that mode. */
const judge = async (desk: Desk, notice: BankNoticeRow): Promise<Verdict> => {
  let verdict: Verdict = { kind: 'NOT_FOUND' };
  const asked = await payeeAccounts({ sql: desk.database, platform: desk }, [notice.payee, notice.payeeAccount]);
  for (const mode of new Set(asked.map((account) => account.mode))) {
    const answer = await desk.inquiryFor(mode)!.inquire(notice);
    if (answer.kind === 'UNAVAILABLE') verdict = answer;
    if (answer.kind !== 'FOUND') continue;
    const [account] = (await payeeAccounts({ sql: desk.database, platform: desk }, answer.transfer.payees)).filter((one) => one.mode === mode);
    if (account) return { ...answer, kind: 'CONFIRMED', account };
  }
  return verdict;
};

const creditOf = (source: string, { transfer, account }: Extract<Verdict, { kind: 'CONFIRMED' }>): NewCredit => ({
  id: newId(), receivingAccountId: account.id, mode: account.mode, source, bankReference: transfer.transactionId, amountSatang: transfer.amountSatang, paidAt: transfer.paidAt,
  payerName: transfer.payerName, payerAccount: transfer.payerAccount, payerBankCode: transfer.payerBankCode, ref1: transfer.ref1, ref2: transfer.ref2, endToEndId: null,
});

const record = async (transaction: Transaction, desk: Desk, { notice: { id }, verdict }: { readonly notice: BankNoticeRow; readonly verdict: Verdict }): Promise<void> => {
  const [notice] = await transaction.query(lockOpenNotice, [id]);
  if (!notice) return;
  if (verdict.kind === 'CONFIRMED') {
    const credit = creditOf(notice.source, verdict);
    const stored = (await storeCredits({ sql: transaction, platform: desk }, [credit])).get(credit.id)!;
    await transaction.query(creditNotice, [id, stored.id, stored.isNew ? 'confirmed' : 'confirmed, known already']);
    return;
  }
  const ageSeconds = (desk.clock() - Date.parse(notice.createdAt)) / 1_000;
  const next = verdict.kind === 'UNAVAILABLE' ? afterFailure({ ...notice, ageSeconds }) : afterMiss(notice);
  await transaction.query(putOffNotice, [id, next.status, next.misses, next.failures, verdict.kind === 'UNAVAILABLE' ? verdict.reason : 'not known to the bank', next.afterSeconds]);
  if (next.status === 'OPEN') await desk.queue.enqueue(transaction, 'notices.inquire', [{ payload: { noticeId: id }, startAfterSeconds: next.afterSeconds }]);
  else desk.log.warn({ noticeId: id, status: next.status, toldTimes: notice.toldTimes }, 'a bank notice was not confirmed');
};

/**
 * Asks the bank about one open notice and credits what the bank answers: its amount, payer, account, references and instant, none of what was told.
 * Safe to run twice and in several workers: the credit is stored once, by account (whichever number of it) and transaction. A bank that is away is asked again later.
 */
const inquireNotice = async (desk: Desk, noticeId: string): Promise<void> => {
  const [notice] = await desk.database.query(findOpenNotice, [noticeId]);
  if (!notice) return;
  const verdict = await judge(desk, notice);
  await desk.database.transaction((transaction) => record(transaction, desk, { notice, verdict }));
};

/** Side by side, so that one slow answer does not hold the others. Fails when one of them failed, after all have ended. */
export const inquireNotices = async (desk: Desk, noticeIds: readonly string[]): Promise<void> => {
  const settled = await Promise.allSettled([...new Set(noticeIds)].map((id) => inquireNotice(desk, id)));
  const failures = settled.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []));
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} bank notices could not be asked about`);
};

/** Gives every overdue notice a job again, and forgets old refuted ones. Answers how many were overdue. */
export const requeueNotices = ({ database, queue }: Pick<Desk, 'database' | 'queue'>): Promise<number> =>
  database.transaction(async (transaction) => {
    const overdue = await transaction.query(overdueNotices, [OVERDUE_SECONDS]);
    await queue.enqueue(transaction, 'notices.inquire', overdue.map(({ id }) => ({ payload: { noticeId: id } })));
    await transaction.query(forgetRefuted, [REFUTED_KEPT]);
    return overdue.length;
  });
