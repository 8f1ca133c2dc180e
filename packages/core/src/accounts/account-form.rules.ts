import type { FieldIssue } from '@paygate/contract/explain';
import { hasNationalIdCheckDigit, parseProxy } from '@paygate/promptpay/proxies';
import { bankOf } from '../banks/banks.ts';
import type { ReceivingAccountRow } from './receiving-account.entity.ts';

type Numbered = Pick<ReceivingAccountRow, 'type' | 'accountNumber' | 'bankCode'>;
interface Sent { readonly type: ReceivingAccountRow['type']; readonly accountNumber: string; readonly bankCode?: string | null | undefined }
export type NumberRead = { readonly ok: true; readonly numbered: Numbered } | { readonly ok: false; readonly issue: FieldIssue };

const refused = (field: string, en: string, th: string): NumberRead => ({ ok: false, issue: { field, en, th } });
const BANK_ACCOUNT = /^\d{8,20}$/;

const readPromptPay = ({ accountNumber, bankCode }: Sent): NumberRead => {
  if (bankCode) return refused('bankCode', 'is only for bank accounts', 'ใช้กับบัญชีธนาคารเท่านั้น');
  const parsed = parseProxy(accountNumber);
  if (!parsed.ok) return refused('accountNumber', 'must be a mobile number (10 digits), a national or tax id (13) or an e-wallet id (15)', 'ต้องเป็นเบอร์มือถือ 10 หลัก เลขบัตรประชาชนหรือผู้เสียภาษี 13 หลัก หรืออีวอลเล็ต 15 หลัก');
  const { type, value } = parsed.proxy;
  if (type === 'NATIONAL_ID' && !hasNationalIdCheckDigit(value)) return refused('accountNumber', 'has a wrong check digit: a digit is mistyped', 'เลขตรวจสอบหลักสุดท้ายไม่ถูกต้อง โปรดตรวจสอบตัวเลข');
  return { ok: true, numbered: { type: 'PROMPTPAY', accountNumber: value, bankCode: null } };
};

const readBank = ({ accountNumber, bankCode }: Sent): NumberRead => {
  const found = bankOf(bankCode ?? '');
  if (!found.ok || !found.bank.isPayoutDestination) return refused('bankCode', 'is not a bank that holds accounts; send an alias such as SCB, or its 3-digit code', 'ไม่ใช่ธนาคารที่เปิดบัญชีได้ โปรดส่งชื่อย่อ เช่น SCB หรือรหัส 3 หลัก');
  const digits = accountNumber.replaceAll(/[\s-]/g, '');
  if (!BANK_ACCOUNT.test(digits)) return refused('accountNumber', 'must have 8 to 20 digits', 'ต้องเป็นตัวเลข 8 ถึง 20 หลัก');
  return { ok: true, numbered: { type: 'BANK', accountNumber: digits, bankCode: found.bank.code } };
};

/** A number as it is stored and compared: separators and country codes gone, the bank by its national code. Ids of people and companies must have their check digit. */
export const readNumber = (sent: Sent): NumberRead => (sent.type === 'PROMPTPAY' ? readPromptPay(sent) : readBank(sent));
