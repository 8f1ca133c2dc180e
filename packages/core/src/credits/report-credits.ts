import type { creditOperations, CreditNotice } from '@paygate/contract/credits';
import type { Answer, Input } from '@paygate/contract/kernel';
import { satangFromBaht } from '@paygate/contract/money';
import { newId } from '../ids.ts';
import type * as z from 'zod';
import { accountsByNumber } from '../accounts/accounts.sql.ts';
import type { Ctx, FeedCaller } from '../caller.ts';
import type { NewCredit } from './store-credits.ts';

type Report = (typeof creditOperations)['report'];
type Result = Answer<Report>['results'][number];
const plain = (accountNumber: string): string => accountNumber.replaceAll(/[\s-]/g, '');

const creditOf = (notice: z.output<typeof CreditNotice>, account: { readonly id: string }, feed: FeedCaller): NewCredit => ({
  id: newId(), receivingAccountId: account.id, mode: feed.mode, source: `feed:${feed.feedName}`, bankReference: notice.bankReference,
  amountSatang: satangFromBaht(notice.amount) ?? 0, paidAt: notice.paidAt, payerName: notice.payerName ?? null, payerAccount: notice.payerAccount ?? null,
  payerBankCode: notice.payerBankCode ?? null, ref1: notice.ref1 ?? null, ref2: notice.ref2 ?? null, endToEndId: notice.endToEndId ?? null,
});

/**
 * Stores what a bank reports, each credit once, and wakes the matching. What is new of a call is stored together or not at all; a row for an
 * account we do not know, or that is not the merchant's whose feed it is, is rejected alone and in the same words. Safe to repeat: a reference seen before on its account, or on another number of it, is DUPLICATE.
 */
export const reportCredits = async ({ sql, caller, platform }: Ctx<FeedCaller>, { credits }: Input<Report>): Promise<Answer<Report>> => {
  const accounts = await sql.query(accountsByNumber, [caller.mode, [...new Set(credits.map(({ accountNumber }) => plain(accountNumber)))], caller.merchantId]);
  const byNumber = new Map(accounts.map((account) => [account.accountNumber, account]));
  const known = credits.map((notice) => {
    const account = byNumber.get(plain(notice.accountNumber));
    return account && creditOf(notice, account, caller);
  });
  const ours = known.flatMap((credit) => (credit ? [credit] : []));
  const stored = ours.length === 0 ? new Map<string, never>() : await platform.creditFlush.push(ours);
  const results = credits.map((notice, index): Result => {
    const credit = known[index];
    if (!credit) return { index, bankReference: notice.bankReference, status: 'REJECTED', creditId: null, error: `No ${caller.mode} receiving account ${notice.accountNumber} / ไม่มีบัญชีรับเงินนี้` };
    const { id, isNew } = stored.get(credit.id)!;
    return { index, bankReference: notice.bankReference, status: isNew ? 'ACCEPTED' : 'DUPLICATE', creditId: id, error: null };
  });
  const count = (status: Result['status']) => results.filter((result) => result.status === status).length;
  return { object: 'bank_credits', accepted: count('ACCEPTED'), duplicates: count('DUPLICATE'), rejected: count('REJECTED'), results };
};
