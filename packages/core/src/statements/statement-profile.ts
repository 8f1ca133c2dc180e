import type { statementOperations } from '@paygate/contract/statements';
import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import { isUuid } from '@paygate/contract/scalars';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single, type Executor } from '../db/statement.ts';
import { statementAccount } from './import-statement.ts';
import { viewProfile } from './statement.view.ts';
import { findProfile, saveProfile } from './statements.sql.ts';

type Get = (typeof statementOperations)['profile'];
type Set = (typeof statementOperations)['setProfile'];

const accountOf = (sql: Executor, id: string) => {
  if (!isUuid(id)) throw new Refusal('BANK_ACCOUNT_NOT_FOUND');
  return statementAccount(sql, id);
};

/** Refuses BANK_ACCOUNT_NOT_FOUND. */
export const getStatementProfile = async ({ sql }: Ctx<SessionCaller>, { receivingAccountId }: Input<Get>): Promise<Answer<Get>> => {
  const account = await accountOf(sql, receivingAccountId);
  const [row] = await sql.query(findProfile, [account.id]);
  return { profile: viewProfile(account.id, row) };
};

/** Files sent from now on are read by it. Refuses BANK_ACCOUNT_NOT_FOUND. */
export const setStatementProfile = async ({ sql, caller }: WriteCtx<SessionCaller>, { receivingAccountId, mapping }: Input<Set>): Promise<Answer<Set>> => {
  const account = await accountOf(sql, receivingAccountId);
  const row = single(await sql.query(saveProfile, [account.id, mapping === null ? null : JSON.stringify(mapping), caller.memberId]), 'profile');
  await recordAudit(sql, { actor: actorOf(caller), action: 'statement.set_profile', objectKind: 'receiving_account', objectId: account.id, details: { mapping } });
  return { success: true, profile: viewProfile(account.id, row) };
};
