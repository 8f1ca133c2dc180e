import { Refusal } from '@paygate/contract/errors';
import type { Answer, Input } from '@paygate/contract/kernel';
import type { settlementOperations } from '@paygate/contract/settlements';
import { actorOf, recordAudit } from '../audit/record-audit.ts';
import { payoutBankOf } from '../banks/banks.ts';
import type { Ctx, SessionCaller, WriteCtx } from '../caller.ts';
import { single } from '../db/statement.ts';
import { ownMerchant } from '../sessions/own-merchant.ts';
import { viewSettlementAccount } from './settlement.view.ts';
import { findSettlementAccount, saveSettlementAccount } from './settlements.sql.ts';

type Get = (typeof settlementOperations)['account'];
type Set = (typeof settlementOperations)['setAccount'];

export const getSettlementAccount = async ({ sql, caller }: Ctx<SessionCaller>): Promise<Answer<Get>> => {
  const [row] = await sql.query(findSettlementAccount, [ownMerchant(caller).id]);
  return { account: row ? viewSettlementAccount(row) : null };
};

/** Holds for settlements asked for from now on; those under way keep the account they were asked with. Refuses VALIDATION_ERROR (bank). */
export const setSettlementAccount = async ({ sql, caller }: WriteCtx<SessionCaller>, { bankCode, bankName, accountNumber, accountName }: Input<Set>): Promise<Answer<Set>> => {
  const found = payoutBankOf(bankCode, bankName);
  if (!found.ok) {
    const words = { en: 'is not a bank we can send to; send an alias such as SCB, or the 3-digit code with bankName', th: 'โอนไปธนาคารนี้ไม่ได้ โปรดส่งชื่อย่อ เช่น SCB หรือรหัส 3 หลักพร้อม bankName' };
    throw new Refusal('VALIDATION_ERROR', { issues: [{ field: 'bankCode', ...words }] });
  }
  const { id } = ownMerchant(caller);
  const [before] = await sql.query(findSettlementAccount, [id]);
  const row = single(await sql.query(saveSettlementAccount, [id, found.bank.code, found.bank.nameTh, accountNumber, accountName]), 'account');
  const spoken = (account: Pick<typeof row, 'bankCode' | 'accountNumber' | 'accountName'>) => ({ bankCode: account.bankCode, accountNumber: account.accountNumber, accountName: account.accountName });
  await recordAudit(sql, {
    actor: actorOf(caller), action: 'settlement.setAccount', objectKind: 'merchant', objectId: id, details: { before: before ? spoken(before) : null, after: spoken(row) },
  });
  return { success: true, account: viewSettlementAccount(row) };
};
