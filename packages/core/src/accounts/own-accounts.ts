import type { Answer, Input } from '@paygate/contract/kernel';
import type { receivingAccountOperations } from '@paygate/contract/receiving-accounts';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { findReceivingSettings, lockReceivingSettings, saveReceivingSettings, type ReceivingSettingsRow } from '../merchants/merchants.sql.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { viewReceivingAccount } from './account.view.ts';
import { shownAccounts } from './accounts.sql.ts';
import { addAccount, editAccount, spokenOf, takeAccountOf } from './keep-account.ts';

type Of = typeof receivingAccountOperations;
type Owner = WriteCtx<SessionCaller>;

/** Defaults first, also those that are switched off. Refuses FORBIDDEN without a merchant, as all of these do. */
export const listReceivingAccounts = async ({ sql, caller }: Ctx<SessionCaller>, { mode }: Input<Of['list']>): Promise<Answer<Of['list']>> =>
  ({ accounts: (await sql.query(shownAccounts, [ownMerchant(caller).id, mode ?? null])).map(viewReceivingAccount) });

/** Refuses what `addAccount` refuses. */
export const createReceivingAccount = async ({ sql, caller }: Owner, wish: Input<Of['create']>): Promise<Answer<Of['create']>> => {
  const account = await addAccount(sql, ownMerchant(caller).id, wish);
  await recordAudit(sql, { actor: actorOf(caller), action: 'receivingAccount.create', objectKind: 'receiving_account', objectId: account.id, details: spokenOf(account) });
  return { success: true, account: viewReceivingAccount(account) };
};

/** What an operator froze stays frozen. Refuses BANK_ACCOUNT_NOT_FOUND, INVALID_REQUEST. */
export const updateReceivingAccount = async ({ sql, caller }: Owner, { id, ...edits }: Input<Of['update']>): Promise<Answer<Of['update']>> => {
  const { id: ownId } = ownMerchant(caller);
  const before = await takeAccountOf(sql, id, ({ merchantId }) => merchantId === ownId);
  const after = await editAccount(sql, before, edits);
  await recordAudit(sql, { actor: actorOf(caller), action: 'receivingAccount.update', objectKind: 'receiving_account', objectId: after.id, details: { before: spokenOf(before), edits } });
  return { success: true, account: viewReceivingAccount(after) };
};

const viewSettings = ({ rotation, maxSatang, direction, whenFull }: ReceivingSettingsRow): Answer<Of['settings']> => ({
  rotation, uniqueAmounts: maxSatang === null ? null : { maxSatang, direction, whenFull },
});

export const getReceivingSettings = async ({ sql, caller }: Ctx<SessionCaller>): Promise<Answer<Of['settings']>> =>
  viewSettings(single(await sql.query(findReceivingSettings, [ownMerchant(caller).id]), 'merchant'));

/** In force within a second, for payments made from then on. What is not sent stays, also what somebody else sends at the same moment. */
export const setReceivingSettings = async ({ sql, caller }: Owner, { rotation, uniqueAmounts }: Input<Of['setSettings']>): Promise<Answer<Of['setSettings']>> => {
  const { id } = ownMerchant(caller);
  const before = single(await sql.query(lockReceivingSettings, [id]), 'merchant');
  const wanted = uniqueAmounts === undefined ? before : { ...before, ...(uniqueAmounts ?? { maxSatang: null }) };
  const after = single(await sql.query(saveReceivingSettings, [id, rotation ?? before.rotation, wanted.maxSatang, wanted.direction, wanted.whenFull]), 'merchant');
  await recordAudit(sql, { actor: actorOf(caller), action: 'receivingSettings.set', objectKind: 'merchant', objectId: id, details: { before: viewSettings(before), after: viewSettings(after) } });
  return { success: true, settings: viewSettings(after) };
};
