import { randomBytes } from 'node:crypto';
import type { ErrorCode, RefusalDetails } from '@paygate/contract/errors';
import { bahtTrimmedFromSatang, satangFromBaht } from '@paygate/contract/money';
import type { PayoutWish } from '@paygate/contract/payouts';
import { newId } from '../ids.ts';
import type * as z from 'zod';
import { payoutBankOf } from '../banks/banks.ts';
import { accountProblem, type AccountProblem } from '../batches/formats/check-batch-file.ts';
import type { Mode } from '../caller.ts';
import type { PayoutPurpose, PayoutRow } from './payout.entity.ts';
import { splitPayout, type PayoutTerms } from './payout-terms.ts';

export type PayoutDraft = Pick<PayoutRow,
  'id' | 'merchantId' | 'mode' | 'purpose' | 'merchantRef' | 'idempotencyKey' | 'amountSatang' | 'feeSatang' | 'netSatang' | 'debitSatang' | 'bankCode' | 'bankName' | 'accountNumber' | 'accountName' | 'metadata'>;
export interface Rejected { readonly code: ErrorCode; readonly details: RefusalDetails | null }
export type Drafted = { readonly ok: true; readonly draft: PayoutDraft } | { readonly ok: false; readonly rejected: Rejected };

interface Whose { readonly merchantId: string; readonly mode: Mode; readonly purpose: PayoutPurpose; readonly idempotencyKey: string | null; readonly terms: PayoutTerms }

const bankWords = {
  BANK_NAME_REQUIRED: { en: 'is not in our table, so bankName is required', th: 'ไม่อยู่ในตารางธนาคาร จึงต้องส่ง bankName' },
  UNKNOWN_BANK: { en: 'is not a bank we know; send an alias such as SCB or the 3-digit code', th: 'ไม่รู้จักธนาคารนี้ โปรดส่งชื่อย่อ เช่น SCB หรือรหัส 3 หลัก' },
  NOT_A_PAYOUT_DESTINATION: { en: 'is not a bank that receives transfers', th: 'ธนาคารนี้รับโอนเงินไม่ได้' },
} as const;
const accountWords: Readonly<Record<AccountProblem['code'], { readonly field: string; readonly en: string; readonly th: string }>> = {
  BLANK_NAME: { field: 'destination.accountName', en: 'must not be blank', th: 'ต้องไม่เว้นว่าง' },
  UNPRINTABLE_CHARACTER: { field: 'destination.accountName', en: 'must be one line without control characters', th: 'ต้องเป็นข้อความบรรทัดเดียวและไม่มีอักขระควบคุม' },
  BAD_ACCOUNT_NUMBER: { field: 'destination.accountNumber', en: 'must be 6 to 20 digits', th: 'ต้องเป็นตัวเลข 6 ถึง 20 หลัก' },
  BAD_BANK_CODE: { field: 'destination.bankCode', en: 'must be a bank with a 3-digit code', th: 'ต้องเป็นธนาคารที่มีรหัส 3 หลัก' },
};
const reject = (code: ErrorCode, details: RefusalDetails): Drafted => ({ ok: false, rejected: { code, details } });

/** "AUTO-" and 13 random characters: a reference for who sends none. Collisions are refused by the unique index. */
const REF_CHARACTERS = 13;
const newMerchantRef = (): string => {
  const bits = BigInt(`0x${randomBytes(10).toString('hex')}`).toString(36).toUpperCase();
  return `AUTO-${bits.padStart(REF_CHARACTERS, '0').slice(-REF_CHARACTERS)}`;
};

/** One wish checked against the merchant's terms and what every bank file can carry. Pure but for the ids it makes. Says every refusal as data, since a bulk call collects them. */
export const draftPayout = (wish: z.output<typeof PayoutWish>, { terms, ...whose }: Whose): Drafted => {
  const amountSatang = satangFromBaht(wish.amount);
  if (amountSatang === undefined) return reject('VALIDATION_ERROR', { issues: [{ field: 'amount', en: 'must be baht with at most 2 decimals', th: 'ต้องเป็นบาท ทศนิยมไม่เกิน 2 ตำแหน่ง' }] });
  if (amountSatang < terms.minSatang) return reject('VALIDATION_ERROR', { issues: [{ field: 'amount', en: `must be at least ${bahtTrimmedFromSatang(terms.minSatang)} baht`, th: `ต้องไม่น้อยกว่า ${bahtTrimmedFromSatang(terms.minSatang)} บาท` }] });
  if (amountSatang > terms.maxSatang) return reject('PAYOUT_LIMIT_EXCEEDED', { reason: `at most ${bahtTrimmedFromSatang(terms.maxSatang)} baht a payout`, max: bahtTrimmedFromSatang(terms.maxSatang) });
  const split = splitPayout(amountSatang, terms);
  if (split.netSatang < 1) return reject('VALIDATION_ERROR', { issues: [{ field: 'amount', en: 'does not cover the fee', th: 'ไม่พอสำหรับค่าธรรมเนียม' }] });
  const { bankCode, bankName, accountNumber, accountName } = wish.destination;
  const bank = payoutBankOf(bankCode, bankName);
  if (!bank.ok) return reject('VALIDATION_ERROR', { issues: [{ field: 'destination.bankCode', ...bankWords[bank.reason] }] });
  const problem = accountProblem({ name: accountName, accountNumber, bankCode: bank.bank.code });
  if (problem) return reject('VALIDATION_ERROR', { issues: [accountWords[problem.code]] });
  return {
    ok: true,
    draft: {
      ...whose, ...split, id: newId(), merchantRef: wish.merchantRef ?? newMerchantRef(), amountSatang, bankCode: bank.bank.code, bankName: bank.bank.nameTh,
      accountNumber, accountName, metadata: wish.metadata ?? null,
    },
  };
};
