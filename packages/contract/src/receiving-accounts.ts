import * as z from 'zod';
import { accountEdits, AccountRotation, bankAccountExample, bankAccountFields, newAccount } from './bank-accounts.ts';
import { operation } from './kernel.ts';
import { ModeQuery } from './payout-dashboard.ts';
import { changesSomething, PathId } from './scalars.ts';

const { usage: _usage, ...fields } = bankAccountFields;
const ReceivingAccount = z.object(fields).meta({ id: 'ReceivingAccount', description: 'A merchant’s own account, where payers of a DIRECT plan and of its QR templates pay.' });
export const UNIQUE_SATANG_MAX = 500;
const UniqueAmounts = z
  .object({
    maxSatang: z.int().min(1).max(UNIQUE_SATANG_MAX).meta({ description: 'By how many satang an amount may be moved' }), direction: z.enum(['DOWN', 'UP', 'BOTH']),
    whenFull: z.enum(['REFUSE', 'AS_ASKED']).meta({ description: 'When every amount near it is taken: refuse, or ask for the amount as it is' }),
  })
  .meta({ id: 'UniqueAmounts', description: 'Ask each payer for an amount that no other open payment of the account has, so that an unknown payer’s transfer can be told apart.' });
const Settings = z.object({ rotation: AccountRotation, uniqueAmounts: z.union([UniqueAmounts, z.null()]) }).meta({ id: 'ReceivingSettings' });

const id = '019aa3f0-6667-7c11-9d6e-3f2b8a6c4d21';
const { usage: _, ...example } = bankAccountExample;
const own = {
  ...example, id, type: 'PROMPTPAY', name: 'Shop PromptPay', accountNumber: '0812345678', accountName: 'นาย ทองดี ใจงาม', bankCode: null, bankName: null, copy: { account_number: '0812345678' },
  dailyLimit: { amount: null, count: null },
} as const;
const members = { surface: 'dashboard', auth: 'session', roles: ['owner', 'staff', 'viewer'], rate: 'read', tag: 'Dashboard' } as const;
const owners = { ...members, roles: ['owner'], rate: 'write' } as const;
const Done = z.object({ success: z.literal(true), account: ReceivingAccount }).meta({ id: 'ReceivingAccountAnswer' });

export const receivingAccountOperations = {
  list: operation({
    ...members, method: 'GET', id: 'receivingAccounts.list', path: '/api/receiving-accounts', summary: { en: 'List the merchant’s own receiving accounts', th: 'ดูบัญชีรับเงินของร้าน' },
    query: z.strictObject({ mode: ModeQuery }), ok: { status: 200, schema: z.object({ accounts: z.array(ReceivingAccount) }).meta({ id: 'ReceivingAccountList' }) }, errors: [],
    examples: [{ name: 'A PromptPay id', answer: { accounts: [own] } }],
  }),
  create: operation({
    ...owners, method: 'POST', id: 'receivingAccounts.create', path: '/api/receiving-accounts', summary: { en: 'Add a receiving account', th: 'เพิ่มบัญชีรับเงินของร้าน' },
    description: { en: 'A national or tax id must have its check digit. A number that somebody uses already is refused.', th: 'เลขบัตรประชาชนหรือเลขผู้เสียภาษีต้องมีเลขตรวจสอบถูกต้อง หมายเลขที่มีผู้ใช้แล้วจะถูกปฏิเสธ' },
    body: z.strictObject(newAccount).meta({ id: 'CreateReceivingAccountRequest' }), ok: { status: 201, schema: Done }, errors: ['ACCOUNT_NUMBER_TAKEN', 'ACCOUNT_LIMIT_REACHED'],
    examples: [{ name: 'A mobile number', body: { mode: 'live', type: 'PROMPTPAY', name: 'Shop PromptPay', accountNumber: '081-234-5678', accountName: 'นาย ทองดี ใจงาม' }, answer: { success: true, account: own } }],
  }),
  update: operation({
    ...owners, method: 'PATCH', id: 'receivingAccounts.update', path: '/api/receiving-accounts/{id}', summary: { en: 'Edit, switch off or prefer a receiving account', th: 'แก้ไข ปิด หรือตั้งบัญชีรับเงินหลัก' },
    description: { en: 'What is not sent stays. Number and bank cannot change: add another account.', th: 'ฟิลด์ที่ไม่ส่งคงเดิม เลขบัญชีและธนาคารแก้ไม่ได้ ให้เพิ่มบัญชีใหม่' },
    params: z.object({ id: PathId }), body: z.strictObject(accountEdits).refine(changesSomething, { error: 'nothingToChange' }).meta({ id: 'UpdateReceivingAccountRequest' }), ok: { status: 200, schema: Done }, errors: ['BANK_ACCOUNT_NOT_FOUND'],
    examples: [{ name: 'Switched off', params: { id }, body: { isActive: false }, answer: { success: true, account: { ...own, isActive: false } } }],
  }),
  settings: operation({
    ...members, method: 'GET', id: 'receivingAccounts.settings', path: '/api/receiving-settings', summary: { en: 'How payments are given accounts and amounts', th: 'วิธีเลือกบัญชีและยอดเงินของรายการ' },
    ok: { status: 200, schema: Settings }, errors: [], examples: [{ name: 'As it is at first', answer: { rotation: 'default_first', uniqueAmounts: null } }],
  }),
  setSettings: operation({
    ...owners, method: 'PATCH', id: 'receivingAccounts.setSettings', path: '/api/receiving-settings', summary: { en: 'Decide how payments are given accounts and amounts', th: 'ตั้งวิธีเลือกบัญชีและยอดเงินของรายการ' },
    description: { en: 'What is not sent stays. Works within a second, for payments made from then on.', th: 'ฟิลด์ที่ไม่ส่งคงเดิม มีผลภายในหนึ่งวินาทีกับรายการใหม่' },
    body: z.strictObject({ rotation: AccountRotation.optional(), uniqueAmounts: z.union([UniqueAmounts.strict(), z.null()]).optional() }).refine(changesSomething, { error: 'nothingToChange' }).meta({ id: 'SetReceivingSettingsRequest' }),
    ok: { status: 200, schema: z.object({ success: z.literal(true), settings: Settings }).meta({ id: 'ReceivingSettingsAnswer' }) }, errors: [],
    examples: [{
      name: 'Up to 99 satang less', body: { uniqueAmounts: { maxSatang: 99, direction: 'DOWN', whenFull: 'REFUSE' } },
      answer: { success: true, settings: { rotation: 'default_first', uniqueAmounts: { maxSatang: 99, direction: 'DOWN', whenFull: 'REFUSE' } } },
    }],
  }),
};
