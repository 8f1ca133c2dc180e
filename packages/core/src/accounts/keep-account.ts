import { Refusal } from '@paygate/contract/errors';
import type { FieldIssue } from '@paygate/contract/explain';
import { satangFromBaht } from '@paygate/contract/money';
import { isUuid } from '@paygate/contract/scalars';
import { newId } from '../ids.ts';
import type { Mode } from '../caller.ts';
import { single, type Transaction } from '../db/statement.ts';
import { readNumber } from './account-form.rules.ts';
import { accountById, clearDefault, countAccounts, insertAccount, lockOwner, saveAccount, shownAccount, type ShownAccount } from './accounts.sql.ts';
import type { CreditSource, ReceivingAccountRow } from './receiving-account.entity.ts';

/** A merchant, or null for the platform. */
type OwnerId = string | null;
type Usage = ReceivingAccountRow['usage'];
interface Said {
  readonly creditSource?: CreditSource | null | undefined;
  readonly dailyLimitAmount?: number | null | undefined;
  readonly dailyLimitCount?: number | null | undefined;
  readonly paysIntoAccountId?: string | null | undefined;
  readonly usage?: Usage | null | undefined;
}
interface NewAccount extends Said {
  readonly mode: Mode;
  readonly type: ReceivingAccountRow['type'];
  readonly name: string;
  readonly accountNumber: string;
  readonly accountName: string;
  readonly bankCode?: string | null | undefined;
  readonly isDefault?: boolean | null | undefined;
}
interface Edits extends Said { readonly name?: string | undefined; readonly accountName?: string | undefined; readonly isDefault?: true | undefined; readonly isActive?: boolean | undefined }

const ACCOUNTS_MAX = 50;
const refuse = (issue: FieldIssue): never => { throw new Refusal('INVALID_REQUEST', { issues: [issue] }); };

const limitSatang = (amount: number | null | undefined): number | null => (amount === null || amount === undefined ? null : (satangFromBaht(amount) ?? null));

/** What a schema cannot see: the sandbox knows test accounts alone, and a PromptPay id pays into a bank account of the same owner and mode. */
const checkFits = async (sql: Transaction, { merchantId, mode, type, creditSource, paysIntoAccountId }: Pick<ReceivingAccountRow, 'merchantId' | 'mode' | 'type' | 'creditSource' | 'paysIntoAccountId'>): Promise<void> => {
  if (creditSource === 'SANDBOX' && mode === 'live') refuse({ field: 'creditSource', en: 'SANDBOX is for test accounts', th: 'SANDBOX ใช้กับบัญชีทดสอบเท่านั้น' });
  if (paysIntoAccountId === null) return;
  const [target] = await sql.query(accountById, [paysIntoAccountId]);
  const fits = type === 'PROMPTPAY' && target?.type === 'BANK' && target.mode === mode && target.merchantId === merchantId;
  if (!fits) refuse({ field: 'paysIntoAccountId', en: 'must be your own bank account of the same mode, for a PromptPay id', th: 'ต้องเป็นบัญชีธนาคารของตนเองในโหมดเดียวกัน และใช้กับพร้อมเพย์เท่านั้น' });
};

/**
 * Adds an account; the first of its kind is the default. Refuses INVALID_REQUEST (number, bank), ACCOUNT_LIMIT_REACHED, and
 * ACCOUNT_NUMBER_TAKEN in the same words whoever has the number.
 */
export const addAccount = async (sql: Transaction, merchantId: OwnerId, wish: NewAccount): Promise<ShownAccount> => {
  const read = readNumber(wish);
  if (!read.ok) return refuse(read.issue);
  await sql.query(lockOwner, [merchantId]);
  const { count, defaults } = single(await sql.query(countAccounts, [merchantId, wish.mode]), 'count');
  if (count >= ACCOUNTS_MAX) throw new Refusal('ACCOUNT_LIMIT_REACHED', { max: ACCOUNTS_MAX });
  const usage = wish.usage ?? (merchantId === null ? 'BOTH' : 'RECEIVE');
  const isFirst = !defaults.includes(`${wish.type} ${usage}`);
  const account = {
    id: newId(), merchantId, mode: wish.mode, ...read.numbered, name: wish.name, accountName: wish.accountName, usage, isDefault: isFirst || (wish.isDefault ?? false), isActive: true,
    creditSource: wish.creditSource ?? (wish.mode === 'test' ? 'SANDBOX' : 'FEED'), paysIntoAccountId: wish.paysIntoAccountId ?? null,
    dailyLimitSatang: limitSatang(wish.dailyLimitAmount), dailyLimitCount: wish.dailyLimitCount ?? null,
  } as const;
  await checkFits(sql, account);
  if (account.isDefault && !isFirst) await sql.query(clearDefault, [merchantId, wish.mode, wish.type, usage]);
  const [added] = await sql.query(insertAccount, [JSON.stringify(account)]);
  if (!added) throw new Refusal('ACCOUNT_NUMBER_TAKEN');
  return single(await sql.query(shownAccount, [account.id]), 'account');
};

const edited = (before: ReceivingAccountRow, edits: Edits): ReceivingAccountRow => ({
  ...before, name: edits.name ?? before.name, accountName: edits.accountName ?? before.accountName, usage: edits.usage ?? before.usage,
  isActive: edits.isActive ?? before.isActive, creditSource: edits.creditSource ?? before.creditSource,
  paysIntoAccountId: edits.paysIntoAccountId === undefined ? before.paysIntoAccountId : edits.paysIntoAccountId,
  dailyLimitSatang: edits.dailyLimitAmount === undefined ? before.dailyLimitSatang : limitSatang(edits.dailyLimitAmount),
  dailyLimitCount: edits.dailyLimitCount === undefined ? before.dailyLimitCount : edits.dailyLimitCount,
});

/** The owner's account, with the owner's accounts locked. Refuses BANK_ACCOUNT_NOT_FOUND, also for somebody else's. */
export const takeAccountOf = async (sql: Transaction, id: string, isMine: (account: ReceivingAccountRow) => boolean): Promise<ReceivingAccountRow> => {
  const [found] = isUuid(id) ? await sql.query(accountById, [id]) : [];
  if (!found || !isMine(found)) throw new Refusal('BANK_ACCOUNT_NOT_FOUND');
  await sql.query(lockOwner, [found.merchantId]);
  return single(await sql.query(accountById, [id]), 'account');
};

/** Changes what is named and nothing else. An account of another usage or switched off is the default of its kind no more, until it is made so. */
export const editAccount = async (sql: Transaction, before: ReceivingAccountRow, edits: Edits): Promise<ShownAccount> => {
  const after = edited(before, edits);
  await checkFits(sql, after);
  const staysDefault = before.isDefault && after.usage === before.usage && after.isActive;
  const isDefault = edits.isDefault ?? staysDefault;
  if (isDefault && !staysDefault) await sql.query(clearDefault, [after.merchantId, after.mode, after.type, after.usage]);
  await sql.query(saveAccount, [JSON.stringify({ ...after, isDefault })]);
  return single(await sql.query(shownAccount, [after.id]), 'account');
};

/** What an audit row says of an account. */
export const spokenOf = ({ id: _, createdAt: __, updatedAt: ___, merchantId: ____, ...account }: ReceivingAccountRow): Readonly<Record<string, unknown>> => account;
