import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { settlementOperations } from '@paygate/contract/settlements';
import { accountById, payingAccount } from '../accounts/accounts.sql.ts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Mode, SessionCaller, WriteCtx } from '../caller.ts';
import { single, type Transaction } from '../db/statement.ts';
import { lockBalances } from '../ledger/ledger.sql.ts';
import { moveOn, takeSettlements } from './move-settlement.ts';
import type { SettlementRow } from './settlement.entity.ts';
import { viewSettlement } from './settlement.view.ts';

type Operations = typeof settlementOperations;
type Admin = WriteCtx<SessionCaller>;

const note = ({ sql, caller }: Admin, action: string, row: SettlementRow): Promise<void> =>
  recordAudit(sql, {
    actor: actorOf(caller), action: `settlement.${action}`, objectKind: 'settlement', objectId: row.id,
    details: { status: row.status, merchantId: row.merchantId, mode: row.mode, amountSatang: row.amountSatang, reference: row.reference, note: row.note, payingAccountId: row.payingAccountId },
  });

/** From now on the merchant cannot cancel it. Safe to repeat. Refuses SETTLEMENT_NOT_FOUND, SETTLEMENT_NOT_MOVABLE, SENDING_STOPPED. */
export const startSettlement = async (ctx: Admin, { id }: Input<Operations['start']>): Promise<Answer<Operations['start']>> => {
  const { isSendingStopped } = await ctx.platform.settings();
  const found = single(await takeSettlements(ctx.sql, [id], null), 'settlement');
  if (found.status === 'PROCESSING') return { success: true, settlement: viewSettlement(found) };
  if (isSendingStopped) throw new Refusal('SENDING_STOPPED');
  const started = await moveOn(ctx.sql, ctx.platform, { ...found, move: { name: 'start' } });
  await note(ctx, 'start', started);
  return { success: true, settlement: viewSettlement(started) };
};

/** The bank did not carry it: the held amount goes back. Safe to repeat. Refuses SETTLEMENT_NOT_FOUND, SETTLEMENT_NOT_MOVABLE. */
export const failSettlement = async (ctx: Admin, { id, note: why }: Input<Operations['fail']>): Promise<Answer<Operations['fail']>> => {
  const found = single(await takeSettlements(ctx.sql, [id], null), 'settlement');
  if (found.status === 'FAILED') return { success: true, settlement: viewSettlement(found) };
  const failed = await moveOn(ctx.sql, ctx.platform, { ...found, move: { name: 'fail', note: why } });
  await note(ctx, 'fail', failed);
  return { success: true, settlement: viewSettlement(failed) };
};

const payingAccountIn = async (transaction: Transaction, mode: Mode, id: string | null | undefined): Promise<string> => {
  const [account] = id ? await transaction.query(accountById, [id]) : await transaction.query(payingAccount, [mode]);
  const isFit = account && account.mode === mode && account.merchantId === null && account.type === 'BANK' && account.isActive && account.usage !== 'RECEIVE';
  if (!isFit) throw new Refusal('NO_PAYING_ACCOUNT');
  return account.id;
};

type Evidence = Omit<Input<Operations['complete']>, 'id'>;
/** The same evidence again changes nothing; other evidence is refused by the move. */
const completeOne = async ({ sql, platform }: Admin, found: SettlementRow, evidence: Evidence): Promise<SettlementRow> => {
  if (found.status === 'COMPLETED' && found.reference === evidence.reference) return found;
  const payingAccountId = await payingAccountIn(sql, found.mode, evidence.payingAccountId);
  return moveOn(sql, platform, { ...found, move: { name: 'complete', reference: evidence.reference, note: evidence.note ?? null, payingAccountId } });
};

/**
 * The money has left: the hold becomes money gone from the paying account, and the fee revenue. Safe to repeat with the same
 * reference. Refuses SETTLEMENT_NOT_FOUND, SETTLEMENT_NOT_MOVABLE, NO_PAYING_ACCOUNT.
 */
export const completeSettlement = async (ctx: Admin, { id, ...evidence }: Input<Operations['complete']>): Promise<Answer<Operations['complete']>> => {
  const found = single(await takeSettlements(ctx.sql, [id], null), 'settlement');
  const completed = await completeOne(ctx, found, evidence);
  if (found.status !== 'COMPLETED') await note(ctx, 'complete', completed);
  return { success: true, settlement: viewSettlement(completed) };
};

/**
 * The same for several at once, all or none; what nobody has begun is begun first, as `startSettlement` begins it: refuses SENDING_STOPPED, too. What was begun
 * before sending stopped has left or not, and is completed. Balances are taken in id order before anything moves.
 */
export const completeSettlements = async (ctx: Admin, { ids, ...evidence }: Input<Operations['completeBatch']>): Promise<Answer<Operations['completeBatch']>> => {
  const { isSendingStopped } = await ctx.platform.settings();
  const found = await takeSettlements(ctx.sql, ids, null);
  if (isSendingStopped && found.some(({ status }) => status === 'PENDING')) throw new Refusal('SENDING_STOPPED');
  await ctx.sql.query(lockBalances, [found.map(({ merchantId }) => merchantId), found.map(({ mode }) => mode)]);
  const completed: SettlementRow[] = [];
  for (const row of found) {
    const begun = row.status === 'PENDING' ? await moveOn(ctx.sql, ctx.platform, { ...row, move: { name: 'start' } }) : row;
    completed.push(await completeOne(ctx, begun, evidence));
  }
  for (const [at, row] of completed.entries()) if (found[at]?.status !== 'COMPLETED') await note(ctx, 'complete', row);
  return { success: true, settlements: completed.map(viewSettlement) };
};
