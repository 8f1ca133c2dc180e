import { payoutBankOf } from '../banks/banks.ts';
import { cleanText } from '../clean-text.ts';
import { payerOf } from '../credits/payer.rules.ts';

/** Where a refund goes, in the form a payout takes. */
export interface RefundDestination { readonly bankCode: string; readonly accountNumber: string; readonly accountName: string }
/** What the bank told of the payer, then what the merchant announced; each may be masked, partial or absent. */
interface Known {
  readonly credit: { readonly payerName: string | null; readonly payerAccount: string | null; readonly payerBankCode: string | null } | undefined;
  readonly announced: { readonly senderAccount: string | null; readonly senderBankCode: string | null; readonly memberName: string | null };
}

const payable = /^\d{8,20}$/;
const NAME_LENGTH_MAX = 140;

/**
 * The account the money came from: the bank's word where it gives the account in full, else what the merchant announced and the
 * payment was matched by. Undefined where neither names an account, a bank we can send to, and a name. Pure.
 */
export const senderDestination = ({ credit, announced }: Known): RefundDestination | undefined => {
  const payer = credit ? payerOf(credit) : undefined;
  const told = payer !== undefined && payer.payerAccount !== null;
  const accountNumber = told ? payer.payerAccount : announced.senderAccount;
  const bankCode = told ? (payer.payerBankCode ?? sameAccountBank(payer.payerAccount, announced)) : announced.senderBankCode;
  const accountName = nameOf(credit?.payerName ?? announced.memberName);
  if (accountNumber === null || !payable.test(accountNumber) || bankCode === null || accountName === '') return undefined;
  return payoutBankOf(bankCode).ok ? { bankCode, accountNumber, accountName } : undefined;
};

/** As a payout takes it: one line of so many characters, each of which may be two for JavaScript. */
const nameOf = (told: string | null): string => Array.from(cleanText(told, 2 * NAME_LENGTH_MAX) ?? '').slice(0, NAME_LENGTH_MAX).join('').trim();

/** An account number means nothing without its bank: the announced bank counts only for the announced account. */
const sameAccountBank = (account: string | null, { senderAccount, senderBankCode }: Known['announced']): string | null => (account === senderAccount ? senderBankCode : null);
