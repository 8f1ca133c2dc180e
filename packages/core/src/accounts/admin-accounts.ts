import type { bankAccountOperations } from '@paygate/contract/bank-accounts';
import type { Answer, Input } from '@paygate/contract/kernel';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { viewBankAccount } from './account.view.ts';
import { saveAccount, shownAccount, shownAccounts } from './accounts.sql.ts';
import { addAccount, editAccount, spokenOf, takeAccountOf } from './keep-account.ts';

type Of = typeof bankAccountOperations;
type Admin = WriteCtx<SessionCaller>;

const note = ({ sql, caller }: Admin, { verb, id }: { readonly verb: string; readonly id: string }, details: Readonly<Record<string, unknown>>): Promise<void> =>
  recordAudit(sql, { actor: actorOf(caller), action: `bankAccount.${verb}`, objectKind: 'receiving_account', objectId: id, details });

/** The platform's own accounts, or one merchant's; defaults first, also those that are switched off. */
export const listBankAccounts = async ({ sql }: Ctx<SessionCaller>, { mode, merchantId }: Input<Of['list']>): Promise<Answer<Of['list']>> => ({
  success: true, data: (await sql.query(shownAccounts, [merchantId ?? null, mode ?? null])).map(viewBankAccount),
});

/** Refuses what `addAccount` refuses. */
export const createBankAccount = async (ctx: Admin, wish: Input<Of['create']>): Promise<Answer<Of['create']>> => {
  const account = await addAccount(ctx.sql, null, wish);
  await note(ctx, { verb: 'create', id: account.id }, spokenOf(account));
  return { success: true, account: viewBankAccount(account) };
};

/** The platform's own accounts only. Refuses BANK_ACCOUNT_NOT_FOUND, INVALID_REQUEST. */
export const updateBankAccount = async (ctx: Admin, { id, ...edits }: Input<Of['update']>): Promise<Answer<Of['update']>> => {
  const before = await takeAccountOf(ctx.sql, id, ({ merchantId }) => merchantId === null);
  const after = await editAccount(ctx.sql, before, edits);
  await note(ctx, { verb: 'update', id: after.id }, { before: spokenOf(before), edits });
  return { success: true, account: viewBankAccount(after) };
};

const setFrozen = async (ctx: Admin, id: string, frozenReason: string | null) => {
  const before = await takeAccountOf(ctx.sql, id, () => true);
  await ctx.sql.query(saveAccount, [JSON.stringify({ ...before, frozenReason })]);
  return viewBankAccount(single(await ctx.sql.query(shownAccount, [before.id]), 'account'));
};

/** No new payment is given it, within a second; what is open on it is still matched. The platform's or a merchant's; again changes the reason alone. */
export const freezeBankAccount = async (ctx: Admin, { id, reason }: Input<Of['freeze']>): Promise<Answer<Of['freeze']>> => {
  const account = await setFrozen(ctx, id, reason);
  await note(ctx, { verb: 'freeze', id: account.id }, { reason });
  return { success: true, account };
};
export const unfreezeBankAccount = async (ctx: Admin, { id, reason }: Input<Of['unfreeze']>): Promise<Answer<Of['unfreeze']>> => {
  const account = await setFrozen(ctx, id, null);
  await note(ctx, { verb: 'unfreeze', id: account.id }, { reason });
  return { success: true, account };
};
