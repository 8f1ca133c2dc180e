import type { ReceivingAccountRow } from '../accounts/receiving-account.entity.ts';

type Account = Pick<ReceivingAccountRow, 'mode' | 'type' | 'name' | 'accountNumber' | 'accountName' | 'bankCode' | 'isDefault'>;

const promptPay = { type: 'PROMPTPAY', name: 'PromptPay', bankCode: null, isDefault: true } as const;
const scb = { type: 'BANK', name: 'SCB', bankCode: '014', isDefault: false } as const;
const testName = 'บจก. เพย์เกต เดโม (ทดสอบ)';
const liveName = 'บจก. เพย์เกต เดโม';

/**
 * The demo platform's accounts. The PromptPay ids are tax ids with a wrong check digit and the bank accounts have a branch that does not
 * exist: whoever scans a demo QR with a real banking app pays nobody.
 */
export const demoPlatformAccounts: readonly Account[] = [
  { mode: 'test', ...promptPay, accountNumber: '0999900000017', accountName: testName },
  { mode: 'test', ...scb, accountNumber: '9990000017', accountName: testName },
  { mode: 'live', ...promptPay, accountNumber: '0999900000025', accountName: liveName },
  { mode: 'live', ...scb, accountNumber: '9990000025', accountName: liveName },
];

/** Where QRs from the demo merchant's own template pay to, in test mode. */
export const demoMerchantAccounts: readonly Account[] = [
  { mode: 'test', ...scb, name: 'Demo Store', accountNumber: '9990000033', accountName: 'เดโม สโตร์ (ทดสอบ)', isDefault: true },
];
