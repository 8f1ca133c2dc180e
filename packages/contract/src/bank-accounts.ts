import * as z from 'zod';
import { operation } from './kernel.ts';
import { ModeQuery, TrimmedBaht } from './payout-dashboard.ts';
import { Baht, changesSomething, CopyAccount, Instant, line, PathId, Uuid } from './scalars.ts';

export const CreditSource = z.enum(['FEED', 'STATEMENT', 'SLIP', 'SANDBOX']).meta({ description: 'Who tells us of money on the account' });
export const AccountRotation = z.enum(['default_first', 'round_robin', 'least_used_today']).meta({ description: 'Which of several accounts the next payment is given' });
const Usage = z.enum(['RECEIVE', 'PAYOUT', 'BOTH']);
const Mode = z.enum(['live', 'test']);

const Health = z
  .object({
    lastCreditAt: Instant.nullable(), lastContactAt: Instant.nullable().meta({ description: 'When the account’s source was last heard of, with money or without' }),
    isFailing: z.boolean(), failure: z.string().nullable().meta({ description: 'Why the source was last turned away, while that is newer than its last good call' }),
  })
  .meta({ id: 'BankAccountHealth' });
export const bankAccountFields = {
  id: Uuid, type: z.enum(['PROMPTPAY', 'BANK']), usage: Usage, name: z.string(), accountNumber: z.string(), accountName: z.string(),
  bankCode: z.string().nullable(), bankName: z.string().nullable(), isDefault: z.boolean(), isActive: z.boolean(), mode: Mode, copy: CopyAccount,
  creditSource: CreditSource, paysIntoAccountId: Uuid.nullable().meta({ description: 'The bank account that a PromptPay id pays into: its credits count for both' }),
  dailyLimit: z.object({ amount: TrimmedBaht.nullable(), count: z.int().nullable() }).meta({ description: 'Per Bangkok day; beyond it the account is given to no new payment' }),
  usedToday: z.object({ amount: TrimmedBaht, count: z.int() }).meta({ description: 'Money that came in today, and open payments that count against the limit' }),
  frozenAt: Instant.nullable(), frozenReason: z.string().nullable(), health: Health,
};
export const BankAccount = z.object(bankAccountFields).meta({ id: 'AdminBankAccount' });

/** What both sides may say of an account; numbers and banks cannot change, since open payments rely on them. */
export const accountEdits = {
  name: line(100).optional(), accountName: line(140).optional(), isDefault: z.literal(true).optional().meta({ description: 'Make it the first of its kind' }),
  isActive: z.boolean().optional().meta({ description: 'false: shown to nobody any more; money that arrives is still matched' }), creditSource: CreditSource.optional(),
  dailyLimitAmount: Baht.nullish().meta({ description: 'null: no limit' }), dailyLimitCount: z.int().min(1).max(1_000_000).nullish(),
  paysIntoAccountId: Uuid.nullish(),
};
export const newAccount = {
  mode: Mode, type: z.enum(['PROMPTPAY', 'BANK']), name: line(100), accountNumber: line(40).meta({ description: 'A PromptPay id (mobile, national or tax id, e-wallet) or a bank account, separators allowed' }),
  accountName: line(140), bankCode: line(20).nullish().meta({ description: 'For bank accounts: SCB, KBANK … in any case, or the 3-digit code' }),
  creditSource: CreditSource.nullish(), isDefault: z.boolean().nullish(), dailyLimitAmount: Baht.nullish(), dailyLimitCount: z.int().min(1).max(1_000_000).nullish(), paysIntoAccountId: Uuid.nullish(),
};

const id = '019aa3f0-6666-7c11-9d6e-3f2b8a6c4d21';
export const bankAccountExample = {
  id, type: 'BANK', usage: 'PAYOUT', name: 'SCB Debit Main', accountNumber: '1234567890', accountName: 'PayGate Co., Ltd.', bankCode: '014',
  bankName: 'ธนาคารไทยพาณิชย์', isDefault: true, isActive: true, mode: 'live', copy: { account_number: '1234567890' }, creditSource: 'FEED', paysIntoAccountId: null,
  dailyLimit: { amount: '2000000', count: null }, usedToday: { amount: '12500.5', count: 31 }, frozenAt: null, frozenReason: null,
  health: { lastCreditAt: '2026-03-09T10:00:00.000Z', lastContactAt: '2026-03-09T10:00:30.000Z', isFailing: false, failure: null },
} as const;
const receiving = { ...bankAccountExample, usage: 'RECEIVE', name: 'KBank second', accountNumber: '9876543210', bankCode: '004', bankName: 'ธนาคารกสิกรไทย', isDefault: false, copy: { account_number: '9876543210' } } as const;

