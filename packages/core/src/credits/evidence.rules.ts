import { ANNOUNCED_DIGITS_MIN, compareFull, compareMasked, type AccountVerdict } from './accounts-masked.ts';
import type { NameVerdict } from './names/compare-names.ts';
import type { NameMemory } from './names/name-memory.ts';
import type { Payer } from './payer.rules.ts';
import { isPaidBefore, type PaidWithin } from './time-window.rules.ts';

/** What the rules look at of a credit; the payer's fields are in the form of `payerOf`. */
export interface CreditFacts extends Payer {
  readonly id: string;
  readonly amountSatang: number;
  readonly payerName: string | null;
  readonly paid: PaidWithin;
  readonly references: readonly string[];
}
export interface Candidate {
  readonly id: string;
  readonly merchantId: string;
  readonly amountSatang: number;
  readonly reference: string;
  /** GONE: expired longer ago than the grace. */
  readonly status: string;
  readonly senderAccount: string | null;
  readonly senderBankCode: string | null;
  readonly senderName: string | null;
  readonly senderNameEn: string | null;
  readonly createdMs: number;
  readonly expiresMs: number;
}

/** One credit beside one payment. `score` is evidence in decimal digits: at 4, one stranger in 10,000 would show the same. */
export interface Comparison {
  readonly candidate: Candidate;
  readonly account: AccountVerdict;
  readonly bank: 'AGREE' | 'SILENT' | 'DIFFERS';
  readonly name: NameVerdict;
  readonly score: number;
}

// A handful of banks hold most accounts.
const BANK_SCORE = 0.7;
/** Strangers and wrong amounts come in whole baht; satang that agree were read off this payment (decisions D4). */
const TELLING_AMOUNT_SCORE = 2;
const SATANG_PER_BAHT = 100;

export const isTellingAmount = (amountSatang: number): boolean => amountSatang % SATANG_PER_BAHT !== 0;

const compareBanks = (shown: string | null, announced: string | null): Comparison['bank'] => {
  if (shown === null || announced === null) return 'SILENT';
  return shown === announced ? 'AGREE' : 'DIFFERS';
};
const compareAccounts = ({ payerAccount, payerMask }: Payer, announced: string | null): AccountVerdict => {
  if (announced === null) return { kind: 'SILENT' };
  if (payerAccount !== null) return compareFull(payerAccount, announced);
  return payerMask === null ? { kind: 'SILENT' } : compareMasked(payerMask, announced);
};

export const compareCredit = (names: NameMemory, credit: CreditFacts, candidate: Candidate): Comparison => {
  const account = compareAccounts(credit, candidate.senderAccount);
  const bank = compareBanks(credit.payerBankCode, candidate.senderBankCode);
  const name = names.compare(credit.payerName, namesOf(candidate));
  const score = (account.kind === 'AGREE' ? account.digits : 0) + (bank === 'AGREE' ? BANK_SCORE : 0) + name.score + (isTellingAmount(credit.amountSatang) ? TELLING_AMOUNT_SCORE : 0);
  return { candidate, account, bank, name, score: Math.round(score * 10) / 10 };
};

/** The whole account and its bank are the announced ones: decisive, whatever the name looks like. */
export const isWholeAccount = ({ account, bank }: Comparison): boolean => account.kind === 'AGREE' && account.isFull && bank === 'AGREE';
/** Whether anything we can see of the payer denies what the merchant announced. Silence denies nothing. */
export const isDenied = (comparison: Comparison): boolean =>
  comparison.account.kind === 'DIFFERS' || comparison.bank === 'DIFFERS' || (comparison.name.kind === 'DIFFERS' && !isWholeAccount(comparison));
/** Whether anything that tells people apart agrees; a bank is shared by millions. */
export const isKnown = ({ account, name }: Comparison): boolean => account.kind === 'AGREE' || name.kind === 'AGREE';

/** Digits enough to tell an account from others. */
const announcedAccount = ({ senderAccount }: Candidate): string | null => (senderAccount !== null && senderAccount.length >= ANNOUNCED_DIGITS_MIN ? senderAccount : null);
/** Two payments whose merchants announced the same account: money from it may be for either, however their names are spelled. */
export const haveSameAccount = (one: Candidate, other: Candidate): boolean => announcedAccount(one) !== null && announcedAccount(one) === announcedAccount(other);
/** One of two payments was announced by name alone, and the name is the other's: the same person may have been asked twice. */
export const haveSameName = (names: NameMemory, one: Candidate, other: Candidate): boolean =>
  (announcedAccount(one) === null || announcedAccount(other) === null) && namesOf(one).some((name) => names.compare(name, namesOf(other)).kind === 'AGREE');
const namesOf = ({ senderName, senderNameEn }: Candidate) => [senderName, senderNameEn];

/** The cheap half of `isDenied`, so that names are read only where they can matter. */
export const isDeniedAtSight = (credit: CreditFacts, { senderAccount, senderBankCode }: Candidate): boolean =>
  compareBanks(credit.payerBankCode, senderBankCode) === 'DIFFERS' || compareAccounts(credit, senderAccount).kind === 'DIFFERS';

/** Both sides speak of the payer, yet nothing that tells people apart can be compared. */
export const isIncomparable = ({ payerAccount, payerMask, payerName }: CreditFacts, { senderAccount, senderName, senderNameEn }: Candidate): boolean =>
  (payerAccount ?? payerMask ?? payerName) !== null && (senderAccount ?? senderName ?? senderNameEn) !== null;

export const isPayable = (credit: CreditFacts, { amountSatang, status, createdMs }: Candidate): boolean =>
  amountSatang === credit.amountSatang && (status === 'PENDING' || status === 'EXPIRED') && !isPaidBefore(credit.paid, createdMs);
