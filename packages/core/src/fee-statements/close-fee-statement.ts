import { Refusal } from '@paygate/contract/errors';
import type { adminFeeStatementOperations } from '@paygate/contract/fee-statements';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import { accountById, payingAccount } from '../accounts/accounts.sql.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { postLedger } from '../ledger/post-ledger.ts';
import type { FeeStatementRow } from './fee-statement.entity.ts';
import { statementPaidPosting, statementVoidPosting } from './fee-statement.postings.ts';
import { viewAdminStatement } from './fee-statement.view.ts';
import { closeStatement, lockStatement, takeCredit } from './fee-statements.sql.ts';
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

interface Money { readonly accountId: string; readonly isInSuspense: boolean }
/** Where the money is: a transfer that waits in review, or an account of the platform. */
const moneyOf = async ({ sql }: Admin, { mode, number, totalSatang }: FeeStatementRow, { receivingAccountId, creditId }: Input<Of['pay']>): Promise<Money> => {
  if (creditId) {
    const [credit] = await sql.query(takeCredit, [creditId, mode, totalSatang, `Fee statement ${number}`]);
    if (credit) return { accountId: credit.receivingAccountId, isInSuspense: true };
    throw new Refusal('INVALID_REQUEST', { issues: [{ field: 'creditId', en: 'must be a transfer in review, on an account of the platform, of just the total of the statement', th: 'ต้องเป็นเงินโอนในคิวตรวจสอบของบัญชีระบบ และมียอดเท่ากับยอดรวมของใบแจ้ง' }] });
  }
  const [account] = receivingAccountId ? await sql.query(accountById, [receivingAccountId]) : await sql.query(payingAccount, [mode]);
  if (!account || account.merchantId !== null || account.mode !== mode) throw new Refusal(receivingAccountId ? 'BANK_ACCOUNT_NOT_FOUND' : 'NO_PAYING_ACCOUNT');
  return { accountId: account.id, isInSuspense: false };
};

/**
 * The merchant has paid: the receivable is cleared against the account the money is on. Safe to repeat with the same reference.
 * Refuses FEE_STATEMENT_NOT_FOUND, FEE_STATEMENT_CLOSED, NO_PAYING_ACCOUNT, BANK_ACCOUNT_NOT_FOUND, INVALID_REQUEST (credit).
 */
export const payFeeStatement = async (ctx: Admin, input: Input<Of['pay']>): Promise<Answer<Of['pay']>> => {
  const { sql, caller } = ctx;
  const found = await takeStatement(ctx, input.id);
  if (!(found.status === 'PAID' && found.reference === input.reference)) {
    needOpen(found);
    const money = await moneyOf(ctx, found, input);
    const paid = single(await sql.query(closeStatement, [found.id, 'PAID', input.reference, null, money.accountId, input.creditId ?? null]), 'statement');
    await postLedger(sql, [statementPaidPosting(paid, money)]);
    await recordAudit(sql, {
      actor: actorOf(caller), action: 'feeStatement.pay', objectKind: 'fee_statement', objectId: paid.id,
      details: { number: paid.number, totalSatang: paid.totalSatang, reference: input.reference, accountId: money.accountId, creditId: input.creditId ?? null },
    });
  }
  return { success: true, statement: viewAdminStatement(await findStatement(sql, input.id)) };
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