const operators = { surface: 'dashboard', auth: 'session', roles: ['admin', 'payout_operator'], tag: 'Admin' } as const;
const admins = { ...operators, roles: ['admin'], rate: 'write' } as const;
const ById = z.object({ id: PathId });
const Done = z.object({ success: z.literal(true), account: BankAccount }).meta({ id: 'AdminBankAccountAnswer' });
const done = (account: z.input<typeof BankAccount>) => ({ success: true, account }) as const;
const frozen = { ...receiving, frozenAt: '2026-03-09T10:05:00.000Z', frozenReason: 'The bank asks questions' } as const;

export const bankAccountOperations = {
  list: operation({
    ...operators, rate: 'read', method: 'GET', id: 'bankAccounts.list', path: '/api/admin/bank-accounts',
    summary: { en: 'List the platform’s own bank accounts', th: 'ดูบัญชีธนาคารของระบบกลาง' }, description: { en: 'Or one merchant’s, with `merchantId`. Defaults first.', th: 'หรือของร้านหนึ่งเมื่อส่ง `merchantId` บัญชีหลักมาก่อน' },
    query: z.strictObject({ mode: ModeQuery, merchantId: Uuid.optional() }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), data: z.array(BankAccount) }).meta({ id: 'AdminBankAccountList' }) }, errors: [],
    examples: [{ name: 'One that pays out', answer: { success: true, data: [bankAccountExample] } }],
  }),
  create: operation({
    ...admins, method: 'POST', id: 'bankAccounts.create', path: '/api/admin/bank-accounts', summary: { en: 'Add an account of the platform', th: 'เพิ่มบัญชีของระบบกลาง' },
    description: { en: 'Payments are given it from now on, by the platform’s rotation.', th: 'ระบบเริ่มใช้บัญชีนี้รับเงินตามกติกาการหมุนบัญชี' },
    body: z.strictObject({ ...newAccount, usage: Usage.nullish().meta({ description: 'BOTH unless said otherwise' }) }).meta({ id: 'CreateBankAccountRequest' }),
    ok: { status: 201, schema: Done }, errors: ['ACCOUNT_NUMBER_TAKEN', 'ACCOUNT_LIMIT_REACHED'],
    examples: [{ name: 'A second one that receives', body: { mode: 'live', type: 'BANK', usage: 'RECEIVE', name: 'KBank second', accountNumber: '987-6-54321-0', accountName: 'PayGate Co., Ltd.', bankCode: 'KBANK', dailyLimitAmount: 2_000_000 }, answer: done(receiving) }],
  }),
  update: operation({
    ...admins, method: 'PATCH', id: 'bankAccounts.update', path: '/api/admin/bank-accounts/{id}', summary: { en: 'Edit an account of the platform', th: 'แก้ไขบัญชีของระบบกลาง' },
    description: { en: 'What is not sent stays. Number and bank cannot change: add another account.', th: 'ฟิลด์ที่ไม่ส่งคงเดิม เลขบัญชีและธนาคารแก้ไม่ได้ ให้เพิ่มบัญชีใหม่' },
    params: ById, body: z.strictObject({ ...accountEdits, usage: Usage.optional() }).refine(changesSomething, { error: 'nothingToChange' }).meta({ id: 'UpdateBankAccountRequest' }), ok: { status: 200, schema: Done }, errors: ['BANK_ACCOUNT_NOT_FOUND'],
    examples: [{ name: 'A limit of 500 transfers a day', params: { id }, body: { dailyLimitCount: 500 }, answer: done({ ...receiving, dailyLimit: { amount: '2000000', count: 500 } }) }],
  }),
  freeze: operation({
    ...admins, method: 'POST', id: 'bankAccounts.freeze', path: '/api/admin/bank-accounts/{id}/freeze', summary: { en: 'Freeze an account', th: 'ระงับการใช้บัญชีรับเงิน' },
    description: { en: 'No new payment is given it; open ones on it are still matched. Also for a merchant’s account.', th: 'ไม่ใช้กับรายการใหม่ รายการที่เปิดอยู่ยังจับคู่ได้ ใช้กับบัญชีของร้านค้าได้ด้วย' },
    params: ById, body: z.strictObject({ reason: line(500) }).meta({ id: 'FreezeBankAccountRequest' }), ok: { status: 200, schema: Done }, errors: ['BANK_ACCOUNT_NOT_FOUND'],
    examples: [{ name: 'Frozen', params: { id }, body: { reason: 'The bank asks questions' }, answer: done(frozen) }],
  }),
  unfreeze: operation({
    ...admins, method: 'POST', id: 'bankAccounts.unfreeze', path: '/api/admin/bank-accounts/{id}/unfreeze', summary: { en: 'Use a frozen account again', th: 'เปิดใช้บัญชีที่ระงับไว้' },
    params: ById, body: z.strictObject({ reason: line(500) }).meta({ id: 'UnfreezeBankAccountRequest' }), ok: { status: 200, schema: Done }, errors: ['BANK_ACCOUNT_NOT_FOUND'],
    examples: [{ name: 'In use again', params: { id }, body: { reason: 'Cleared with the bank' }, answer: done(receiving) }],
  }),
};
