import { BATCH_PAYOUTS_MAX, type batchOperations } from '@paygate/contract/batches';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { newId } from '../ids.ts';
import { accountById, payingAccount } from '../accounts/accounts.sql.ts';
import type { ReceivingAccountRow } from '../accounts/receiving-account.entity.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Mode, SessionCaller, WriteCtx } from '../caller.ts';
import type { Transaction } from '../db/statement.ts';
import type { BatchPayer } from './batch.entity.ts';
import { viewBatch } from './batch.view.ts';
import { assignPayouts, insertBatch, takeNamedQueued, takeOldestQueued, type Collected } from './batches.sql.ts';
import { batchById } from './find-batch.ts';
import { accountProblem } from './formats/check-batch-file.ts';

const BEFORE_ALL_IDS = '00000000-0000-0000-0000-000000000000';

type Create = (typeof batchOperations)['create'];

const payingAccountOf = async (transaction: Transaction, { mode, payingAccountId }: Input<Create>): Promise<ReceivingAccountRow & { readonly bankCode: string }> => {
  const [account] = payingAccountId ? await transaction.query(accountById, [payingAccountId]) : await transaction.query(payingAccount, [mode]);
  const isFit = account && account.mode === mode && account.merchantId === null && account.isActive && account.usage !== 'RECEIVE';
  if (!isFit || account.bankCode === null) throw new Refusal('NO_PAYING_ACCOUNT');
  return { ...account, bankCode: account.bankCode };
};

const isCarriable = ({ accountName, accountNumber, bankCode }: Collected): boolean => accountProblem({ name: accountName, accountNumber, bankCode }) === null;
/** What no file could carry would keep its batch from being checked, this one and the next; it stays queued until its merchant cancels it. */
const takeOldest = async (transaction: Transaction, mode: Mode, max: number): Promise<readonly Collected[]> => {
  const taken: Collected[] = [];
  let after = BEFORE_ALL_IDS;
  for (;;) {
    const wanted = max - taken.length;
    const found = await transaction.query(takeOldestQueued, [mode, after, wanted]);
    taken.push(...found.filter(isCarriable));
    const last = found[wanted - 1];
    if (last === undefined || taken.length === max) return taken;
    after = last.id;
  }
};

const take = async (transaction: Transaction, { mode, limit, payoutIds }: Input<Create>): Promise<readonly Collected[]> => {
  if (!payoutIds) return takeOldest(transaction, mode, limit ?? BATCH_PAYOUTS_MAX);
  const wanted = [...new Set(payoutIds.map((id) => id.toLowerCase()))];
  const taken = await transaction.query(takeNamedQueued, [mode, wanted]);
  const ids = new Set(taken.map(({ id }) => id));
  const missing = wanted.filter((id) => !ids.has(id));
  if (missing.length > 0) throw new Refusal('PAYOUTS_NOT_COLLECTABLE', { count: missing.length, payoutIds: missing });
  return taken;
};

/**
 * Collects queued payouts into a DRAFT. They stay QUEUED but belong to this batch alone: rows are taken with their locks, so two
 * operators at once never share one. What no bank file could carry is collected only where it is named. Refuses NO_PAYOUTS_TO_COLLECT, PAYOUTS_NOT_COLLECTABLE (naming them), NO_PAYING_ACCOUNT.
 */
export const createBatch = async ({ sql, platform, caller }: WriteCtx<SessionCaller>, wish: Input<Create>): Promise<Answer<Create>> => {
  const settings = await platform.settings();
  const account = await payingAccountOf(sql, wish);
  const taken = await take(sql, wish);
  if (taken.length === 0) throw new Refusal('NO_PAYOUTS_TO_COLLECT');
  const id = newId();
  const payer: BatchPayer = { name: account.accountName, accountNumber: account.accountNumber, bankCode: account.bankCode, ktbCompanyId: settings.ktbCompanyId };
  const amountSatang = taken.reduce((sum, { netSatang }) => sum + netSatang, 0);
  const feeSatang = taken.reduce((sum, payout) => sum + payout.feeSatang, 0);
  await sql.query(insertBatch, [id, wish.mode, account.id, JSON.stringify(payer), taken.length, amountSatang, feeSatang, caller.memberId]);
  const assigned = await sql.query(assignPayouts, [id, taken.map((payout) => payout.id)]);
  if (assigned.length !== taken.length) throw new Error(`${taken.length - assigned.length} payouts left while they were held`);
  const batch = await batchById(sql, id);
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'batch.create', objectKind: 'payout_batch', objectId: id,
    details: { reference: batch.reference, mode: wish.mode, payingAccountId: account.id, amountSatang, payoutIds: taken.map((payout) => payout.id) },
  });
  return { success: true, batch: viewBatch(batch, settings) };
};
