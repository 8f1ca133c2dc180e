import { Refusal } from '@paygate/contract/errors';
import type { adminFeeStatementOperations, FeeStatementByCredit } from '@paygate/contract/fee-statements';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import type * as z from 'zod';
import { accountById, payingAccount } from '../accounts/accounts.sql.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import { needsSecondPerson, viewProposal } from '../reviews/review.view.ts';
import type { ProposalRow, ReviewRow } from '../reviews/reviews.sql.ts';
import { propose } from '../reviews/second-person.ts';
import { lockReviewById, needFree } from '../reviews/take-credit.ts';
import type { FeeStatementRow } from './fee-statement.entity.ts';
import { statementPaidPosting, statementVoidPosting } from './fee-statement.postings.ts';
import { viewAdminStatement } from './fee-statement.view.ts';
import { closeStatement, lockStatement, spendOnStatement } from './fee-statements.sql.ts';
import { findStatement } from './list-fee-statements.ts';

type Of = typeof adminFeeStatementOperations;
type Admin = WriteCtx<SessionCaller>;

const takeStatement = async ({ sql }: Admin, id: string): Promise<FeeStatementRow> => {
  const [found] = isUuid(id) ? await sql.query(lockStatement, [id]) : [];
  if (!found) throw new Refusal('FEE_STATEMENT_NOT_FOUND');
  return found;
};
const needOpen = ({ status }: FeeStatementRow): void => {
  if (status !== 'OPEN') throw new Refusal('FEE_STATEMENT_CLOSED', { status });
};

const isRepeat = ({ status, reference }: FeeStatementRow, sent: string): boolean => status === 'PAID' && reference === sent;

interface Money { readonly reference: string; readonly accountId: string; readonly creditId: string | null }
/** The receivable is cleared against the account the money is on, or against the suspense it waits in there. The statement is open, and taken. */
const markPaid = async ({ sql, caller }: Admin, open: FeeStatementRow, { reference, accountId, creditId }: Money): Promise<void> => {
  const paid = single(await sql.query(closeStatement, [open.id, 'PAID', reference, null, accountId, creditId]), 'statement');
  await postLedger(sql, [statementPaidPosting(paid, { accountId, isInSuspense: creditId !== null })]);
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'feeStatement.pay', objectKind: 'fee_statement', objectId: paid.id,
    details: { number: paid.number, totalSatang: paid.totalSatang, reference, accountId, creditId },
  });
};

const payOnAccount = async (ctx: Admin, { id, reference, receivingAccountId }: Input<Of['pay']>): Promise<void> => {
  const { sql } = ctx;
  const found = await takeStatement(ctx, id);
  if (isRepeat(found, reference)) return;
  needOpen(found);
  const { mode } = found;
  const [account] = receivingAccountId ? await sql.query(accountById, [receivingAccountId]) : await sql.query(payingAccount, [mode]);
  if (!account || account.merchantId !== null || account.mode !== mode) throw new Refusal(receivingAccountId ? 'BANK_ACCOUNT_NOT_FOUND' : 'NO_PAYING_ACCOUNT');
  await markPaid(ctx, found, { reference, accountId: account.id, creditId: null });
};

const needFit = (review: ReviewRow, { mode, totalSatang }: FeeStatementRow): void => {
  const isWhole = review.amountSatang === totalSatang && review.leftSatang === totalSatang;
  if (isWhole && review.isHeld && review.mode === mode) return;
  throw new Refusal('INVALID_REQUEST', { issues: [{ field: 'creditId', en: 'must be a transfer in review, on an account of the platform, of just the total of the statement', th: 'ต้องเป็นเงินโอนในคิวตรวจสอบของบัญชีระบบ และมียอดเท่ากับยอดรวมของใบแจ้ง' }] });
};

/** Pays a statement with a credit in review, both open and of one amount. The credit must have been taken by this transaction, before any statement. */
export const performPayFeeStatement = async (ctx: Admin, review: ReviewRow, { statementId, reference }: z.output<typeof FeeStatementByCredit>): Promise<void> => {
  const { sql, caller } = ctx;
  const found = await takeStatement(ctx, statementId);
  needOpen(found);
  needFit(review, found);
  single(await sql.query(spendOnStatement, [review.id, found.totalSatang, `Fee statement ${found.number}`]), 'open credit');
  await markPaid(ctx, found, { reference, accountId: review.receivingAccountId, creditId: review.id });
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'credit.payFeeStatement', objectKind: 'bank_credit', objectId: review.id,
    details: { statementId: found.id, number: found.number, reference, leftSatang: review.leftSatang },
  });
};

/** Taken in the order in which a confirmed proposal takes them: the credit, then the statement. */
const payWithCredit = async (ctx: Admin, { id, reference }: Input<Of['pay']>, creditId: string): Promise<ProposalRow | undefined> => {
  const review = await lockReviewById(ctx.sql, creditId);
  const found = await takeStatement(ctx, id);
  if (isRepeat(found, reference)) return undefined;
  needOpen(found);
  needFree(review, 'payFeeStatement');
  const input = { statementId: found.id, reference };
  if (needsSecondPerson(review, await ctx.platform.settings())) {
    needFit(review, found);
    return propose(ctx, { act: 'payFeeStatement', creditId: review.id, paymentId: null, amountSatang: review.leftSatang, input });
  }
  await performPayFeeStatement(ctx, review, input);
  return undefined;
};

/**
 * The merchant has paid: the receivable is cleared against the account the money is on, or against a credit in review. That is an act on the credit as accepting it
 * is, and above the limit it is proposed. Safe to repeat with the same reference. Refuses FEE_STATEMENT_NOT_FOUND, FEE_STATEMENT_CLOSED, NO_PAYING_ACCOUNT,
 * BANK_ACCOUNT_NOT_FOUND, CREDIT_NOT_FOUND, CREDIT_STATUS_CONFLICT, CREDIT_PROPOSAL_PENDING, INVALID_REQUEST (a credit that does not fit).
 */
export const payFeeStatement = async (ctx: Admin, input: Input<Of['pay']>): Promise<Answer<Of['pay']>> => {
  const proposal = input.creditId ? await payWithCredit(ctx, input, input.creditId) : undefined;
  if (!input.creditId) await payOnAccount(ctx, input);
  return { success: true, outcome: proposal ? 'PROPOSED' : 'DONE', statement: viewAdminStatement(await findStatement(ctx.sql, input.id)), proposal: proposal ? viewProposal(proposal) : null };
};

/** The fees are waived: they leave revenue and receivable again. Refuses FEE_STATEMENT_NOT_FOUND, FEE_STATEMENT_CLOSED. */
export const voidFeeStatement = async (ctx: Admin, { id, reason }: Input<Of['void']>): Promise<Answer<Of['void']>> => {
  const { sql, caller } = ctx;
  const found = await takeStatement(ctx, id);
  needOpen(found);
  const voided = single(await sql.query(closeStatement, [found.id, 'VOID', null, reason, null, null]), 'statement');
  await postLedger(sql, [statementVoidPosting(voided)]);
  await recordAudit(sql, { actor: actorOf(caller), action: 'feeStatement.void', objectKind: 'fee_statement', objectId: voided.id, details: { number: voided.number, totalSatang: voided.totalSatang, reason } });
  return { success: true, statement: viewAdminStatement(await findStatement(sql, id)) };
};
