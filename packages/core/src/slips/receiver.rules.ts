import { bankOf } from '../banks/banks.ts';
import { compareMasked, maskOf } from '../credits/accounts-masked.ts';
import { compareNames } from '../credits/names/compare-names.ts';
import type { SlipParty } from './slip-verify-port.ts';

/** An account that a payment's money may come in on. */
export interface OwnAccount {
  readonly id: string;
  readonly accountNumber: string;
  readonly accountName: string;
  readonly bankCode: string | null;
}
export type ReceiverVerdict =
  | { readonly kind: 'OURS'; readonly accountId: string }
  | { readonly kind: 'OTHER' | 'UNCLEAR' };

/** Some digits alone are many people's; with the name beside them they are one's. */
const MASKED_DIGITS_MIN = 3;
const digitsOf = (account: string | null): string | undefined => {
  const compact = account?.replaceAll(/[\s-]/g, '') ?? '';
  return /^\d+$/.test(compact) ? compact : undefined;
};
/** A PromptPay mobile comes back as 0066812345678, +66 81 … or 0812345678. */
const localMobile = (digits: string): string => digits.replace(/^(?:00)?66(?=\d{9}$)/, '0');

const codeOf = (bankCode: string | null): string | null => {
  const found = bankCode === null ? undefined : bankOf(bankCode);
  return found?.ok ? found.bank.code : null;
};
const haveOtherBanks = (one: string | null, other: string | null): boolean => one !== null && other !== null && one !== other;

/**
 * Which of the accounts a verified transfer went to. An account in full decides by itself; a masked one only where its visible digits and its
 * name both agree with exactly one. A bank that differs denies. Pure.
 */
export const receiverOf = (receiver: SlipParty, accounts: readonly OwnAccount[]): ReceiverVerdict => {
  const bank = codeOf(receiver.bankCode);
  const atBank = accounts.filter((account) => !haveOtherBanks(bank, codeOf(account.bankCode)));
  const digits = digitsOf(receiver.account);
  if (digits !== undefined) {
    const ours = atBank.find(({ accountNumber }) => localMobile(accountNumber.replaceAll(/\D/g, '')) === localMobile(digits));
    return ours ? { kind: 'OURS', accountId: ours.id } : { kind: 'OTHER' };
  }
  const mask = maskOf(receiver.account);
  if (mask === null) return { kind: 'UNCLEAR' };
  const fitting = atBank.filter(({ accountNumber }) => {
    const compared = compareMasked(mask, accountNumber.replaceAll(/\D/g, ''));
    return compared.kind === 'AGREE' && compared.digits >= MASKED_DIGITS_MIN;
  });
  const named = fitting.filter(({ accountName }) => compareNames(receiver.name, [accountName]).kind === 'AGREE' || isSameText(receiver.name, accountName));
  if (named.length === 1) return { kind: 'OURS', accountId: named[0]!.id };
  return { kind: fitting.length === 0 ? 'OTHER' : 'UNCLEAR' };
};

/** Names of companies are no persons' names: the same text, or the beginning that a bank leaves of it. */
const TEXT_LETTERS_MIN = 5;
const isSameText = (shown: string | null, own: string): boolean => {
  const [one, other] = [shown ?? '', own].map((text) => text.normalize('NFC').toUpperCase().replaceAll(/[^\p{L}\p{M}\p{N}]/gu, '')) as [string, string];
  return one === other ? one !== '' : one.length >= TEXT_LETTERS_MIN && other.startsWith(one);
};
