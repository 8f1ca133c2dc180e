import * as z from 'zod';
import { operation } from './kernel.ts';
import { CopyAccount, Instant, Uuid } from './scalars.ts';

const MerchantBrief = z
  .object({ id: Uuid, username: z.string(), business_name: z.string(), status: z.string() })
  .meta({ id: 'MerchantBrief' });
export { MerchantBrief };

/** The receiving accounts inside a create answer: camelCase, with `copy`. */
const promptPay = {
  id: Uuid, type: z.literal('PROMPTPAY'), name: z.string(), accountNumber: z.string(), bankCode: z.null(), bankName: z.null(),
  isDefault: z.boolean(), updatedAt: Instant, copy: CopyAccount,
};
const bank = {
  id: Uuid, type: z.literal('BANK'), name: z.string(), accountNumber: z.string(), accountName: z.string(), bankCode: z.string(), bankName: z.string(),
  isDefault: z.boolean(), updatedAt: Instant, copy: CopyAccount,
};
export const PaymentAccounts = z
  .object({
    channels: z.object({ promptPayEnabled: z.boolean(), bankTransferEnabled: z.boolean() }),
    promptPay: z.union([z.object(promptPay).meta({ id: 'PromptPayAccount' }), z.null()]),
    bankAccounts: z.array(z.object(bank).meta({ id: 'BankAccount' })),
  })
  .meta({ id: 'PaymentAccounts', description: 'Where the payer may send the money.' });

/** The same accounts as `GET /payment/accounts` answers them: snake_case. */
const PaymentAccountsList = z
  .object({
    object: z.literal('payment_accounts'),
    merchant: MerchantBrief,
    channels: z.object({ promptpay_enabled: z.boolean(), bank_transfer_enabled: z.boolean() }),
    promptpay: z.union([
      z.object({
        id: Uuid, type: z.literal('PROMPTPAY'), name: z.string(), account_number: z.string(), bank_code: z.null(), bank_name: z.null(),
        is_default: z.boolean(), updated_at: Instant, copy: CopyAccount,
      }).meta({ id: 'PromptPayAccountListed' }),
      z.null(),
    ]),
    bank_accounts: z.array(
      z.object({
        id: Uuid, type: z.literal('BANK'), name: z.string(), account_number: z.string(), account_name: z.string(), bank_code: z.string(), bank_name: z.string(),
        is_default: z.boolean(), updated_at: Instant, copy: CopyAccount,
      }).meta({ id: 'BankAccountListed' }),
    ),
    updated_at: Instant,
  })
  .meta({ id: 'PaymentAccountsList' });

const ids = { promptPay: '019aa3f0-1111-7c11-9d6e-3f2b8a6c4d21', bank: '019aa3f0-2222-7c11-9d6e-3f2b8a6c4d21' };
export const merchantBriefExample = { id: '019aa3f0-0000-7c11-9d6e-3f2b8a6c4d21', username: 'merchant_demo', business_name: 'Demo Store', status: 'ACTIVE' };
export const paymentAccountsExample = {
  channels: { promptPayEnabled: true, bankTransferEnabled: true },
  promptPay: {
    id: ids.promptPay, type: 'PROMPTPAY', name: 'PayGate PromptPay', accountNumber: '0812345678', bankCode: null, bankName: null,
    isDefault: true, updatedAt: '2026-03-05T07:58:00.000Z', copy: { account_number: '0812345678' },
  },
  bankAccounts: [{
    id: ids.bank, type: 'BANK', name: 'PayGate SCB Main', accountNumber: '1234567890', accountName: 'PayGate SCB Main', bankCode: '014', bankName: 'ธนาคารไทยพาณิชย์',
    isDefault: true, updatedAt: '2026-03-05T07:59:00.000Z', copy: { account_number: '1234567890' },
  }],
} as const;

export const accountOperations = {
  list: operation({
    id: 'accounts.list', method: 'GET', path: '/api/v1/payment/accounts', surface: 'v1', auth: 'secretKey', scope: 'read', rate: 'read', tag: 'Payments',
    summary: { en: 'List the accounts that receive money now', th: 'ดูบัญชีรับเงินที่เปิดใช้อยู่' },
    ok: { status: 200, schema: PaymentAccountsList }, errors: [],
    examples: [{
      name: 'PromptPay and one bank account',
      answer: {
        object: 'payment_accounts', merchant: merchantBriefExample, channels: { promptpay_enabled: true, bank_transfer_enabled: true },
        promptpay: {
          id: ids.promptPay, type: 'PROMPTPAY', name: 'PayGate PromptPay', account_number: '0812345678', bank_code: null, bank_name: null,
          is_default: true, updated_at: '2026-03-06T09:10:00.000Z', copy: { account_number: '0812345678' },
        },
        bank_accounts: [{
          id: ids.bank, type: 'BANK', name: 'PayGate SCB Main', account_number: '1234567890', account_name: 'PayGate SCB Main', bank_code: '014', bank_name: 'ธนาคารไทยพาณิชย์',
          is_default: true, updated_at: '2026-03-06T09:12:00.000Z', copy: { account_number: '1234567890' },
        }],
        updated_at: '2026-03-06T09:12:00.000Z',
      },
    }],
  }),
};
